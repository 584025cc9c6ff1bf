"""Reads what Stripe says of an account into frozen values. The only reader of the v1 shape.

Nothing here holds personal data: a `Snapshot` carries ids of requirements, codes, flags and roles, so
that it may be kept in the database. Sources: Stripe's Account, Person and Capability objects as typed by
the `stripe` package (API 2026-10-28); lists may be absent or null and are then empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

ROLES = ("representative", "owner", "director", "executive", "authorizer", "legal_guardian")


@dataclass(frozen=True, slots=True)
class RequirementError:
    """One entry of `requirements.errors`. reason: Stripe's English words, free of personal data."""

    requirement: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """`instead` may be given in place of `original`; both are requirement ids."""

    original: tuple[str, ...]
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Requirements:
    """The whole hash, of an account, a capability or a person. deadline: unix seconds, UTC."""

    currently_due: tuple[str, ...] = ()
    eventually_due: tuple[str, ...] = ()
    past_due: tuple[str, ...] = ()
    pending_verification: tuple[str, ...] = ()
    errors: tuple[RequirementError, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    deadline: int | None = None
    disabled_reason: str | None = None

    def due(self, upfront: bool) -> tuple[str, ...]:
        """What to ask: past and currently due, and with `upfront` eventually due too; in order, once each."""
        lists = (self.past_due, self.currently_due, self.eventually_due if upfront else ())
        return tuple(dict.fromkeys(requirement for ids in lists for requirement in ids))


CAPABILITY_STATUSES = frozenset({"active", "inactive", "pending", "unrequested"})
"""Those that the `stripe` package knows."""


@dataclass(frozen=True, slots=True)
class Capability:
    """One capability. status: active, inactive, pending or unrequested; an open vocabulary."""

    name: str
    status: str


SOUND_BANKS = frozenset({"new", "validated", "verified"})
"""Statuses of a bank account, or card, with which nothing is wrong."""
STOPPED_BANKS = frozenset({"errored", "verification_failed", "tokenized_account_number_deactivated"})
"""Statuses with which payouts do not go to it until its details change, whatever `payouts_enabled` says.

Source: what the `stripe` package says of `BankAccount.status`, which it types as any text. That payouts stop
with the last two as they do with the first is inferred.
"""


@dataclass(frozen=True, slots=True)
class PersonShape:
    """A person without the person: id, roles and verification status; no names."""

    id: str
    roles: frozenset[str]
    verification: str = "unverified"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where an account stands, as of `taken` (unix seconds).

    given: ids of values Stripe holds, no values, of the roles that somebody was said not to have, and, with
    `SENT` at their end, of answers that Stripe took and does not tell of.
    served: payments or payouts are on, or were so in an earlier snapshot (`remember`).
    individual: id of the person that the account of an individual has, "" while there is none.
    bank_faults: statuses, other than sound ones, of bank accounts that payouts go to; an open vocabulary.
    """

    account: str
    country: str
    business_type: str | None
    structure: str | None
    agreement: str
    requirements: Requirements
    future: Requirements
    capabilities: tuple[Capability, ...]
    persons: tuple[PersonShape, ...]
    charges_enabled: bool
    payouts_enabled: bool
    details_submitted: bool
    given: frozenset[str]
    taken: int
    currency: str = ""
    livemode: bool = False
    served: bool = False
    individual: str = ""
    bank_faults: tuple[str, ...] = ()

    @property
    def pays_out(self) -> bool:
        """Whether money reaches the seller: payouts are on, and no bank account stops them."""
        return self.payouts_enabled and STOPPED_BANKS.isdisjoint(self.bank_faults)

    def person(self, person: str) -> PersonShape | None:
        """The person of that id, if the account has one."""
        return next((shape for shape in self.persons if shape.id == person), None)

    @property
    def denied(self) -> frozenset[str]:
        """Ids of the roles that somebody was said not to have ("person_1.relationship.owner").

        Stripe says false of a role that nobody asked about too, so what was answered is remembered here.
        """
        roles = {(shape.id, role) for shape in self.persons for role in shape.roles}
        return frozenset(one for one in self.given if (role := role_in(one)) and role not in roles)

    @property
    def untold(self) -> frozenset[str]:
        """Ids of answers that Stripe took and does not tell of, such as a registration number."""
        return frozenset(one.removesuffix(SENT) for one in self.given if one.endswith(SENT))

    def after_sending(self, sent: Iterable[str]) -> Snapshot:
        """With those of these ids of answers that Stripe neither asks for any more nor tells of."""
        due = self.requirements.due(upfront=True)
        untold = (
            one for one in sent if one not in due and not any(told.startswith(one) for told in self.given)
        )
        return replace(self, given=self.given | {f"{one}{SENT}" for one in untold})

    def has(self, subject: str) -> bool:
        """Whether an id that begins so is about the account or about a person who is there."""
        of_person = subject.startswith("person_")
        return not of_person or subject == self.individual or self.person(subject) is not None


SENT = "_sent"
"""End of ids in `given` by which we remember what Stripe's objects do not show (types of `stripe` 16.1)."""


def role_in(requirement: str) -> tuple[str, str] | None:
    """("person_1", "owner") of an id that says whether somebody has a role; None of any other."""
    subject, _, field = requirement.partition(".relationship.")
    return (subject, field) if field in ROLES else None


def read_requirements(raw: Mapping[str, Any] | None) -> Requirements:
    """From a requirements hash as the API gives it; tolerant of nulls, odd items and missing lists."""
    raw = raw or {}
    return Requirements(
        currently_due=_ids(raw.get("currently_due")),
        eventually_due=_ids(raw.get("eventually_due")),
        past_due=_ids(raw.get("past_due")),
        pending_verification=_ids(raw.get("pending_verification")),
        errors=tuple(_errors(raw.get("errors"))),
        alternatives=tuple(_alternatives(raw.get("alternatives"))),
        deadline=_moment(raw.get("current_deadline")),
        disabled_reason=raw.get("disabled_reason") or None,
    )


def read_snapshot(account: Mapping[str, Any], persons: Sequence[Mapping[str, Any]], now: int) -> Snapshot:
    """From a plain Account and its plain Persons; drops every value, keeps what is needed to plan."""
    acceptance = account.get("tos_acceptance") or {}
    individual = str((account.get("individual") or {}).get("id") or "")
    return Snapshot(
        account=str(account.get("id", "")),
        country=str(account.get("country") or ""),
        business_type=account.get("business_type") or None,
        structure=(account.get("company") or {}).get("structure") or None,
        agreement=acceptance.get("service_agreement") or "full",
        requirements=read_requirements(account.get("requirements")),
        future=read_requirements(account.get("future_requirements")),
        capabilities=tuple(_capabilities(account.get("capabilities"))),
        persons=tuple(_shape(person) for person in persons if person.get("id") != individual),
        charges_enabled=bool(account.get("charges_enabled")),
        payouts_enabled=bool(account.get("payouts_enabled")),
        details_submitted=bool(account.get("details_submitted")),
        given=frozenset(
            known_values(account, [person for person in persons if person.get("id") != individual])
        ),
        taken=now,
        currency=str(account.get("default_currency") or ""),
        livemode=bool(account.get("livemode")),
        individual=individual,
        served=bool(account.get("charges_enabled") or account.get("payouts_enabled")),
        bank_faults=tuple(sorted({fault for bank in _banks(account) if (fault := _fault_of(bank))})),
    )


def strangers(account: Mapping[str, Any], persons: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Ids of persons whom the account's lists name and who are not there; one with an individual is."""
    there = {str(person.get("id")) for person in persons}
    there.add(str((account.get("individual") or {}).get("id")))
    read = (read_requirements(account.get(name)) for name in ("requirements", "future_requirements"))
    listed = (
        (*one.due(True), *one.pending_verification, *(error.requirement for error in one.errors))
        for one in read
    )
    found = (requirement.partition(".")[0] for ids in listed for requirement in ids)
    return frozenset(one for one in found if one.startswith("person_") and one not in there)


def remember(before: Snapshot | None, after: Snapshot) -> Snapshot:
    """The later snapshot with what only the earlier one knows: whether the account has ever worked, which
    roles persons who are still there were said not to have, and what else was answered unseen."""
    if before is None:
        return after
    served = after.served or before.served
    if before.account != after.account:
        return replace(after, served=served)
    denied, untold = (
        frozenset(one for one in ids if after.has(one.partition(".")[0]))
        for ids in (before.denied, before.untold)
    )
    return replace(after, served=served, given=after.given | denied).after_sending(untold)


def merge_snapshot(
    before: Snapshot, account: Mapping[str, Any], touched: Sequence[Mapping[str, Any]], now: int
) -> Snapshot:
    """After a submit: the account as answered and the persons touched; the others as they were before.

    Saves the call that listing all persons again would cost.
    """
    after = read_snapshot(account, touched, now)
    fresh = {shape.id for shape in after.persons}
    kept = tuple(shape for shape in before.persons if shape.id not in fresh)
    newly = [shape for shape in after.persons if before.person(shape.id) is None]
    places = {shape.id: shape for shape in (*newly, *after.persons, *kept)}
    order = [shape.id for shape in newly] + [shape.id for shape in before.persons]
    given = {
        one for one in before.given if one.startswith(tuple(f"{shape.id}." for shape in kept) or ("\0",))
    }
    whole = replace(after, persons=tuple(places[one] for one in order), given=after.given | given)
    return remember(before, whole)


def known_values(account: Mapping[str, Any], persons: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Values by requirement id, of the account and (as `person_….…`) its persons. Personal: never store it.

    Flags such as `company.tax_id_provided` stand as themselves; empty values are left out. Of several bank
    accounts it is the one with which something is wrong, else the newest that payouts go to.
    """
    known = dict(_flatten("", {key: account[key] for key in _VALUES if account.get(key)}))
    if banks := _banks(account):
        shown = min(banks, key=lambda bank: (not _fault_of(bank), not bank.get("default_for_currency")))
        known["external_account"] = dict(shown)
    for person in persons:
        if person_id := person.get("id"):
            values = {key: value for key, value in person.items() if key not in _NOT_ANSWERS}
            known.update(_flatten(f"{person_id}.", values))
    return known


def snapshot_to_plain(snapshot: Snapshot) -> dict[str, Any]:
    """JSON-able, for the database."""
    plain = asdict(snapshot)
    plain["given"] = sorted(snapshot.given)
    plain["persons"] = [{**asdict(shape), "roles": sorted(shape.roles)} for shape in snapshot.persons]
    return plain


def snapshot_from_plain(plain: Mapping[str, Any]) -> Snapshot:
    """The inverse of `snapshot_to_plain`."""
    return Snapshot(
        **{
            **plain,
            "requirements": _requirements_from_plain(plain["requirements"]),
            "future": _requirements_from_plain(plain["future"]),
            "capabilities": tuple(Capability(**item) for item in plain["capabilities"]),
            "persons": tuple(
                PersonShape(**{**item, "roles": frozenset(item["roles"])}) for item in plain["persons"]
            ),
            "given": frozenset(plain["given"]),
            "bank_faults": tuple(plain.get("bank_faults", ())),  # rows from before have none
        }
    )


_VALUES = (
    "business_profile",
    "company",
    "individual",
    "settings",
    "tos_acceptance",
    "documents",
)
_NOT_ANSWERS = {
    "id", "object", "account", "created", "metadata", "requirements", "future_requirements", "livemode",
    "person", "additional_tos_acceptances",
}  # fmt: skip


_LAST_MOMENT = 253_402_300_800
"""The first second of the year 10000, which no calendar of ours can say."""


def _moment(raw: object) -> int | None:
    """Unix seconds that a page can show; None for what is no moment."""
    return int(raw) if isinstance(raw, int | float) and 0 <= raw < _LAST_MOMENT else None


def _ids(raw: object) -> tuple[str, ...]:
    items = raw if isinstance(raw, Iterable) and not isinstance(raw, str | Mapping) else ()
    return tuple(dict.fromkeys(item for item in items if isinstance(item, str) and item))


def _errors(raw: object) -> Iterator[RequirementError]:
    for item in raw if isinstance(raw, list | tuple) else ():
        if isinstance(item, Mapping) and item.get("requirement"):
            yield RequirementError(
                str(item["requirement"]), str(item.get("code") or ""), str(item.get("reason") or "")
            )


def _alternatives(raw: object) -> Iterator[Alternative]:
    for item in raw if isinstance(raw, list | tuple) else ():
        if isinstance(item, Mapping):
            original, instead = (
                _ids(item.get("original_fields_due")),
                _ids(item.get("alternative_fields_due")),
            )
            if original and instead:
                yield Alternative(original, instead)


def _capabilities(raw: object) -> Iterator[Capability]:
    for name, status in sorted((raw if isinstance(raw, Mapping) else {}).items()):
        yield Capability(str(name), str(status))


def _banks(account: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Bank accounts and debit cards, newest first."""
    listed = account.get("external_accounts")
    found = listed.get("data") if isinstance(listed, Mapping) else ()
    return [bank for bank in found or () if isinstance(bank, Mapping)]


def _fault_of(bank: Mapping[str, Any]) -> str:
    """The status of one that payouts go to, where it is not sound; else ""."""
    status = str(bank.get("status") or "")
    return status if bank.get("default_for_currency") and status not in SOUND_BANKS else ""


def _shape(person: Mapping[str, Any]) -> PersonShape:
    relationship = person.get("relationship") or {}
    status = (person.get("verification") or {}).get("status") or "unverified"
    return PersonShape(
        str(person.get("id", "")), frozenset(r for r in ROLES if relationship.get(r)), str(status)
    )


def _flatten(prefix: str, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if key in _NOT_ANSWERS:
            continue
        if isinstance(value, Mapping):
            yield from _flatten(f"{prefix}{key}.", value)
        elif value not in (None, "", [], False):
            yield f"{prefix}{key}", value


def _requirements_from_plain(plain: Mapping[str, Any]) -> Requirements:
    lists = ("currently_due", "eventually_due", "past_due", "pending_verification")
    return Requirements(
        **{
            **plain,
            **{name: tuple(plain[name]) for name in lists},
            "errors": tuple(RequirementError(**item) for item in plain["errors"]),
            "alternatives": tuple(
                Alternative(tuple(item["original"]), tuple(item["instead"])) for item in plain["alternatives"]
            ),
        }
    )
