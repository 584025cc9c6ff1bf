"""Links that marketplaces send to their sellers: signed, good once and for a time.

A link holds opaque ids and what decides the questions (country, business type, language), nothing personal.
Its nonce is a row, so that a link can be used up; what is kept of the nonce is a hash.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from hashlib import sha256

from itsdangerous import BadData, URLSafeSerializer

from onboarding import store
from onboarding.store import Connection


class LinkBroken(Exception):
    """The link cannot be used; each kind has a page that says how to get a new one."""


class Expired(LinkBroken):
    """Its time has passed."""


class Used(LinkBroken):
    """It was used before; the seller may still be signed in."""


class Forged(LinkBroken):
    """We did not make it, or it was cut short on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What a link says. seller: public id of one who is there already, "" to begin with a new one.

    "" leaves a choice to the brand, or to the seller. reference: the marketplace's own opaque id of them.
    nonce: of the link; a start with it makes one seller however often it is sent.
    """

    seller: str = ""
    country: str = ""
    business_type: str = ""
    structure: str = ""
    agreement: str = ""
    locale: str = ""
    reference: str = ""
    nonce: str = ""


_SALT = "onboarding.link"


def make_link(
    tx: Connection, invitation: Invitation, *, keys: Sequence[str], now: int, hours: int, nonce: str = ""
) -> str:
    """The token of a new link. keys: the secret key, then earlier ones; the first one signs.

    Raises `ReferenceBroken` when the reference could be a name or an e-mail address.
    """
    store.check_reference(invitation.reference)
    nonce = nonce or secrets.token_urlsafe(16)
    expires = now + hours * 3600
    store.add_link(tx, nonce=nonce, seller=invitation.seller or None, now=now, expires=expires)
    said = {name: value for name, value in asdict(invitation).items() if value and name != "nonce"}
    return str(_signer(keys).dumps({**said, "nonce": nonce, "expires": expires}))


def read_link(tx: Connection, token: str, *, keys: Sequence[str], now: int) -> Invitation:
    """What the link says, without using it up: mail programs open links before people do.

    Raises `Forged`, `Expired` or `Used`.
    """
    invitation, expires = _said(token, keys)
    if expires <= now:
        raise Expired
    kept = store.find_link(tx, nonce=invitation.nonce)
    if kept is None:
        raise Forged
    if kept.used is not None:
        raise Used
    return invitation


def open_link(tx: Connection, token: str, *, keys: Sequence[str], now: int) -> Invitation:
    """What the link says, and uses it up. Raises `Forged`, `Expired` or `Used`."""
    invitation = read_link(tx, token, keys=keys, now=now)
    if not store.use_link(tx, nonce=invitation.nonce, now=now):
        raise Used
    return invitation


def _said(token: str, keys: Sequence[str]) -> tuple[Invitation, int]:
    try:
        said = _signer(keys).loads(token)
        expires = int(said.pop("expires"))
        known = {field.name for field in fields(Invitation)}
        return Invitation(**{name: str(value) for name, value in said.items() if name in known}), expires
    except (BadData, KeyError, TypeError, ValueError, AttributeError):
        raise Forged from None


def _signer(keys: Sequence[str]) -> URLSafeSerializer:
    # itsdangerous signs with the last of the keys and takes them all.
    return URLSafeSerializer(list(reversed(keys)), salt=_SALT, signer_kwargs={"digest_method": sha256})
