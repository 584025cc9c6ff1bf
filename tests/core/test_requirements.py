"""Reading what Stripe says of an account: tolerant of what is odd, and free of what is personal."""

from __future__ import annotations

import json
from typing import Any

import pytest

from onboarding.requirements import (
    Alternative,
    RequirementError,
    known_values,
    merge_snapshot,
    read_requirements,
    read_snapshot,
    snapshot_from_plain,
    snapshot_to_plain,
)

ACCOUNT: dict[str, Any] = {
    "id": "acct_1",
    "country": "GB",
    "business_type": "company",
    "default_currency": "gbp",
    "charges_enabled": True,
    "payouts_enabled": False,
    "details_submitted": True,
    "company": {
        "name": "Canary Ltd",
        "structure": None,
        "tax_id_provided": True,
        "address": {"country": "GB"},
    },
    "tos_acceptance": {"date": 1, "ip": "203.0.113.7", "service_agreement": None},
    "capabilities": {"transfers": "pending", "card_payments": "active"},
    "requirements": {
        "currently_due": ["person_1.dob.day"],
        "past_due": ["external_account"],
        "eventually_due": ["person_1.dob.day", "company.tax_id"],
        "errors": [{"code": "x", "reason": "Why", "requirement": "company.tax_id"}],
        "alternatives": [{"original_fields_due": ["a"], "alternative_fields_due": ["b"]}],
        "current_deadline": 1700000000,
        "disabled_reason": "requirements.past_due",
    },
    "external_accounts": {"data": [{"id": "ba_1", "last4": "6789"}]},
}
PERSON: dict[str, Any] = {
    "id": "person_1",
    "first_name": "Canary",
    "relationship": {"representative": True, "owner": True, "title": "Boss"},
    "verification": {"status": "pending"},
}


def test_due_puts_past_due_first_and_names_each_once() -> None:
    requirements = read_requirements(ACCOUNT["requirements"])
    assert requirements.due(upfront=False) == ("external_account", "person_1.dob.day")
    assert requirements.due(upfront=True) == ("external_account", "person_1.dob.day", "company.tax_id")


def test_errors_alternatives_and_deadline_are_read() -> None:
    requirements = read_requirements(ACCOUNT["requirements"])
    assert requirements.errors == (RequirementError("company.tax_id", "x", "Why"),)
    assert requirements.alternatives == (Alternative(("a",), ("b",)),)
    assert requirements.deadline == 1700000000


@pytest.mark.parametrize(
    "raw",
    [
        None,
        {},
        {"currently_due": None, "errors": None, "alternatives": None},
        {"currently_due": "individual.email", "errors": {"code": "x"}},
        {"currently_due": [None, 3, "", {}], "errors": [None, {"code": "x"}], "alternatives": ["a"]},
    ],
)
def test_odd_hashes_are_empty_never_an_exception(raw: Any) -> None:
    requirements = read_requirements(raw)
    assert requirements.due(upfront=True) == ()
    assert requirements.errors == ()
    assert requirements.alternatives == ()


def test_a_snapshot_holds_no_personal_value() -> None:
    plain = json.dumps(snapshot_to_plain(read_snapshot(ACCOUNT, [PERSON], now=5)))
    for value in ("Canary", "203.0.113.7", "6789", "Boss"):
        assert value not in plain


def test_a_snapshot_survives_the_database() -> None:
    snapshot = read_snapshot(ACCOUNT, [PERSON], now=5)
    assert snapshot_from_plain(json.loads(json.dumps(snapshot_to_plain(snapshot)))) == snapshot


def test_given_names_what_stripe_holds() -> None:
    given = read_snapshot(ACCOUNT, [PERSON], now=5).given
    assert {"company.name", "company.tax_id_provided", "external_account", "person_1.first_name"} <= given
    assert "company.structure" not in given


def test_known_values_stand_under_their_requirement_ids() -> None:
    known = known_values(ACCOUNT, [PERSON])
    assert known["person_1.relationship.title"] == "Boss"
    assert known["external_account"]["last4"] == "6789"


