"""The sandbox's rules: what an account has to give, what its answers lead to, what Stripe would refuse.

Written from published and recorded facts (facts/*.yaml), not from the project's own requirement maps.
"""

from __future__ import annotations

from onboarding.sandbox.model import AccountState
from onboarding.sandbox.rules.assess import assess
from onboarding.sandbox.rules.checks import advance, next_due, note, reconsider
from onboarding.sandbox.rules.force import force, forgive
from onboarding.sandbox.rules.refusals import check_values
from onboarding.sandbox.rules.wants import individual_id

__all__ = ["advance", "after_change", "assess", "check_values", "force", "next_due"]


def after_change(account: AccountState, subject: str, changed: frozenset[str], now: int) -> None:
    """Start and cancel checks after values were written.

    subject: "account", "company", a person's id or a bank account's id (new or just removed).
    changed: ids relative to a person or bank account, full ids (`company.tax_id`) otherwise; for a company
    bare ones (`tax_id`) will do, and a whole branch (`dob`, `address`) stands for its parts. `individual.…`
    of subject "account" is the individual's person.
    """
    person_id = individual_id(account)
    moved = frozenset(item for item in changed if item.startswith("individual."))
    if moved and person_id and subject == "account":
        _apply(account, person_id, frozenset(item.removeprefix("individual.") for item in moved), now)
    _apply(account, subject, _whole(subject, changed - moved), now)
    note(account, now)


def _apply(account: AccountState, subject: str, ids: frozenset[str], now: int) -> None:
    reconsider(account, subject, ids, now)
    forgive(account, subject, ids)


def _whole(subject: str, changed: frozenset[str]) -> frozenset[str]:
    if subject != "company":
        return changed
    return frozenset(item if item.startswith("company") else f"company.{item}" for item in changed)
