"""Links that sellers come by, and the sessions they then have. Both are kept as hashes only."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from onboarding import models
from onboarding.store.database import hashed
from onboarding.store.sellers import CURRENT, Current, read_current


@dataclass(frozen=True, slots=True)
class KeptLink:
    """What is kept of a link. Moments in unix seconds; used: None until it was."""

    seller: str | None
    expires: int
    used: int | None


def add_link(tx: Connection, *, nonce: str, seller: str | None, now: int, expires: int) -> None:
    """Keeps a link that was made."""
    tx.execute(
        insert(models.link).values(
            nonce=hashed(nonce), seller=seller, created=now, expires=expires, used=None
        )
    )


def find_link(tx: Connection, *, nonce: str) -> KeptLink | None:
    """What is kept of the link with that nonce."""
    row = models.link
    wanted = select(row.c.seller, row.c.expires, row.c.used).where(row.c.nonce == hashed(nonce))
    found = tx.execute(wanted).first()
    return KeptLink(found.seller, found.expires, found.used) if found else None


def use_link(tx: Connection, *, nonce: str, now: int) -> bool:
    """Uses the link up; False when it was used before, has expired, or never was."""
    row = models.link
    unused = (row.c.nonce == hashed(nonce), row.c.used.is_(None), row.c.expires > now)
    return tx.execute(update(row).where(*unused).values(used=now)).rowcount == 1


def add_session(tx: Connection, *, session: str, seller: str, now: int, expires: int) -> None:
    """Keeps a session; `session` is the secret id that the cookie holds."""
    tx.execute(
        insert(models.session).values(
            id=hashed(session), seller=seller, created=now, expires=expires, revoked=None
        )
    )


_LIVING = CURRENT.join(models.session, models.session.c.seller == models.seller.c.id).where(
    models.session.c.id == bindparam("session"),
    models.session.c.revoked.is_(None),
    models.session.c.expires > bindparam("now"),
)


def find_visitor(tx: Connection, *, session: str, now: int) -> Current | None:
    """Whose session it is, and what a page about them goes by; None when it is over, revoked or unknown."""
    row = tx.execute(_LIVING, {"session": hashed(session), "now": now}).first()
    return read_current(row) if row else None


def session_owner(tx: Connection, *, session: str) -> str | None:
    """Whose session it is, or was before it ended; None when it was revoked or is unknown."""
    row = models.session
    wanted = select(row.c.seller).where(row.c.id == hashed(session), row.c.revoked.is_(None))
    found = tx.execute(wanted).scalar()
    return None if found is None else str(found)


def extend_session(tx: Connection, *, session: str, now: int, expires: int) -> None:
    """Moves the end of a living session; one that is over stays over."""
    row = models.session
    living = (row.c.id == hashed(session), row.c.revoked.is_(None), row.c.expires > now)
    tx.execute(update(row).where(*living).values(expires=expires))


def revoke_session(tx: Connection, *, session: str, now: int) -> None:
    """Ends one session."""
    row = models.session
    tx.execute(update(row).where(row.c.id == hashed(session), row.c.revoked.is_(None)).values(revoked=now))


def revoke_sessions(tx: Connection, *, seller: str, now: int) -> int:
    """Ends all sessions of a seller; answers how many."""
    row = models.session
    return tx.execute(
        update(row).where(row.c.seller == seller, row.c.revoked.is_(None)).values(revoked=now)
    ).rowcount


def forget_visits(tx: Connection, *, before: int) -> int:
    """Deletes links and sessions that were over before that moment; answers how many."""
    return sum(
        tx.execute(delete(table).where(table.c.expires < before)).rowcount
        for table in (models.link, models.session)
    )
