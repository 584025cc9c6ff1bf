"""Colours of brands: what they give is what is shown, where it can be read."""

from __future__ import annotations

import pytest

from onboarding.brand import contrast, make_brand
from onboarding.web.look import DARK_PAPER, brand_css, readable_on


@pytest.mark.parametrize("accent", ["#0b5cab", "#000000", "#ffffff", "#ffdd00", "#777777", "#ff0044"])
@pytest.mark.parametrize("ground", ["#ffffff", DARK_PAPER])
def test_links_can_be_read_on_light_and_dark(accent: str, ground: str) -> None:
    assert contrast(ground, readable_on(ground, accent)) >= 4.5


def test_a_colour_that_can_be_read_stays() -> None:
    assert readable_on("#ffffff", "#0b5cab") == "#0b5cab"


def test_the_sheet_holds_the_brands_colours() -> None:
    css = brand_css(make_brand({"colours": {"accent": "#7a1fa2"}}))
    assert "--brand-accent:#7a1fa2;" in css
    assert "--brand-on-accent:#ffffff;" in css
