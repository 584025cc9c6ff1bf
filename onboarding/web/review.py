"""Check your answers: everything that Stripe holds, section by section, each with a way to change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from forms.kinds import KINDS
from onboarding.i18n import translate
from onboarding.plan import PlannedGroup, is_last
from onboarding.sellers import Review
from onboarding.web import words
from onboarding.web.access import for_seller
from onboarding.web.flow import address_of, hand_off_address, next_group, next_role, terms_of
from onboarding.web.pages import Link, page
from onboarding.web.parts import asking, parts
from onboarding.web.rejected import is_rejected

blueprint = Blueprint("review", __name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer. lines: as the seller reads it, none where nothing is known; target: id of its input."""

    label: str
    lines: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one group. address: of its page, "" where nothing can be changed."""

    title: str
    address: str
    answers: tuple[Shown, ...]


@blueprint.get("/onboarding/check")
@for_seller
def check(seller: str) -> ResponseReturnValue:
    """All answers so far, read from Stripe for this page only."""
    review = parts().sellers.review(seller)
    rejected = is_rejected(seller)
    onward = Link(url_for("status.status"), translate(words.NEXT_STATUS)) if rejected else _onward(review)
    sections = tuple(_sections(review, changing=not rejected))
    return page("check", sections=sections, changing=not rejected, onward=onward)


def _sections(review: Review, *, changing: bool) -> Iterator[Section]:
    for group in review.plan.groups:
        if not is_last(group):
            address = _change(group) if changing else ""
            yield Section(_title(group, review), address, tuple(_answers(group, review)))


def _answers(group: PlannedGroup, review: Review) -> Iterator[Shown]:
    for question in group.questions:
        lines = KINDS[question.kind].show(question, review.known, asking())
        yield Shown(translate(question.label), tuple(lines), question.base.replace(".", "-"))


def _title(group: PlannedGroup, review: Review) -> str:
    name = review.names.get(group.subject)
    if not name:
        return translate(group.title)
    return translate(words.SECTION_OF, name=name, title=translate(group.title))


def _change(group: PlannedGroup) -> str:
    return url_for("groups.group", group=group.id, subject=group.subject or None, back="check")


def _onward(review: Review) -> Link:
    if group := next_group(review.plan):
        return Link(address_of(group.place), translate(words.NEXT_OPEN))
    if role := next_role(review.plan):
        return Link(url_for("people.people", subject=role.subject), translate(words.NEXT_OPEN))
    if terms := terms_of(review.plan):
        return Link(address_of(terms.place), translate(words.NEXT_TERMS))
    if review.plan.hand_offs:
        return Link(hand_off_address(), translate(words.NEXT_OPEN))
    return Link(url_for("status.status"), translate(words.NEXT_STATUS))
