"""The lists of a company's persons: owners, directors, executives. Add, change, remove, "that is all"."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms.asked import SummaryLine
from onboarding.gateway import Gone, Refused
from onboarding.i18n import enumeration, translate
from onboarding.plan import Plan, RoleTask, State, new_person
from onboarding.requirements import PersonShape
from onboarding.sellers import Overview, PersonGone
from onboarding.subjects import LISTED_ROLES
from onboarding.web import words
from onboarding.web.access import for_seller
from onboarding.web.flow import address_of
from onboarding.web.pages import page
from onboarding.web.parts import parts
from onboarding.web.rejected import close_to_rejected

blueprint = Blueprint("people", __name__)
close_to_rejected(blueprint)

ROLES = ("representative", "owner", "director", "executive", "authorizer", "legal_guardian")
"""In the order in which a person's roles are told."""


AT_ONCE = 25
"""Persons on one page of a list."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of a list. change: address of the first section about them, "" when there is none."""

    id: str
    name: str
    roles: str
    change: str


@blueprint.get("/onboarding/people/<subject>")
@for_seller
def people(seller: str, subject: str) -> ResponseReturnValue:
    """The list, some persons at a time."""
    overview, role = _role(seller, subject)
    return _list_page(overview, role)


@blueprint.post("/onboarding/people/<subject>")
@for_seller
def complete(seller: str, subject: str) -> ResponseReturnValue:
    """The seller says that this is all; shown again when it is another list than the one on the page."""
    overview, role = _role(seller, subject)
    if request.form.get("listed", "") != _listed(role):
        return _list_page(overview, role, changed=True), 422
    parts().sellers.complete_role(seller, subject, nonce=_attempt())
    return redirect(url_for("tasks.onward"), 303)


def _list_page(overview: Overview, role: RoleTask, *, changed: bool = False) -> str:
    subject, is_open = role.subject, role.state is not State.COMPLETED
    pages = max(1, -(-len(role.persons) // AT_ONCE))
    number = min(max(request.args.get("page", 1, int), 1), pages)
    here = role.persons[(number - 1) * AT_ONCE : number * AT_ONCE]
    return page(
        "people",
        heading=translate(words.ROLE_TITLES[subject]),
        failed=changed,
        problems=(SummaryLine("", translate(words.LIST_CHANGED)),) if changed else (),
        intro=words.ROLE_INTROS[subject],
        subject=subject,
        people=tuple(_entry(person, overview) for person in here),
        count=len(role.persons),
        number=number,
        pages=pages,
        others=tuple(_others(overview, role)) if is_open else (),
        add=_add_address(overview, subject),
        add_words=words.ROLE_ADDS[subject],
        open=is_open,
        complete_words=(words.ROLE_COMPLETES if here else words.ROLE_NONE)[subject],
        listed=_listed(role),
        attempt=secrets.token_urlsafe(16),
    )


def _listed(role: RoleTask) -> str:
    """What tells one list from another: a hash of the ids of the persons on it."""
    return sha256(" ".join(sorted(role.persons)).encode()).hexdigest()[:16]


@blueprint.post("/onboarding/people/<subject>/<person>/add")
@for_seller
def take(seller: str, subject: str, person: str) -> ResponseReturnValue:
    """Somebody who is there already is an owner (director, executive) too."""
    overview, role = _role(seller, subject)
    if overview.snapshot.person(person) is None:
        raise PersonGone(person)
    if person not in {other for other, _ in _others(overview, role)}:
        return redirect(url_for("people.people", subject=subject), 303)
    parts().sellers.give_role(seller, person, subject, nonce=_attempt())
    return redirect(url_for("people.people", subject=subject), 303)


@blueprint.get("/onboarding/people/<subject>/<person>/remove")
@for_seller
def remove(seller: str, subject: str, person: str) -> ResponseReturnValue:
    """Asks whether this person is really to be removed."""
    overview, _ = _role(seller, subject, person)
    return _remove_page(subject, person, overview)


@blueprint.post("/onboarding/people/<subject>/<person>/remove")
@for_seller
def remove_now(seller: str, subject: str, person: str) -> ResponseReturnValue:
    """Removes the person."""
    overview, _ = _role(seller, subject, person)
    try:
        parts().sellers.remove_person(seller, person, subject, nonce=_attempt())
    except Gone:
        parts().sellers.reread(seller)
    except Refused:
        return _remove_page(subject, person, overview, refused=True), 422
    return redirect(url_for("people.people", subject=subject), 303)


def _remove_page(subject: str, person: str, overview: Overview, *, refused: bool = False) -> str:
    name = overview.names.get(person) or translate(words.UNNAMED)
    return page(
        "remove",
        heading=translate(words.REMOVE, name=name),
        failed=refused,
        problems=(SummaryLine("", translate(words.NOT_REMOVED)),) if refused else (),
        attempt=secrets.token_urlsafe(16),
        back=url_for("people.people", subject=subject),
        action=url_for("people.remove_now", subject=subject, person=person),
    )


def _role(seller: str, subject: str, person: str = "") -> tuple[Overview, RoleTask]:
    """The list, as it applies now; 404 for what is no list and for a person who is not in it."""
    if subject not in LISTED_ROLES:
        abort(404)
    overview = parts().sellers.overview(seller)
    role = next((role for role in overview.plan.roles if role.subject == subject), None)
    if role is None or (person and person not in role.persons):
        abort(404)
    return overview, role


def _entry(person: str, overview: Overview) -> Entry:
    shape = overview.snapshot.person(person) or PersonShape(person, frozenset())
    told = [translate(words.PERSON_ROLES[role]) for role in ROLES if role in shape.roles]
    return Entry(
        id=person,
        name=overview.names.get(person) or translate(words.UNNAMED),
        roles=enumeration(told),
        change=_first_section(overview.plan, person),
    )


def _others(overview: Overview, role: RoleTask) -> Iterator[tuple[str, str]]:
    """Persons of the company who are not on this list: id, and the button's words."""
    for shape in overview.snapshot.persons:
        name = overview.names.get(shape.id)
        if name and shape.id not in role.persons:
            yield shape.id, translate(words.ROLE_TAKES[role.subject], name=name)


def _attempt() -> str:
    """What tells one press of a button from the next; as many letters as keys have room for."""
    sent = request.form.get("attempt", "")
    return sent if sent.isascii() and 16 <= len(sent) <= 64 else secrets.token_urlsafe(16)


def _first_section(plan: Plan, person: str) -> str:
    groups = [group for group in plan.groups if group.subject == person]
    first = next((group for group in groups if group.due or group.problems), None) or next(iter(groups), None)
    return address_of(first.place) if first else ""


def _add_address(overview: Overview, subject: str) -> str:
    first = new_person(overview.snapshot, parts().maps, subject)
    return address_of(first.place) if first else ""
