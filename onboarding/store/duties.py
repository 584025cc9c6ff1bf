"""What we owe: accounts to read again because of an event, and submits that were begun.

A duty is a row, kept before anything is sent, so that nothing acknowledged is lost by a crash. Who works on
it claims it until a moment; when that has passed and it is not done, the sweep sends it again.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select, text, update

from onboarding import models
from onboarding.store.database import adding, hashed
from onboarding.store.sellers import mark_stale

WAITING, SENT, WORKING, DONE, FAILED = "waiting", "sent", "working", "done", "failed"
OPEN = (WAITING, SENT, WORKING)


@dataclass(frozen=True, slots=True)
class Claim:
    """An account to read again. events: every duty that one reading settles; attempts: of the most tried."""

    account: str
    events: tuple[str, ...]
    attempts: int


_ADD = text(
    "INSERT INTO webhook_event (event, account, type, livemode, received, state, attempts, next_try)"
    " SELECT :event, :account, :type, :livemode, :now, 'waiting', 0, :next_try"
    " WHERE EXISTS (SELECT 1 FROM seller WHERE seller.account = :account)"
    " ON CONFLICT DO NOTHING"
)
# PostgreSQL cannot tell the type of a bare parameter in a SELECT.
_ADD_TYPED = text(
    "INSERT INTO webhook_event (event, account, type, livemode, received, state, attempts, next_try)"
    " SELECT CAST(:event AS VARCHAR), CAST(:account AS VARCHAR), CAST(:type AS VARCHAR),"
    " CAST(:livemode AS BOOLEAN), CAST(:now AS BIGINT), 'waiting', 0, CAST(:next_try AS BIGINT)"
    " WHERE EXISTS (SELECT 1 FROM seller WHERE seller.account = CAST(:account AS VARCHAR))"
    " ON CONFLICT DO NOTHING"
)


def add_event(
    tx: Connection, *, event: str, account: str, kind: str, livemode: bool, now: int, next_try: int
) -> bool:
    """Keeps an event of an account of ours, once; False for one seen before and for accounts not ours.

    next_try: when the sweep is to step in, should the message that is about to be sent be lost.
    """
    added = tx.execute(
        _ADD if tx.dialect.name == "sqlite" else _ADD_TYPED,
        {
            "event": event,
            "account": account,
            "type": kind,
            "livemode": livemode,
            "now": now,
            "next_try": next_try,
        },
    )
    return added.rowcount == 1


def claim_event(tx: Connection, *, event: str, now: int, until: int) -> Claim | None:
    """Claims the event's account until a moment, with all events of it that wait; None when there is nothing
    to do: done, unknown, or claimed by another whose time has not passed."""
    row = models.webhook_event
    open_ = row.c.state.in_((WAITING, SENT)) | ((row.c.state == WORKING) & (row.c.next_try <= now))
    # One that was put off waits for its time, though the same message may come twice.
    in_time = (row.c.attempts == 0) | (row.c.state == SENT) | (row.c.next_try <= now)
    account = tx.execute(select(row.c.account).where(row.c.event == event, open_, in_time)).scalar()
    if account is None:
        return None
    waiting = tx.execute(
        select(row.c.event, row.c.attempts)
        .where(row.c.account == account, open_)
        .with_for_update(skip_locked=True)
    ).all()
    events = tuple(each.event for each in waiting)
    if event not in events:
        return None
    tx.execute(
        update(row)
        .where(row.c.event.in_(events))
        .values(state=WORKING, attempts=row.c.attempts + 1, next_try=until)
    )
    return Claim(account, events, 1 + max(each.attempts for each in waiting))


def settle_events(tx: Connection, *, events: tuple[str, ...], now: int, failed: bool = False) -> None:
    """They are done; or will never be, and staff can see so."""
    row = models.webhook_event
    tx.execute(
        update(row)
        .where(row.c.event.in_(events))
        .values(state=FAILED if failed else DONE, done=now, next_try=now)
    )


def postpone_events(tx: Connection, *, events: tuple[str, ...], next_try: int) -> None:
    """They could not be done now; the sweep sends them again."""
    row = models.webhook_event
    tx.execute(update(row).where(row.c.event.in_(events)).values(state=WAITING, next_try=next_try))


def hold_events(tx: Connection, *, events: tuple[str, ...], until: int) -> None:
    """Whoever claimed them is still at work."""
    row = models.webhook_event
    held = row.c.event.in_(events) & (row.c.state == WORKING)
    tx.execute(update(row).where(held).values(next_try=until))


def take_due(tx: Connection, *, now: int, until: int, limit: int = 200) -> tuple[str, ...]:
    """Events to send again, the longest due first; no other sweep takes them until that moment."""
    row = models.webhook_event
    wanted = (
        select(row.c.event)
        .where(row.c.state.in_(OPEN), row.c.next_try <= now)
        .order_by(row.c.next_try)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    events = tuple(tx.execute(wanted).scalars())
    if events:
        tx.execute(update(row).where(row.c.event.in_(events)).values(state=SENT, next_try=until))
    return events


def give_back(tx: Connection, *, events: tuple[str, ...], now: int) -> None:
    """They could not be sent: due again for the next sweep."""
    row = models.webhook_event
    taken = row.c.event.in_(events) & (row.c.state == SENT)
    tx.execute(update(row).where(taken).values(state=WAITING, next_try=now))


def free_events(tx: Connection, *, now: int) -> int:
    """Makes every open event due: for the start of the one process that works. Answers how many."""
    row = models.webhook_event
    return tx.execute(update(row).where(row.c.state.in_(OPEN)).values(state=WAITING, next_try=now)).rowcount


def forget_events(tx: Connection, *, before: int) -> int:
    """Deletes events done before that moment (Stripe sends one again for some days at most); how many."""
    row = models.webhook_event
    return tx.execute(row.delete().where(row.c.state == DONE, row.c.done < before)).rowcount


def hears(tx: Connection, *, before: int) -> bool | None:
    """Whether events of our accounts have come, in the 40 days for which they are kept.

    None while nothing can be said: no account was made before that moment, in unix seconds.
    """
    if tx.execute(select(models.webhook_event.c.event).limit(1)).first():
        return True
    row = models.seller
    old = select(row.c.id).where(row.c.account.is_not(None), row.c.created < before).limit(1)
    return False if tx.execute(old).first() else None


def event_state(tx: Connection, *, event: str) -> str | None:
    """State of an event; None for one that is not kept."""
    row = models.webhook_event
    found = tx.execute(select(row.c.state).where(row.c.event == event)).scalar()
    return None if found is None else str(found)


def begin_submission(
    tx: Connection, *, nonce: str, seller: str, group: str, subject: str, maps: str, now: int
) -> int:
    """Keeps that a submit is about to be sent, and marks the snapshot stale until it is finished: after a
    crash in between, the next page view reads what Stripe took and asks for the rest. Answers the snapshot's
    version, by which the end of the submit knows whether anything else was written meanwhile."""
    row = {
        "nonce": hashed(nonce),
        "seller": seller,
        "group": group,
        "subject": subject,
        "maps": maps,
        "begun": now,
        "finished": None,
    }
    again = {"begun": now, "finished": None}
    new = adding(tx, models.submission).values(row)
    tx.execute(new.on_conflict_do_update(index_elements=["nonce"], set_=again))
    return mark_stale(tx, seller=seller)


def was_begun(tx: Connection, *, nonce: str) -> bool:
    """Whether a submit of that nonce was begun before: a double click, or the same answers sent again."""
    row = models.submission
    return tx.execute(select(row.c.begun).where(row.c.nonce == hashed(nonce))).first() is not None


def others_sending(tx: Connection, *, seller: str, group: str, subject: str, nonce: str, since: int) -> bool:
    """Whether another submit of the same section was begun since that moment and has not ended."""
    row = models.submission
    same = (row.c.seller == seller) & (row.c.group == group) & (row.c.subject == subject)
    other = (row.c.nonce != hashed(nonce)) & row.c.finished.is_(None) & (row.c.begun >= since)
    return tx.execute(select(row.c.begun).where(same, other)).first() is not None


def is_sending(tx: Connection, *, seller: str, since: int) -> bool:
    """Whether any submit of the seller was begun since that moment and has not ended."""
    row = models.submission
    open_ = (row.c.seller == seller) & row.c.finished.is_(None) & (row.c.begun >= since)
    return tx.execute(select(row.c.begun).where(open_)).first() is not None


def answered_since(tx: Connection, *, seller: str, since: int) -> bool:
    """Whether the seller has sent any answers after that moment."""
    row = models.submission
    later = (row.c.seller == seller) & (row.c.begun > since)
    return tx.execute(select(row.c.begun).where(later)).first() is not None


def finish_submission(tx: Connection, *, nonce: str, now: int) -> None:
    """The submit came to its end, whichever; save the new snapshot in the same transaction."""
    row = models.submission
    tx.execute(update(row).where(row.c.nonce == hashed(nonce)).values(finished=now))


def unfinished_submissions(tx: Connection, *, seller: str) -> tuple[str, ...]:
    """Hashes of the nonces of the seller's submits that never came to an end, oldest first."""
    row = models.submission
    wanted = select(row.c.nonce).where(row.c.seller == seller, row.c.finished.is_(None)).order_by(row.c.begun)
    return tuple(tx.execute(wanted).scalars())


def forget_submissions(tx: Connection, *, before: int) -> int:
    """Deletes submits begun before that moment; Stripe forgets its idempotency keys after a day or more."""
    row = models.submission
    return tx.execute(row.delete().where(row.c.begun < before)).rowcount
