"""The date by which something has to be answered, and what stops, or has stopped, without it.

Facts, tried: a new account lists everything as past due from its first answer, without a deadline, though
nothing of it is late. A deadline is the earliest over all that Stripe asks, so it says nothing about a
single requirement, and it may be there while other things are past due already.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onboarding.requirements import Snapshot


class Reach(StrEnum):
    """What a date is about: payments from customers, payouts to the bank, both, or neither."""

    BOTH = "both"
    CHARGES = "charges"
    PAYOUTS = "payouts"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Deadline:
    """moment: unix seconds, UTC; passed: it lies behind and something is past due.

    reach: what is still on and would stop, while the date lies ahead; what is off, once it has passed.
    """

    moment: int
    passed: bool
    reach: Reach


def deadline_of(snapshot: Snapshot, now: int, *, early: bool = False) -> Deadline | None:
    """The date that the seller should know, None where there is none. early: what future rules ask counts."""
    requirements = snapshot.requirements
    if has_passed(snapshot, now):
        assert requirements.deadline is not None
        return Deadline(requirements.deadline, True, off(snapshot))
    dates = [requirements.deadline if requirements.due(True) else None]
    if early and snapshot.future.due(False):
        dates.append(snapshot.future.deadline)
    ahead = [date for date in dates if date is not None and date > now]
    return Deadline(min(ahead), False, _on(snapshot)) if ahead else None


def has_passed(snapshot: Snapshot, now: int) -> bool:
    """Whether something is late: a date was given and lies behind, and something is past due."""
    requirements = snapshot.requirements
    return bool(requirements.past_due) and requirements.deadline is not None and requirements.deadline <= now


def is_late(snapshot: Snapshot) -> bool:
    """Whether what is past due has stopped something: an account that never worked is only incomplete."""
    return bool(snapshot.requirements.past_due) and (snapshot.served or has_passed(snapshot, snapshot.taken))


def off(snapshot: Snapshot) -> Reach:
    """What is off."""
    return _reach(not snapshot.charges_enabled, not snapshot.pays_out)


def _on(snapshot: Snapshot) -> Reach:
    return _reach(snapshot.charges_enabled, snapshot.pays_out)


def _reach(charges: bool, payouts: bool) -> Reach:
    if charges and payouts:
        return Reach.BOTH
    if charges:
        return Reach.CHARGES
    return Reach.PAYOUTS if payouts else Reach.NEITHER
