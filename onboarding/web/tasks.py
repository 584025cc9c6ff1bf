"""The task list: every section with its state, what is left, and where to go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from forms.questions import Message
from onboarding.i18n import translate
from onboarding.plan import PlannedGroup, State, is_last
from onboarding.sellers import Overview
from onboarding.standing import Standing
from onboarding.web import words
from onboarding.web.access import for_seller
from onboarding.web.announcing import coming
from onboarding.web.flow import address_after, address_of, hand_off_address
from onboarding.web.mending import address_at, title_of
from onboarding.web.pages import page
from onboarding.web.parts import parts
from onboarding.web.standings import is_stopped, standing_words

blueprint = Blueprint("tasks", __name__)


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list. address: "" while it cannot be started."""

    number: int
    title: str
    state: State
    address: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Lines under one heading: the business, one person, the lists of persons, the end."""

    title: str
    tasks: tuple[Task, ...]


@blueprint.get("/onboarding")
@for_seller
def tasks(seller: str) -> ResponseReturnValue:
    """The task list."""
    overview = parts().sellers.overview(seller)
    if overview.standing is Standing.REJECTED:
        return redirect(url_for("status.status"))
    listed = tuple(chapters(overview))
    done, total = completed(listed)
    onward = address_after(overview.plan)
    return page(
        "tasks",
        overview=overview,
        stopped=standing_words(overview) if is_stopped(overview) else None,
        coming=coming(overview),
        chapters=listed,
        done=done,
        total=total,
        next_address=onward if onward != url_for("status.status") else "",
    )


@blueprint.get("/onboarding/continue")
@for_seller
def onward(seller: str) -> ResponseReturnValue:
    """Goes to whatever comes next."""
    return redirect(address_after(parts().sellers.plan(seller)))


def completed(listed: Iterable[Chapter]) -> tuple[int, int]:
    """How many of all lines of the list need nothing from the seller, for "3 of 7"."""
    states = [task.state for chapter in listed for task in chapter.tasks]
    return sum(state in (State.COMPLETED, State.CHECKING) for state in states), len(states)


def chapters(overview: Overview) -> Iterator[Chapter]:
    """The sections by whom they are about."""
    numbers = count(1)
    groups = overview.plan.groups
    yield from _chapter(words.CHAPTER_OWN, _group_tasks((g for g in groups if _own(g)), numbers))
    for subject in dict.fromkeys(group.subject for group in groups if group.subject):
        about = overview.names.get(subject) or translate(words.NEW_PERSONS.get(subject, words.UNNAMED))
        lines = tuple(_group_tasks((group for group in groups if group.subject == subject), numbers))
        yield Chapter(about, lines)
    yield from _chapter(words.CHAPTER_PEOPLE, _role_tasks(overview, numbers))
    yield from _chapter(words.CHAPTER_LAST, _last_tasks(overview, numbers))


def _own(group: PlannedGroup) -> bool:
    return not group.subject and not _at_the_end(group)


def _at_the_end(group: PlannedGroup) -> bool:
    return is_last(group) or group.after_lists


def _chapter(title: Message, lines: Iterable[Task]) -> Iterator[Chapter]:
    if found := tuple(lines):
        yield Chapter(translate(title), found)


def _group_tasks(groups: Iterable[PlannedGroup], numbers: Iterator[int]) -> Iterator[Task]:
    for group in groups:
        address = "" if group.state is State.CANNOT_START else address_of(group.place)
        yield Task(next(numbers), translate(group.title), group.state, address)


def _role_tasks(overview: Overview, numbers: Iterator[int]) -> Iterator[Task]:
    """The lists; of roles that somebody holds those alone in which something is wrong."""
    wrong = (role for role in overview.plan.held if role.problems)
    for role in (*overview.plan.roles, *wrong):
        yield Task(next(numbers), title_of(role, {}), role.state, address_at(role))


def _last_tasks(overview: Overview, numbers: Iterator[int]) -> Iterator[Task]:
    yield from _group_tasks((group for group in overview.plan.groups if _at_the_end(group)), numbers)
    if overview.plan.hand_offs:
        yield Task(next(numbers), translate(words.HAND_OFF), State.NOT_STARTED, hand_off_address())
