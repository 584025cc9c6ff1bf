"""What the control page makes happen, and how the seller undoes it."""

from __future__ import annotations

from typing import Any
from unittest.mock import ANY

import pytest

from onboarding.sandbox import rules
from onboarding.sandbox.model import AccountState, Assessment
from onboarding.sandbox.rules.force import forget
from tests.sandbox.rules_driver import START, due, finish, give_account, give_person, new, onboard, seller

DOCUMENT = "individual.verification.document"


def enabled(country: str = "US") -> AccountState:
    account = seller(country)
    finish(account)
    return account


def forced(account: AccountState, **what: Any) -> Assessment:
    rules.force(account, what, START)
    return rules.assess(account, START)


def test_any_error_on_any_requirement_until_it_is_answered() -> None:
    account = enabled()
    error = {"requirement": "individual.first_name", "code": "any_code_at_all"}
    found = forced(account, error=error)
    assert found.requirements["currently_due"] == ["individual.first_name"]
    assert found.requirements["errors"][0]["code"] == "any_code_at_all"
    assert found.requirements["errors"][0]["reason"]
    assert found.persons["person_1"]["requirements"]["errors"][0]["requirement"] == "first_name"
    assert not found.charges_enabled
    give_person(account, "person_1", "first_name", "Jane")
    finish(account)
    assert rules.assess(account, START).charges_enabled


def test_a_forced_document_goes_through_its_check() -> None:
    account = enabled()
    forced(account, error={"requirement": DOCUMENT, "code": "verification_document_expired"})
    give_person(account, "person_1", "verification.document", {"front": "file_new"})
    assert due(account) == []
    assert due(account, "pending_verification") == [DOCUMENT]
    finish(account)
    assert due(account, "pending_verification") == []


@pytest.mark.parametrize("given", ["ssn_last_4", "id_number"])
@pytest.mark.parametrize("what", ["error", "due"])
def test_the_whole_number_answers_for_its_last_digits(given: str, what: str) -> None:
    account = enabled()
    item = "individual.ssn_last_4"
    forced(account, **{what: {"requirement": item, "code": "any"} if what == "error" else [item]})
    assert due(account) == [item]
    give_person(account, "person_1", given, "0000" if given == "ssn_last_4" else "000000000")
    finish(account)
    assert due(account) == []
    assert rules.assess(account, START).requirements["errors"] == []


def test_a_deadline_puts_off_what_is_due() -> None:
    account = enabled()
    found = forced(account, due=["individual.phone"], deadline=START + 50)
    assert found.requirements["current_deadline"] == START + 50
    assert (found.requirements["past_due"], found.charges_enabled) == ([], True)
    late = rules.assess(account, START + 50)
    assert (late.requirements["past_due"], late.charges_enabled) == (["individual.phone"], False)
    give_person(account, "person_1", "phone", "0000000000")
    assert rules.assess(account, START + 60).requirements["current_deadline"] is None


def test_something_may_be_due_eventually_only() -> None:
    account = enabled("FR")
    found = forced(account, later=["individual.phone"])
    assert (found.requirements["currently_due"], found.charges_enabled) == ([], True)
    assert found.requirements["eventually_due"] == ["individual.phone"]
    assert forced(account, settle=True).requirements["eventually_due"] == ["individual.phone"]
    give_person(account, "person_1", "phone", "0000000000")
    assert rules.assess(account, START + 60).requirements["eventually_due"] == []


def test_the_future_is_announced() -> None:
    found = forced(enabled("FR"), future=["individual.phone"], deadline=START + 9)
    assert found.requirements["currently_due"] == []
    assert found.requirements["current_deadline"] is None
    assert found.future_requirements["currently_due"] == ["individual.phone"]
    assert found.future_requirements["current_deadline"] == START + 9


@pytest.mark.parametrize("what", [True, "interv_x.identity_verification.challenge"])
def test_an_intervention_goes_only_by_the_hosted_page(what: object) -> None:
    account = enabled()
    found = forced(account, interv=what)
    assert found.requirements["currently_due"][0].startswith("interv_")
    give_account(account, "business_profile.name", "Other")
    assert len(due(account)) == 1
    assert forced(account, settle=True).requirements["currently_due"] == []


