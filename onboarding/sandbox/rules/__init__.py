"""The sandbox's rules: what an account has to give, what its answers lead to, what Stripe would refuse.

Written from published and recorded facts (facts/*.yaml), not from the project's own requirement maps.
"""

from __future__ import annotations

from onboarding.sandbox.model import AccountState
from onboarding.sandbox.rules.assess import assess
from onboarding.sandbox.rules.checks import advance, next_due, note, reconsider
from onboarding.sandbox.rules.force import asked_again, force, forget, forgive
from onboarding.sandbox.rules.refusals import check_values

__all__ = ["advance", "after_change", "assess", "check_values", "force", "next_due"]


def after_change(
    account: AccountState,
    subject: str,
    changed: frozenset[str],
    now: int,
    sent: frozenset[str] = frozenset(),
) -> None:
    """Start and cancel checks after values were written.

    subject: "account", "company", a person's id or a bank account's id (new or just removed).
    changed: ids relative to a person or bank account, full ids (`company.tax_id`) otherwise; for a company
    bare ones (`tax_id`) will do, and a whole branch (`dob`, `address`) stands for its parts. `individual.…`
    of subject "account" is the individual's person.
    sent: more ids of the same form, given again with the values that are there already. They answer what was
    forced and start nothing else.
    """
    person_id = account.individual
    mine = [frozenset(item for item in ids if item.startswith("individual.")) for ids in (changed, sent)]
    if any(mine) and person_id and subject == "account":
        bare = [frozenset(item.removeprefix("individual.") for item in ids) for ids in mine]
        _apply(account, person_id, bare[0], bare[1], now)
    rest = [_whole(subject, ids - moved) for ids, moved in zip((changed, sent), mine, strict=True)]
    _apply(account, subject, rest[0], rest[1], now)
    note(account, now)


def _apply(
    account: AccountState, subject: str, changed: frozenset[str], sent: frozenset[str], now: int
) -> None:
    answered = changed | asked_again(account, subject, sent)
    reconsider(account, subject, answered, now)
    forgive(account, subject, answered)
    if subject.startswith("person_") and subject not in account.persons:
        forget(account, subject)


def _whole(subject: str, changed: frozenset[str]) -> frozenset[str]:
    if subject != "company":
        return changed
    return frozenset(item if item.startswith("company") else f"company.{item}" for item in changed)
