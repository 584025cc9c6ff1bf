"""Everything that stands in an account's lists at one moment, before it takes the API's shapes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from onboarding.sandbox.model import AccountState, Check
from onboarding.sandbox.rules import book
from onboarding.sandbox.rules.wants import as_listed, lists_of, person_prefix, wants

ACCOUNT_SUBJECTS = ("account", "company")
IDENTITY = "dob.day"
ADDRESS = "address.line1"
NUMBER = "id_number"
DOCUMENT = "verification.document"
ADDITIONAL = "verification.additional_document"
WEBSITE = "business_profile.url"
BANK_AND_TERMS = frozenset(("external_account", "tos_acceptance.date", "tos_acceptance.ip"))
"""What future_requirements repeats as past due, where it repeats anything (recorded)."""


@dataclass
class Tally:
    """Ids by list, as the account lists them; `errors` are the API's dicts.

    limiting: ids that hold back capabilities; paying: ids that hold back payouts only.
    capability_only: ids that only one further capability needs, with its name. cards_only: ids that the
    transfers capability does without.
    """

    current: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    past: set[str] = field(default_factory=set)
    pending: set[str] = field(default_factory=set)
    future: set[str] = field(default_factory=set)
    future_later: set[str] = field(default_factory=set)
    future_past: set[str] = field(default_factory=set)
    future_pending: set[str] = field(default_factory=set)
    future_errors: list[dict[str, str]] = field(default_factory=list)
    errors: list[dict[str, str]] = field(default_factory=list)
    alternatives: list[dict[str, list[str]]] = field(default_factory=list)
    paying: set[str] = field(default_factory=set)
    capability_only: dict[str, str] = field(default_factory=dict)
    cards_only: frozenset[str] = frozenset()
    graces: list[int] = field(default_factory=list)
    deadline: int | None = None
    future_deadline: int | None = None

    @property
    def limiting(self) -> set[str]:
        """What is past due and stops capabilities altogether."""
        return self.past - self.paying - set(self.capability_only)


def checking_of(account: AccountState) -> book.Checking:
    """How verification runs for this account."""
    return book.checking_for(account.country, account.service_agreement, account.rules_day)


def check_ids(account: AccountState, check: Check) -> list[str]:
    """A check's `lists` as the account names them; ids of company and documents are whole already."""
    if check.subject in account.persons:
        prefix = person_prefix(account, check.subject)
        return [item if item.startswith("company.") else f"{prefix}.{item}" for item in check.lists]
    return list(check.lists)


def tally(account: AccountState, now: int) -> Tally:
    """Count an account's lists; pure."""
    lists = lists_of(account)
    found = Tally(cards_only=lists.cards_only)
    _count_wants(account, lists, found)
    _count_checks(account, found, now)
    _count_forced(account, found)
    _hold_payouts(account, found)
    _count_past(account, found, now)
    _count_deadline(account, lists, found)
    _count_future(account, lists, found)
    return found


def _count_wants(account: AccountState, lists: book.Lists, found: Tally) -> None:
    settled = set(account.forced.get("settled", ()))
    stages = {"now": found.current, "later": found.later, "future": found.future}
    if account.forced.get("threshold"):
        stages["later"] = found.current
    for want in wants(account, lists):
        if not want.given and want.id not in settled:
            stages.get(want.stage, found.future_later).add(want.id)
            if want.capability:
                found.capability_only[want.id] = want.capability
            if want.code:
                found.future_errors.append(_error(want.code, want.id))
    found.later |= found.current
    for subject, items in lists.pending.items():
        found.pending |= {book.full_id(subject, item) for item in items} - settled
    for original, other in lists.alternatives:
        if original in found.later:
            found.alternatives.append({"original_fields_due": [original], "alternative_fields_due": [other]})


def _error(code: str, requirement: str) -> dict[str, str]:
    reasons = book.facts("checks")["reasons"]
    return {"code": code, "reason": reasons.get(code) or reasons["other"], "requirement": requirement}


def _count_checks(account: AccountState, found: Tally, now: int) -> None:
    for check in account.checks:
        ids = check_ids(account, check)
        if check.state == "pending":
            found.pending.update(ids)
        elif check.state == "failed" and not _superseded(account, check):
            _count_failure(check, ids, found, now)


PROVES: dict[str, tuple[str, ...]] = {
    DOCUMENT: (IDENTITY, NUMBER),
    ADDITIONAL: (ADDRESS,),
    "company.verification.document": ("company.tax_id",),
}
"""A document decides about what was typed, both ways (published for identity documents)."""


def _superseded(account: AccountState, check: Check) -> bool:
    """Whether a document given since speaks in place of this failed check: running, or failed itself."""
    return any(
        other.subject == check.subject and check.requirement in PROVES.get(other.requirement, ())
        for other in account.checks
    )


