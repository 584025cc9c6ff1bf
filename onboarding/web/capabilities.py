"""The page of one capability: its state, what it still needs, and asking for it where it is a further one."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms.asked import SummaryLine
from onboarding.capabilities import Needs
from onboarding.gateway import Refused
from onboarding.i18n import translate
from onboarding.plan import PlannedGroup
from onboarding.web import words
from onboarding.web.access import for_seller
from onboarding.web.flow import address_of
from onboarding.web.pages import page
from onboarding.web.parts import parts
from onboarding.web.rejected import close_to_rejected

blueprint = Blueprint("capabilities", __name__)
close_to_rejected(blueprint)


@dataclass(frozen=True, slots=True)
class Needed:
    """One section that a capability needs. address: "" where it cannot be filled in yet."""

    title: str
    address: str


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
    return translate(known) if known else translate(words.OTHER_CAPABILITY, name=name.replace("_", " "))


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
        needed=tuple(_needed(needs)),
        attempt=secrets.token_urlsafe(16),
    )


def _reason(needs: Needs) -> str:
    reason = needs.requirements.disabled_reason
    told = parts().maps.disabled_reason(reason) if reason and needs.requested else None
    return translate(told) if told else ""


def _needed(needs: Needs) -> Iterator[Needed]:
    for group in needs.plan.groups:
        if group.due:
            yield Needed(_title(group), address_of(group.place) if needs.requested else "")
    for role in needs.plan.roles:
        if role.provided or role.missing:
            address = url_for("people.people", subject=role.subject) if needs.requested else ""
            yield Needed(translate(words.ROLE_TITLES[role.subject]), address)
    if needs.plan.hand_offs:
        yield Needed(translate(words.HAND_OFF), url_for("status.status") if needs.requested else "")


def _title(group: PlannedGroup) -> str:
    return translate(group.title)