def test_settling_takes_everything_that_is_due() -> None:
    account = seller("US")
    finish(account)
    rules.force(account, {"due": ["a.b"], "past_due": ["c.d"], "pending": ["e.f"]}, START)
    found = forced(account, settle=True)
    assert (found.requirements["currently_due"], found.requirements["pending_verification"]) == ([], [])
    assert forced(account, settle="eventually_due").requirements["eventually_due"] == []


def test_settling_takes_what_is_announced_where_it_is_asked_for() -> None:
    account = enabled("FR")
    rules.force(account, {"future": ["zunk.foo"], "deadline": START + 9}, START)
    error = {"requirement": "zunk.bar", "code": "any"}
    rules.force(account, {"error": error, "future": []}, START)
    rules.force(account, {"future": ["zunk.foo"]}, START)
    left = forced(account, settle="eventually_due").future_requirements
    assert (left["currently_due"], left["errors"]) == (["zunk.bar", "zunk.foo"], [{**error, "reason": ANY}])
    found = forced(account, settle=True, announced=True).future_requirements
    assert (found["currently_due"], found["eventually_due"], found["errors"]) == ([], [], [])


def test_what_was_announced_of_somebody_goes_with_them() -> None:
    account = enabled("FR")
    rules.force(account, {"future": ["person_9.phone", "zunk.foo"]}, START)
    forget(account, "person_9")
    assert rules.assess(account, START).future_requirements["currently_due"] == ["zunk.foo"]


REASONS = [
    ("fraud_other", "rejected.platform_fraud"),
    ("terms_of_service", "rejected.platform_terms_of_service"),
    ("other", "rejected.platform_other"),
    ("rejected.listed", "rejected.listed"),
    ("under_review", "under_review"),
]


@pytest.mark.parametrize(("reason", "expected"), REASONS)
def test_rejections(reason: str, expected: str) -> None:
    found = forced(enabled(), rejected=reason)
    assert found.requirements["disabled_reason"] == expected
    assert (found.charges_enabled, found.payouts_enabled) == (False, False)
    assert found.capabilities["transfers"]["requirements"]["disabled_reason"] == "rejected.other"


@pytest.mark.parametrize(
    ("how", "reason", "charges"),
    [("other", "other", True), ("platform_paused", "platform_paused", True), ("charges", "other", False)],
)
def test_a_pause_leaves_the_lists_empty(how: str, reason: str, charges: bool) -> None:
    account = enabled()
    found = forced(account, due=["individual.phone"], deadline=START + 9, paused=how)
    assert found.requirements["currently_due"] == found.requirements["eventually_due"] == []
    assert (found.charges_enabled, found.payouts_enabled) == (charges, False)
    assert found.requirements["disabled_reason"] == reason


def test_a_bank_account_after_a_failed_payout() -> None:
    account = enabled()
    found = forced(account, errored=True)
    assert found.bank_accounts["ba_1"]["status"] == "errored"
    assert (found.payouts_enabled, found.requirements["currently_due"]) == (True, [])
    assert (
        forced(account, errored="ba_1", status="on_holiday").bank_accounts["ba_1"]["status"] == "on_holiday"
    )
    assert forced(account, errored="ba_of_nobody").bank_accounts.keys() == {"ba_1"}
    assert forced(account, clear=True).bank_accounts["ba_1"]["status"] == "new"


@pytest.mark.parametrize(
    ("number", "status"),
    [
        ("000123456789", "new"),
        ("000888888883", "new"),
        ("000111111116", "errored"),
        ("000-444444440", "errored"),
        ("DE62370400440532013001", "errored"),
        ("DE89370400440532013000", "new"),
    ],
)
def test_payouts_come_back_by_the_number(number: str, status: str) -> None:
    account = enabled()
    account.bank_accounts["ba_1"] |= {"account_number": number, "default_for_currency": True}
    assert forced(account, payout=False).bank_accounts["ba_1"]["status"] == "new"
    assert forced(account, payout=True).bank_accounts["ba_1"]["status"] == status