def _count_failure(check: Check, ids: list[str], found: Tally, now: int) -> None:
    found.current.update(ids)
    found.later.update(ids)
    if ids and check.code:
        error = {"code": check.code, "reason": check.reason or "", "requirement": ids[0]}
        if error not in found.errors:
            found.errors.append(error)
    if check.deadline is not None and now < check.deadline:
        found.graces.append(check.deadline)
        found.paying.update(ids)


def forced_ids(account: AccountState, key: str) -> list[str]:
    """Ids that the control page put on a list, as the account lists them now."""
    return [as_listed(account, item) for item in account.forced.get(key, ())]


def forced_errors(account: AccountState, key: str = "errors") -> list[dict[str, str]]:
    """Errors that the control page made, as the account lists them now."""
    made = account.forced.get(key, ())
    return [{**error, "requirement": as_listed(account, error["requirement"])} for error in made]


def _count_forced(account: AccountState, found: Tally) -> None:
    for error in forced_errors(account):
        found.current.add(error["requirement"])
        found.errors.append(error)
    for key in ("due", "past_due", "interv"):
        found.current.update(forced_ids(account, key))
    found.later.update(found.current, forced_ids(account, "later"))
    for one in account.forced.get("alternatives", ()):
        sides = {"original_fields_due": one["original"], "alternative_fields_due": one["instead"]}
        listed = {side: [as_listed(account, item) for item in ids] for side, ids in sides.items()}
        found.alternatives.append(listed)
    pending = forced_ids(account, "pending")
    found.pending.update(pending)
    for held in (found.current, found.later):
        held -= set(pending)
    _count_announced(account, found)


def _count_announced(account: AccountState, found: Tally) -> None:
    future: dict[str, Any] = account.forced.get("future", {})
    found.future.update(as_listed(account, item) for item in future.get("ids", ()))
    found.future_errors.extend(forced_errors(account, "future_errors"))
    found.future.update(error["requirement"] for error in found.future_errors)
    found.future_deadline = future.get("deadline")


def _hold_payouts(account: AccountState, found: Tally) -> None:
    """Sort out what stops payouts only: the bank account, and mostly documents."""
    documents = not checking_of(account).documents_hold_capabilities
    for item in found.current:
        document = ".verification." in item or "documents." in item
        if item == "external_account" or (document and documents):
            found.paying.add(item)
    for check in account.checks:
        if check.state == "failed" and _payouts_only(account, check):
            found.paying.update(check_ids(account, check))


def _payouts_only(account: AccountState, check: Check) -> bool:
    if check.subject in account.bank_accounts:
        return True
    if check.requirement == "company.address.line1":
        # The business address has test values for both (published).
        return len(check.lists) == 1
    return checking_of(account).holds != "capabilities"


def _count_past(account: AccountState, found: Tally, now: int) -> None:
    """A new account is past due from the first; a deadline, forced or of grace, puts it off."""
    forced = account.forced.get("deadline")
    waiting = forced is not None and now < forced
    graceful = {item for check in account.checks for item in _in_grace(account, check, now)}
    if not waiting:
        found.past = found.current - graceful
    found.past.update(forced_ids(account, "past_due"))


def _in_grace(account: AccountState, check: Check, now: int) -> list[str]:
    if check.state != "failed" or check.deadline is None or now >= check.deadline:
        return []
    return check_ids(account, check)


def _count_deadline(account: AccountState, lists: book.Lists, found: Tally) -> None:
    dates = list(found.graces)
    if lists.settle_within is not None and found.current:
        dates.append(account.created + lists.settle_within * 86400)
    if account.forced.get("deadline") is not None:
        dates.append(account.forced["deadline"])
    alone = {check.requirement for check in account.checks if check.state == "pending"} == {NUMBER}
    if alone and account.forced.get("enabled") and checking_of(account).holds == "capabilities":
        # Recorded: an enabled account whose number is checked has 30 days from its creation.
        dates.append(account.created + book.facts("checks")["days_for_number"] * 86400)
    found.deadline = min(dates, default=None)


def _count_future(account: AccountState, lists: book.Lists, found: Tally) -> None:
    """Future lists repeat what is due and checked now when they hold anything of their own (recorded)."""
    found.future_later |= found.future
    announced = bool(found.future_later) or lists.repeats
    if announced:
        found.future |= found.current - lists.not_in_future
        found.future_later |= found.later - lists.not_in_future
        found.future_pending = found.pending | _checked_later(account)
    found.future |= found.current & lists.also_in_future
    found.future_later |= found.future
    found.future_past = found.future & found.past & BANK_AND_TERMS
    if found.future_deadline is None and lists.future_deadline and announced:
        found.future_deadline = _seconds(lists.future_deadline)


def _checked_later(account: AccountState) -> set[str]:
    """What is looked at unseen, and is announced to be shown."""
    if not checking_of(account).shows.get("website_in_future"):
        return set()
    return {
        check.requirement
        for check in account.checks
        if check.requirement == WEBSITE and check.state == "pending"
    }


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp())
