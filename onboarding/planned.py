"""The values of a plan: groups, lists of persons, hand-offs, and what each is made from.

`onboarding.plan` makes them. Words and questions of a group are made when a page looks at them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from forms.questions import Message, Question
from onboarding.announced import Announced
from onboarding.generic import place_in
from onboarding.maps import Circumstances, Group, Heading, Maps, Place
from onboarding.problems import RequirementProblem
from onboarding.requirements import Alternative


class State(StrEnum):
    """How far a group is; the words of the task list."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    PROBLEM = "problem"
    CHECKING = "checking"
    COMPLETED = "completed"
    CANNOT_START = "cannot_start"


@dataclass(frozen=True, slots=True)
class Source:
    """What the words and questions of a planned group are made from, when a page asks for them.

    about: the kind of subject in the heading; a person who is there already is called by the main role.
    beside: ids of other groups that are asked on this page, in place of some of its own.
    open: ids that are asked because they wait for an answer; given: ids that have one, asked here or not.
    """

    maps: Maps
    group: Group
    circumstances: Circumstances
    asked: tuple[str, ...]
    about: str
    beside: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    given: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedGroup:
    """One page of the flow for one subject.

    id: the map group's id; subject: "" for the account, the company and the individual, else the person
    ("person_…") or the role of a person to be added ("representative", "owners", …).
    due: requirement ids that Stripe asks for here; questions also hold what the seller may correct.
    ids: all ids here, due or not; answered: Stripe holds a value for at least one of them.
    last: it is the acceptance of terms. alternatives: what may be given in place of some of what is due here;
    at_stripe: ids that Stripe's own page may be given in place of it.
    A plan has many groups and a page shows one: words and questions are made when they are looked at.
    """

    id: str
    subject: str
    rules: tuple[str, ...]
    due: tuple[str, ...]
    problems: tuple[RequirementProblem, ...]
    state: State
    order: int
    ids: frozenset[str]
    answered: bool
    last: bool
    alternatives: tuple[Alternative, ...]
    at_stripe: tuple[str, ...]
    source: Source = field(repr=False, compare=False)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions in page order; the same objects in every plan that asks the same."""
        maps, circumstances = self.source.maps, self.source.circumstances
        return tuple(
            question
            for asked in (self.source.asked, self.source.beside)
            for question in questions_of(asked, maps, circumstances)
        )

    @cached_property
    def heading(self) -> Heading:
        """Title, intro and why."""
        return self.source.group.heading_for(self.source.about, self.source.circumstances)

    @property
    def title(self) -> Message:
        """The heading of the page."""
        return self.heading.title

    @property
    def intro(self) -> Message | None:
        """What stands under the heading."""
        return self.heading.intro

    @property
    def why(self) -> Message | None:
        """Why all this is asked."""
        return self.heading.why

    @property
    def after_lists(self) -> bool:
        """Whether it says something of the lists of persons, and waits until they are complete."""
        return self.source.group.after_lists

    @property
    def startable(self) -> bool:
        """Whether Stripe waits for it and the seller can fill it in now."""
        return bool(self.due) and self.state is not State.CANNOT_START

    @property
    def only_at_stripe(self) -> bool:
        """Whether Stripe waits for nothing here but what its own page alone mends."""
        there = {one.listed for one in self.problems if one.hand_off and not one.here}
        return bool(self.due) and there.issuperset(self.due)

    @property
    def place(self) -> tuple[str, str]:
        """What the address of its page is made of."""
        return self.id, self.subject


@dataclass(frozen=True, slots=True)
class RoleTask:
    """A role of persons: a list that the seller is to complete, or a role that somebody has to hold.

    subject: "owners" | "representative" | …; role: "owner" | …; persons: ids of persons in that role.
    provided: the requirement by which the seller says that this is all, "" where none is due.
    missing: at least one such person is asked for and there is none.
    problems: what is wrong with the list, or with who holds the role.
    """

    subject: str
    role: str
    persons: tuple[str, ...]
    provided: str
    missing: bool
    state: State
    problems: tuple[RequirementProblem, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether Stripe waits for the seller here, and not only where the same is wrong elsewhere."""
        return bool(self.provided or self.missing) or any(one.stands_as_listed for one in self.problems)


