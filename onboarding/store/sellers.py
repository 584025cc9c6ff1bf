"""Sellers, their snapshots, and what they accepted."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, bindparam, exists, func, or_, select, update

from onboarding import models
from onboarding.requirements import Snapshot, snapshot_from_plain, snapshot_to_plain
from onboarding.store.database import adding, hashed

_REFERENCE = re.compile(r"[A-Za-z0-9._:/-]{1,120}")


class ReferenceBroken(ValueError):
    """A marketplace's reference that is not an opaque id: it might be a name or an e-mail address."""


@dataclass(frozen=True, slots=True)
class Seller:
    """One seller. id: public and opaque; account: Stripe's id, None until it was created."""

    id: str
    brand: str
    reference: str | None
    country: str
    business_type: str
    agreement: str
    collection: str
    locale: str
    account: str | None
    created: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot as it was kept. stale: read the account again before trusting it; version: of the row."""

    snapshot: Snapshot
    stale: bool
    version: int = 0


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Evidence of accepted terms. accepted: unix seconds; page_hash: of what stood on the page."""

    seller: str
    terms_version: str
    agreement: str
    language: str
    page_hash: str
    accepted: int


class Current(NamedTuple):
    """A seller with the last snapshot kept; kept: None where there is none yet."""

    seller: Seller
    kept: Kept | None


_SELLER = [column for column in models.seller.c if column.name != "nonce"]
CURRENT = select(
    *_SELLER, models.snapshot.c.content, models.snapshot.c.stale, models.snapshot.c.version
).outerjoin(models.snapshot, models.snapshot.c.seller == models.seller.c.id)
"""Sellers with their snapshots. Made once: every page asks it, and building costs more than running it."""

_CURRENT = CURRENT.where(models.seller.c.id == bindparam("seller"))


def add_seller(
    tx: Connection,
    *,
    nonce: str,
    brand: str,
    country: str,
    business_type: str,
    agreement: str,
    collection: str,
    locale: str,
    now: int,
    reference: str = "",
) -> Seller:
    """A new seller; the one there already when `nonce`, or the brand's `reference`, was seen before.

    Raises `ReferenceBroken` when the reference could be a name or an e-mail address.
    """
    check_reference(reference)
    row = {
        "id": f"s_{secrets.token_urlsafe(16)}",
        "nonce": hashed(nonce),
        "brand": brand,
        "reference": reference or None,
        "country": country,
        "business_type": business_type,
        "agreement": agreement,
        "collection": collection,
        "locale": locale,
        "created": now,
    }
    tx.execute(adding(tx, models.seller).values(row).on_conflict_do_nothing())
    same = models.seller.c.nonce == hashed(nonce)
    if reference:
        same = or_(same, (models.seller.c.brand == brand) & (models.seller.c.reference == reference))
    # A nonce of one seller with the reference of another: the reference is the marketplace's word.
    wanted = select(*_SELLER).where(same).order_by(models.seller.c.reference.is_(None))
    return Seller(**tx.execute(wanted).mappings().first() or {})


def check_reference(reference: str) -> None:
    """Raises `ReferenceBroken` when the reference could be a name or an e-mail address; "" is none."""
    if reference and not _REFERENCE.fullmatch(reference):
        raise ReferenceBroken("a reference is an id: up to 120 letters, digits and . _ : / -")


def find_seller(tx: Connection, *, seller: str) -> Seller | None:
    """The seller of that public id."""
    return _one(tx, models.seller.c.id == seller)


def find_current(tx: Connection, *, seller: str) -> Current | None:
    """The seller of that public id with the last snapshot kept, in one question."""
    row = tx.execute(_CURRENT, {"seller": seller}).first()
    return read_current(row) if row else None


def read_current(row: Sequence[Any]) -> Current:
    """What a row of `CURRENT` says."""
    *columns, content, stale, version = row
    kept = None if content is None else Kept(snapshot_from_plain(content), stale, version)
    return Current(Seller(*columns), kept)


def find_account(tx: Connection, *, account: str) -> Seller | None:
    """The seller who has that Stripe account."""
    return _one(tx, models.seller.c.account == account)


def find_reference(tx: Connection, *, brand: str, reference: str) -> Seller | None:
    """The seller whom the marketplace calls so."""
    return _one(tx, (models.seller.c.brand == brand) & (models.seller.c.reference == reference))


def find_start(tx: Connection, *, nonce: str) -> Seller | None:
    """The seller whom the start of that nonce made."""
    return _one(tx, models.seller.c.nonce == hashed(nonce))


def forget_start(tx: Connection, *, seller: str) -> None:
    """Deletes a seller who was begun and has no account."""
    row = models.seller
    tx.execute(row.delete().where(row.c.id == seller, row.c.account.is_(None)))


