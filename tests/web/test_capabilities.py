"""One capability: its state and needs; a further one shows what it needs before it is asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onboarding import store
from onboarding.gateway import Plain, Refused
from onboarding.web.parts import KEY
from tests.web.conftest import MakeApp
from tests.web.stand_in import StandIn
from tests.web.visitor import Visitor, words

Begin = Callable[..., Visitor]
KLARNA = "klarna_payments"


@pytest.fixture
def visitor(make_app: MakeApp) -> Visitor:
    """A seller of a brand that offers one more capability."""
    visitor = Visitor(make_app({"further_capabilities": [KLARNA]}))
    visitor.send(visitor.get("/start"), {"country": "US", "business_type": "individual", "structure": ""})
    return visitor


def needed(visitor: Visitor, name: str) -> list[tuple[str, bool]]:
    page = visitor.get(f"/onboarding/capabilities/{name}")
    return [(words(li.select_one(".name")), bool(li.a)) for li in page.soup.select("main .tasks li")]


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


ACH, OXXO = "us_bank_account_ach_payments", "oxxo_payments"


@pytest.mark.parametrize(
    ("country", "agreement", "offered"),
    [
        ("US", "full", ["ACH direct debits in the United States", "OXXO"]),
        ("FR", "full", ["OXXO"]),
        ("IN", "full", ["OXXO"]),
        ("IN", "recipient", []),
    ],
)
def test_only_what_can_be_had_there_is_offered(
    make_app: MakeApp, gateway: StandIn, country: str, agreement: str, offered: list[str]
) -> None:
    brand = {"further_capabilities": [ACH, OXXO], "countries": ["US", "FR", "IN"], "agreement": agreement}
    visitor = Visitor(make_app(brand))
    visitor.send(visitor.get("/start"), {"country": country, "business_type": "individual", "structure": ""})
    heading = visitor.get("/onboarding/status").soup.find("h2", string="What you can add")
    assert (words(heading.find_next("ul")) if heading else "") == " ".join(offered)
    there = 200 if len(offered) == 2 else 404
    visitor.get(f"/onboarding/capabilities/{ACH}", there)


def test_what_is_asked_for_already_is_not_offered(visitor: Visitor, gateway: StandIn) -> None:
    """Elsewhere, too: what Stripe says now counts, not what we kept."""
    gateway.capabilities[KLARNA] = off(None, "pending")
    page = visitor.get(f"/onboarding/capabilities/{KLARNA}")
    assert not page.soup.select("main form")
    gateway.held["capabilities"][KLARNA] = "pending"
    visitor.client.application.extensions[KEY].sellers.refresh(gateway.held["id"])
    assert not visitor.get("/onboarding/status").soup.find("h2", string="What you can add")


def test_what_is_not_on_offer_cannot_be_asked_for(visitor: Visitor, gateway: StandIn) -> None:
    gateway.held["capabilities"]["alma_payments"] = "unrequested"
    visitor.client.application.extensions[KEY].sellers.refresh(gateway.held["id"])
    assert not visitor.get("/onboarding/capabilities/alma_payments").soup.select("main form")


def test_what_comes_besides_is_told_apart(visitor: Visitor, gateway: StandIn) -> None:
    """The account of this seller is asked for contact, bank and terms without it."""
    gateway.wanted[KLARNA] = [
        "individual.email", "business_profile.support_phone", "external_account", "tos_acceptance.date",
        "interv_1.form",
    ]  # fmt: skip
    page = visitor.get(f"/onboarding/capabilities/{KLARNA}")
    lists = {name: [words(li) for li in page.soup.select(f"#{name} li")] for name in ("besides", "anyway")}
    assert lists == {
        "besides": ["What customers see", "One thing to do with Stripe"],
        "anyway": ["Your contact details", "Bank account", "Terms of service"],
    }
    gateway.wanted[KLARNA] = ["individual.email"]
    page = visitor.get(f"/onboarding/capabilities/{KLARNA}")
    assert not page.soup.select("#besides")
    assert "nothing more to fill in for this" in page.text
    assert words(page.soup.select_one("#anyway")) == "Your contact details"


def test_a_section_asked_for_in_part_comes_besides(visitor: Visitor, gateway: StandIn) -> None:
    gateway.wanted[KLARNA] = ["individual.first_name", "individual.first_name_kana"]
    page = visitor.get(f"/onboarding/capabilities/{KLARNA}")
    assert words(page.soup.select_one("#besides")) == "Your identity"
    assert not page.soup.select("#anyway")


def test_lists_of_persons_come_besides_where_they_are_not_asked_for(
    make_app: MakeApp, gateway: StandIn
) -> None:
    visitor = Visitor(make_app({"further_capabilities": [KLARNA]}))
    visitor.send(visitor.get("/start"), {"country": "US", "business_type": "company", "structure": ""})
    gateway.wanted[KLARNA] = ["company.owners_provided", "company.executives_provided"]
    page = visitor.get(f"/onboarding/capabilities/{KLARNA}")
    assert words(page.soup.select_one("#besides")) == "Executives"
    assert words(page.soup.select_one("#anyway")) == "Owners"


def test_what_cannot_be_opened_yet_is_not_linked(visitor: Visitor, gateway: StandIn) -> None:
    """Also where nothing of the capability comes first, but something of the account."""
    gateway.wanted["transfers"] = ["tos_acceptance.date", "tos_acceptance.ip"]
    assert needed(visitor, "transfers") == [("Terms of service", False)]
    assert "Cannot start yet" in visitor.get("/onboarding/capabilities/transfers").text
    gateway.lists["currently_due"] = ["tos_acceptance.date", "tos_acceptance.ip"]
    visitor.client.application.extensions[KEY].sellers.refresh(gateway.held["id"])
    assert needed(visitor, "transfers") == [("Terms of service", True)]
    visitor.get("/onboarding/terms")


def test_asking_for_it_puts_what_it_needs_into_the_plan(visitor: Visitor, gateway: StandIn) -> None:
    gateway.wanted[KLARNA] = ["business_profile.support_phone"]
    page = visitor.get(f"/onboarding/capabilities/{KLARNA}")
    visitor.press(page, "/capabilities/")
    assert "What customers see" in visitor.get("/onboarding").text
    assert not visitor.get("/onboarding/status").soup.find("h2", string="What you can add")
    visitor.press(page, "/capabilities/")
    assert gateway.calls.count("request_capability") == 1


def test_a_shortened_address_leads_to_the_list(visitor: Visitor) -> None:
    assert visitor.get("/onboarding/capabilities", 302).location == "/onboarding/status"


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


def off(reason: str | None, status: str = "inactive", future: object = None, **lists: object) -> Plain:
    requirements = {"disabled_reason": reason, **lists}
    return {"status": status, "requirements": requirements, "future_requirements": future}


@pytest.mark.parametrize(
    "reason",
    ["other", "paused.inactivity", "paused.new", "pending.onboarding", "pending.review", "platform_disabled",
     "platform_paused", "rejected.inactivity", "rejected.other", "rejected.new", "requirements.new",
     "rejected.unsupported_business", "requirements.fields_needed", "brand.new", None],
)  # fmt: skip
def test_every_reason_says_something_of_the_service(
    visitor: Visitor, gateway: StandIn, reason: str | None
) -> None:
    gateway.capabilities["transfers"] = off(reason)
    page = visitor.get("/onboarding/capabilities/transfers")
    note = page.soup.select_one("main .note")
    assert "service" in words(note)
    assert "account" not in words(note)
    assert "Nothing is missing" not in page.text
    assert str(reason) not in page.text


def test_what_is_wrong_when_it_is_due_and_what_is_coming_stand_there(
    visitor: Visitor, gateway: StandIn
) -> None:
    wrong = {"requirement": "individual.phone", "code": "invalid_value_other", "reason": "No."}
    new = {"requirement": "company.shoe_size", "code": "brand_new", "reason": "Too large."}
    coming = {"currently_due": ["individual.email"], "current_deadline": 1_900_000_000}
    gateway.capabilities["transfers"] = off(
        "requirements.fields_needed", future=coming, currently_due=["individual.phone"], errors=[wrong, new],
        current_deadline=1_890_000_000,
    )  # fmt: skip
    page = visitor.get("/onboarding/capabilities/transfers")
    section = page.soup.find("h2", string="What is wrong").find_next("ul")
    assert section.select_one("a[href='/onboarding/contact']")
    assert section.find(lang="en", string="Too large.")
    assert "Send what is open by November 22, 2029" in page.text
    assert "stays off until you do" in page.text
    assert "Your contact details" in words(page.soup.select_one("[data-coming='1900000000']"))
    gateway.capabilities["transfers"]["status"] = "active"
    assert "After that, this stops" in visitor.get("/onboarding/capabilities/transfers").text


def test_what_nobody_knows_of_a_capability_is_counted_for_staff(visitor: Visitor, gateway: StandIn) -> None:
    new = {"requirement": "individual.phone", "code": "brand_new", "reason": "No."}
    gateway.capabilities["transfers"] = off("brand.new", "sleeping", errors=[new])
    visitor.get("/onboarding/capabilities/transfers")
    parts = visitor.client.application.extensions[KEY]
    with parts.database.read() as tx:
        seen = {one.requirement for one in store.unknown_requirements(tx)}
    assert {
        "capability_disabled_reason:brand.new",
        "capability_status:sleeping",
        "error_code:brand_new",
    } <= seen


@pytest.mark.parametrize(("locale", "named"), [("en", "A further service"), ("fr", "Un autre service")])
def test_capability_that_nobody_knows_has_a_name_and_not_a_code(
    begin: Begin, gateway: StandIn, locale: str, named: str
) -> None:
    visitor = begin(locale=locale)
    gateway.held["capabilities"]["tax_reporting_fr_das2"] = "inactive"
    parts = visitor.client.application.extensions[KEY]
    parts.sellers.refresh(gateway.held["id"])
    page = visitor.get("/onboarding/status")
    assert named in page.text
    assert "das2" not in page.text


def test_what_is_wrong_with_a_list_or_a_person_leads_to_the_page_that_mends_it(
    visitor: Visitor, gateway: StandIn
) -> None:
    gateway.held["business_type"] = "company"
    gateway.people["person_7"] = {
        "id": "person_7", "first_name": "Ada", "last_name": "Okoye", "relationship": {"owner": True},
    }  # fmt: skip
    visitor.client.application.extensions[KEY].sellers.refresh(gateway.held["id"])
    errors = [
        {"requirement": at, "code": code, "reason": "No."}
        for at, code in (
            ("company.owners_provided", "verification_missing_owners"),
            ("person_7.first_name", "verification_failed_name_match"),
        )
    ]
    gateway.capabilities["transfers"] = off("requirements.fields_needed", errors=errors)
    page = visitor.get("/onboarding/capabilities/transfers")
    wrong = page.soup.find("h2", string="What is wrong").find_next("ul")
    assert wrong.select_one("a[href='/onboarding/people/owners']")
    assert "Ada Okoye" in words(wrong.select_one("a[href='/onboarding/identity/person_7']"))
