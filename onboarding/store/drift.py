"""Requirements that no map settles: counted, so that staff learn of them before sellers stumble."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from onboarding import models
from onboarding.requirements import Snapshot, snapshot_from_plain
from onboarding.store.database import adding


@dataclass(frozen=True, slots=True)
class UnknownRequirement:
    """How often a requirement was met that nothing settles. requirement: person ids taken out."""

    requirement: str
    country: str
    business_type: str
    first_seen: int
    last_seen: int
    count: int


def canonical(requirement: str) -> str:
    """The requirement with ids taken out (`person_1AB.dob.day` -> `person.dob.day`), no longer than kept.

    Stripe's ids are ASCII; whatever else arrives is written so that every database takes it.
    """
    plain = requirement[:400].encode("ascii", "backslashreplace").decode().replace("\0", "")
    return re.sub(r"\b(person|interv|file|ba)_[A-Za-z0-9]+", r"\1", plain)[:200]


def count_unknown(
    tx: Connection, *, requirements: Iterable[str], country: str, business_type: str, now: int
) -> None:
    """Counts each of them as seen once more for sellers of that country and business type."""
    table = models.unknown_requirement
    for requirement in dict.fromkeys(canonical(each) for each in requirements):
        row = {
            "requirement": requirement,
            "country": country,
            "business_type": business_type,
            "first_seen": now,
            "last_seen": now,
            "count": 1,
        }
        tx.execute(
            adding(tx, table)
            .values(row)
            .on_conflict_do_update(
                index_elements=["requirement", "country", "business_type"],
                set_={"last_seen": now, "count": table.c.count + 1},
            )
        )


def unknown_requirements(tx: Connection) -> tuple[UnknownRequirement, ...]:
    """All of them, the last seen first."""
    table = models.unknown_requirement
    found = tx.execute(select(table).order_by(table.c.last_seen.desc(), table.c.requirement)).mappings()
    return tuple(UnknownRequirement(**row) for row in found)


def each_snapshot(tx: Connection) -> Iterator[Snapshot]:
    """Every snapshot kept, some hundred at a time; for counts over all sellers."""
    for content in tx.execute(
        select(models.snapshot.c.content), execution_options={"yield_per": 500}
    ).scalars():
        yield snapshot_from_plain(content)
