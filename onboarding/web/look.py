"""How a brand looks: its colours as CSS custom properties, readable on light and on dark ground."""

from __future__ import annotations

import colorsys

from onboarding.brand import Brand, contrast

DARK_PAPER = "#1b1e27"
"""Ground of the cards in dark mode; the same as `--paper` in static/onboarding.css."""

READABLE = 4.5
"""Least contrast of text (WCAG 2.2, 1.4.3)."""


def brand_css(brand: Brand) -> str:
    """The style sheet that carries the brand's colours; all else is in static/onboarding.css."""
    accent = brand.colours["accent"]
    colours = {
        **brand.colours,
        "link": readable_on(brand.colours["paper"], accent),
        "link-dark": readable_on(DARK_PAPER, accent),
    }
    lines = "".join(f"--brand-{name.replace('_', '-')}:{colour};" for name, colour in sorted(colours.items()))
    return f":root{{{lines}}}"


def readable_on(ground: str, colour: str) -> str:
    """The colour itself, or the nearest lighter or darker shade of it that can be read on `ground`."""
    lighter = contrast(ground, "#ffffff") > contrast(ground, "#000000")
    shades = (_shade(colour, step / 20, lighter=lighter) for step in range(21))
    return next(shade for shade in shades if contrast(ground, shade) >= READABLE)


def _shade(colour: str, amount: float, *, lighter: bool) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(
        *(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    )
    lightness += ((1.0 if lighter else 0.0) - lightness) * amount
    return "#" + "".join(f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, lightness, saturation))
