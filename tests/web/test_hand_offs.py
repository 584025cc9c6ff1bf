"""What only Stripe's own page can settle: it is open in every count, and every way onward leads to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.web.stand_in import StandIn
from tests.web.test_groups import reread
from tests.web.visitor import Seen, Visitor

Begin = Callable[..., Visitor]
TITLE = {"en": "One thing to do with Stripe", "fr": "Une démarche à effectuer auprès de Stripe"}
WAY = "/onboarding/status#hand-off"
MAIN = "a.button:not(.second), button:not(.second):not(.link)"
LAST = "interv_1.identity_verification.form"


@pytest.fixture
def waiting(begin: Begin, gateway: StandIn) -> Callable[..., Visitor]:
    """A seller who gave everything, of whom Stripe asks this only; in arrears."""

    def waiting(*due: str, locale: str = "en", business_type: str = "individual") -> Visitor:
        visitor = begin(business_type, locale=locale)
        gateway.held |= {"individual": {"first_name": "Jenny", "email": "jenny@market.example"}}
        lists = {"currently_due": list(due or (LAST,)), "past_due": list(due or (LAST,))}
        gateway.held["requirements"] = {**lists, "current_deadline": 1_780_000_000}
        reread(visitor)
        return visitor

    return waiting


@pytest.mark.parametrize("locale", TITLE)
def test_the_task_list_counts_it_as_open_and_goes_on_to_it(
    waiting: Callable[..., Visitor], locale: str
) -> None:
    page = waiting(locale=locale).get("/onboarding")
    lines, meter = page.soup.select("ul.tasks li"), page.soup.select_one("progress")
    assert TITLE[locale] in lines[-1].text
    assert (int(meter["value"]), int(meter["max"])) == (len(lines) - 1, len(lines))
    assert main_of(page) == [WAY]


@pytest.mark.parametrize("business_type", ["individual", "company"])
def test_the_list_counts_as_many_sections_as_it_shows(begin: Begin, business_type: str) -> None:
    page = begin(business_type).get("/onboarding")
    assert int(page.soup.select_one("progress")["max"]) == len(page.soup.select("ul.tasks li"))


def test_the_answers_and_the_end_of_a_section_lead_to_it(waiting: Callable[..., Visitor]) -> None:
    visitor = waiting()
    assert visitor.get("/onboarding/continue", 302).location == WAY
    assert main_of(visitor.get("/onboarding/check")) == [WAY]


def test_it_comes_after_what_is_open_here(waiting: Callable[..., Visitor]) -> None:
    visitor = waiting(LAST, "individual.phone")
    assert visitor.get("/onboarding/continue", 302).location != WAY
    page = visitor.get("/onboarding/status")
    assert WAY not in main_of(page)
    assert "hand-off" not in "".join(main_of(page))
    assert page.soup.select("form[action$='hand-off'] button.second")


@pytest.mark.parametrize("locale", TITLE)
def test_the_status_page_says_it_once_and_goes_to_stripe_before_the_marketplace(
    waiting: Callable[..., Visitor], locale: str
) -> None:
    page = waiting(locale=locale).get("/onboarding/status")
    assert page.text.count(TITLE[locale]) == 1
    assert page.soup.find(id=urlsplit(WAY).fragment).h2.get_text() == TITLE[locale]
    assert main_of(page) == ["/onboarding/hand-off", "/onboarding/hand-off"]
    assert page.soup.select_one("a.button.second")["href"] == "https://market.example/done"


def main_of(page: Seen) -> list[str]:
    """Where the main buttons of a page lead, from top to bottom."""
    return [_leads(page, one) for one in page.soup.main.select(MAIN)]


def _leads(page: Seen, button: Any) -> str:
    if button.name == "a":
        return str(button["href"])
    named = button.get("form")
    form = page.soup.find("form", id=named) if named else button.find_parent("form")
    return str(form["action"])


def found_wrong(begin: Begin, gateway: StandIn, requirement: str, code: str, **start: str) -> Visitor:
    """A seller of whom Stripe asks just that, since what it found is wrong."""
    gateway.due = (requirement,)
    visitor = begin(**start)
    error = {"requirement": requirement, "code": code, "reason": "In English."}
    gateway.held["requirements"] = {"currently_due": [requirement], "errors": [error]}
    reread(visitor)
    return visitor


ASKED_ELSEWHERE = {
    "en": "Answer on the page of our payments partner, Stripe.",
    "fr": "Répondez sur la page de notre prestataire de paiement, Stripe.",
}


@pytest.mark.parametrize("locale", ASKED_ELSEWHERE)
@pytest.mark.parametrize(
    ("requirement", "business_type", "path"),
    [
        ("individual.email", "individual", "/onboarding/contact"),
        ("business_profile.url", "company", "/onboarding/business"),
        ("company.owners_provided", "company", "/onboarding/people/owners"),
    ],
)
def test_words_that_send_to_stripe_have_the_way_there_beside_them(
    begin: Begin, gateway: StandIn, requirement: str, business_type: str, path: str, locale: str
) -> None:
    wrong = found_wrong(
        begin, gateway, requirement, "external_request", business_type=business_type, locale=locale
    )
    for place in (path, "/onboarding/status"):
        page = wrong.get(place)
        assert ASKED_ELSEWHERE[locale] in page.text
        assert TITLE[locale] in page.text
        assert wrong.press(page, "hand-off").location.startswith("https://connect.stripe.com")
    assert TITLE[locale] in wrong.get("/onboarding").text


def test_where_only_stripe_helps_its_page_goes_before_sending_the_same_again(
    begin: Begin, gateway: StandIn
) -> None:
    wrong = found_wrong(begin, gateway, "individual.email", "external_request")
    assert main_of(wrong.get("/onboarding/contact")) == ["/onboarding/hand-off"]
    assert set(main_of(wrong.get("/onboarding/status"))) == {"/onboarding/hand-off"}
    assert wrong.get("/onboarding/continue", 302).location == WAY


def test_terms_that_have_to_wait_for_stripe_are_not_gone_to(begin: Begin, gateway: StandIn) -> None:
    wrong = found_wrong(begin, gateway, "individual.email", "external_request")
    gateway.held["requirements"]["currently_due"] += ["tos_acceptance.date", "tos_acceptance.ip"]
    reread(wrong)
    assert wrong.get("/onboarding/continue", 302).location == WAY
    assert main_of(wrong.get("/onboarding/check")) == [WAY]


def test_where_an_answer_helps_there_is_no_way_to_stripe(begin: Begin, gateway: StandIn) -> None:
    wrong = found_wrong(begin, gateway, "individual.email", "invalid_value_other")
    assert main_of(wrong.get("/onboarding/contact")) == ["/onboarding/contact"]
    for path in ("/onboarding/contact", "/onboarding/status"):
        page = wrong.get(path)
        assert not page.soup.select("form[action$='hand-off']")
        assert not page.soup.find(id="support")


@pytest.mark.parametrize(
    ("code", "requirement", "path"),
    [
        ("verification_supportability", "business_profile.url", "/onboarding/business"),
        ("verification_failed_other", "individual.email", "/onboarding/contact"),
        (
            "verification_document_fraudulent",
            "individual.verification.document",
            "/onboarding/identity_documents",
        ),
    ],
)
def test_words_that_send_to_support_have_its_contact_beside_them(
    begin: Begin, gateway: StandIn, code: str, requirement: str, path: str
) -> None:
    wrong = found_wrong(begin, gateway, requirement, code)
    for place in (path, "/onboarding/status"):
        assert "help@market.example" in wrong.get(place).soup.find(id="support").get_text()


def test_words_that_ask_for_a_document_lead_to_its_upload(begin: Begin, gateway: StandIn) -> None:
    wrong = found_wrong(
        begin, gateway, "company.tax_id", "verification_failed_tax_id_match", business_type="company"
    )
    page = wrong.get("/onboarding/company")
    assert "or upload it" in page.text
    upload = wrong.get(page.soup.select_one("nav a[href*='documents']")["href"])
    assert upload.soup.find("input", type="file")