@dataclass(frozen=True, slots=True)
class HandOff:
    """A requirement that only Stripe's own page can settle."""

    requirement: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The groups of one seller, in order, and what cannot be asked here.

    roles: the lists of persons; held: roles that somebody holds, and may be replaced in.
    checking: ids that Stripe is verifying; coming: ids that will be asked later; announced: their sections,
    with what is wrong there then; unmapped: ids without a map; at_stripe: ids that Stripe's own page may be
    given in place of what is asked here.
    """

    groups: tuple[PlannedGroup, ...]
    roles: tuple[RoleTask, ...]
    held: tuple[RoleTask, ...]
    hand_offs: tuple[HandOff, ...]
    checking: tuple[str, ...]
    coming: tuple[str, ...]
    announced: tuple[Announced, ...]
    unmapped: tuple[str, ...]
    problems: tuple[RequirementProblem, ...]
    deadline: int | None
    at_stripe: tuple[str, ...] = ()

    def find(self, group: str, subject: str = "") -> PlannedGroup | None:
        """The group at that address, if it applies to this seller."""
        return next((planned for planned in self.groups if planned.place == (group, subject)), None)

    def role(self, subject: str) -> RoleTask | None:
        """The list of persons, or the role that somebody holds, if there is one for this seller."""
        return next((role for role in (*self.roles, *self.held) if role.subject == subject), None)

    @property
    def for_stripe(self) -> tuple[str, ...]:
        """Ids for which Stripe's own page may be opened: what only it can ask, and what it may be given."""
        return tuple(dict.fromkeys((*(one.requirement for one in self.hand_offs), *self.at_stripe)))


def is_last(planned: PlannedGroup) -> bool:
    """Whether the group is the acceptance of terms, which comes after everything else."""
    return planned.last


def questions_of(
    asked: Iterable[str], maps: Maps, circumstances: Circumstances, *, apart: bool = False
) -> tuple[Question, ...]:
    """One question for all the ids it settles, in the group's order.

    apart: what is asked in one input in place of another, and sent as something else, is a question each.
    """
    found: dict[tuple[str, str, str], tuple[Place, set[str]]] = {}
    for requirement in _with_companions(asked):
        if place := place_in(maps, requirement):
            sent = _sent(place, requirement, circumstances) if apart else ""
            key = place.question.id, place.subject, sent
            found.setdefault(key, (place, set()))[1].add(requirement)

    def rank(one: tuple[Place, set[str]]) -> tuple[int, int]:
        place = one[0]
        listed = place.group.questions.index(place.question)
        return maps.rank(place.question, place.subject, circumstances), listed

    places = sorted(found.values(), key=rank)
    return tuple(
        maps.ask(place.question, place.subject, circumstances, frozenset(ids)) for place, ids in places
    )


def _with_companions(asked: Iterable[str]) -> list[str]:
    """What is asked, and what Stripe takes only together with it."""
    wanted = list(asked)
    for parent, parts in TOGETHER.items():
        if any(one == parent or one.startswith(f"{parent}.") for one in wanted):
            wanted += (one for part in parts if (one := f"{parent}.{part}") not in wanted)
    return wanted


TOGETHER = {"business_profile.annual_revenue": ("amount", "fiscal_year_end")}
"""Hashes all of whose parts have to be sent at once, with the parts that are questions. Source: the SDK's
types, in which no part of them may be left out."""


def _sent(place: Place, requirement: str, circumstances: Circumstances) -> str:
    """The path under which the answer is sent when this requirement alone is asked."""
    return place.question.worded(place.subject, circumstances, frozenset((requirement, place.field))).sends
