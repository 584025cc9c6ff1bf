"""The use cases: what sellers, webhooks and the command line do. Core, gateway and store meet only here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from forms.questions import Answers, Problem, Translate, Upload
from onboarding import store
from onboarding.calls import Call, Consent, CreatePerson, UploadFile, denied, make_calls, settled
from onboarding.capabilities import Capabilities
from onboarding.changes import Along, Changes, Wanted
from onboarding.creation import Application, account_params
from onboarding.deadlines import Deadline, deadline_of
from onboarding.desk import Busy, PersonGone, SellerGone, account_of, is_upfront
from onboarding.gateway import Gone, Performed, Plain, Refused, Unavailable
from onboarding.outcome import NotSaved, Outcome, Saved, TryAgain
from onboarding.people import ONE, People
from onboarding.plan import Plan, PlannedGroup, new_person, shown_before
from onboarding.refusals import BUSY, TRY_AGAIN, refusal_problem
from onboarding.requirements import Snapshot, known_values, read_snapshot
from onboarding.roles import holder_of
from onboarding.standing import Standing, is_paused, standing_of
from onboarding.store import Current, Seller
from onboarding.subjects import HELD_ROLES, LISTED_ROLES
from onboarding.unknowns import note_hand_off, note_unknown

__all__ = [
    "Along",
    "Application",
    "Opened",
    "Overview",
    "PersonGone",
    "Review",
    "SellerGone",
    "Sellers",
    "Wanted",
]


@dataclass(frozen=True, slots=True)
class Opened:
    """A group ready to be shown or submitted. known: values by requirement id, personal, for this page only.

    name: of the person asked about, "" when unknown or the seller's own. another: the seller adds one more
    person to a role that somebody holds already.
    """

    planned: PlannedGroup
    known: Mapping[str, Any]
    name: str
    another: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """What the task list and the status page show. names: person id -> full name, for this page only.

    deadline: the date that the seller should know, None where there is none.
    further: names of the capabilities that the seller may ask for.
    """

    snapshot: Snapshot
    plan: Plan
    standing: Standing
    paused: bool
    names: Mapping[str, str]
    deadline: Deadline | None
    further: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What "check your answers" shows: every group with what Stripe holds for it. untold: ids of answers that
    Stripe took and does not tell of."""

    plan: Plan
    known: Mapping[str, Any]
    names: Mapping[str, str]
    untold: frozenset[str]


