"""How a seller comes in by a link that the marketplace made: shown first, used up only by the button."""

from __future__ import annotations

from flask import Blueprint, redirect, session, url_for
from flask.typing import ResponseReturnValue

from forms.asked import SummaryLine
from onboarding import i18n, links, store
from onboarding.gateway import Unavailable
from onboarding.i18n import translate
from onboarding.links import Invitation
from onboarding.sellers import Application
from onboarding.web import words
from onboarding.web.access import close_session, for_everybody, open_session
from onboarding.web.pages import RETRY_AFTER, page
from onboarding.web.parts import parts
from onboarding.web.start import INVITED, UNSURE, begin_once, begin_with

blueprint = Blueprint("arrival", __name__)


@blueprint.get("/start/<token>")
@for_everybody
def link(token: str) -> ResponseReturnValue:
    """Uses nothing up: mail programs open links before people do, but press no buttons."""
    with parts().database.read() as tx:
        invitation = links.read_link(tx, token, keys=keys(), now=parts().clock())
    _speak(invitation)
    return page("link", token=token)


@blueprint.post("/start/<token>")
@for_everybody
def enter(token: str) -> ResponseReturnValue:
    """Signs in whom the link names; begins with a new seller where it names none.

    The account is made before the link is used up: when Stripe cannot be reached, the same link works again.
    """
    with parts().database.read() as tx:
        invitation = links.read_link(tx, token, keys=keys(), now=parts().clock())
    _speak(invitation)
    if invitation.seller:
        return _let_in(token, invitation.seller)
    if not (invitation.country and invitation.business_type):
        return _ask_the_rest(token, invitation)
    try:
        seller = begin_once(_application(invitation), invitation.nonce)
    except Unavailable:
        problems = (SummaryLine("", translate(words.PRESS_AGAIN)),)
        return page("link", token=token, failed=True, problems=problems), 503, RETRY_AFTER
    return _let_in(token, seller)


def keys() -> tuple[str, ...]:
    """What signs links, the newest first."""
    return (parts().settings.secret_key, *parts().settings.secret_key_fallbacks)


def _speak(invitation: Invitation) -> None:
    """In the link's language, else in that of the seller who comes back; not once another was chosen here."""
    if i18n.CHOSEN not in session and (wanted := invitation.locale or _spoken_by(invitation.seller)):
        i18n.choose(wanted)


def _spoken_by(seller: str) -> str:
    with parts().database.read() as tx:
        row = store.find_seller(tx, seller=seller) if seller else None
    return row.locale if row else ""


def _let_in(token: str, seller: str) -> ResponseReturnValue:
    _use_up(token)
    open_session(seller)
    return redirect(url_for("tasks.tasks"), 303)


def _ask_the_rest(token: str, invitation: Invitation) -> ResponseReturnValue:
    """The start page asks what the link leaves open; what the link says is kept until then."""
    _use_up(token)
    unsure = {name: session[name] for name in (UNSURE,) if name in session}
    close_session()
    session.update(unsure)
    session[INVITED] = {
        name: getattr(invitation, name)
        for name in ("country", "business_type", "structure", "agreement", "reference", "nonce")
    }
    return redirect(url_for("start.start"), 303)


def _use_up(token: str) -> None:
    with parts().database.write() as tx:
        links.open_link(tx, token, keys=keys(), now=parts().clock())


def _application(invitation: Invitation) -> Application:
    return begin_with(
        country=invitation.country,
        business_type=invitation.business_type,
        structure=invitation.structure,
        agreement=invitation.agreement,
        reference=invitation.reference,
    )
