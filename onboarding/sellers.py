"""The use cases: what sellers, webhooks and the command line do. Core, gateway and store meet only here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.questions import Answers, Problem, Translate
from onboarding import store
from onboarding.brand import Brand
from onboarding.calls import Call, Consent, CreatePerson, UpdateAccount, UpdatePerson, make_calls
from onboarding.creation import Application, account_params
from onboarding.deadlines import Deadline, deadline_of
from onboarding.gateway import Gateway, Performed, Plain, Refused, Unavailable
from onboarding.maps import Maps
from onboarding.outcome import NotSaved, Outcome, Saved, TryAgain
from onboarding.plan import Plan, PlannedGroup, make_plan, new_person
from onboarding.refusals import TRY_AGAIN, refusal_problem
from onboarding.requirements import Snapshot, known_values, merge_snapshot, read_snapshot, remember
from onboarding.standing import Standing, is_paused, standing_of
from onboarding.store import Database, Seller
from onboarding.subjects import LISTED_ROLES

__all__ = ["Application", "Opened", "Overview", "Review", "SellerGone", "Sellers"]


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
    """What the task list and the status page show. names: person id -> full name, for this page only.

    deadline: the date that the seller should know, None where there is none.
    """

    snapshot: Snapshot
    plan: Plan
    standing: Standing
    paused: bool
    names: Mapping[str, str]
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class Review:
    """What "check your answers" shows: every group with what Stripe holds for it."""

    plan: Plan
    known: Mapping[str, Any]
    names: Mapping[str, str]


class SellerGone(LookupError):
    """There is no such seller (any more)."""


class Sellers:
    """Use cases over one gateway, one store and one release of the maps. `seller` is the public seller id.

    Every method may raise `GatewayError`s; `SellerGone` when there is no such seller.
    """

    def __init__(
        self, gateway: Gateway, database: Database, maps: Maps, brand: Brand, clock: Callable[[], int]
    ) -> None:
        self.gateway, self.database, self.maps = gateway, database, maps
        self.brand, self.clock = brand, clock

    def begin(self, application: Application, *, nonce: str) -> str:
        """Creates the seller's account, once however often it is sent; answers the public seller id.

        nonce: of the start page or link. The row comes first and its id is the idempotency key, so that a
        crash or a second click between row and account finds the same account.
        """
        row = self._take(application, nonce)
        if row.account is None:
            params = account_params(
                application,
                capabilities=self.brand.capabilities,
                custom_type=self.brand.account_type == "custom",
                seller=row.id,
            )
            account = self.gateway.create_account(params, key=f"create:{row.id}")
            snapshot = read_snapshot(account, (), self.clock())
            with self.database.write() as tx:
                store.set_account(tx, seller=row.id, account=str(account["id"]))
                store.save_snapshot(tx, seller=row.id, snapshot=snapshot)
        return row.id

    def overview(self, seller: str) -> Overview:
        """Plan and standing; names of persons only when the company has persons (one Stripe call then)."""
        row, snapshot = self._current(seller)
        names: Mapping[str, str] = {}
        if snapshot.persons and snapshot.business_type != "individual":
            names = full_names(self.gateway.persons(account_of(row)))
        plan = self.plan_of(row, snapshot)
        deadline = deadline_of(snapshot, self.clock(), early=self._early)
        return Overview(snapshot, plan, standing_of(snapshot), is_paused(snapshot), names, deadline)

    def open(self, seller: str, group: str, subject: str = "") -> Opened | None:
        """The group at that address, prefilled when Stripe holds values for it; None: it does not apply."""
        row, snapshot = self._current(seller)
        planned = self._planned(row, snapshot, group, subject)
        if planned is None:
            return None
        if not _to_prefill(planned):
            return Opened(planned, {}, "")
        account, persons = self._read(row)
        return Opened(planned, known_values(account, persons), full_names(persons).get(planned.subject, ""))

    def submit(
        self,
        seller: str,
        opened: Opened,
        answers: Answers,
        *,
        nonce: str,
        consent: Consent,
        translate: Translate,
    ) -> Outcome:
        """Sends the answers. Safe to repeat with the same nonce: what was carried out is not done again."""
        row, snapshot = self._current(seller)
        calls = _for_the_one_representative(make_calls(answers, consent), snapshot)
        try:
            performed = self._perform(row, calls, nonce, opened.planned)
        except Refused as refused:
            param = _as_on_the_page(refused.param, opened.planned.subject)
            return NotSaved(
                (refusal_problem(refused, param, opened.planned.questions, self.maps, translate),)
            )
        except Unavailable:
            return TryAgain(Problem("", translate(TRY_AGAIN)))
        after = self._absorb(row, snapshot, performed, nonce)
        return Saved(
            self._next(row, after, opened.planned, performed), next(iter(performed.created.values()), "")
        )

    def review(self, seller: str) -> Review:
        """All answers so far, read from Stripe for this page only."""
        row, snapshot = self._current(seller)
        account, persons = self._read(row)
        return Review(self._plan(row, snapshot), known_values(account, persons), full_names(persons))

    def give_role(self, seller: str, person: str, subject: str, *, nonce: str) -> None:
        """Somebody already there is an owner (director, executive) too."""
        self._set_role(seller, person, LISTED_ROLES[subject], True, nonce)

    def remove_person(self, seller: str, person: str, subject: str = "", *, nonce: str = "") -> None:
        """Takes a person off a list; one with no other role is deleted. The representative always stays."""
        row, snapshot = self._current(seller)
        shape = snapshot.person(person)
        if subject and shape is not None and shape.roles - {LISTED_ROLES[subject]}:
            self._set_role(seller, person, LISTED_ROLES[subject], False, nonce)
        else:
            self._mark_stale(row)
            self.gateway.delete_person(_account(row), person)
            self.reread(seller)

    def complete_role(self, seller: str, subject: str, *, nonce: str) -> None:
        """The seller says that all owners (directors, executives) have been added."""
        row, snapshot = self._current(seller)
        if subject not in LISTED_ROLES:
            raise ValueError(f"{subject!r} is not a list of persons")
        call = UpdateAccount({"company": {f"{subject}_provided": True}})
        self._absorb(row, snapshot, self._perform(row, (call,), nonce, None), nonce)

    def _set_role(self, seller: str, person: str, role: str, held: bool, nonce: str) -> None:
        row, snapshot = self._current(seller)
        call = UpdatePerson(person, {"relationship": {role: held}})
        self._absorb(row, snapshot, self._perform(row, (call,), nonce, None), nonce)

    def hand_off(self, seller: str, *, refresh_url: str, return_url: str) -> str:
        """A one-time address of Stripe's own form; whatever comes of it is read on the way back."""
        row, _ = self._current(seller)
        self._mark_stale(row)
        return self.gateway.account_link(
            _account(row), refresh_url=refresh_url, return_url=return_url, upfront=_upfront(row)
        )

    def refresh(self, account: str) -> None:
        """Reads the account again and stores its snapshot; what webhooks and sweeps do."""
        with self.database.read() as tx:
            row = store.find_account(tx, account=account)
        if row is not None:
            self.reread(row.id)

    def reread(self, seller: str) -> Snapshot:
        """The snapshot as of now, stored.

        Whatever was kept while Stripe was being read may be newer: a submit's answer, or another reading.
        Then neither is trusted, and the next page view reads the account once more.
        """
        row, begun = self._seller(seller), self.clock()
        with self.database.read() as tx:
            before = store.find_snapshot(tx, seller=row.id)
        account, persons = self._read(row)
        snapshot = read_snapshot(account, persons, begun)
        with self.database.write() as tx:
            if store.find_snapshot(tx, seller=row.id) == before:
                store.save_snapshot(tx, seller=row.id, snapshot=snapshot)
            else:
                store.mark_stale(tx, seller=row.id)
        return snapshot

    def _take(self, application: Application, nonce: str) -> Seller:
        with self.database.write() as tx:
            return store.add_seller(
                tx,
                nonce=nonce,
                brand=self.brand.key,
                country=application.country,
                business_type=application.business_type,
                agreement=application.agreement,
                collection=self.brand.collection,
                locale=application.locale,
                reference=application.reference,
                now=self.clock(),
            )

    def _seller(self, seller: str) -> Seller:
        with self.database.read() as tx:
            row = store.find_seller(tx, seller=seller)
        if row is None:
            raise SellerGone(seller)
        return row

    def _current(self, seller: str) -> tuple[Seller, Snapshot]:
        """The seller and a snapshot that can be trusted; read again only when something happened since."""
        row = self._seller(seller)
        with self.database.read() as tx:
            kept = store.find_snapshot(tx, seller=seller)
        return row, self.reread(seller) if kept is None or kept.stale else kept.snapshot

    def _mark_stale(self, row: Seller) -> None:
        with self.database.write() as tx:
            store.mark_stale(tx, seller=row.id)

    def _plan(self, row: Seller, snapshot: Snapshot) -> Plan:
        return make_plan(
            snapshot, self.maps, upfront=_upfront(row), early=self.brand.future_requirements == "include"
        )

    def _planned(self, row: Seller, snapshot: Snapshot, group: str, subject: str) -> PlannedGroup | None:
        if subject in LISTED_ROLES:
            first = new_person(snapshot, self.maps, subject)
            return first if first and first.id == group else None
        return self._plan(row, snapshot).find(group, subject)

    def _read(self, row: Seller) -> tuple[Plain, Sequence[Plain]]:
        account = self.gateway.account(_account(row))
        alone = account.get("business_type") in (None, "individual")
        return account, () if alone else self.gateway.persons(_account(row))

    def _perform(
        self, row: Seller, calls: Sequence[Call], nonce: str, planned: PlannedGroup | None
    ) -> Performed:
        """Until the answer is kept the snapshot is stale: after a crash in between it is read again."""
        place = planned.place if planned else ("", "")
        with self.database.write() as tx:
            store.begin_submission(
                tx, nonce=nonce, seller=row.id, group=place[0], subject=place[1], maps=self.maps.hash,
                now=self.clock(),
            )  # fmt: skip
        return self.gateway.perform(_account(row), calls, key=f"{row.id}:{nonce}")

    def _absorb(self, row: Seller, before: Snapshot, performed: Performed, nonce: str) -> Snapshot:
        touched = tuple(performed.persons.values())
        after = merge_snapshot(before, performed.account, touched, self.clock())
        with self.database.write() as tx:
            store.finish_submission(tx, nonce=nonce, now=after.taken)
            store.save_snapshot(tx, seller=row.id, snapshot=after)
        return after

    def _next(
        self, row: Seller, after: Snapshot, done: PlannedGroup, performed: Performed
    ) -> tuple[str, str] | None:
        """The next group that is due: first of the same subject, then in the plan's order after this one."""
        subject = next(iter(performed.created.values()), done.subject)
        groups = [group for group in self._plan(row, after).groups if group.startable]
        same = [group for group in groups if group.subject == subject]
        later = [group for group in groups if group.order > done.order]
        chosen = next(iter([*(same if subject else ()), *later, *groups]), None)
        return chosen.place if chosen else None


