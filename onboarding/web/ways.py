"""The ways to answer one page: what is asked, or what may be given in its place; links, so without scripts.

The address holds the seller's choice, as numbers of the group's alternatives: `?instead=1`, and `?instead=0`
for what is asked itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for

from forms.questions import Question
from onboarding.alternatives import choose, chosen_before, rivals
from onboarding.answered import reopened
from onboarding.i18n import enumeration, translate
from onboarding.plan import PlannedGroup
from onboarding.planned import questions_of
from onboarding.requirements import Alternative
from onboarding.sellers import Opened

CHOSEN = "instead"
"""Name of the choice in the address."""

REOPENED = "answered"
"""Name of what says in the address that the group is opened for what was answered before."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to answer. shown: by this page, now."""

    label: str
    address: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The ways to answer one thing. before: base of the question on the page above which they stand."""

    before: str
    ways: tuple[Way, ...]


def lay(opened: Opened) -> Opened:
    """The group with what the address chose; else with what the seller chose before and was found wrong.
    Or the group for what was answered, where the address says so."""
    planned = opened.planned
    if is_reopened() and planned.source.given:
        return replace(opened, planned=reopened(planned))
    return replace(opened, planned=choose(planned, _chosen(planned))) if planned.alternatives else opened


def is_reopened() -> bool:
    """Whether this page is to ask what was answered, though Stripe may wait for something else there."""
    return request.args.get(REOPENED) == "1"


def said_of(planned: PlannedGroup) -> dict[str, Any]:
    """What the page's own address says of how it is opened, so that sending comes back to the same."""
    return (
        {REOPENED: "1"}
        if is_reopened()
        else {CHOSEN: (sorted(_chosen(planned)) or [0]) if planned.alternatives else []}
    )


def ways_to_open(planned: PlannedGroup) -> Iterator[tuple[frozenset[str], dict[str, Any]]]:
    """The pages that the group can be opened as: bases of the questions, and what the address has to say."""
    shown = choose(planned, chosen_before(planned))
    yield _bases(shown), {}
    if planned.alternatives:
        yield _bases(planned), {CHOSEN: "0"}
    if planned.source.given:
        yield _bases(reopened(planned)), {REOPENED: "1"}


def _bases(planned: PlannedGroup) -> frozenset[str]:
    return frozenset(question.base for question in planned.questions)


def choices(planned: PlannedGroup) -> Iterator[Choice]:
    """The ways, for each thing on the page that has several."""
    chosen, told = _chosen(planned), set[int]()
    for number, one in enumerate(planned.alternatives, start=1):
        if number not in told:
            others = rivals(planned, number)
            told |= others
            ways = (
                _way(planned, _labels(planned, one.original), chosen - others, not chosen & others),
                *(
                    _way(planned, _instead(planned, rival), (chosen - others) | {rival}, rival in chosen)
                    for rival in sorted(others)
                ),
            )
            taken = [planned.alternatives[rival - 1].instead for rival in sorted(others & chosen)]
            yield Choice(_first(planned, taken[0] if taken else one.original), ways)


def _first(planned: PlannedGroup, asked: Iterable[str]) -> str:
    """The base of the first question on the page that asks any of these; "" where none does."""
    ids = set(asked)
    found = (question.base for question in planned.questions if not ids.isdisjoint(question.settles))
    return next(found, "")


def _chosen(planned: PlannedGroup) -> frozenset[int]:
    sent = [int(one) for one in request.args.getlist(CHOSEN) if one.isdecimal() and len(one) < 4]
    if not sent:
        return chosen_before(planned)
    found: set[int] = set()
    for number in sent:
        if 0 < number <= len(planned.alternatives) and not rivals(planned, number) & found:
            found.add(number)
    return frozenset(found)


def _way(planned: PlannedGroup, label: str, chosen: Collection[int], shown: bool) -> Way:
    address = url_for(
        "groups.group",
        group=planned.id,
        subject=planned.subject or None,
        back=request.args.get("back") if request.args.get("back") == "check" else None,
        instead=sorted(chosen) or [0],
    )
    return Way(label, address, shown)


def _instead(planned: PlannedGroup, number: int) -> str:
    one: Alternative = planned.alternatives[number - 1]
    questions = _asked(planned, one.original)
    said = next((found for question in questions if (found := question.words.get("instead"))), None)
    return translate(said) if said else _labels(planned, one.instead)


def _labels(planned: PlannedGroup, requirements: Iterable[str]) -> str:
    labels = dict.fromkeys(translate(question.label) for question in _asked(planned, requirements))
    return enumeration(tuple(labels))


def _asked(planned: PlannedGroup, requirements: Iterable[str]) -> tuple[Question, ...]:
    return questions_of(requirements, planned.source.maps, planned.source.circumstances)
