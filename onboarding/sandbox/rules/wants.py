"""What one account has to give, requirement by requirement, and whether it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onboarding.sandbox.model import AccountState
from onboarding.sandbox.rules import book, given

ROLE_NAMES = {
    "representative": "representative",
    "owners": "owner",
    "directors": "director",
    "executives": "executive",
}
"""Prefix of requirements -> the relationship that a person of that role has."""

HELD_ROLES = {
    "representative": "representative",
    "authorizers": "authorizer",
    "legal_guardian": "legal_guardian",
}
"""The same, of roles that somebody has to hold."""

_PASSIVE = {"tax_reporting_us_1099_k", "tax_reporting_us_1099_misc", "transfers"}


@dataclass(frozen=True)
class Want:
    """One requirement of one account.

    id: as the account lists it. subject: "account", "company", a person id, or a role's prefix while nobody
    has that role. item: relative to a person, else the full id. stage: "now", "later", "future" or
    "future_later". capability: the one further capability that needs it. code: what is wrong with the value
    that is there.
    """

    id: str
    subject: str
    item: str
    stage: str
    given: bool
    capability: str | None = None
    code: str | None = None


def lists_of(account: AccountState) -> book.Lists:
    """The lists for an account as it is."""
    asked = tuple(sorted(name for name, requested in account.capabilities.items() if requested))
    mode = chief(account) if asked else "none"
    structure = given.text_at(account.values, "company.structure")
    kind = account.business_type or "unset"
    return book.lists_for(
        account.country,
        account.service_agreement,
        kind,
        mode,
        structure,
        asked,
        account.rules_day,
        _dashboard(account),
    )


_DASHBOARDS = {"standard": "full", "express": "express", "custom": "none"}


def _dashboard(account: AccountState) -> str:
    """The dashboard by the controller, or by the older type; "" where neither is given."""
    given_type = given.text_at(account.values, "controller.stripe_dashboard.type")
    return given_type or _DASHBOARDS.get(given.text_at(account.values, "type"), "")


def chief(account: AccountState) -> str:
    """The capability that decides about charges: card_payments, or transfers where no other is requested."""
    asked = {name for name, requested in account.capabilities.items() if requested}
    return "transfers" if asked <= _PASSIVE else "card_payments"


def holders(account: AccountState, prefix: str) -> list[str]:
    """Ids of the persons whom requirements under `prefix` are about."""
    if prefix == "individual":
        return [account.individual] if account.individual else []
    name = ROLE_NAMES[prefix]
    return [person_id for person_id, person in account.persons.items() if given.role(person, name)]


def person_prefix(account: AccountState, person_id: str) -> str:
    """How the account's lists name this person: `individual` or the id."""
    alone = account.business_type == "individual" and account.individual == person_id
    return "individual" if alone else person_id


def holder(account: AccountState, prefix: str) -> str | None:
    """The id of the person whom a placeholder stands for: the first who has the role."""
    name = HELD_ROLES.get(prefix)
    there = (id_ for id_, person in account.persons.items() if name and given.role(person, name))
    return next(there, None)


def as_listed(account: AccountState, requirement: str) -> str:
    """How the account lists what was asked of a role: by the person's id once somebody has it (published)."""
    prefix, _, item = requirement.partition(".")
    found = holder(account, prefix)
    return f"{person_prefix(account, found)}.{item}" if found else requirement


def wants(account: AccountState, lists: book.Lists) -> list[Want]:
    """All requirements of an account, given or not, in no particular order; ids may repeat."""
    found = [*_stage(account, lists, "now", lists.now), *_stage(account, lists, "later", lists.later)]
    found += _with_persons(account, lists)
    found += _afterwards(account, lists, found)
    found += _stage(account, lists, "future", lists.future)
    found += _stage(account, lists, "future_later", lists.future_later)
    found += _rechecks(account, lists)
    for capability, extra in lists.extras.items():
        found += _stage(account, lists, "now", extra, capability)
    return found


def _stage(
    account: AccountState, lists: book.Lists, stage: str, ids: book.Ids, capability: str | None = None
) -> Iterator[Want]:
    for subject, items in ids.items():
        if subject in ("account", "company"):
            for item in items:
                full = book.full_id(subject, item)
                yield Want(full, subject, full, stage, given.account_gave(account, full, lists), capability)
        else:
            yield from _of_persons(account, stage, subject, items)


def _of_persons(account: AccountState, stage: str, prefix: str, items: Iterable[str]) -> Iterator[Want]:
    persons = holders(account, prefix)
    for person_id in persons:
        shown = person_prefix(account, person_id)
        values = account.persons[person_id]
        for item in items:
            yield Want(f"{shown}.{item}", person_id, item, stage, given.person_gave(values, item))
    if not persons and not (prefix in ROLE_NAMES and given.role_provided(account, prefix)):
        for item in items:
            yield Want(f"{prefix}.{item}", prefix, item, stage, False)


def _with_persons(account: AccountState, lists: book.Lists) -> list[Want]:
    """Documents that are asked of each person, and of the account, once persons exist."""
    found = []
    for want in _stage(account, lists, "now", lists.with_persons):
        there = bool(account.persons) and want.subject not in ROLE_NAMES
        found.append(want if there else Want(want.id, want.subject, want.item, "later", want.given))
    for person_id, values in account.persons.items():
        shown = person_prefix(account, person_id)
        found.extend(
            Want(f"{shown}.{item}", person_id, item, "now", given.person_gave(values, item))
            for item in lists.persons_only
        )
    return found


def keyed(item: str) -> bool:
    """Whether a person's requirement is typed, not uploaded or filmed."""
    return not item.startswith(("verification.", "documents."))


def _afterwards(account: AccountState, lists: book.Lists, found: list[Want]) -> list[Want]:
    """What is asked of a person last, when everything typed is there."""
    missing = {want.subject for want in found if want.stage == "now" and not want.given and keyed(want.item)}
    last = [*_stage(account, lists, "now", lists.then), *_stage(account, lists, "later", lists.then_later)]
    return [want for want in last if want.subject in account.persons and want.subject not in missing]


def repeats_one_digit(number: str) -> bool:
    """Whether a phone number is one digit over and over, country code aside: 0000000000, +10000000000."""
    digits = "".join(char for char in number if char.isdigit())[-10:]
    return len(digits) > 5 and len(set(digits)) == 1


def _rechecks(account: AccountState, lists: book.Lists) -> Iterator[Want]:
    for want in _stage(account, lists, "future", lists.recheck):
        if want.subject in ROLE_NAMES:
            continue
        values = account.persons.get(want.subject, account.values)
        item = want.item
        if not want.given:
            yield Want(want.id, want.subject, item, "future", False)
        elif repeats_one_digit(given.text_at(values, item)):
            yield Want(want.id, want.subject, item, "future", False, code="invalid_phone_number")
