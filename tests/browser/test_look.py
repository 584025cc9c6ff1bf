"""Small things of the looks: targets, bars of errors, forced colours."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Market, NewVisit, Sellers

SIZES = "(all) => all.map((one) => one.getBoundingClientRect()).map((box) => Math.min(box.width, box.height))"


@pytest.mark.parametrize(
    ("who", "path", "which"), [("last", "/onboarding/check", "dd a"), ("", "/start", "[type=radio]")]
)
def test_targets_are_24_pixels_at_least(
    market: Market, sellers: Sellers, new_tab: NewVisit, who: str, path: str, which: str
) -> None:
    visit = new_tab()
    if who:
        getattr(sellers, who).enter(visit)
    visit.tab.goto(market.incremental + path)
    sizes = visit.tab.locator(f"main {which}").evaluate_all(SIZES)
    assert len(sizes) > 2
    assert min(sizes) >= 24


def test_the_bar_of_an_error_begins_at_the_top_of_the_question(market: Market, new_tab: NewVisit) -> None:
    visit = new_tab()
    visit.tab.goto(f"{market.incremental}/start")
    visit.press("main form button:not([name])")
    legend, error = visit.tab.locator("main legend"), visit.tab.locator("main fieldset .error")
    # A browser draws the border of a fieldset from the middle of its legend, unless that floats.
    assert legend.evaluate("(one) => getComputedStyle(one).float") != "none"
    above, below = legend.bounding_box(), error.bounding_box()
    assert above is not None
    assert below is not None
    assert below["y"] >= above["y"] + above["height"]


def test_progress_can_be_seen_in_forced_colours(sellers: Sellers, new_tab: NewVisit) -> None:
    visit = new_tab(forced_colors="active")
    sellers.last.enter(visit)
    meter = visit.tab.locator("progress.meter")
    assert meter.evaluate("(one) => getComputedStyle(one).borderTopWidth") == "1px"
    assert meter.evaluate("(one) => getComputedStyle(one).forcedColorAdjust") == "none"
