"""A bank account that Stripe pays nothing to: told on every page, though no list of Stripe's names it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.stand_in import StandIn
from tests.web.test_groups import reread
from tests.web.visitor import Seen, Visitor

Begin = Callable[..., Visitor]
Paid = Callable[..., Visitor]

ACCOUNT = {"external_account.routing_number": "110000000", "external_account.account_number": "000123456789"}
CAME_BACK = "A payout to this bank account came back"


@pytest.fixture
def paid(begin: Begin, gateway: StandIn) -> Paid:
    """A seller of whom nothing is due, with bank accounts of such statuses."""

    def paid(*statuses: str, locale: str = "en", **more: Any) -> Visitor:
        visitor = begin(locale=locale)
        gateway.held |= {"charges_enabled": True, "payouts_enabled": True, "requirements": {}, **more}
        bank(gateway, *statuses)
        reread(visitor)
        return visitor

    return paid


def bank(gateway: StandIn, *statuses: str) -> None:
    gateway.held["external_accounts"] = {
        "data": [
            {"object": "bank_account", "status": status, "default_for_currency": True, "last4": "6789"}
            for status in statuses
        ]
    }


def effect(status: Seen, name: str) -> str:
    """What the status page says works: "On" or "Off"."""
    rows = status.soup.find("h2", string="What works now").find_next("ul").select("li")
    row = next(row for row in rows if name in row.get_text())
    return str(row.select_one(".tag").get_text(strip=True))


@pytest.mark.parametrize("status", ["errored", "verification_failed", "tokenized_account_number_deactivated"])
def test_the_status_page_says_that_payouts_have_stopped_and_why(paid: Paid, status: str) -> None:
    page = paid(status).get("/onboarding/status")
    assert page.heading == "Payouts to your bank are off"
    assert effect(page, "Payouts to your bank") == "Off"
    assert effect(page, "Payments from customers") == "On"
    wrong = page.soup.find("h2", string="What is wrong").find_next("ul")
    assert wrong.select_one("a[href='/onboarding/bank_account']")
    assert "payouts have stopped" in wrong.get_text()
    assert page.soup.select_one(".actions a.button")["href"] == "/onboarding/bank_account"
    assert status not in page.html


def test_the_task_list_has_it_to_be_corrected_and_continue_leads_there(paid: Paid) -> None:
    visitor = paid("errored")
    page = visitor.get("/onboarding")
    assert "Payouts to your bank are off" in page.soup.select_one("[data-standing]").get_text()
    line = page.soup.select_one("a[href='/onboarding/bank_account']").find_parent("li")
    assert line.select_one(".tag.bad").get_text(strip=True) == "There is a problem"
    assert visitor.get("/onboarding/continue", 302).location == "/onboarding/bank_account"


def test_the_form_shows_it_beside_the_question_and_in_the_summary(paid: Paid) -> None:
    page = paid("errored").get("/onboarding/bank_account")
    ((target, words),) = page.problems
    assert CAME_BACK in words
    assert page.soup.find(id=target).name == "input"
    assert CAME_BACK in page.soup.main.find("form").get_text()


def test_it_cannot_be_left_as_it_is(paid: Paid, gateway: StandIn) -> None:
    visitor = paid("errored")
    visitor.send(visitor.get("/onboarding/bank_account"), {}, 422)
    assert not gateway.sent


def test_another_bank_account_ends_it(paid: Paid, gateway: StandIn) -> None:
    visitor = paid("errored")
    page = visitor.get("/onboarding/bank_account")
    bank(gateway, "new")
    visitor.send(page, ACCOUNT)
    status = visitor.get("/onboarding/status")
    assert (status.heading, effect(status, "Payouts to your bank")) == ("Everything is done", "On")


def test_words_in_french(paid: Paid) -> None:
    visitor = paid("errored", locale="fr")
    assert visitor.get("/onboarding/status").heading == "Les virements vers votre banque sont désactivés"
    ((_, words),) = visitor.get("/onboarding/bank_account").problems
    assert "Un virement vers ce compte bancaire est revenu" in words


def test_a_status_of_tomorrow_is_told_generically_and_switches_nothing_off(paid: Paid) -> None:
    visitor = paid("on_holiday")
    page = visitor.get("/onboarding/status")
    assert page.heading == "You can be paid, and we need more from you"
    assert effect(page, "Payouts to your bank") == "On"
    assert "We could not confirm this" in page.text
    assert visitor.get("/onboarding/bank_account").problems
    assert "on_holiday" not in page.html


def test_one_of_several_is_enough(paid: Paid) -> None:
    page = paid("new", "errored").get("/onboarding/status")
    assert effect(page, "Payouts to your bank") == "Off"


def test_whose_it_is_can_be_shown_by_a_document_instead(paid: Paid) -> None:
    visitor = paid("verification_failed")
    page = visitor.get("/onboarding/bank_account")
    assert page.soup.main.select_one("a[href='/onboarding/bank_documents']")
    proof = visitor.get("/onboarding/bank_documents")
    assert proof.problems
    assert proof.soup.main.select_one("input[type=file]")


def test_nothing_is_to_do_while_the_document_is_being_checked(paid: Paid) -> None:
    checked = {"pending_verification": ["documents.bank_account_ownership_verification.files"]}
    visitor = paid("verification_failed", requirements=checked)
    page = visitor.get("/onboarding/status")
    assert page.heading == "Your details are being checked"
    assert effect(page, "Payouts to your bank") == "Off"
    assert not page.soup.find("h2", string="What is wrong")
    assert visitor.get("/onboarding/continue", 302).location == "/onboarding/status"


def test_while_the_account_is_on_hold_that_is_what_is_told(paid: Paid) -> None:
    page = paid("errored", charges_enabled=False, requirements={"disabled_reason": "platform_paused"})
    assert page.get("/onboarding/status").heading == "Your account is on hold"


@pytest.mark.parametrize("status", ["errored", "on_holiday"])
def test_no_single_service_needs_the_bank_account(paid: Paid, gateway: StandIn, status: str) -> None:
    visitor = paid(status, capabilities={"card_payments": "active"})
    page = visitor.get("/onboarding/capabilities/card_payments")
    assert CAME_BACK not in page.text
    assert not page.soup.main.select("a[href='/onboarding/bank_account']")
