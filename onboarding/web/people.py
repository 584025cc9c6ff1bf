"""The persons of an account by role. Lists: add, change, remove, "that is all". Roles that somebody holds:
who holds them now, and somebody else in their place, who is there already or new.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import Blueprint, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from forms.asked import SummaryLine
from forms.questions import Message
from onboarding.calls import PLACEHOLDER_ROLES
from onboarding.gateway import Gone, Refused
from onboarding.i18n import enumeration, translate
from onboarding.plan import Plan, RoleTask, State, new_person
from onboarding.problems import tell
from onboarding.requirements import PersonShape
from onboarding.roles import other_roles
from onboarding.sellers import Overview, PersonGone
from onboarding.subjects import HELD_ROLES, LISTED_ROLES
from onboarding.web import words
from onboarding.web.access import for_seller
from onboarding.web.flow import address_of
from onboarding.web.mending import beside, other_ways
from onboarding.web.pages import Link, page
from onboarding.web.parts import parts
from onboarding.web.rejected import close_to_rejected

blueprint = Blueprint("people", __name__)
close_to_rejected(blueprint)

ROLES = ("representative", "owner", "director", "executive", "authorizer", "legal_guardian")
"""In the order in which a person's roles are told."""


AT_ONCE = 25
"""Persons on one page of a list."""

LIST_ID = "people"
"""Id of the list on its page, to which problems lead."""

REMOVED, REMEMBERED = "removed", 20
"""Where the session keeps ids of the persons removed last, and how many."""

REPRESENTATIVE = "representative"
"""The role that one person holds alone: nobody is removed from it, somebody else is named."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of a list. change: address of the first section about them; remove: of the page that asks
    whether to; replace: of the page where the company names another representative. "" where there is none.
    """

    id: str
    name: str
    roles: str
    change: str
    remove: str
    replace: str


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
    if subject not in LISTED_ROLES:
        abort(404)
    if request.form.get("listed", "") != _listed(role):
        return _list_page(overview, role, failed=words.LIST_CHANGED), 422
    parts().sellers.complete_role(seller, subject, nonce=_attempt())
    return redirect(url_for("tasks.onward"), 303)


