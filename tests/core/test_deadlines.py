"""Dates: what is late, what is only incomplete, and what stops or has stopped."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from onboarding.deadlines import Deadline, Reach, deadline_of, is_late
from onboarding.requirements import Snapshot, read_snapshot, remember

NOW = 1_000
EMAIL = ["individual.email"]
AHEAD, BEHIND = NOW + 10, NOW - 10


def account(charges: bool = False, payouts: bool = False, future: Any = None, **lists: Any) -> Snapshot:
    raw = {
        "id": "acct_1", "charges_enabled": charges, "payouts_enabled": payouts, "requirements": lists,
        "future_requirements": future,
    }  # fmt: skip
    return read_snapshot(raw, (), NOW)


ROWS: list[tuple[str, Snapshot, Deadline | None]] = [
    ("a new account", account(currently_due=EMAIL, past_due=EMAIL), None),
    (
        "still on",
        account(True, True, currently_due=EMAIL, current_deadline=AHEAD),
        Deadline(AHEAD, False, Reach.BOTH),
    ),
    (
        "payouts are off already",
        account(True, currently_due=EMAIL, current_deadline=AHEAD),
        Deadline(AHEAD, False, Reach.CHARGES),
    ),
    (
        "nothing is paid to the bank account already",
        replace(account(True, True, currently_due=EMAIL, current_deadline=AHEAD), bank_faults=("errored",)),
        Deadline(AHEAD, False, Reach.CHARGES),
    ),
    (
        "late, and nothing is paid to the bank account",
        replace(account(True, True, past_due=EMAIL, current_deadline=BEHIND), bank_faults=("errored",)),
        Deadline(BEHIND, True, Reach.PAYOUTS),
    ),
    (
        "a date for what is asked later",
        account(True, True, eventually_due=EMAIL, current_deadline=AHEAD),
        Deadline(AHEAD, False, Reach.BOTH),
    ),
    (
        "past due beside a date ahead",
        account(currently_due=EMAIL, past_due=EMAIL, current_deadline=AHEAD),
        Deadline(AHEAD, False, Reach.NEITHER),
    ),
    (
        "late",
        account(currently_due=EMAIL, past_due=EMAIL, current_deadline=BEHIND),
        Deadline(BEHIND, True, Reach.BOTH),
    ),
    (
        "late, payouts only",
        account(True, past_due=EMAIL, current_deadline=BEHIND),
        Deadline(BEHIND, True, Reach.PAYOUTS),
    ),
    (
        "late, nothing off yet",
        account(True, True, past_due=EMAIL, current_deadline=BEHIND),
        Deadline(BEHIND, True, Reach.NEITHER),
    ),
    ("a date behind, nothing late", account(True, True, currently_due=EMAIL, current_deadline=BEHIND), None),
    ("a date, nothing asked", account(True, True, current_deadline=AHEAD), None),
    (
        "a future date, not asked yet",
        account(True, True, {"currently_due": EMAIL, "current_deadline": AHEAD}),
        None,
    ),
]


@pytest.mark.parametrize(("case", "snapshot", "deadline"), ROWS, ids=[row[0] for row in ROWS])
def test_deadline(case: str, snapshot: Snapshot, deadline: Deadline | None) -> None:
    assert deadline_of(snapshot, NOW) == deadline


def test_what_is_asked_early_has_the_date_of_the_new_rules() -> None:
    snapshot = account(True, True, {"currently_due": EMAIL, "current_deadline": AHEAD + 5})
    assert deadline_of(snapshot, NOW, early=True) == Deadline(AHEAD + 5, False, Reach.BOTH)
    both = account(
        True, True, {"currently_due": EMAIL, "current_deadline": AHEAD + 5},
        currently_due=EMAIL, current_deadline=AHEAD,
    )  # fmt: skip
    assert deadline_of(both, NOW, early=True) == Deadline(AHEAD, False, Reach.BOTH)


def test_an_account_that_never_worked_is_not_late() -> None:
    new = account(currently_due=EMAIL, past_due=EMAIL)
    assert not is_late(new)
    assert is_late(remember(account(True, True), new))
    assert is_late(account(past_due=EMAIL, current_deadline=BEHIND))
    assert not is_late(remember(account(True, True), account(currently_due=EMAIL)))