def full_names(persons: Sequence[Plain]) -> dict[str, str]:
    """Person id -> the name as shown to the seller, given name first; persons without a name are left out."""
    named = {
        str(person["id"]): " ".join(filter(None, (person.get("first_name"), person.get("last_name"))))
        for person in persons
    }
    return {person: name for person, name in named.items() if name}


def _as_on_the_page(param: str, subject: str) -> str:
    """The parameter as the page names it: what was asked of a role may have been sent of a person in it."""
    head, _, field = param.partition(".")
    return f"{subject}.{field}" if subject and field and head.startswith("person_") else param


def _account(row: Seller) -> str:
    """The Stripe account of a seller; one whose creation did not succeed has to begin again."""
    if row.account is None:
        raise SellerGone(row.id)
    return row.account


def _upfront(row: Seller) -> bool:
    return row.collection == "upfront"


def _to_prefill(planned: PlannedGroup) -> bool:
    """Whether a Stripe call would bring anything to the page: a person's name, or answers given before."""
    return planned.subject.startswith("person_") or bool(planned.answered)


def _for_the_one_representative(calls: Sequence[Call], snapshot: Snapshot) -> tuple[Call, ...]:
    """An account has one representative: a second page that would add one corrects the first instead."""
    present = next((one.id for one in snapshot.persons if "representative" in one.roles), None)
    if present is None:
        return tuple(calls)
    return tuple(
        call.for_existing(present)
        if isinstance(call, CreatePerson) and call.place == "representative"
        else call
        for call in calls
    )
