"""Colours of brands: what they give is what is shown, where it can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onboarding.brand import contrast, make_brand
from onboarding.web.look import DARK_GROUNDS, GROUNDS, brand_css, readable_on

LIGHT = ("#ffffff", *GROUNDS)
STEPS = ("00", "33", "66", "99", "cc", "ff")
COLOURS = [f"#{red}{green}{blue}" for red in STEPS for green in STEPS for blue in STEPS]


@pytest.mark.parametrize("grounds", [LIGHT, DARK_GROUNDS], ids=["light", "dark"])
def test_links_can_be_read_wherever_they_stand(grounds: tuple[str, ...]) -> None:
    for accent in [*COLOURS, "#0b5cab", "#777777", "#ff0044"]:
        assert min(contrast(ground, readable_on(grounds, accent)) for ground in grounds) >= 4.5


def test_a_dark_paper_counts_more_than_the_light_grounds_around_it() -> None:
    assert contrast("#222222", readable_on(("#222222", *GROUNDS), "#0b5cab")) >= 4.5


def test_the_grounds_are_those_of_the_style_sheet(repository: Path) -> None:
    """Soft grounds, red to blue, and the page; light first, then dark."""
    sheet = (repository / "static" / "onboarding.css").read_text(encoding="utf-8")
    names = r"--(?:[a-z]+-soft|soft|ground|paper):\s*(#[0-9a-f]{6});"
    light, dark = sheet.split("prefers-color-scheme: dark", 1)
    assert set(re.findall(names, light)) == set(GROUNDS)
    assert set(re.findall(names, dark)) == set(DARK_GROUNDS)


def test_a_colour_that_can_be_read_stays() -> None:
    assert readable_on(LIGHT, "#0b5cab") == "#0b5cab"


def test_the_sheet_holds_the_brands_colours() -> None:
    css = brand_css(make_brand({"colours": {"accent": "#7a1fa2"}}))
    assert "--brand-accent:#7a1fa2;" in css
    assert "--brand-on-accent:#ffffff;" in css


def test_words_of_a_colour_that_is_just_readable_can_be_read_on_soft_ground() -> None:
    just = {"bad": "#d93a2b", "good": "#1a8144", "muted": "#767676"}
    brand = make_brand({"colours": just})
    shown = dict(re.findall(r"--brand-([a-z]+):(#[0-9a-f]{6})", brand_css(brand)))
    for name, ground in (("bad", "#fdf1ef"), ("good", "#e6f4eb"), ("muted", "#f4f6f9")):
        assert contrast(ground, just[name]) < 4.5 <= contrast(ground, shown[name])
