"""Every seller of the demo, in a real browser: they click and type from the start page to enabled."""

from __future__ import annotations

import pytest

from onboarding.development.cast import SELLERS
from onboarding.development.driver import Driver, Seller
from tests.browser.conftest import Market, NewVisit, cast
from tests.browser.hands import BrowserHands


@pytest.mark.parametrize("seller", SELLERS, ids=lambda seller: seller.title)
def test_every_seller_of_the_demo_gets_there(seller: Seller, market: Market, new_tab: NewVisit) -> None:
    visit = new_tab()
    driver = Driver(market.app(seller), seller, wait=market.pass_time, hands=BrowserHands(visit))
    journey = driver.onboard()
    assert journey.standing in {"enabled", "complete"}
    language = visit.tab.locator("html").get_attribute("lang") or ""
    assert language == str(seller.answers["locale"]).replace("_", "-")
    on = visit.tab.locator(".tag.done")
    assert on.count() >= 4, "payments, payouts and both capabilities are on"


@pytest.mark.parametrize("words", ["US individual", "document fails"])
def test_sellers_without_scripts_get_there_too(words: str, market: Market, new_tab: NewVisit) -> None:
    seller = cast(words)
    hands = BrowserHands(new_tab(java_script_enabled=False), scripts=False)
    driver = Driver(market.app(seller), seller, wait=market.pass_time, hands=hands)
    assert driver.onboard().standing in {"enabled", "complete"}
