"""Where the seller stands, what works, what is wrong, what is checked; and the way to Stripe's own form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms.asked import SummaryLine
from onboarding.capabilities import UNREQUESTED
from onboarding.gateway import Unavailable
from onboarding.i18n import translate
from onboarding.plan import State
from onboarding.sellers import Overview
from onboarding.standing import Standing
from onboarding.web import words
from onboarding.web.access import as_found, for_seller
from onboarding.web.announcing import coming
from onboarding.web.capabilities import capability_name
from onboarding.web.flow import address_after, hand_off_address
from onboarding.web.mending import title_of, wrongs
from onboarding.web.pages import RETRY_AFTER, page
from onboarding.web.parts import parts
from onboarding.web.rejected import is_rejected
from onboarding.web.standings import standing_words
from onboarding.web.tasks import Task, chapters

blueprint = Blueprint("status", __name__)

LINKS_IN_A_ROW = 3
"""New links that are made by themselves; then the seller presses the button again. A page of Stripe's that
sends everybody back would send them round for ever."""

DONE = (State.COMPLETED, State.CHECKING, State.PROBLEM)
"""States that the list of what is left leaves out; problems have a list of their own."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One capability. address: of its own page."""

    name: str
    address: str
    state: str
    look: str


@blueprint.get("/onboarding/status")
@for_seller
def status(seller: str) -> ResponseReturnValue:
    """The status page, by an account read again where what is known of it has an age.

    Sellers are told to look here again: so what they see may not hang on webhooks alone.
    """
    if found := as_found():
        parts().sellers.look_again(seller, found)
    return _page(seller)


@blueprint.post("/onboarding/hand-off")
@for_seller
def hand_off(seller: str) -> ResponseReturnValue:
    """Goes to Stripe's own form by a link that is good once and for minutes only."""
    return _to_stripe(seller, 1)


@blueprint.get("/onboarding/hand-off/return")
@for_seller
def back(seller: str) -> ResponseReturnValue:
    """The seller comes back from Stripe, done or not: the account is read again to know."""
    parts().sellers.reread(seller)
    return redirect(url_for("status.status"))


@blueprint.get("/onboarding/hand-off/refresh")
@for_seller
def refresh(seller: str) -> ResponseReturnValue:
    """Stripe's link was used up or too old: on to a new one, as Stripe asks for, while there is a reason to.

    Source: Stripe's docs on account links, where the refresh URL makes a new link and goes there.
    """
    try:
        parts().sellers.reread(seller)
    except Unavailable:
        return _press_again(seller)
    turn = request.args.get("turn", LINKS_IN_A_ROW + 1, int)
    if turn > LINKS_IN_A_ROW or is_rejected(seller) or not parts().sellers.plan(seller).for_stripe:
        return redirect(url_for("status.status"))
    return _to_stripe(seller, turn)


def _to_stripe(seller: str, turn: int) -> ResponseReturnValue:
    try:
        address = parts().sellers.hand_off(
            seller,
            refresh_url=_outside(url_for("status.refresh", turn=turn + 1)),
            return_url=_outside(url_for("status.back")),
        )
    except Unavailable:
        return _press_again(seller)
    return redirect(address, 303)


def _press_again(seller: str) -> ResponseReturnValue:
    """The page with the button, and that Stripe made no link for it just now."""
    return _page(seller, SummaryLine("", translate(words.PRESS_AGAIN))), 503, RETRY_AFTER


def _page(seller: str, *problems: SummaryLine) -> str:
    overview = parts().sellers.overview(seller)
    shown = {**standing_words(overview), **_lists(overview)}
    return page("status", overview=overview, failed=bool(problems), problems=problems, **shown)


def _outside(path: str) -> str:
    return parts().settings.public_url.rstrip("/") + path


def _lists(overview: Overview) -> dict[str, Any]:
    rejected = overview.standing is Standing.REJECTED
    onward = "" if rejected else address_after(overview.plan)
    return {
        "wrong": () if rejected else tuple(wrongs(overview.plan, overview.names)),
        "support": any(problem.support for problem in overview.plan.problems) and not rejected,
        "left": () if rejected else tuple(_left(overview)),
        "coming": coming(overview),
        "checking": tuple(dict.fromkeys(_checking(overview))),
        "capabilities": tuple(_capabilities(overview)),
        "further": () if rejected else tuple(_effect(name, UNREQUESTED) for name in overview.further),
        "next_address": "" if onward == url_for("status.status") else onward,
        "hand_off": "" if rejected else _hand_off(overview, onward),
    }


def _hand_off(overview: Overview, onward: str) -> str:
    """Whether the way to Stripe's own page is shown, and whether it is what comes "next" or "later"."""
    if not overview.plan.hand_offs:
        return ""
    return "next" if onward == hand_off_address() else "later"


def _left(overview: Overview) -> Iterator[Task]:
    """The open lines of the list, but for the way to Stripe's page, which this page shows in full."""
    lines = (task for chapter in chapters(overview) for task in chapter.tasks)
    return (task for task in lines if task.state not in DONE and task.address != hand_off_address())


def _checking(overview: Overview) -> Iterator[str]:
    pending = set(overview.plan.checking)
    for group in overview.plan.groups:
        if pending & group.ids:
            pending -= group.ids
            yield title_of(group, overview.names)
    if pending:
        yield translate(words.OTHER_DETAILS)


def _capabilities(overview: Overview) -> Iterator[Effect]:
    for capability in overview.snapshot.capabilities:
        if capability.name not in overview.further:
            yield _effect(capability.name, capability.status)


def _effect(name: str, status: str) -> Effect:
    state, look = words.CAPABILITY_STATES.get(status, words.CAPABILITY_STATES["inactive"])
    address = url_for("capabilities.capability", name=name)
    return Effect(capability_name(name), address, translate(state), look)
