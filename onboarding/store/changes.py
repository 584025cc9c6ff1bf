"""Changes of what decides requirements: country, agreement, business type, structure.

A change is a row before anything is sent, so that one that broke off half-way is found by the next request.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from onboarding import models
from onboarding.store.database import adding, hashed
from onboarding.store.sellers import mark_stale


@dataclass(frozen=True, slots=True)
class Change:
    """What a seller wants to be from now on. nonce: hash of the page's; begun, finished: unix seconds.

    leaves: the account at the time; moves: a new account takes its place; served: the account left had worked
    by then; undone: it is being given up.
    """

    nonce: str
    seller: str
    country: str
    business_type: str
    structure: str
    agreement: str
    leaves: str
    moves: bool
    begun: int
    finished: int | None
    served: bool
    undone: bool


def begin_change(
    tx: Connection,
    *,
    nonce: str,
    seller: str,
    country: str,
    business_type: str,
    structure: str,
    agreement: str,
    leaves: str,
    moves: bool,
    served: bool,
    now: int,
) -> Change:
    """Keeps the change and answers it; where the same was sent before, the one of its nonce."""
    row = {
        "nonce": hashed(nonce),
        "seller": seller,
        "country": country,
        "business_type": business_type,
        "structure": structure,
        "agreement": agreement,
        "leaves": leaves,
        "moves": moves,
        "begun": now,
        "finished": None,
        "served": served,
    }
    change = models.change
    tx.execute(adding(tx, change).values(row).on_conflict_do_nothing())
    mark_stale(tx, seller=seller)
    kept = tx.execute(select(change).where(change.c.nonce == hashed(nonce))).mappings().one()
    return Change(**kept)


def unfinished_changes(tx: Connection, *, seller: str) -> tuple[Change, ...]:
    """The changes of the seller that never came to an end, oldest first."""
    row = models.change
    wanted = select(row).where(row.c.seller == seller, row.c.finished.is_(None)).order_by(row.c.begun)
    return tuple(Change(**found) for found in tx.execute(wanted).mappings())


def undo_change(tx: Connection, *, change: Change) -> bool:
    """From here on the seller cannot move by it; False where they have moved."""
    row, seller = models.change, models.seller
    _hold(tx, change)
    there = select(seller.c.account).where(seller.c.id == change.seller)
    if tx.execute(there).scalar() != change.leaves:
        return False
    tx.execute(update(row).where(row.c.nonce == change.nonce).values(undone=True))
    return True


def finish_change(tx: Connection, *, change: Change, now: int) -> None:
    """The change came to its end: carried out, or given up."""
    row = models.change
    tx.execute(update(row).where(row.c.nonce == change.nonce).values(finished=now))


def move_account(tx: Connection, *, change: Change, account: str) -> bool:
    """Ties the seller to the account that takes the place of the one left; False where that is done, and
    where the change is not to be made any more."""
    row = models.seller
    if not _hold(tx, change):
        return False
    moved = tx.execute(
        update(row)
        .where(row.c.id == change.seller, row.c.account == change.leaves)
        .values(
            account=account,
            country=change.country,
            business_type=change.business_type,
            agreement=change.agreement,
        )
    )
    return moved.rowcount == 1


def _hold(tx: Connection, change: Change) -> bool:
    """Whether the change may still be made; nobody else moves or undoes it until this transaction ends."""
    row = models.change
    wanted = select(row.c.finished, row.c.undone).where(row.c.nonce == change.nonce).with_for_update()
    found = tx.execute(wanted).one()
    return found.finished is None and not found.undone
