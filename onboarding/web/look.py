"""How a brand looks: its colours as CSS custom properties, readable on light and on dark ground."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

from onboarding.brand import Brand, contrast

GROUNDS = ("#f4f6f9", "#eff2f6", "#fdf1ef", "#e6f4eb", "#fdf3e0", "#e9f1fb")
"""What links stand on besides the brand's paper: page, soft ground, notes; as in static/onboarding.css."""

DARK_GROUNDS = ("#1b1e27", "#12141b", "#242834", "#3a1d22", "#16301f", "#372a14", "#1a2940")
"""The same in dark mode, cards first."""

READABLE = 4.5
"""Least contrast of text (WCAG 2.2, 1.4.3)."""


def brand_css(brand: Brand) -> str:
    """The style sheet that carries the brand's colours; all else is in static/onboarding.css."""
    accent, paper = brand.colours["accent"], brand.colours["paper"]
    colours = {
        **brand.colours,
        "muted": readable_on((paper, *GROUNDS[:2]), brand.colours["muted"]),
        "bad": readable_on((paper, GROUNDS[2]), brand.colours["bad"]),
        "good": readable_on((paper, GROUNDS[3]), brand.colours["good"]),
        "link": readable_on((paper, *GROUNDS), accent),
        "link-dark": readable_on(DARK_GROUNDS, accent),
    }
    lines = "".join(f"--brand-{name.replace('_', '-')}:{colour};" for name, colour in sorted(colours.items()))
    return f":root{{{lines}}}"


def readable_on(grounds: Sequence[str], colour: str) -> str:
    """The colour itself, or the nearest lighter or darker shade of it that can be read on each ground.

    Where grounds are so different that none can, the first one counts: the one of the cards.
    """
    ends = {lighter: "#ffffff" if lighter else "#000000" for lighter in (False, True)}
    return next(
        shade
        for wanted in (grounds, grounds[:1])
        for lighter in sorted(ends, key=lambda lighter: -_least(wanted, ends[lighter]))
        for shade in (_shade(colour, step / 20, lighter=lighter) for step in range(21))
        if _least(wanted, shade) >= READABLE
    )


def _least(grounds: Sequence[str], colour: str) -> float:
    return min(contrast(ground, colour) for ground in grounds)


def _shade(colour: str, amount: float, *, lighter: bool) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(
        *(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    )
    lightness += ((1.0 if lighter else 0.0) - lightness) * amount
    return "#" + "".join(f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, lightness, saturation))
