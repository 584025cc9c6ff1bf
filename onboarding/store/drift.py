"""Requirements that no map settles: counted, so that staff learn of them before sellers stumble."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from onboarding import models
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
    """The requirement with ids taken out (`person_1AB.dob.day` -> `person.dob.day`), no longer than kept."""
    return re.sub(r"\b(person|interv|file|ba)_[A-Za-z0-9]+", r"\1", requirement)[:200]


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
