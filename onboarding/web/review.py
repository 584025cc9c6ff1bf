"""Check your answers: everything that Stripe holds, section by section, each with a way to change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from forms.kinds import KINDS
from forms.kinds.single import html_id
from forms.questions import Question
from forms.words import GIVEN
from onboarding.answered import answered
from onboarding.i18n import translate
from onboarding.plan import PlannedGroup, is_last
from onboarding.sellers import Review
from onboarding.web import words
from onboarding.web.access import for_seller
from onboarding.web.flow import address_of, hand_off_address, next_group, next_role, terms_of
from onboarding.web.pages import Link, page
from onboarding.web.parts import asking, parts
from onboarding.web.rejected import is_rejected
from onboarding.web.ways import ways_to_open

blueprint = Blueprint("review", __name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer. called: its label, with whose it is; lines: as the seller reads it, none where it is open;
    address: of its input, "" where it cannot be changed."""

    label: str
    called: str
    lines: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one group."""

    title: str
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
        if not is_last(group) and (answers := tuple(_answers(group, review, changing))):
            yield Section(_title(group, review), answers)


def _answers(group: PlannedGroup, review: Review, changing: bool) -> Iterator[Shown]:
    """What Stripe holds, and what it waits for; that only while it can be answered."""
    for one in answered(group):
        lines = tuple(KINDS[one.question.kind].show(one.question, review.known, asking()))
        if not lines and not review.untold.isdisjoint(one.question.settles):
            lines = (translate(GIVEN),)
        if lines or (one.open and changing):
            address = _address(group, one.question) if changing else ""
            label = translate(one.question.label)
            yield Shown(label, _of(group, review, label), lines, address)


def _title(group: PlannedGroup, review: Review) -> str:
    return _of(group, review, translate(group.title))


def _of(group: PlannedGroup, review: Review, title: str) -> str:
    """With the name of whom it is about, where that is a person with a name."""
    name = review.names.get(group.subject)
    return translate(words.SECTION_OF, name=name, title=title) if name else title


def _address(group: PlannedGroup, question: Question) -> str:
    """Of the question on the page of its group, as that asks it; "" where it cannot be asked again."""
    found = (said for bases, said in ways_to_open(group) if question.base in bases)
    if (said := next(found, None)) is None:
        return ""
    page_of = url_for("groups.group", group=group.id, subject=group.subject or None, back="check", **said)
    return f"{page_of}#{_target(question)}"


def _target(question: Question) -> str:
    """Id of the only input, or of what holds all of them."""
    inputs = tuple(KINDS[question.kind].fields(question, asking()))
    return html_id(inputs[0] if len(inputs) == 1 else question.base)


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
