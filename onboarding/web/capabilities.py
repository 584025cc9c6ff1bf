"""The page of one capability: its state, what it still needs, and asking for it where it is a further one."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms.asked import SummaryLine
from onboarding.capabilities import Needs
from onboarding.deadlines import deadline_of
from onboarding.gateway import Refused
from onboarding.i18n import translate
from onboarding.plan import State
from onboarding.web import words
from onboarding.web.access import for_seller
from onboarding.web.announcing import announced_in
from onboarding.web.flow import address_of, hand_off_address
from onboarding.web.mending import address_at, title_of, wrongs
from onboarding.web.pages import page
from onboarding.web.parts import parts
from onboarding.web.rejected import close_to_rejected

blueprint = Blueprint("capabilities", __name__)
close_to_rejected(blueprint)


@dataclass(frozen=True, slots=True)
class Needed:
    """One section that a capability needs. address: "" where it cannot be filled in yet; besides: the account
    is not asked for it, or not for all of it, without the capability."""

    title: str
    address: str
    state: State
    besides: bool


@blueprint.get("/onboarding/capabilities")
@for_seller
def capabilities(_seller: str) -> ResponseReturnValue:
    """Whoever shortens the address of one comes to the page that lists them all."""
    return redirect(url_for("status.status"))


@blueprint.get("/onboarding/capabilities/<name>")
@for_seller
def capability(seller: str, name: str) -> ResponseReturnValue:
    """What a capability is, and what it needs: before it is asked for, too."""
    return _page(_needs(seller, name))


@blueprint.post("/onboarding/capabilities/<name>")
@for_seller
def ask(seller: str, name: str) -> ResponseReturnValue:
    """Asks for a further capability; whatever it needs is the next thing to do."""
    needs = _needs(seller, name)
    try:
        parts().sellers.request(seller, name, nonce=request.form.get("attempt", "")[:64])
    except Refused:
        return _page(needs, refused=True), 422
    return redirect(url_for("tasks.onward"), 303)


def capability_name(name: str) -> str:
    """What a capability is called; the maps know most, the set of them is open."""
    known = parts().maps.capability(name)
    return translate(known or words.OTHER_CAPABILITY)


def _needs(seller: str, name: str) -> Needs:
    try:
        needs = parts().sellers.needs(seller, name)
    except Refused:
        needs = None
    if needs is None:
        abort(404)
    return needs


def _page(needs: Needs, *, refused: bool = False) -> str:
    state, look = words.CAPABILITY_STATES.get(needs.status, words.CAPABILITY_STATES["inactive"])
    return page(
        "capability",
        heading=capability_name(needs.name),
        failed=refused,
        problems=(SummaryLine("", translate(words.CAPABILITY_REFUSED)),) if refused else (),
        needs=needs,
        state=translate(state),
        look=look,
        reason=_reason(needs),
        wrong=tuple(wrongs(needs.plan, needs.names)) if needs.requested else (),
        support=any(problem.support for problem in needs.plan.problems),
        needed=tuple(_needed(needs)),
        due=deadline_of(needs.alone, parts().clock(), early=parts().sellers.early)
        if needs.requested
        else None,
        coming=announced_in(needs.plan, needs.alone, needs.names) if needs.requested else None,
        attempt=secrets.token_urlsafe(16),
    )


def _reason(needs: Needs) -> str:
    """Why it is off and what can be done; also where Stripe gives a reason that nobody knows, or none."""
    if not needs.requested or needs.status == "active":
        return ""
    reason, waits = needs.requirements.disabled_reason, bool(needs.plan.checking or tuple(_needed(needs)))
    if not reason:
        return "" if waits or needs.status == "pending" else translate(words.CAPABILITY_OFF)
    return translate(parts().maps.capability_reason(reason) or words.CAPABILITY_OFF)


def _needed(needs: Needs) -> Iterator[Needed]:
    """Every section of its plan that is due; none has an address before the capability is asked for."""
    for group in needs.plan.groups:
        if group.due:
            start = needs.can_start(group)
            address = address_of(group.place) if needs.requested and start else ""
            state = group.state if start else State.CANNOT_START
            yield Needed(title_of(group, needs.names), address, state, needs.is_besides(group))
    for role in needs.plan.roles:
        if role.provided or role.missing:
            address = address_at(role) if needs.requested else ""
            title = translate(words.ROLE_TITLES[role.subject])
            yield Needed(title, address, role.state, needs.is_besides(role))
    if needs.plan.hand_offs:
        address = hand_off_address() if needs.requested else ""
        title = translate(words.HAND_OFF)
        yield Needed(title, address, State.NOT_STARTED, needs.hands_off_besides)
