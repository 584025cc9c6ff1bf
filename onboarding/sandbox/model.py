"""What the sandbox remembers of an account, and what its rules answer about one.

Two halves of the sandbox meet here. The *server* half (HTTP, parameters, idempotency, events,
files, faults) keeps `AccountState`s and writes into them what clients send. The *rules* half reads
an `AccountState` and answers an `Assessment`; it also starts and finishes verification `Check`s.
Everything is plain JSON-able data, so that a state file is `dataclasses.asdict` of it.

The sandbox plays Stripe's part: it is the one place where what sellers send is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

CheckState = Literal["pending", "verified", "failed"]


@dataclass
class Check:
    """One verification of one value, running or finished.

    subject: "account", "company", a person id ("person_…") or a bank account id ("ba_…").
    requirement: id relative to the subject as the Person object lists it ("verification.document",
        "address.line1", "id_number"); for company and account the full id ("company.tax_id").
    lists: ids (relative like `requirement`) that stand in pending_verification while it runs and that
        become due when it fails.
    due: unix seconds on the sandbox's clock at which it finishes; None: only by hand.
    outcome: what it will become when it finishes.
    """

    subject: str
    requirement: str
    state: CheckState = "pending"
    started: int = 0
    due: int | None = None
    outcome: Literal["verified", "failed"] = "verified"
    code: str | None = None
    reason: str | None = None
    lists: list[str] = field(default_factory=list)
    deadline: int | None = None


@dataclass
class AccountState:
    """An account as the sandbox keeps it.

    values: nested as API parameters, without `individual`, `external_account` and `capabilities`
        (those live in persons, bank_accounts, capabilities); secrets (id_number, tax_id) as sent.
    persons: person id -> nested values as sent, `relationship` included; see `individual`.
    bank_accounts: id -> values as sent plus country, currency, default_for_currency.
    capabilities: name -> requested.
    rules_day: ISO date whose rules hold for this account.
    forced: what the control page made happen; see `rules.force`.
    """

    id: str
    created: int
    country: str
    rules_day: str
    business_type: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    persons: dict[str, dict[str, Any]] = field(default_factory=dict)
    bank_accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    capabilities: dict[str, bool] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    forced: dict[str, Any] = field(default_factory=dict)
    default_mcc: str | None = None
    deleted: bool = False
    rejected: str | None = None

    @property
    def service_agreement(self) -> str:
        """`full` unless the terms were accepted, or are to be accepted, as recipient."""
        agreement = self.values.get("tos_acceptance", {}).get("service_agreement")
        return agreement if isinstance(agreement, str) and agreement else "full"

    @property
    def individual(self) -> str | None:
        """The id of the person whom the `individual` hash mirrors, None before anything of it is given.

        It has relationship.representative true (recorded); else somebody without any role. A guardian, or
        whoever has another role only, is somebody else (inferred: no such account was recorded).
        """
        roles = {person_id: _roles(person) for person_id, person in self.persons.items()}
        first = (person_id for person_id, held in roles.items() if "representative" in held)
        plain = (person_id for person_id, held in roles.items() if not held)
        return next(first, None) or next(plain, None)


def _roles(person: dict[str, Any]) -> set[str]:
    held = person.get("relationship", {})
    return {name for name in _ROLES if str(held.get(name)).lower() == "true"}


_ROLES = ("authorizer", "director", "executive", "legal_guardian", "owner", "representative")


@dataclass(frozen=True)
class Refusal(Exception):
    """A request that Stripe would answer with an error envelope. `param` is in bracket form."""

    message: str
    param: str | None = None
    code: str | None = None
    status: int = 400
    type: str = "invalid_request_error"


@dataclass(frozen=True)
class Assessment:
    """All that follows from an account's state at one moment, in the API's shapes.

    requirements, future_requirements: the whole hashes as Stripe nests them on an Account.
    capabilities: name -> {"status", "requirements", "future_requirements"} as on a Capability.
    persons: person id -> {"requirements", "future_requirements", "verification"} as on a Person.
    bank_accounts: id -> {"status", "requirements", "future_requirements"} as on a BankAccount.
    """

    requirements: dict[str, Any]
    future_requirements: dict[str, Any]
    capabilities: dict[str, dict[str, Any]]
    persons: dict[str, dict[str, Any]]
    bank_accounts: dict[str, dict[str, Any]]
    charges_enabled: bool
    payouts_enabled: bool
    details_submitted: bool
