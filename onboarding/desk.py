"""What every use case stands on: a seller's row, a snapshot to trust, calls begun and answers kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from onboarding import store
from onboarding.brand import Brand
from onboarding.calls import Call
from onboarding.gateway import Gateway, GatewayError, Gone, Performed, Plain, Unavailable
from onboarding.logs import log
from onboarding.maps import Maps
from onboarding.plan import Plan, PlannedGroup, circumstances_of, make_plan
from onboarding.requirements import Snapshot, merge_snapshot, read_snapshot, remember, strangers
from onboarding.standing import is_settled
from onboarding.store import Current, Database, Seller
from onboarding.subjects import HELD_ROLES, split_subject
from onboarding.unknowns import note_unknown


class SellerGone(LookupError):
    """There is no such seller (any more)."""


class PersonGone(LookupError):
    """The company has no such person any more; the argument is the person's id."""


class Busy(Unavailable):
    """Somebody else is sending the same section at this moment."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a submit's calls. version: of the snapshot when it was begun; anew: that snapshot, where
    it had to be read once more before anything was sent."""

    performed: Performed
    version: int
    anew: Snapshot | None = None


IN_FLIGHT = 60
"""Seconds after which a submit that has not ended is taken for lost."""

AWAY = 5
"""Seconds for which a seller's pages do not ask again after Stripe did not answer."""


SETTLING_AGE, SETTLED_AGE = 60, 3600
"""Seconds for which the status page trusts a snapshot: while Stripe has something to decide, and else."""


