"""Who may use a page: everybody, or the seller whose session it is. Every view says which; a test checks.

The cookie holds the id of a session, and hashes of files that were sent (`sent_files`); nothing else of the
seller. The session is a row that can be revoked.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import g, session

from onboarding import store
from onboarding.i18n import CHOSEN
from onboarding.store import Current
from onboarding.web.parts import parts

View = TypeVar("View", bound=Callable[..., Any])

VISIT = "visit"
"""Key of the cookie's session under which the secret id of the seller's session is kept."""

SIGNER = "csrf_token"
"""Key of the cookie's session for what tokens in forms are signed with (Flask-WTF's own)."""


class SessionOver(Exception):
    """There is no living session: it ended, was revoked, or never was."""


def for_everybody(view: View) -> View:
    """Marks a view that needs no session."""
    return _marked(view, "everybody")


def for_machines(view: View) -> View:
    """Marks a view that other programs call: probes and Stripe."""
    return _marked(view, "machines")


def for_seller(view: View) -> View:
    """A view of the seller's own pages; it gets the public seller id as its first argument."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        seller = current_seller()
        if seller is None:
            raise SessionOver
        return view(seller, *args, **kwargs)

    return cast("View", _marked(guarded, "seller"))


def open_session(seller: str) -> None:
    """Signs the seller in with a new session; the one there was ends, and the language stays.

    Whose session here was the same seller's, even if it has ended, may still send the pages they had open.
    """
    token = session.get(SIGNER) if _were_here(seller) else None
    close_session()
    if token:
        session[SIGNER] = token
    found, now = parts(), parts().clock()
    visit = secrets.token_urlsafe(24)
    with found.database.write() as tx:
        store.add_session(tx, session=visit, seller=seller, now=now, expires=now + _lifetime())
    session[VISIT] = visit
    g.seller = seller
    g.pop("found", None)


def close_session() -> None:
    """Signs the seller out, here and for whoever has copied the cookie."""
    visit, chosen = session.get(VISIT), session.get(CHOSEN)
    session.clear()
    g.pop("seller", None)
    g.pop("found", None)
    g.pop("csrf_token", None)
    if chosen:
        session[CHOSEN] = chosen
    if visit:
        with parts().database.write() as tx:
            store.revoke_session(tx, session=str(visit), now=parts().clock())


def current_seller() -> str | None:
    """The public id of the seller who is signed in; looked up once in a request."""
    if "seller" not in g:
        g.found = _look_up()
        g.seller = g.found.seller.id if g.found else None
    return cast("str | None", g.seller)


def as_found() -> Current | None:
    """Who is signed in and their snapshot, as this request found them when it looked.

    For what looks before anything is written: it saves reading the same once more.
    """
    current_seller()
    return cast("Current | None", g.get("found"))


def signed_in() -> bool:
    """Whether this request has already found a seller; asks nothing, so that error pages may use it."""
    return bool(g.get("seller"))


def country_of_account() -> str:
    """The country of the seller whom this request has already found; "" while it has found none."""
    found = cast("Current | None", g.get("found"))
    return found.seller.country if found else ""


def _look_up() -> Current | None:
    visit = session.get(VISIT)
    if not visit:
        return None
    database, now = parts().database, parts().clock()
    with database.read() as tx:
        found = store.find_visitor(tx, session=str(visit), now=now)
    if found and now - int(session.get("seen", 0)) > _lifetime() // 4:
        session["seen"] = now
        with database.write() as tx:
            store.extend_session(tx, session=str(visit), now=now, expires=now + _lifetime())
    return found


def seconds_left() -> int:
    """Seconds until the session at hand ends if nothing happens."""
    now = parts().clock()
    return int(session.get("seen", now)) + _lifetime() - now


def _were_here(seller: str) -> bool:
    with parts().database.read() as tx:
        return store.session_owner(tx, session=str(session.get(VISIT, ""))) == seller


def _lifetime() -> int:
    return parts().settings.session_minutes * 60


def _marked(view: View, audience: str) -> View:
    view.audience = audience  # type: ignore[attr-defined]  # functions take attributes; their type does not say so
    return view
