"""Your account: country, business type, structure, agreement, and the way to change each of them.

A change is shown before it is made: a new account for another country, or what may be asked anew.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms.asked import SummaryLine
from forms.questions import Message
from onboarding.anew import lists_asked, may_be_asked
from onboarding.gateway import Refused
from onboarding.i18n import territory, translate
from onboarding.plan import circumstances_of
from onboarding.requirements import Snapshot
from onboarding.sellers import Along, Wanted
from onboarding.web import words
from onboarding.web.access import for_seller
from onboarding.web.pages import page
from onboarding.web.parts import parts
from onboarding.web.rejected import close_to_rejected
from onboarding.web.start import countries_offered

blueprint = Blueprint("account", __name__)
close_to_rejected(blueprint)

WHAT = ("country", "business_type", "structure", "agreement")
"""What can be changed, as addresses and inputs call it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that decides. change: address of the page that changes it, "" where there is no choice."""

    label: str
    value: str
    change: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen: pairs of value and words; chosen: what it is now."""

    name: str
    legend: str
    pairs: tuple[tuple[str, str], ...]
    chosen: str


@blueprint.get("/onboarding/account")
@for_seller
def account(seller: str) -> ResponseReturnValue:
    """What decides requirements."""
    decided, _ = parts().sellers.decided(seller)
    return page("account", lines=tuple(_lines(decided)))


@blueprint.get("/onboarding/account/<what>")
@for_seller
def change(seller: str, what: str) -> ResponseReturnValue:
    """Asks for the new value."""
    decided, _ = parts().sellers.decided(seller)
    return _ask(what, decided)


@blueprint.post("/onboarding/account/<what>")
@for_seller
def take(seller: str, what: str) -> ResponseReturnValue:
    """Shows what the change brings; sent from there, makes it."""
    decided, snapshot = parts().sellers.decided(seller)
    wanted = _wanted(what, decided)
    if wanted is None:
        return _ask(what, decided, words.CHANGE_UNKNOWN), 422
    if wanted == decided:
        return redirect(url_for("account.account"), 303)
    if "confirmed" not in request.form:
        return _preview(seller, what, decided, wanted, snapshot)
    try:
        parts().sellers.change(seller, wanted, nonce=_attempt())
    except Refused:
        return _ask(what, decided, words.CHANGE_REFUSED), 422
    return redirect(url_for("tasks.tasks"), 303)


def _lines(decided: Wanted) -> Iterator[Line]:
    for what in WHAT:
        choices = _choices(what, decided)
        value = dict(choices.pairs).get(choices.chosen) or named(what, choices.chosen)
        address = url_for("account.change", what=what) if len(choices.pairs) > 1 else ""
        if value and (address or what in ("country", "business_type")):
            yield Line(choices.legend, value, address)


def _ask(what: str, decided: Wanted, wrong: Message | None = None) -> str:
    if what not in WHAT:
        abort(404)
    choices = _choices(what, decided)
    problems = (SummaryLine(f"{what}-0", translate(wrong)),) if wrong and choices.pairs else ()
    return page("change", what=what, choices=choices, failed=bool(problems), problems=problems)


def _preview(seller: str, what: str, decided: Wanted, wanted: Wanted, snapshot: Snapshot) -> str:
    moves = wanted.moves_from(decided)
    before = circumstances_of(snapshot)
    after = replace(before, business_type=wanted.business_type, structure=wanted.structure or None)
    anew = () if moves else may_be_asked(parts().sellers.plan(seller), parts().maps, before, after)
    lists = () if moves else lists_asked(parts().maps, after)
    return page(
        "change_check",
        what=what,
        moves=moves,
        alone=wanted.business_type == "individual",
        was_alone=decided.business_type == "individual",
        along=_along(seller, wanted, snapshot) if moves else None,
        served=snapshot.served,
        lines=tuple(line for line in _lines(wanted) if line not in tuple(_lines(decided))),
        anew=(*anew, *(words.ROLE_TITLES[subject] for subject in lists)),
        structures=_choices("structure", wanted) if what == "business_type" else None,
        chosen={name: request.form.get(name, "") for name in WHAT if name in request.form},
        attempt=secrets.token_urlsafe(16),
    )


def _along(seller: str, wanted: Wanted, snapshot: Snapshot) -> Along | None:
    """Who goes along to a new account and who does not, by name; None where there are no such people."""
    if wanted.business_type == "individual" == snapshot.business_type or not snapshot.persons:
        return None
    along, unnamed = parts().sellers.people_after(seller, wanted), translate(words.UNNAMED)
    return Along(tuple(one or unnamed for one in along.going), tuple(one or unnamed for one in along.left))


def _wanted(what: str, decided: Wanted) -> Wanted | None:
    """What the form says; None where it says nothing that is offered."""
    if what not in WHAT:
        abort(404)
    value = request.form.get(what, "")
    if value not in dict(_choices(what, decided).pairs):
        return None
    wanted = replace(decided, **{what: value})
    country = parts().maps.country(wanted.country)
    if country is None:
        return None
    if what == "country" and wanted.agreement not in country.agreements:
        wanted = replace(wanted, agreement=country.agreements[0])
    types = [choice.value for choice in country.business_types]
    if wanted.business_type not in types:
        wanted = replace(wanted, business_type=types[0])
    if what == "business_type":
        wanted = replace(wanted, structure=request.form.get("structure", ""))
    offered = {choice.value for choice in country.structures(wanted.business_type)}
    return wanted if wanted.structure in offered else replace(wanted, structure="")


def _choices(what: str, decided: Wanted) -> Choices:
    country = parts().maps.country(decided.country)
    pairs: list[tuple[str, str]] = []
    if what == "country":
        pairs = [*countries_offered()]
    elif country and what == "business_type":
        pairs = [(one.value, translate(one.label)) for one in country.business_types]
    elif country and what == "structure":
        offered = country.structures(decided.business_type)
        pairs = [(one.value, translate(one.label)) for one in offered]
        pairs += [("", translate(words.NO_STRUCTURE))] if offered else []
    elif country:
        pairs = [(one, translate(words.AGREEMENTS[one])) for one in country.agreements]
    return Choices(what, translate(words.DECIDED[what]), tuple(pairs), getattr(decided, what))


def named(what: str, value: str) -> str:
    """Words for what is not offered here (any more) and yet decided; never the code itself."""
    if what == "country":
        return territory(value)
    listed = {"business_type": "business_types", "structure": "structures"}.get(what, "")
    labels = {one.value: one.label for one in parts().maps.contents.choices.get(listed, ())}
    return translate(labels[value]) if value in labels else ""


def _attempt() -> str:
    sent = request.form.get("attempt", "")
    return sent if sent.isascii() and 16 <= len(sent) <= 64 else secrets.token_urlsafe(16)