class Desk:
    """One gateway, one store, one release of the maps, one brand and a clock in unix seconds."""

    def __init__(
        self, gateway: Gateway, database: Database, maps: Maps, brand: Brand, clock: Callable[[], int]
    ) -> None:
        self.gateway, self.database, self.maps = gateway, database, maps
        self.brand, self.clock = brand, clock
        self._away = ("", 0)
        self._looked: dict[str, int] = {}

    def refresh(self, account: str) -> None:
        """Reads the account again and stores its snapshot; what webhooks and sweeps do."""
        with self.database.read() as tx:
            row = store.find_account(tx, account=account)
        if row is not None:
            self.reread(row.id)

    def reread(self, seller: str) -> Snapshot:
        """The snapshot as of now, stored.

        Whatever was kept while Stripe was being read may be newer: a submit's answer, or another reading.
        Then neither is trusted, and the next page view reads the account once more; so it does while a
        submit is under way, of which this reading may have seen a part.
        """
        row, begun = self.row(seller), self.clock()
        with self.database.read() as tx:
            before = store.find_snapshot(tx, seller=row.id)
        account, persons = self.read(row)
        snapshot = remember(before.snapshot if before else None, read_snapshot(account, persons, begun))
        version = before.version if before else None
        with self.database.write() as tx:
            partly = store.is_sending(tx, seller=row.id, since=begun - IN_FLIGHT)
            if not store.renew_snapshot(tx, seller=row.id, snapshot=snapshot, version=version, stale=partly):
                store.mark_stale(tx, seller=row.id)
            note_unknown(tx, snapshot, self.maps)
        return snapshot

    def look_again(self, seller: str, found: Current) -> None:
        """Reads an account whose snapshot has an age, as a lost webhook would never mark it stale.

        Once in that time, whether Stripe answers or not: when it does not, the last snapshot is shown.
        found: what this request has read of the seller already. Raises `Gone` where the account is no more.
        """
        kept, now = found.kept, self.clock()
        if kept is None or kept.stale:
            return  # whoever shows it reads it anyway
        age = SETTLED_AGE if is_settled(kept.snapshot) else SETTLING_AGE
        if now - max(kept.snapshot.taken, self._looked.get(seller, 0)) < age:
            return
        self._looked = {one: moment for one, moment in self._looked.items() if now - moment < SETTLED_AGE}
        self._looked[seller] = now
        try:
            self.reread(seller)
        except Gone:
            raise
        except GatewayError as error:
            log.warning("not_looked_again", kind=type(error).__name__)

    def row(self, seller: str) -> Seller:
        """The seller's row."""
        with self.database.read() as tx:
            row = store.find_seller(tx, seller=seller)
        if row is None:
            raise SellerGone(seller)
        return row

    def current(self, seller: str, found: Current | None = None) -> tuple[Seller, Snapshot]:
        """The seller and the snapshot to go by; read again only when something happened since.

        While Stripe cannot be reached it is the last one kept, which says as of when it is: enough to look
        at. What is sent goes by `perform`, which reads again first. Raises `Unavailable` where none is kept.
        found: what this request has read of the same seller already.
        """
        if found is None:
            with self.database.read() as tx:
                found = store.find_current(tx, seller=seller)
        if found is None:
            raise SellerGone(seller)
        row, kept = found
        if kept is not None and not kept.stale:
            return row, kept.snapshot
        if kept is not None and self._is_away(seller) and not self.is_changing(seller):
            return row, kept.snapshot
        try:
            self.take_up(seller)
            snapshot = self.reread(seller)
        except Unavailable:
            if kept is None:
                raise
            self._away = (seller, self.clock())
            return row, kept.snapshot
        return self.row(seller), snapshot

    def _is_away(self, seller: str) -> bool:
        """Whether Stripe did not answer for this seller just now: one page waits for that once."""
        last, moment = self._away
        return last == seller and self.clock() - moment < AWAY

    def last(self, seller: str) -> Snapshot | None:
        """The last snapshot kept, stale or not; asks Stripe nothing."""
        with self.database.read() as tx:
            kept = store.find_snapshot(tx, seller=seller)
        return kept.snapshot if kept else None

    def is_gone(self, seller: str) -> bool:
        """Whether Stripe has the seller's account no more, or shows it no more; one call."""
        try:
            self.gateway.account(account_of(self.row(seller)))
        except Gone:
            return True
        return False

    def is_changing(self, seller: str) -> bool:
        """Whether a change of the seller has not come to its end; then the snapshot is stale."""
        with self.database.read() as tx:
            return bool(store.unfinished_changes(tx, seller=seller))

    def take_up(self, seller: str) -> None:
        """Takes up a change that broke off, where use cases make changes; looked for when stale only."""

    def mark_stale(self, row: Seller) -> None:
        """The next page view reads the account again."""
        with self.database.write() as tx:
            store.mark_stale(tx, seller=row.id)

    def names(self, persons: Sequence[Plain], snapshot: Snapshot) -> dict[str, str]:
        """Person id -> name, in the order of the account's country."""
        return full_names(persons, family_first=self.maps.family_first(circumstances_of(snapshot)))

    def named(self, row: Seller, snapshot: Snapshot) -> tuple[Snapshot, Mapping[str, str]]:
        """Names of the persons, if there are any, and the account anew when somebody came or went elsewhere.

        While Stripe is away a page without names is better than none.
        """
        if not snapshot.persons:
            return snapshot, {}
        try:
            persons = self.gateway.persons(account_of(row))
            there = {str(one["id"]) for one in persons} - {snapshot.individual}
            if there != {one.id for one in snapshot.persons}:
                snapshot = self.reread(row.id)
        except Unavailable:
            return snapshot, {}
        return snapshot, self.names(persons, snapshot)

    def plan_of(self, row: Seller, snapshot: Snapshot) -> Plan:
        """What applies to the seller as of that snapshot."""
        return make_plan(snapshot, self.maps, upfront=is_upfront(row), early=self.early)

    @property
    def early(self) -> bool:
        """Whether coming requirements are asked early."""
        return self.brand.future_requirements == "include"

    def read(self, row: Seller) -> tuple[Plain, Sequence[Plain]]:
        """The account and, where it has others than the individual, its persons: one or two calls and more.

        Somebody may be added or removed between the calls: where the lists then name a person who is not
        there, both are read once more. Whom Stripe lists even so has no page here, and is handed off.
        """
        read = self._read_once(row)
        return self._read_once(row) if strangers(*read) else read

    def _read_once(self, row: Seller) -> tuple[Plain, Sequence[Plain]]:
        account = self.gateway.account(account_of(row))
        alone = account.get("business_type") in (None, "individual")
        if alone and not strangers(account, ()) and not self._had_others(row):
            return account, ()
        return account, self.gateway.persons(account_of(row))

    def _had_others(self, row: Seller) -> bool:
        """Whether an individual may have a guardian or the like, of whom nothing is listed any more: such a
        person was there, or was asked for, when the account was read last."""
        last = self.last(row.id)
        if last is None:
            return False
        due = (*last.requirements.due(True), *last.future.due(True))
        return bool(last.persons) or any(split_subject(one)[0] in HELD_ROLES for one in due)

    def perform(self, row: Seller, calls: Sequence[Call], nonce: str, planned: PlannedGroup | None) -> Sent:
        """Until the answer is kept the snapshot is stale: after a crash in between it is read again.

        A snapshot that is still stale, as Stripe could not be reached when the page was made, is read first.
        Raises `Busy` while another submit of the same section is under way: which of the two is the later
        one could not be told.
        """
        anew = self._read_if_stale(row)
        place = planned.place if planned else ("", "")
        now = self.clock()
        with self.database.write() as tx:
            if planned and store.others_sending(
                tx, seller=row.id, group=place[0], subject=place[1], nonce=nonce, since=now - IN_FLIGHT
            ):
                raise Busy("another submit of this section is under way")
            version = store.begin_submission(
                tx, nonce=nonce, seller=row.id, group=place[0], subject=place[1], maps=self.maps.hash, now=now
            )
        try:
            performed = self.gateway.perform(account_of(row), calls, key=f"{row.id}:{nonce}")
        except GatewayError:
            # It came to an end, though calls before the one that failed may have been carried out: the
            # snapshot stays stale.
            with self.database.write() as tx:
                store.finish_submission(tx, nonce=nonce, now=self.clock())
            raise
        return Sent(performed, version, anew)

    def _read_if_stale(self, row: Seller) -> Snapshot | None:
        with self.database.read() as tx:
            kept = store.find_snapshot(tx, seller=row.id)
        return self.reread(row.id) if kept and kept.stale else None

    def absorb(
        self,
        row: Seller,
        before: Snapshot,
        sent: Sent,
        nonce: str,
        answered: frozenset[str] = frozenset(),
        denied: frozenset[str] = frozenset(),
    ) -> Snapshot:
        """Keeps what a submit's answer says; stale where anything else was written meanwhile.

        answered: ids that were settled; denied: of the roles that somebody was said not to have. No answer
        of Stripe's tells of these, and not of all of those.
        """
        performed = sent.performed
        after = merge_snapshot(
            sent.anew or before, performed.account, tuple(performed.persons.values()), self.clock()
        )
        after = replace(after, given=after.given | denied).after_sending(answered)
        with self.database.write() as tx:
            store.finish_submission(tx, nonce=nonce, now=after.taken)
            if not store.renew_snapshot(tx, seller=row.id, snapshot=after, version=sent.version):
                store.save_snapshot(tx, seller=row.id, snapshot=after, stale=True)
            if strangers(performed.account, tuple({"id": one.id} for one in after.persons)):
                store.mark_stale(tx, seller=row.id)  # somebody was added elsewhere
            note_unknown(tx, after, self.maps)
        return after


SPELLINGS = ("_kanji", "_kana", "")
"""Ends of the fields that hold a name, the one to show first; names in Latin letters come last."""


def full_names(persons: Sequence[Plain], *, family_first: bool) -> dict[str, str]:
    """Person id -> the name as shown to the seller; persons without a name are left out.

    family_first: of names in Latin letters; in kanji and kana it is so everywhere.
    """
    named = {str(person["id"]): _full_name(person, family_first) for person in persons}
    return {person: name for person, name in named.items() if name}


def _full_name(person: Plain, family_first: bool) -> str:
    for spelling in SPELLINGS:
        family, given = person.get(f"last_name{spelling}"), person.get(f"first_name{spelling}")
        if family or given:
            ordered = (family, given) if spelling or family_first else (given, family)
            return " ".join(str(one) for one in ordered if one)
    return ""


def account_of(row: Seller) -> str:
    """The Stripe account of a seller; one whose creation did not succeed has to begin again."""
    if row.account is None:
        raise SellerGone(row.id)
    return row.account


def is_upfront(row: Seller) -> bool:
    """Whether this seller is asked for everything at once."""
    return row.collection == "upfront"
