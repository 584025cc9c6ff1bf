"""Counts what sellers meet that no map settles, and lists it for staff. No values, no names, no accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from onboarding import store
from onboarding.drift.unknown import listed_in, unknown_in
from onboarding.logs import log
from onboarding.maps import Maps
from onboarding.requirements import Snapshot
from onboarding.store import Connection, UnknownRequirement

HAND_OFF = "hand_off:"
"""Begins the name under which it is counted that a seller went to Stripe's page for a requirement."""

_told: set[str] = set()
_MOST_TOLD = 1000


@dataclass(frozen=True, slots=True)
class Unknown:
    """One row for staff. waiting: how many accounts list it now."""

    seen: UnknownRequirement
    waiting: int

    def plain(self) -> dict[str, Any]:
        """JSON-able; moments are Unix seconds."""
        return {**asdict(self.seen), "waiting": self.waiting}


def note_unknown(tx: Connection, snapshot: Snapshot, maps: Maps) -> None:
    """Counts what is unknown in a snapshot that is being kept; where nothing is, no statement is made."""
    if items := unknown_in(snapshot, maps):
        _count(tx, items, snapshot, snapshot.taken)
        _tell(items)


def note_items(tx: Connection, items: Iterable[str], snapshot: Snapshot) -> None:
    """Counts unknown items that were met elsewhere than in the snapshot: in what a capability needs."""
    _count(tx, items, snapshot, snapshot.taken)
    _tell(items)


def note_hand_off(tx: Connection, snapshot: Snapshot, requirements: Iterable[str], now: int) -> None:
    """Counts that a seller has gone to Stripe's page because of these requirements."""
    if items := [HAND_OFF + requirement for requirement in requirements]:
        _count(tx, items, snapshot, now)


def list_unknown(tx: Connection, maps: Maps) -> tuple[Unknown, ...]:
    """Everything counted, what most accounts wait for first. Reads every snapshot: for staff alone."""
    rows = store.unknown_requirements(tx)
    wanted = {_key(row) for row in rows}
    waiting: Counter[tuple[str, str, str]] = Counter()
    for snapshot in store.each_snapshot(tx) if rows else ():
        met = {*unknown_in(snapshot, maps), *(HAND_OFF + one for one in listed_in(snapshot))}
        country, business_type = _of(snapshot)
        keys = {(store.canonical(one), country, business_type) for one in met}
        waiting.update(keys & wanted)
    found = [Unknown(row, waiting[_key(row)]) for row in rows]
    return tuple(sorted(found, key=lambda one: (-one.waiting, -one.seen.last_seen, one.seen.requirement)))


def _count(tx: Connection, items: Iterable[str], snapshot: Snapshot, now: int) -> None:
    country, business_type = _of(snapshot)
    store.count_unknown(tx, requirements=items, country=country, business_type=business_type, now=now)


def _of(snapshot: Snapshot) -> tuple[str, str]:
    return snapshot.country[:2], (snapshot.business_type or "")[:32]


def _key(row: UnknownRequirement) -> tuple[str, str, str]:
    return row.requirement, row.country, row.business_type


def _tell(items: Iterable[str]) -> None:
    """Once a process and item: the count is in the table, the log is to wake somebody."""
    for item in {store.canonical(one) for one in items} - _told:
        if len(_told) < _MOST_TOLD:
            _told.add(item)
            log.warning("unknown_requirement", requirement=item)
