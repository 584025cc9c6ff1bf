"""Sellers going through the pages, from the start to the terms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onboarding import store
from onboarding.web.parts import KEY
from tests.web.conftest import MakeApp
from tests.web.stand_in import StandIn
from tests.web.visitor import Seen, Visitor

Begin = Callable[..., Visitor]

ANSWERS = {
    "individual.first_name": "Jenny",
    "individual.last_name": "Rosen",
    "individual.dob.day": "27",
    "individual.dob.month": "3",
    "individual.dob.year": "1985",
    "individual.address.line1": "510 Townsend Street",
    "individual.address.city": "San Francisco",
    "individual.address.state": "CA",
    "individual.address.postal_code": "94103",
    "individual.email": "jenny@example.com",
    "individual.phone": "+1 415 555 2671",
    "individual.ssn_last_4": "0000",
    "business_profile.mcc": "5942",
    "business_profile.url": "https://books.example.com",
    "external_account.routing_number": "110000000",
    "external_account.account_number": "000123456789",
}


def answer(page: Seen, answers: dict[str, str]) -> dict[str, Any]:
    """The answers to what this page asks."""
    names = {str(tag["name"]) for tag in page.soup.main.select("[name]")}
    return {name: value for name, value in answers.items() if name in names}


def answer_all(visitor: Visitor) -> Seen:
    """Answers every group that the pages lead to; answers the page that asks nothing."""
    page = visitor.follow("/onboarding/continue")
    for _ in range(12):
        if not page.soup.main.select("form [name*='.']"):
            return page
        sent = visitor.send(page, answer(page, ANSWERS))
        page = visitor.follow(sent.location)
    raise AssertionError(f"still asked: {page.heading}")


def test_an_individual_goes_from_start_to_terms(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    check = answer_all(visitor)
    assert check.heading == "Check your answers"
    assert "Jenny" in check.text
    assert "000123456789" not in check.html
    terms = visitor.get(str(check.soup.select_one(".actions a.button")["href"]))
    box = terms.soup.main.find("input", type="checkbox")
    sent = visitor.send(terms, {str(box["name"]): "true"})
    assert sent.location == "/onboarding/status"
    consent = gateway.accepted
    assert consent["date"] == 1_790_000_000
    assert consent["ip"] == "203.0.113.9"
    assert consent["user_agent"].startswith("Werkzeug")
    assert visitor.get("/onboarding/status").heading


@pytest.mark.parametrize(("own", "version"), [("https://market.example/terms", "2026-10"), ("", "")])
def test_acceptance_is_kept_without_personal_values(
    make_app: MakeApp, gateway: StandIn, own: str, version: str
) -> None:
    gateway.due = ("tos_acceptance.date", "tos_acceptance.ip")
    visitor = Visitor(make_app({"terms_url": own, "terms_version": "2026-10", "locales": ["fr", "en"]}))
    visitor.send(visitor.get("/start"), {"country": "US", "business_type": "individual", "structure": ""})
    terms = visitor.get("/onboarding/terms")
    assert ("vous acceptez aussi les conditions" in terms.text) is bool(own)
    box = terms.soup.main.find("input", type="checkbox")
    visitor.send(terms, {str(box["name"]): "true"})
    parts = visitor.client.application.extensions[KEY]
    with parts.database.read() as tx:
        seller = store.find_account(tx, account="acct_1")
        kept = store.acceptances(tx, seller=seller.id) if seller else ()
    told = [(one.language, one.agreement, one.terms_version, one.accepted) for one in kept]
    assert told == [("fr", "full", version, 1_790_000_000)]


def test_terms_are_not_accepted_unless_ticked(begin: Begin, gateway: StandIn) -> None:
    gateway.due = ("tos_acceptance.date", "tos_acceptance.ip")
    visitor = begin()
    page = visitor.send(visitor.get("/onboarding/terms"), {}, 422)
    assert page.problems
    assert not gateway.sent


def test_a_page_view_with_nothing_to_prefill_asks_stripe_nothing(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    gateway.calls.clear()
    visitor.get("/onboarding")
    visitor.get("/onboarding/identity")
    assert gateway.calls == []


def test_a_submitted_group_asks_stripe_once(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    page = visitor.get("/onboarding/identity")
    gateway.calls.clear()
    visitor.send(page, answer(page, ANSWERS))
    assert gateway.calls == ["perform"]


def test_what_was_answered_is_offered_again(begin: Begin) -> None:
    visitor = begin()
    page = visitor.get("/onboarding/identity")
    visitor.send(page, answer(page, ANSWERS))
    again = visitor.get("/onboarding/identity")
    assert again.fields()["individual.first_name"] == "Jenny"


def test_change_leads_to_the_question_and_back_to_the_check(begin: Begin) -> None:
    visitor = begin()
    page = visitor.get("/onboarding/identity")
    visitor.send(page, answer(page, ANSWERS))
    check = visitor.get("/onboarding/check")
    change = check.soup.select_one(".answers a[href*='/identity']")
    assert "First name" in change.select_one(".visually-hidden").get_text()
    address, _, target = str(change["href"]).partition("#")
    group = visitor.get(address)
    assert group.soup.find(id=target)
    assert visitor.send(group, {"individual.first_name": "Joan"}).location == "/onboarding/check"


def test_the_task_list_counts_and_says_each_state(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    page = visitor.get("/onboarding/identity")
    visitor.send(page, answer(page, ANSWERS))
    tasks = visitor.get("/onboarding")
    assert "1 of " in tasks.text
    for state in ("Completed", "Not yet started", "Cannot start yet"):
        assert state in tasks.text
    assert not tasks.soup.find("a", string="Terms of service")


def test_the_terms_come_last(begin: Begin) -> None:
    assert begin().get("/onboarding/terms", 302).location == "/onboarding/continue"


def test_a_group_that_asks_nothing_leads_on(begin: Begin, gateway: StandIn) -> None:
    gateway.due = ("individual.email",)
    assert begin().get("/onboarding/identity", 302).location == "/onboarding/continue"


def test_languages_switch_in_place(begin: Begin) -> None:
    visitor = begin()
    page = visitor.get("/onboarding")
    switch = next(form for form in page.soup.find_all("form") if form["action"] == "/language")
    token = switch.find("input", attrs={"name": "csrf_token"})["value"]
    sent = visitor.post("/language", {"csrf_token": token, "page": "/onboarding", "locale": "fr_CA"})
    assert sent.location == "/onboarding"
    assert visitor.get("/onboarding/identity").soup.html["lang"] == "fr-CA"


def test_upfront_and_right_to_left(begin: Begin) -> None:
    page = begin(locale="ar").get("/onboarding/identity")
    assert page.soup.html["dir"] == "rtl"


@pytest.mark.parametrize(("agreement", "country"), [("full", "US"), ("recipient", "IN")])
def test_the_terms_link_the_agreement_of_the_account(
    make_app: MakeApp, gateway: StandIn, agreement: str, country: str
) -> None:
    gateway.due = ("tos_acceptance.date", "tos_acceptance.ip")
    visitor = Visitor(make_app({"agreement": agreement, "countries": [country], "default_country": country}))
    visitor.send(visitor.get("/start"), {"country": country, "business_type": "individual"})
    links = [str(link["href"]) for link in visitor.get("/onboarding/terms").soup.main.select("li a")]
    assert f"https://stripe.com/connect-account/legal/{agreement}" in links
    assert "https://market.example/terms" in links
