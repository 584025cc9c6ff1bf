"""The status page in every standing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from onboarding import store
from onboarding.gateway import TimedOut
from tests.web.conftest import Clock, MakeApp
from tests.web.stand_in import StandIn
from tests.web.test_groups import reread
from tests.web.visitor import Seen, Visitor

Begin = Callable[..., Visitor]
Status = Callable[..., Seen]


@pytest.fixture
def status(begin: Begin, gateway: StandIn) -> Status:
    """The status page of an account with those flags and lists."""

    def status(charges: bool = False, payouts: bool = False, **lists: Any) -> Seen:
        visitor = begin()
        gateway.held |= {"charges_enabled": charges, "payouts_enabled": payouts}
        gateway.held["requirements"] = lists
        gateway.held["future_requirements"] = lists.pop("future", {})
        gateway.held["capabilities"] = {
            "card_payments": "active",
            "transfers": "pending",
            "moon_payments": "odd",
        }
        reread(visitor)
        return visitor.get("/onboarding/status")

    return status


def test_nothing_left_to_do(status: Status) -> None:
    page = status(charges=True, payouts=True)
    assert page.heading == "Everything is done"
    assert page.soup.select_one("[data-standing]")["data-standing"] == "complete"
    assert page.soup.select_one("a.button")["href"] == "https://market.example/done"


def test_being_checked_says_that_there_is_nothing_to_do_and_when_to_look(status: Status) -> None:
    page = status(pending_verification=["individual.first_name"])
    assert page.heading == "We are checking what you sent"
    assert "nothing for you to do" in page.text
    assert "2 working days" in page.text
    assert "Your identity" in page.text


def test_paused_with_empty_lists_is_a_page_of_its_own(status: Status) -> None:
    page = status(charges=True, currently_due=[], errors=[])
    assert page.heading == "Payouts to your bank are paused"
    assert "Customers can pay you" in page.text
    assert "no form to fill in" in page.text
    assert page.text.count("Contact us") == 1
    assert "What is left to do" not in page.text


@pytest.mark.parametrize("reason", ["rejected.fraud", "rejected.terms_of_service", "rejected.other"])
def test_rejected_is_a_page_of_its_own(status: Status, reason: str) -> None:
    page = status(disabled_reason=reason, currently_due=["individual.email"])
    assert page.heading == "Your account has been closed"
    assert page.text.count("Contact support") == 1
    assert "What is left to do" not in page.text
    assert reason not in page.text


@pytest.mark.parametrize(
    ("reason", "who"),
    [
        ("rejected.fraud", "Our payments partner has closed"),
        ("rejected.platform_fraud", "The marketplace has closed"),
        ("rejected.platform_terms_of_service", "The marketplace has closed"),
        ("rejected.something_new", "Our payments partner has closed"),
    ],
)
def test_one_of_the_two_closed_the_account_and_nobody_is_told_of_suspicion(
    status: Status, reason: str, who: str
) -> None:
    page = status(disabled_reason=reason)
    assert who in page.text
    assert ("Our payments partner" in page.text) != ("The marketplace" in page.text)
    assert "fraud" not in page.html
    assert page.text.count("think that this is a mistake") == 1


def test_checks_after_all_was_sent_are_no_suspension(status: Status) -> None:
    page = status(charges=True, pending_verification=["individual.first_name"])
    assert page.heading == "Your details are being checked"
    assert "nothing for you to do now. Customers can pay you already" in page.text
    assert page.text.count("Look at this page again") == 1


def test_while_something_is_open_no_page_says_that_there_is_nothing_to_do(status: Status) -> None:
    checked = ["individual.first_name"]
    for flags in ((True, True), (True, False), (False, False)):
        page = status(*flags, pending_verification=checked, currently_due=["individual.email"])
        assert "nothing for you to do now" not in page.text
        assert "Everything is done" not in page.text


def test_the_rejected_have_no_task_list(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    gateway.held["requirements"] = {"disabled_reason": "rejected.fraud"}
    reread(visitor)
    assert visitor.get("/onboarding", 302).location == "/onboarding/status"


def test_the_rejected_see_their_answers_and_change_none(begin: Begin, gateway: StandIn) -> None:
    visitor = begin("company")
    page = visitor.get("/onboarding/company")
    gateway.held["requirements"] |= {"disabled_reason": "rejected.fraud"}
    gateway.held["company"] = {"phone": "+442079460000"}
    reread(visitor)
    status = visitor.get("/onboarding/status")
    assert "change your answers" not in status.text
    check = visitor.get("/onboarding/check")
    assert [label.get_text() for label in check.soup.select("dl.answers dt")] == [
        "Phone number of the company"
    ]
    assert {str(link["href"]) for link in check.soup.select(".card a")} == {"/onboarding/status"}
    closed = ("people/owners", "capabilities/card_payments", "account", "account/country")
    for path in (page.action(), *(f"/onboarding/{one}" for one in closed)):
        assert visitor.get(path, 303).location == "/onboarding/status"
    assert visitor.send(page, {"company.name": "Shop"}).location == "/onboarding/status"
    assert not gateway.sent


@pytest.mark.parametrize("reason", ["under_review", "platform_paused", "other"])
def test_the_task_list_says_that_the_account_is_stopped(begin: Begin, gateway: StandIn, reason: str) -> None:
    visitor = begin()
    assert not visitor.get("/onboarding").soup.select_one("[data-standing]")
    gateway.held["requirements"] = {"disabled_reason": reason}
    reread(visitor)
    page, status = visitor.get("/onboarding"), visitor.get("/onboarding/status")
    note = page.soup.select_one("[data-standing]")
    assert status.heading in note.get_text()
    assert note.select_one("a[href='/onboarding/status']")


def test_nothing_promises_messages_that_nobody_sends(status: Status) -> None:
    page = status(True, True, pending_verification=["individual.first_name"])
    assert "will tell you" not in page.text
    assert "Look at this page again" in page.text


def test_a_deadline_has_date_zone_and_consequence(status: Status, clock: Clock) -> None:
    page = status(True, True, currently_due=["individual.email"], current_deadline=clock.now + 86_400 * 10)
    assert "October 1, 2026" in page.text
    assert "UTC" in page.text
    assert "payouts to your bank stop" in page.text


def test_a_deadline_that_has_passed_says_when(status: Status, clock: Clock) -> None:
    page = status(past_due=["individual.email"], current_deadline=clock.now - 60)
    assert "Send what is open by" not in page.text
    assert page.heading == "Your account is paused until you answer"
    note = page.soup.select_one("[data-deadline]").get_text()
    assert "September 21, 2026" in note
    assert "UTC" in note


@pytest.mark.parametrize(
    ("flags", "off"),
    [
        ((False, False), "Payments from customers and payouts to your bank"),
        ((False, True), "Customers cannot pay you"),
        ((True, False), "your money is kept until payouts are on"),
    ],
)
def test_what_is_off_after_a_deadline_is_said_once(
    begin: Begin, gateway: StandIn, clock: Clock, flags: tuple[bool, bool], off: str
) -> None:
    visitor = begin()
    gateway.held |= dict(zip(("charges_enabled", "payouts_enabled"), flags, strict=True))
    gateway.held["requirements"] = {"past_due": ["individual.email"], "current_deadline": clock.now - 60}
    reread(visitor)
    for path in ("/onboarding/status", "/onboarding"):
        page = visitor.get(path)
        assert page.text.count(off) == 1
        assert page.soup.select_one(".note[data-deadline]")
        assert not re.search("are (off|paused)", page.soup.select_one("[data-deadline]").get_text())


def test_a_closed_account_has_no_date(status: Status, clock: Clock) -> None:
    page = status(
        past_due=["individual.email"], current_deadline=clock.now - 60, disabled_reason="rejected.fraud"
    )
    assert not page.soup.select_one("[data-deadline]")


def test_what_a_new_account_lists_as_past_due_is_not_late(status: Status) -> None:
    page = status(past_due=["individual.email"], currently_due=["individual.email"])
    assert page.heading == "There is more to do before you can be paid"
    assert "paused" not in page.text
    assert not page.soup.select_one("[data-deadline]")


def test_past_due_without_a_date_after_payments_were_on_is_late(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    gateway.held |= {"charges_enabled": True, "payouts_enabled": True, "requirements": {}}
    reread(visitor)
    gateway.held |= {"charges_enabled": False, "payouts_enabled": False}
    gateway.held["requirements"] = {"past_due": ["individual.email"]}
    reread(visitor)
    assert visitor.get("/onboarding/status").heading == "Your account is paused until you answer"


@pytest.mark.parametrize(
    ("reason", "heading", "words"),
    [
        ("listed", "Your account is being reviewed", "whether it may work with this account"),
        ("under_review", "Your account is being reviewed", "nothing for you to do; look at this page"),
        ("platform_paused", "Your account is on hold", "Contact support to learn why"),
        ("other", "Payments and payouts are paused", "Contact support to learn more"),
        (
            "action_required.requested_capabilities",
            "Payments and payouts are paused",
            "Contact support to have",
        ),
    ],
)
def test_every_reason_has_words_and_what_to_do(status: Status, reason: str, heading: str, words: str) -> None:
    page = status(disabled_reason=reason)
    assert page.heading == heading
    assert words in page.text
    assert reason not in page.soup.main.get_text(" ")
    assert not page.soup.main.find("input", type="text")


def test_what_is_coming_has_its_date_and_is_no_error(status: Status, clock: Clock) -> None:
    error = {"requirement": "individual.phone", "code": "invalid_phone_number", "reason": "No."}
    future = {
        "currently_due": ["individual.id_number", "individual.phone"],
        "errors": [error],
        "current_deadline": clock.now + 86_400 * 10,
    }
    page = status(True, True, future=future)
    coming = page.soup.select_one("[data-coming]")
    assert "October 1, 2026" in coming.get_text()
    assert "payments or payouts may pause until you have given it" in coming.get_text()
    assert len(coming.select("li")) == 2
    assert "phone number of the country" in coming.get_text()
    assert page.heading == "Everything is done"
    assert "There is a problem" not in page.text
    assert "What is wrong" not in page.text


def test_what_is_coming_stands_on_the_task_list_too(begin: Begin, gateway: StandIn) -> None:
    visitor = begin("company", "GB")
    film = "individual.verification.proof_of_liveness"
    gateway.held["future_requirements"] = {"currently_due": ["directors.email", film, "company.phone"]}
    reread(visitor)
    coming = visitor.get("/onboarding").soup.select_one("[data-coming]")
    assert [li.get_text(strip=True) for li in coming.select("li")][:2] == ["Directors", "Other details"]


def test_a_brand_may_ask_early(make_app: MakeApp, gateway: StandIn, clock: Clock) -> None:
    visitor = Visitor(make_app({"future_requirements": "include"}))
    visitor.send(visitor.get("/start"), {"country": "US", "business_type": "individual", "structure": ""})
    gateway.held |= {"charges_enabled": True, "payouts_enabled": True, "requirements": {}}
    error = {"requirement": "individual.phone", "code": "invalid_phone_number", "reason": "No."}
    gateway.held["future_requirements"] = {
        "currently_due": ["individual.phone"],
        "errors": [error],
        "current_deadline": clock.now + 86_400 * 10,
    }
    reread(visitor)
    page = visitor.get("/onboarding")
    assert not page.soup.select_one("[data-coming]")
    assert "October 1, 2026" in page.soup.select_one("[data-deadline]").get_text()
    assert visitor.get("/onboarding/contact").problems


def test_what_is_wrong_is_told_and_linked(status: Status) -> None:
    error = {"requirement": "individual.address.line1", "code": "invalid_street_address", "reason": "No."}
    page = status(errors=[error], currently_due=["individual.address.line1"])
    wrong = page.soup.find("h2", string="What is wrong").find_next("ul")
    assert wrong.select_one("a[href='/onboarding/home_address']")
    assert "invalid_street_address" not in page.html


def test_errors_of_what_has_no_page_are_told_all_the_same(status: Status) -> None:
    error = {"requirement": "company.newest_idea", "code": "code_of_tomorrow", "reason": "Something is odd."}
    page = status(errors=[error])
    said = page.soup.find(string="Something is odd.").find_parent(lang="en").parent.text
    assert said.startswith("Our payments partner says: “Something is odd.”")
    assert "Change your answer and send it again" in said
    assert page.soup.select_one("#support")


def test_each_capability_is_told_the_unknown_too(status: Status) -> None:
    page = status(True, True)
    effects = page.soup.find("h2", string="What works now").find_next("ul").get_text(" ")
    for told in ("Payments from customers", "Payouts to your bank", "On", "Checking", "A further service"):
        assert told in effects
    assert "moon" not in effects


def test_stripe_away_on_a_view_shows_what_was_known_and_as_of_when(
    begin: Begin, gateway: StandIn, clock: Clock
) -> None:
    visitor = begin()
    make_stale(visitor)
    for path in ("/onboarding/status", "/onboarding", "/onboarding/contact"):
        clock.now += 60
        gateway.fail(TimedOut("no answer"))
        page = visitor.get(path)
        if path.endswith("status"):
            assert "As of September 21, 2026" in page.text
            assert gateway.calls[-1] == "account"
    gateway.held["requirements"] = {"currently_due": ["individual.phone"]}
    clock.now += 60
    assert visitor.get("/onboarding").soup.select_one("a[href='/onboarding/contact']")
    assert not visitor.get("/onboarding").soup.select_one("a[href='/onboarding/bank_account']")


def test_what_is_sent_while_stripe_is_away_is_sent_by_a_fresh_reading(
    begin: Begin, gateway: StandIn, clock: Clock
) -> None:
    visitor = begin()
    gateway.lists["currently_due"] = ["individual.email", "individual.phone", "external_account"]
    reread(visitor)
    page = visitor.get("/onboarding/contact")
    answers = {"individual.email": "a@shop.example", "individual.phone": "+1 415 555 2671"}
    make_stale(visitor)
    for _ in range(2):
        gateway.fail(TimedOut("no answer"))
    again = visitor.send(page, answers, 503)
    assert not gateway.sent
    clock.now += 60
    gateway.fail(TimedOut("no answer"))
    gateway.calls.clear()
    visitor.send(again, answers)
    assert gateway.calls == ["account", "account", "perform"]
    assert gateway.sent


def make_stale(visitor: Visitor) -> None:
    """As if something had happened that was not read yet."""
    parts = visitor.client.application.extensions["onboarding"]
    with parts.database.write() as tx:
        seller = store.find_account(tx, account="acct_1")
        assert seller
        store.mark_stale(tx, seller=seller.id)
