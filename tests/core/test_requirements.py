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
