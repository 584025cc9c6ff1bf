"""One capability: its state and needs; a further one shows what it needs before it is asked for."""

from __future__ import annotations

import pytest

from onboarding.gateway import Refused
from tests.web.conftest import MakeApp
from tests.web.stand_in import StandIn
from tests.web.visitor import Visitor, words

KLARNA = "klarna_payments"


@pytest.fixture
def visitor(make_app: MakeApp) -> Visitor:
    """A seller of a brand that offers one more capability."""
    visitor = Visitor(make_app({"further_capabilities": [KLARNA]}))
    visitor.send(visitor.get("/start"), {"country": "US", "business_type": "individual", "structure": ""})
    return visitor


def needed(visitor: Visitor, name: str) -> list[tuple[str, bool]]:
    page = visitor.get(f"/onboarding/capabilities/{name}")
    return [(words(li), bool(li.a)) for li in page.soup.select("main .tasks li")]


def test_the_status_page_leads_to_each_capability(visitor: Visitor, gateway: StandIn) -> None:
    gateway.wanted["transfers"] = ["individual.email", "external_account"]
    page = visitor.get("/onboarding/status")
    assert page.soup.select_one("a[href='/onboarding/capabilities/transfers']")
    assert needed(visitor, "transfers") == [("Your contact details", True), ("Bank account", True)]


def test_a_further_one_shows_what_it_needs_before_it_is_asked_for(visitor: Visitor, gateway: StandIn) -> None:
    gateway.wanted[KLARNA] = ["business_profile.support_phone"]
    page = visitor.get("/onboarding/status")
    offered = page.soup.find("h2", string="What you can add").find_next("ul")
    assert words(offered) == "Klarna"
    page = visitor.get(str(offered.a["href"]))
    assert page.soup.select_one("[data-capability]")["data-capability"] == "unrequested"
    assert needed(visitor, KLARNA) == [("What customers see", False)]
    assert "request_capability" not in gateway.calls


def test_asking_for_it_puts_what_it_needs_into_the_plan(visitor: Visitor, gateway: StandIn) -> None:
    gateway.wanted[KLARNA] = ["business_profile.support_phone"]
    page = visitor.get(f"/onboarding/capabilities/{KLARNA}")
    visitor.press(page, "/capabilities/")
    assert "What customers see" in visitor.get("/onboarding").text
    assert not visitor.get("/onboarding/status").soup.find("h2", string="What you can add")
    visitor.press(page, "/capabilities/")
    assert gateway.calls.count("request_capability") == 1


@pytest.mark.parametrize("name", ["moon_payments", "affirm_payments", "x" * 300])
def test_what_is_neither_held_nor_offered_is_not_there(visitor: Visitor, gateway: StandIn, name: str) -> None:
    visitor.get(f"/onboarding/capabilities/{name}", 404)
    assert "capability" not in gateway.calls


def test_a_refusal_has_words(visitor: Visitor, gateway: StandIn) -> None:
    page = visitor.get(f"/onboarding/capabilities/{KLARNA}")
    real = gateway.request_capability

    def refuse(*_: object, **__: object) -> None:
        raise Refused("Not for you.", code="capability_not_allowed")

    gateway.request_capability = refuse  # type: ignore[method-assign,assignment]  # fails in its turn
    again = visitor.press(page, "/capabilities/", 422)
    gateway.request_capability = real  # type: ignore[method-assign]  # as before
    assert "cannot be added to your account" in again.problems[0][1]
    assert "Not for you" not in again.html