def _list_page(overview: Overview, role: RoleTask, *, failed: Message | None = None) -> str:
    """failed: what is told on top besides what verification found wrong."""
    pages = max(1, -(-len(role.persons) // AT_ONCE))
    number = min(max(request.args.get("page", 1, int), 1), pages)
    here = role.persons[(number - 1) * AT_ONCE : number * AT_ONCE]
    wrong = tuple(dict.fromkeys(_wrong(role)))
    return page(
        "people",
        heading=translate(words.PEOPLE_TITLES[role.subject]),
        failed=bool(failed or wrong),
        problems=((SummaryLine("", translate(failed)),) if failed else ()) + wrong,
        wrong=wrong,
        elsewhere=other_ways(overview.plan, role, overview.names),
        intro=words.PEOPLE_INTROS[role.subject],
        subject=role.subject,
        people=tuple(_entry(person, overview, role) for person in here),
        count=len(role.persons),
        number=number,
        pages=pages,
        add=_add(overview, role),
        attempt=secrets.token_urlsafe(16),
        **beside(role.problems),
        **_finish(overview, role),
    )


def _finish(overview: Overview, role: RoleTask) -> dict[str, Any]:
    """Who else can be put on the list, and how the seller says that it is complete."""
    listed = role.subject in LISTED_ROLES
    is_open = listed and role.state is not State.COMPLETED
    complete = (words.ROLE_COMPLETES if role.persons else words.ROLE_NONE)[role.subject] if listed else None
    return {
        "open": is_open,
        "complete_words": complete,
        "listed": _listed(role),
        "others": tuple(_others(overview, role)) if is_open or not listed else (),
    }


def _wrong(role: RoleTask) -> Iterator[SummaryLine]:
    """What verification found wrong with the list; the line leads to it."""
    for problem in role.problems:
        told = tell(problem, translate)
        yield SummaryLine(LIST_ID, told.text, told.english)


def _listed(role: RoleTask) -> str:
    """What tells one list from another: a hash of the ids of the persons on it."""
    return sha256(" ".join(sorted(role.persons)).encode()).hexdigest()[:16]


@blueprint.post("/onboarding/people/<subject>/<person>/add")
@for_seller
def take(seller: str, subject: str, person: str) -> ResponseReturnValue:
    """Somebody who is there already is an owner (director, executive) too, or represents the company now."""
    overview, role = _role(seller, subject)
    if overview.snapshot.person(person) is None:
        raise PersonGone(person)
    if person not in {other for other, _ in _others(overview, role)}:
        return redirect(url_for("people.people", subject=subject), 303)
    try:
        parts().sellers.give_role(seller, person, subject, nonce=_attempt())
    except Refused:
        return _list_page(*_role(seller, subject), failed=words.NOT_TAKEN), 422
    return redirect(url_for("people.people", subject=subject), 303)


@blueprint.get("/onboarding/people/<subject>/<person>/remove")
@for_seller
def remove(seller: str, subject: str, person: str) -> ResponseReturnValue:
    """Says what becomes of this person, and asks whether to remove them."""
    overview, role = _role(seller, subject)
    if person not in role.persons:
        return _not_on(subject, person, overview)
    return _remove_page(subject, person, overview)


@blueprint.post("/onboarding/people/<subject>/<person>/remove")
@for_seller
def remove_now(seller: str, subject: str, person: str) -> ResponseReturnValue:
    """Removes the person; asked again where something else would come of it than the page said."""
    overview, role = _role(seller, subject)
    if person not in role.persons:
        return _not_on(subject, person, overview)
    if request.form.get("stays", "") != _stays(overview, subject, person):
        return _remove_page(subject, person, overview, failed=words.ROLES_CHANGED), 422
    try:
        parts().sellers.remove_person(seller, person, subject, nonce=_attempt())
    except Gone:
        parts().sellers.reread(seller)
    except Refused:
        return _remove_page(subject, person, overview, failed=words.NOT_REMOVED), 422
    session[REMOVED] = [*session.get(REMOVED, ()), person][-REMEMBERED:]
    after = parts().sellers.plan(seller) if subject == REPRESENTATIVE else None
    return redirect(_first_of(after, subject) or url_for("people.people", subject=subject), 303)


def _not_on(subject: str, person: str, overview: Overview) -> ResponseReturnValue:
    """Back to the list, on which somebody is no more: the page was sent twice, or opened by the way back.
    404 for who was never there."""
    if overview.snapshot.person(person) is None and person not in session.get(REMOVED, ()):
        abort(404)
    return redirect(url_for("people.people", subject=subject), 303)


def _remove_page(subject: str, person: str, overview: Overview, *, failed: Message | None = None) -> str:
    name = overview.names.get(person) or translate(words.UNNAMED)
    replacing, stays = subject == REPRESENTATIVE, _stays(overview, subject, person)
    heading = words.SOMEBODY_NEW if replacing else words.REMOVE_FROM_LIST if stays else words.REMOVE
    return page(
        "remove",
        heading=translate(heading, name=name),
        replacing=replacing,
        stays=stays,
        fate=_fate(name, stays, replacing=replacing),
        failed=bool(failed),
        problems=(SummaryLine("", translate(failed)),) if failed else (),
        attempt=secrets.token_urlsafe(16),
        back=url_for("people.people", subject=subject),
        action=url_for("people.remove_now", subject=subject, person=person),
    )


def _stays(overview: Overview, subject: str, person: str) -> str:
    """The other roles with which somebody stays, by their names at Stripe; "" for who is deleted."""
    return " ".join(other_roles(overview.snapshot, person, subject))


def _fate(name: str, stays: str, *, replacing: bool) -> str:
    """What becomes of the person."""
    if not stays:
        return translate(words.DELETED, name=name)
    told = enumeration([translate(words.PERSON_ROLES[role]) for role in stays.split()])
    return translate(words.STAYS_REPLACED if replacing else words.STAYS, name=name, roles=told)


def _role(seller: str, subject: str) -> tuple[Overview, RoleTask]:
    """The role, as it applies now; 404 for what is no role."""
    if subject not in PLACEHOLDER_ROLES:
        abort(404)
    overview = parts().sellers.overview(seller)
    role = overview.plan.role(subject)
    if role is None:
        abort(404)
    return overview, role


def _entry(person: str, overview: Overview, role: RoleTask) -> Entry:
    shape = overview.snapshot.person(person) or PersonShape(person, frozenset())
    told = [translate(words.PERSON_ROLES[one]) for one in ROLES if one in shape.roles]
    elsewhere = role.subject != REPRESENTATIVE
    replace = url_for("people.people", subject=REPRESENTATIVE) if REPRESENTATIVE in shape.roles else ""
    return Entry(
        id=person,
        name=overview.names.get(person) or translate(words.UNNAMED),
        roles=enumeration(told),
        change=_first_section(overview.plan, person),
        remove=url_for("people.remove", subject=role.subject, person=person) if elsewhere else "",
        replace=replace if elsewhere else "",
    )


def _others(overview: Overview, role: RoleTask) -> Iterator[tuple[str, str]]:
    """Persons of the company who are not on this list: id, and the button's words."""
    for shape in overview.snapshot.persons:
        name = overview.names.get(shape.id)
        if name and shape.id not in role.persons:
            yield shape.id, translate(words.PEOPLE_TAKES[role.subject], name=name)


def _attempt() -> str:
    """What tells one press of a button from the next; as many letters as keys have room for."""
    sent = request.form.get("attempt", "")
    return sent if sent.isascii() and 16 <= len(sent) <= 64 else secrets.token_urlsafe(16)


def _first_section(plan: Plan, person: str) -> str:
    groups = [group for group in plan.groups if group.subject == person]
    first = next((group for group in groups if group.due or group.problems), None) or next(iter(groups), None)
    return address_of(first.place) if first else ""


def _add(overview: Overview, role: RoleTask) -> Link | None:
    """The way to enter somebody new; where one person holds the role, in place of that one."""
    if role.subject == REPRESENTATIVE and role.persons:
        holder = role.persons[0]
        name = overview.names.get(holder) or translate(words.UNNAMED)
        return Link(
            url_for("people.remove", subject=role.subject, person=holder),
            translate(words.SOMEBODY_NEW, name=name),
        )
    another = role.subject in HELD_ROLES and bool(role.persons)
    first = new_person(overview.snapshot, parts().maps, role.subject)
    address = address_of(first.place, another=another) if first else ""
    address = address if another else _first_of(overview.plan, role.subject) or address
    return Link(address, translate(words.PEOPLE_ADDS[role.subject])) if address else None


def _first_of(plan: Plan | None, subject: str) -> str:
    """The first page about the person who is to be named, where Stripe asks for one."""
    groups = plan.groups if plan else ()
    return next((address_of(group.place) for group in groups if group.subject == subject), "")
