"""The use cases: what sellers, webhooks and the command line do. Core, gateway and store meet only here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.questions import Answers, Translate
from onboarding.calls import Consent
from onboarding.outcome import Outcome
from onboarding.plan import Plan, PlannedGroup
from onboarding.requirements import Snapshot
from onboarding.standing import Standing


@dataclass(frozen=True, slots=True)
class Application:
    """What a new account is created from. reference: the marketplace's own opaque id of the seller, or ""."""

    country: str
    business_type: str
    locale: str
    agreement: str = "full"
    structure: str = ""
    reference: str = ""
    prefill: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A group ready to be shown or submitted. known: values by requirement id, personal, for this page only.

    name: of the person asked about, "" when unknown or the seller's own.
    """

    planned: PlannedGroup
    known: Mapping[str, Any]
    name: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the task list and the status page show. names: person id -> full name, for this page only."""

    snapshot: Snapshot
    plan: Plan
    standing: Standing
    paused: bool
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Review:
    """What "check your answers" shows: every group with what Stripe holds for it."""

    plan: Plan
    known: Mapping[str, Any]
    names: Mapping[str, str]


class Sellers:
    """Use cases over one gateway, one store and one release of the maps. `seller` is the public seller id.

    Every method may raise `GatewayError`s; `SellerGone` when there is no such seller.
    """

    def begin(self, application: Application, *, seller: str | None = None) -> str:
        """Creates the seller's account, once however often it is sent; answers the public seller id."""
        raise NotImplementedError

    def overview(self, seller: str) -> Overview:
        """Plan and standing; names of persons only when the account has persons (one Stripe call then)."""
        raise NotImplementedError

    def open(self, seller: str, group: str, subject: str = "") -> Opened | None:
        """The group at that address, prefilled when Stripe holds values for it; None when it does not apply."""
        raise NotImplementedError

    def submit(
        self, seller: str, opened: Opened, answers: Answers, *, nonce: str, consent: Consent, translate: Translate
    ) -> Outcome:
        """Sends the answers. Safe to repeat with the same nonce."""
        raise NotImplementedError

    def review(self, seller: str) -> Review:
        """All answers so far, read from Stripe for this page only."""
        raise NotImplementedError

    def remove_person(self, seller: str, person: str) -> None:
        """Deletes a person of the company; the representative cannot be removed."""
        raise NotImplementedError

    def complete_role(self, seller: str, subject: str, *, nonce: str) -> None:
        """The seller says that all owners (directors, executives) have been added."""
        raise NotImplementedError

    def hand_off(self, seller: str, *, refresh_url: str, return_url: str) -> str:
        """A one-time address of Stripe's own form."""
        raise NotImplementedError

    def refresh(self, account: str) -> None:
        """Reads the account again and stores its snapshot; what webhooks and sweeps do."""
        raise NotImplementedError