class Sellers(People, Capabilities, Changes):
    """Use cases over one gateway, one store and one release of the maps. `seller` is the public seller id.

    Every method may raise `GatewayError`s; `SellerGone` when there is no such seller.
    """

    def begin(self, application: Application, *, nonce: str) -> str:
        """Creates the seller's account, once however often it is sent; answers the public seller id.

        nonce: of the start page or link. The row comes first and its id is the idempotency key, so that a
        crash or a second click between row and account finds the same account.
        """
        row = self._take(application, nonce)
        if row.account is None:
            account = self._created(row, application)
            snapshot = read_snapshot(account, (), self.clock())
            with self.database.write() as tx:
                store.set_account(tx, seller=row.id, account=str(account["id"]))
                store.save_snapshot(tx, seller=row.id, snapshot=snapshot)
                note_unknown(tx, snapshot, self.maps)
        return row.id

    def give_up(self, nonce: str) -> None:
        """Undoes a start that Stripe did not answer, since the seller begins otherwise; none is left over.

        Its creation is sent once more under its key: so the account that it made is found, whenever Stripe
        made it, and deleted. A start that has its account meanwhile stays: it is somebody's way back.
        """
        with self.database.read() as tx:
            row = store.find_start(tx, nonce=nonce)
        if row is None or row.account is not None:
            return
        begun = Application(
            country=row.country,
            business_type=row.business_type,
            locale=row.locale,
            agreement=row.agreement,
            prefill=self.brand.prefilled,
        )
        with suppress(Refused):  # then there is none
            self.gateway.delete_account(str(self._created(row, begun)["id"]))
        with self.database.write() as tx:
            store.forget_start(tx, seller=row.id)

    def _created(self, row: Seller, application: Application) -> Plain:
        """The seller's account: a new one, or the one that an earlier try made."""
        params = account_params(
            application,
            capabilities=self.brand.capabilities,
            custom_type=self.brand.account_type == "custom",
            seller=row.id,
        )
        return self.gateway.create_account(params, key=f"create:{row.id}")

    def overview(self, seller: str) -> Overview:
        """Plan and standing; names of persons only when the company has persons (one Stripe call then)."""
        row, snapshot = self.current(seller)
        snapshot, names = self.named(row, snapshot)
        plan = self.plan_of(row, snapshot)
        deadline = deadline_of(snapshot, self.clock(), early=self.early)
        standing, paused = standing_of(snapshot), is_paused(snapshot)
        return Overview(snapshot, plan, standing, paused, names, deadline, self.further(snapshot))

    def plan(self, seller: str) -> Plan:
        """What applies to the seller now, without names: asks Stripe nothing while the snapshot holds."""
        return self.plan_of(*self.current(seller))

    def open(
        self,
        seller: str,
        group: str,
        subject: str = "",
        asked: Sequence[str] = (),
        found: Current | None = None,
        *,
        another: bool = False,
    ) -> Opened | None:
        """The group at that address, prefilled when Stripe holds values for it; None: it does not apply.

        asked: the ids that a page asked for earlier; the group is then opened as it was shown.
        another: of a role to hold, for one more person; else its pages are about whoever holds it.
        found: what this request has read of the seller already.
        Raises `PersonGone` for a person who was removed elsewhere.
        """
        row, snapshot = self.current(seller, found)
        another = another and subject in HELD_ROLES and subject not in ONE
        if asked:
            planned = shown_before(snapshot, self.maps, group, subject, asked)
        else:
            planned = self._planned(row, snapshot, group, subject, another=another)
        if planned is None:
            return None
        if another:
            return Opened(planned, {}, "", another=True)
        if planned.subject:
            return self._opened_person(row, snapshot, planned)
        known = known_values(self.gateway.account(account_of(row)), ()) if planned.answered else {}
        return Opened(planned, known, "")

    def _opened_person(self, row: Seller, snapshot: Snapshot, planned: PlannedGroup) -> Opened:
        """A page about a person; one about a role to be held shows whoever has come to hold it meanwhile."""
        subject = planned.subject
        there = holder_of(snapshot, subject) or subject
        if not there.startswith("person_"):
            return Opened(planned, {}, "")
        try:
            person = self.gateway.person(account_of(row), there)
        except Gone:
            self.reread(row.id)
            raise PersonGone(there) from None
        denied = (one for one in snapshot.denied if one.startswith(f"{there}."))
        held = dict.fromkeys(denied, False) | known_values({}, (person,))
        known = {f"{subject}{path.removeprefix(there)}": value for path, value in held.items()}
        return Opened(planned, known, self.names((person,), snapshot).get(there, ""))

    def was_sent(self, nonce: str) -> bool:
        """Whether a page of that nonce was sent on before: a double click, or a second try."""
        with self.database.read() as tx:
            return store.was_begun(tx, nonce=nonce)

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
        row, snapshot = self.current(seller)
        calls = make_calls(answers, consent, individual=snapshot.individual)
        if not opened.another:
            calls = _for_whoever_holds_it(calls, snapshot)
        try:
            sent = self.perform(row, calls, nonce, opened.planned)
        except Refused as refused:
            self._check_there(row, opened.planned.subject, refused)
            param = _as_on_the_page(refused.param, opened.planned.subject or "individual")
            return NotSaved(
                (refusal_problem(refused, param, opened.planned.questions, self.maps, translate),)
            )
        except Busy:
            return TryAgain(Problem("", translate(BUSY)))
        except Unavailable:
            return TryAgain(Problem("", translate(TRY_AGAIN)))
        performed = sent.performed
        said = settled(opened.planned.questions, answers, performed.created)
        after = self.absorb(row, snapshot, sent, nonce, said, denied(calls, performed.created))
        return Saved(
            self._next(row, after, opened.planned, performed), next(iter(performed.created.values()), "")
        )

    def _check_there(self, row: Seller, subject: str, refused: Refused) -> None:
        """Raises `PersonGone` when it was refused because somebody has removed the person meanwhile."""
        of_a_person = isinstance(refused, Gone) and subject.startswith("person_")
        if of_a_person and self.reread(row.id).person(subject) is None:
            raise PersonGone(subject) from None

    def keep_file(self, seller: str, place: str, upload: Upload, *, nonce: str) -> str:
        """Sends on a good file of a page that comes back, so that it need not be chosen again; its id."""
        row = self.row(seller)
        return self.gateway.upload(account_of(row), UploadFile(place, upload), key=f"{row.id}:{nonce}")

    def review(self, seller: str) -> Review:
        """All answers so far, read from Stripe for this page only."""
        row, snapshot = self.current(seller)
        account, persons = self.read(row)
        names = self.names(persons, snapshot)
        known = dict.fromkeys(snapshot.denied, False) | known_values(account, persons)
        return Review(self.plan_of(row, snapshot), known, names, snapshot.untold)

    def hand_off(self, seller: str, *, refresh_url: str, return_url: str) -> str:
        """A one-time address of Stripe's own form; whatever comes of it is read on the way back.

        Staff are told: what sellers are sent away for is what a map might settle one day.
        """
        row, snapshot = self.current(seller)
        self.mark_stale(row)
        why = self.plan_of(row, snapshot).for_stripe
        with self.database.write() as tx:
            note_hand_off(tx, snapshot, why, self.clock())
        return self.gateway.account_link(
            account_of(row),
            refresh_url=refresh_url,
            return_url=return_url,
            upfront=is_upfront(row),
            early=self.early,
        )

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

    def _planned(
        self, row: Seller, snapshot: Snapshot, group: str, subject: str, *, another: bool
    ) -> PlannedGroup | None:
        if subject in LISTED_ROLES:
            return self._first_page(snapshot, group, subject)
        plan, there = self.plan_of(row, snapshot), holder_of(snapshot, subject)
        found = None if another else plan.find(group, subject) or plan.find(group, there or subject)
        new = subject in HELD_ROLES and plan.role(subject) and (another or not there)
        return found or (self._first_page(snapshot, group, subject) if new else None)

    def _first_page(self, snapshot: Snapshot, group: str, subject: str) -> PlannedGroup | None:
        """The page that begins with somebody new in that role, if it is of that group."""
        first = new_person(snapshot, self.maps, subject)
        return first if first and first.id == group else None

    def _next(
        self, row: Seller, after: Snapshot, done: PlannedGroup, performed: Performed
    ) -> tuple[str, str] | None:
        """The next group that is due: first of the same subject, then in the plan's order after this one."""
        subject = next(iter(performed.created.values()), holder_of(after, done.subject) or done.subject)
        groups = [group for group in self.plan_of(row, after).groups if group.startable]
        same = [group for group in groups if group.subject == subject]
        later = [group for group in groups if group.order > done.order]
        chosen = next(iter([*(same if subject else ()), *later, *groups]), None)
        return chosen.place if chosen else None


def _as_on_the_page(param: str, subject: str) -> str:
    """The parameter as the page names it: what was asked of a role may have been sent of a person in it."""
    head, _, field = param.partition(".")
    return f"{subject}.{field}" if subject and field and head.startswith("person_") else param


def _for_whoever_holds_it(calls: Sequence[Call], snapshot: Snapshot) -> tuple[Call, ...]:
    """A role to be held is filled once: a second page that would add somebody adds to that person instead."""
    return tuple(
        call.for_existing(there)
        if isinstance(call, CreatePerson) and (there := holder_of(snapshot, call.place))
        else call
        for call in calls
    )