def test_merging_keeps_persons_that_a_submit_did_not_touch() -> None:
    other = {**PERSON, "id": "person_2", "relationship": {"director": True}}
    before = read_snapshot(ACCOUNT, [other, PERSON], now=5)
    new = {"id": "person_3", "first_name": "New", "relationship": {"owner": True}}
    after = merge_snapshot(before, ACCOUNT, [new], now=9)
    assert [shape.id for shape in after.persons] == ["person_3", "person_2", "person_1"]
    assert {"person_1.first_name", "person_2.first_name", "person_3.first_name"} <= after.given
    assert after.taken == 9


def test_merging_replaces_what_a_touched_person_had() -> None:
    before = read_snapshot(ACCOUNT, [PERSON], now=5)
    after = merge_snapshot(before, ACCOUNT, [{"id": "person_1", "email": "x@example.com"}], now=9)
    assert "person_1.email" in after.given
    assert "person_1.first_name" not in after.given
    assert after.persons[0].roles == frozenset()


def test_the_person_of_an_individual_is_known_by_id_and_never_listed() -> None:
    person = {"id": "person_9", "first_name": "Canary"}
    account = {"id": "acct_1", "business_type": "individual", "individual": person}
    before = read_snapshot(account, (), now=1)
    assert before.individual == "person_9"
    assert merge_snapshot(before, account, [person], now=2).persons == ()


def bank(status: object, *, default: bool = True, **more: Any) -> dict[str, Any]:
    return {"object": "bank_account", "status": status, "default_for_currency": default, **more}


@pytest.mark.parametrize(
    ("banks", "faults", "pays_out"),
    [
        ([bank("new")], (), True),
        ([bank("validated"), bank("verified")], (), True),
        ([bank("errored")], ("errored",), False),
        ([bank("verification_failed")], ("verification_failed",), False),
        (
            [bank("tokenized_account_number_deactivated")],
            ("tokenized_account_number_deactivated",),
            False,
        ),
        ([bank("new", currency="usd"), bank("errored", currency="eur")], ("errored",), False),
        ([bank("new"), bank("errored", default=False)], (), True),
        ([{**bank("errored"), "object": "card"}], ("errored",), False),
        ([bank("on_holiday"), bank("on_holiday")], ("on_holiday",), True),
        ([bank(None), bank(""), {"default_for_currency": True}, "ba_1", None], (), True),
        (None, (), True),
    ],
)
def test_what_is_wrong_with_bank_accounts_that_payouts_go_to(
    banks: Any, faults: tuple[str, ...], pays_out: bool
) -> None:
    account = {**ACCOUNT, "payouts_enabled": True, "external_accounts": {"data": banks}}
    snapshot = read_snapshot(account, (), 5)
    assert (snapshot.bank_faults, snapshot.pays_out) == (faults, pays_out)


def test_payouts_that_are_off_stay_off_whatever_the_bank_account_is() -> None:
    account = {**ACCOUNT, "payouts_enabled": False, "external_accounts": {"data": [bank("new")]}}
    assert not read_snapshot(account, (), 5).pays_out


def test_the_bank_account_shown_is_the_one_that_is_wrong_else_the_default() -> None:
    newest, default, wrong = (
        bank("new", default=False, last4="1111"),
        bank("new", last4="2222"),
        bank("errored", last4="3333"),
    )

    def shown(*banks: dict[str, Any]) -> str:
        known = known_values({"external_accounts": {"data": list(banks)}}, ())
        return str(known["external_account"]["last4"])

    assert shown(newest, default, wrong) == "3333"
    assert shown(newest, default) == "2222"
    assert shown(newest) == "1111"


def test_a_bank_account_leaves_its_status_and_nothing_else_in_the_database() -> None:
    held = bank("errored", last4="6789", account_holder_name="Canary", bank_name="Canary Bank", id="ba_1")
    account = {**ACCOUNT, "external_accounts": {"data": [held]}}
    plain = json.loads(json.dumps(snapshot_to_plain(read_snapshot(account, (), 5))))
    assert plain["bank_faults"] == ["errored"]
    assert not [one for one in ("6789", "Canary", "ba_1") if one in json.dumps(plain)]
    assert snapshot_from_plain(plain).bank_faults == ("errored",)


def test_a_snapshot_kept_before_bank_accounts_were_looked_at_is_read() -> None:
    plain = snapshot_to_plain(read_snapshot(ACCOUNT, (), 5))
    del plain["bank_faults"]
    assert snapshot_from_plain(plain).bank_faults == ()