def test_no_payout_is_made_to_a_bank_account_beside_or_while_payouts_are_off() -> None:
    account = enabled()
    account.bank_accounts["ba_1"] |= {"account_number": "000111111116", "default_for_currency": False}
    assert forced(account, payout=True).bank_accounts["ba_1"]["status"] == "new"
    account.bank_accounts["ba_1"]["default_for_currency"] = True
    assert forced(account, paused="other", payout=True).bank_accounts["ba_1"]["status"] == "new"


def test_a_document_shows_whose_a_bank_account_is() -> None:
    account = enabled()
    item = "documents.bank_account_ownership_verification.files"
    forced(account, errored=True, status="verification_failed")
    give_account(account, item, ["file_1"])
    found = rules.assess(account, START)
    assert found.requirements["pending_verification"] == [item]
    assert found.bank_accounts["ba_1"]["status"] == "verification_failed"
    found = rules.assess(account, finish(account))
    assert found.bank_accounts["ba_1"]["status"] == "new"


def test_clearing_undoes_it_all() -> None:
    account = enabled()
    before = rules.assess(account, START)
    rules.force(account, {"due": ["x.y"], "rejected": "other", "paused": "other", "interv": True}, START)
    assert rules.assess(account, START) != before
    assert forced(account, clear=True) == before


def test_a_threshold_asks_for_what_was_for_later() -> None:
    account = onboard(new("US", capabilities={"transfers": True}))
    later = ["individual.dob.day", "individual.dob.month", "individual.dob.year", "individual.ssn_last_4"]
    assert (due(account), due(account, "eventually_due")) == ([], later)
    assert forced(account, threshold=True).requirements["past_due"] == later
    onboard(account)
    assert due(account) == []


def test_the_same_answer_again_ends_what_was_forced() -> None:
    account = enabled("FR")
    item = "individual.first_name"
    same = frozenset({"first_name"})
    forced(account, due=[item], error={"requirement": item, "code": "any"})
    rules.after_change(account, "person_1", frozenset(), START, frozenset({"last_name"}))
    assert due(account) == [item]
    rules.after_change(account, "person_1", frozenset(), START, same)
    assert due(account) == []
    forced(account, future=[item])
    rules.after_change(account, "person_1", frozenset(), START, same)
    assert rules.assess(account, START).future_requirements["currently_due"] == []


def test_the_hosted_page_submits_the_details() -> None:
    account = new("GB", "company")
    found = forced(account, settle=True)
    assert (found.details_submitted, found.payouts_enabled) == (True, True)
    assert forced(account, clear=True) == found


def test_an_error_in_the_future() -> None:
    account = enabled("FR")
    error = {"requirement": "individual.phone", "code": "invalid_phone_number"}
    found = forced(account, future=["individual.phone"], error=error)
    assert found.requirements["errors"] == []
    assert found.future_requirements["errors"][0]["code"] == "invalid_phone_number"


@pytest.mark.parametrize("by", ["original", "instead"])
def test_an_alternative_settles_what_it_stands_in_for(by: str) -> None:
    account = enabled()
    pair = {"original": ["individual.id_number"], "instead": [DOCUMENT]}
    found = forced(account, alternatives=[pair])
    assert found.requirements["currently_due"] == ["individual.id_number"]
    assert found.requirements["alternatives"] == [
        {"original_fields_due": ["individual.id_number"], "alternative_fields_due": [DOCUMENT]}
    ]
    if by == "original":
        give_person(account, "person_1", "id_number", "000000000")
    else:
        give_person(account, "person_1", "verification.document", {"front": "file_new"})
    finish(account)
    after = rules.assess(account, START).requirements
    assert (after["currently_due"], after["alternatives"]) == ([], [])


def test_what_was_forced_on_somebody_goes_with_them_or_with_their_role() -> None:
    account = new("GB", "company")
    for person in ("person_1", "person_2"):
        account.persons[person] = {"relationship": {"representative": True}}
        code = "verification_failed_representative_authority"
        forced(account, error={"requirement": f"{person}.first_name", "code": code})
    give_person(account, "person_1", "relationship.representative", False)
    del account.persons["person_2"]
    rules.after_change(account, "person_2", frozenset({"relationship.representative"}), START)
    assert rules.assess(account, START).requirements["errors"] == []
    assert not [one for one in due(account) if one.startswith("person_2.")]
