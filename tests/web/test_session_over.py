"""A session that ends while somebody types: they are warned, may stay, and can still send what was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from onboarding import store
from onboarding.links import Invitation
from onboarding.web.parts import KEY, Parts
from tests.web.conftest import Clock
from tests.web.stand_in import StandIn
from tests.web.test_start import link_for
from tests.web.visitor import Visitor

Begin = Callable[..., Visitor]
NAMES = {"individual.email": "jenny@example.com", "individual.phone": "0000000000"}
HOUR = 3600


def come_back(visitor: Visitor, app: Flask) -> None:
    """By a fresh link, in another tab of the same browser."""
    parts: Parts = app.extensions[KEY]
    with parts.database.read() as tx:
        seller = store.find_account(tx, account="acct_1")
    assert seller
    visitor.send(visitor.get(f"/start/{link_for(app, Invitation(seller=seller.id))}"), {})


def test_a_page_is_taken_after_coming_back_in_the_same_browser(
    begin: Begin, app: Flask, clock: Clock, gateway: StandIn
) -> None:
    visitor = begin()
    page = visitor.get("/onboarding/contact")
    clock.now += HOUR + 1
    over = visitor.send(page, NAMES, 403)
    assert "load this page again" in over.text
    assert "Every section that you sent is kept" in over.text
    assert not over.soup.main.select("a.button")
    come_back(visitor, app)
    visitor.send(page, NAMES)
    assert len(gateway.sent) == 1


@pytest.mark.parametrize("ended", ["left", "another's"])
def test_a_page_is_not_taken_where_it_was_not_their_session(
    begin: Begin, app: Flask, gateway: StandIn, ended: str
) -> None:
    visitor = begin()
    page = visitor.get("/onboarding/contact")
    if ended == "left":
        visitor.press(page, "/leave", 200)
    else:
        begin(country="FR")
    come_back(visitor, app)
    visitor.send(page, NAMES, 422)
    assert not gateway.sent


def test_who_only_looked_is_led_to_the_marketplace(begin: Begin, clock: Clock) -> None:
    visitor = begin()
    clock.now += HOUR + 1
    page = visitor.get("/onboarding/contact", 403)
    assert page.soup.main.select_one("a.button")["href"] == "https://market.example/done"
    assert "load this page again" not in page.text


def test_the_page_knows_when_the_session_ends_and_can_have_it_go_on(begin: Begin, clock: Clock) -> None:
    visitor = begin()
    visitor.get("/onboarding")
    clock.now += 600
    page = visitor.get("/onboarding/contact")
    note = page.soup.select_one("form.ending")
    assert note.has_attr("hidden")
    assert note["data-seconds"] == str(HOUR - 600)
    clock.now += HOUR - 720
    assert visitor.press(page, "/stay", 200).html == str(HOUR)
    clock.now += HOUR - 1
    visitor.get("/onboarding")
