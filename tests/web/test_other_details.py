"""What no map settles is asked on a page of its own, in any language, and staff can list it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onboarding.calls import UpdateAccount
from tests.web.stand_in import StandIn
from tests.web.visitor import Visitor

Begin = Callable[..., Visitor]
DUE = "settings.payouts.statement_descriptor"


@pytest.mark.parametrize("locale", ["en", "fr", "ar"])
def test_a_requirement_without_a_map_is_asked_and_sent(begin: Begin, gateway: StandIn, locale: str) -> None:
    gateway.due = (DUE,)
    visitor = begin(locale=locale)
    page = visitor.get("/onboarding/other_details")
    label = page.soup.main.find("label")
    assert label.bdi["lang"] == "en"
    assert label.bdi.text == "payouts, statement descriptor"
    visitor.send(page, {DUE: "BOOKS"})
    assert gateway.sent[-1] == (UpdateAccount({"settings": {"payouts": {"statement_descriptor": "BOOKS"}}}),)


def test_left_blank_it_says_so_beside_the_question(begin: Begin, gateway: StandIn) -> None:
    gateway.due = (DUE,)
    visitor = begin()
    page = visitor.send(visitor.get("/onboarding/other_details"), {}, 422)
    assert page.problems[0][0] == DUE.replace(".", "-")


def test_staff_list_what_nobody_knew(begin: Begin, gateway: StandIn) -> None:
    gateway.due = (DUE, "company.shoe_size")
    visitor = begin()
    visitor.post("/onboarding/hand-off", visitor.get("/onboarding/status").fields("hand-off"))
    said = visitor.client.application.test_cli_runner().invoke(args=["maps", "unknown"]).output
    assert "1 waiting, seen 1 times, 2026-09-21 to 2026-09-21: company.shoe_size (US individual)" in said
    assert "hand_off:company.shoe_size" in said
    assert DUE in said
