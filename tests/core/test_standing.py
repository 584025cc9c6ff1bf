"""The standing follows Stripe's published order, with an empty list counting as nothing."""

from __future__ import annotations

from typing import Any

import pytest

from onboarding.requirements import read_snapshot
from onboarding.standing import Standing, is_paused, is_settled, standing_of

REJECTED = {"disabled_reason": "rejected.fraud"}
ROWS: list[tuple[bool, bool, dict[str, Any], Standing]] = [
    (False, False, REJECTED, Standing.REJECTED),
    (True, True, REJECTED, Standing.REJECTED),
    (True, True, {"pending_verification": ["individual.id_number"]}, Standing.PENDING_ENABLEMENT),
    (True, True, {}, Standing.COMPLETE),
    (True, True, {"eventually_due": ["individual.id_number"]}, Standing.ENABLED),
    (True, True, {"currently_due": ["individual.id_number"]}, Standing.RESTRICTED_ENABLED),
    (True, True, {"disabled_reason": "other"}, Standing.RESTRICTED_ENABLED),
    (True, False, {"past_due": ["external_account"]}, Standing.PAYOUTS_DISABLED),
    (False, False, {"disabled_reason": "requirements.pending_verification"}, Standing.PENDING),
    (False, True, {}, Standing.CHARGES_DISABLED),
    (False, False, {"past_due": ["x"], "current_deadline": 5}, Standing.PAST_DUE),
    (False, False, {"past_due": ["x"], "current_deadline": 20}, Standing.RESTRICTED),
    (False, False, {"past_due": ["x"]}, Standing.RESTRICTED),
    (False, False, {"past_due": ["x"], "pending_verification": ["y"]}, Standing.RESTRICTED),
    (False, False, {"disabled_reason": "under_review", "past_due": ["x"]}, Standing.UNDER_REVIEW),
    (True, False, {"disabled_reason": "listed"}, Standing.UNDER_REVIEW),
    (True, True, {"disabled_reason": "under_review"}, Standing.RESTRICTED_ENABLED),
    (False, False, {"disabled_reason": "platform_paused"}, Standing.ON_HOLD),
    (False, False, {"pending_verification": ["y"]}, Standing.PENDING),
    (False, False, {"currently_due": ["y"]}, Standing.RESTRICTED),
    (False, False, {}, Standing.RESTRICTED),
]


@pytest.mark.parametrize(("charges", "payouts", "requirements", "standing"), ROWS)
def test_standing(charges: bool, payouts: bool, requirements: dict[str, Any], standing: Standing) -> None:
    account = {
        "id": "acct_1", "charges_enabled": charges, "payouts_enabled": payouts, "requirements": requirements,
    }  # fmt: skip
    assert standing_of(read_snapshot(account, (), 10)) is standing


@pytest.mark.parametrize(
    ("account", "paused"),
    [
        ({"payouts_enabled": True, "charges_enabled": True}, False),
        ({"payouts_enabled": False, "charges_enabled": True}, True),
        ({"requirements": {"disabled_reason": "other"}}, True),
        ({"requirements": {"currently_due": ["external_account"]}}, False),
        ({"requirements": {"pending_verification": ["individual.id_number"]}}, False),
        ({"requirements": {"disabled_reason": "requirements.pending_verification"}}, False),
        ({"requirements": {"disabled_reason": "rejected.other"}}, False),
        ({"requirements": {"disabled_reason": "under_review"}}, False),
        ({"requirements": {"disabled_reason": "platform_paused"}}, False),
    ],
)
def test_paused_means_off_with_nothing_asked(account: dict[str, Any], paused: bool) -> None:
    assert is_paused(read_snapshot({"id": "acct_1", **account}, (), 0)) is paused


ERRORED = {"data": [{"status": "errored", "default_for_currency": True}]}


@pytest.mark.parametrize(
    ("charges", "payouts", "requirements", "standing"),
    [
        (True, True, {}, Standing.PAYOUTS_DISABLED),
        (True, True, {"pending_verification": ["individual.id_number"]}, Standing.PAYOUTS_DISABLED),
        (True, False, {}, Standing.PAYOUTS_DISABLED),
        (False, True, {}, Standing.RESTRICTED),
        (False, True, {"past_due": ["x"], "current_deadline": 5}, Standing.PAST_DUE),
        (True, True, {"disabled_reason": "under_review"}, Standing.UNDER_REVIEW),
        (True, True, REJECTED, Standing.REJECTED),
    ],
)
def test_payouts_are_off_while_stripe_pays_nothing_to_the_bank_account(
    charges: bool, payouts: bool, requirements: dict[str, Any], standing: Standing
) -> None:
    account = {
        "id": "acct_1", "charges_enabled": charges, "payouts_enabled": payouts, "requirements": requirements,
        "external_accounts": ERRORED,
    }  # fmt: skip
    snapshot = read_snapshot(account, (), 10)
    assert standing_of(snapshot) is standing
    assert not is_paused(snapshot)


CHECKED = {"pending_verification": ["individual.id_number"]}


@pytest.mark.parametrize(
    ("given", "settled"),
    [
        ({}, True),
        ({"requirements": {"currently_due": ["individual.email"]}}, True),
        ({"requirements": CHECKED}, False),
        ({"future_requirements": CHECKED}, False),
        ({"capabilities": {"card_payments": "active", "transfers": "pending"}}, False),
        ({"charges_enabled": False}, False),
        ({"payouts_enabled": False}, False),
    ],
)
def test_settled_is_what_stripe_has_nothing_to_decide_about(given: dict[str, Any], settled: bool) -> None:
    account = {"id": "acct_1", "country": "US", "charges_enabled": True, "payouts_enabled": True, **given}
    assert is_settled(read_snapshot(account, (), 10)) is settled