def set_account(tx: Connection, *, seller: str, account: str) -> str:
    """Ties the seller to an account, once: a second account is not taken. Answers the account they have."""
    row = models.seller
    tx.execute(update(row).where(row.c.id == seller, row.c.account.is_(None)).values(account=account))
    return str(tx.execute(select(row.c.account).where(row.c.id == seller)).scalar_one())


def set_locale(tx: Connection, *, seller: str, locale: str) -> None:
    """The language the seller chose last."""
    tx.execute(update(models.seller).where(models.seller.c.id == seller).values(locale=locale))


def set_business_type(tx: Connection, *, seller: str, business_type: str) -> None:
    """What the account's business type has become."""
    tx.execute(update(models.seller).where(models.seller.c.id == seller).values(business_type=business_type))


def save_snapshot(tx: Connection, *, seller: str, snapshot: Snapshot, stale: bool = False) -> None:
    """Keeps the snapshot, unless a later one is kept already."""
    kept = models.snapshot
    row = _row(seller, snapshot, stale)
    tx.execute(
        adding(tx, kept)
        .values(seller=seller, **row)
        .on_conflict_do_update(
            index_elements=["seller"],
            set_={**row, "version": kept.c.version + 1},
            where=kept.c.taken <= snapshot.taken,
        )
    )


def renew_snapshot(
    tx: Connection, *, seller: str, snapshot: Snapshot, version: int | None, stale: bool = False
) -> bool:
    """Keeps the snapshot where nothing was written since `version` was read (None: there was none).

    False where something was: then nothing is kept. One statement, so that no other writer fits between
    looking and writing, on SQLite and on PostgreSQL alike.
    """
    kept = models.snapshot
    row = _row(seller, snapshot, stale)
    if version is None:
        new = adding(tx, kept).values(seller=seller, **row).on_conflict_do_nothing()
        return tx.execute(new.returning(kept.c.seller)).first() is not None
    same = (kept.c.seller == seller) & (kept.c.version == version)
    return tx.execute(update(kept).where(same).values(**row, version=version + 1)).rowcount == 1


def _row(seller: str, snapshot: Snapshot, stale: bool) -> dict[str, Any]:
    """A seller whose change broke off has no snapshot to trust, whoever reads the account: so the next page
    view takes the change up, and other views need not look for one."""
    row = models.change
    changing = exists().where(row.c.seller == seller, row.c.finished.is_(None))
    return {
        "content": snapshot_to_plain(snapshot),
        "taken": snapshot.taken,
        "stale": True if stale else changing,
    }


def find_snapshot(tx: Connection, *, seller: str) -> Kept | None:
    """The last snapshot kept of the seller, if there is one."""
    kept = models.snapshot
    wanted = select(kept.c.content, kept.c.stale, kept.c.version).where(kept.c.seller == seller)
    row = tx.execute(wanted).first()
    return Kept(snapshot_from_plain(row.content), row.stale, row.version) if row else None


def mark_stale(tx: Connection, *, seller: str) -> int:
    """The next page view reads the account again. Answers the snapshot's version, 0 where there is none."""
    kept = models.snapshot
    tx.execute(update(kept).where(kept.c.seller == seller).values(stale=True, version=kept.c.version + 1))
    return tx.execute(select(kept.c.version).where(kept.c.seller == seller)).scalar() or 0


def add_acceptance(
    tx: Connection,
    *,
    seller: str,
    terms_version: str,
    agreement: str,
    language: str,
    page_hash: str,
    accepted: int,
) -> None:
    """Keeps evidence; the same acceptance is kept once."""
    row = {
        "seller": seller,
        "terms_version": terms_version,
        "agreement": agreement,
        "language": language,
        "page_hash": page_hash,
        "accepted": accepted,
    }
    tx.execute(adding(tx, models.acceptance).values(row).on_conflict_do_nothing())


def acceptances(tx: Connection, *, seller: str) -> tuple[Acceptance, ...]:
    """What the seller accepted, oldest first."""
    row = models.acceptance
    columns = [column for column in row.c if column.name != "id"]
    found = tx.execute(select(*columns).where(row.c.seller == seller).order_by(row.c.accepted)).mappings()
    return tuple(Acceptance(**each) for each in found)


def count_sellers(tx: Connection) -> int:
    """How many sellers there are."""
    return int(tx.execute(select(func.count()).select_from(models.seller)).scalar_one())


def _one(tx: Connection, which: Any) -> Seller | None:
    row: RowMapping | None = tx.execute(select(*_SELLER).where(which)).mappings().first()
    return Seller(**row) if row else None
