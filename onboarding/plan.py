"""What applies to this seller now: groups and questions in order, with their states and problems.

`make_plan` is a pure function of a snapshot and the maps. Stripe says whether something is asked; the maps
only say how. So every id in the lists ends up somewhere in the plan: in a group, in a hand-off, or among
what is being checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forms.questions import Message, Question
from onboarding.problems import RequirementProblem


class State(StrEnum):
    """How far a group is; the words of the task list."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    PROBLEM = "problem"
    CHECKING = "checking"
    COMPLETED = "completed"
    CANNOT_START = "cannot_start"


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """One page of the flow for one subject.

    id: the map group's id; subject: "" for the account, the company and the individual, else the person
    ("person_…") or the role of a person to be added ("representative", "owners", …).
    due: requirement ids that Stripe asks for here; questions also hold what the seller may correct.
    """

    id: str
    subject: str
    title: Message
    intro: Message | None
    why: Message | None
    rules: tuple[str, ...]
    questions: tuple[Question, ...]
    due: tuple[str, ...]
    problems: tuple[RequirementProblem, ...]
    state: State
    order: int
    ids: frozenset[str] = frozenset()

    @property
    def place(self) -> tuple[str, str]:
        """What the address of its page is made of."""
        return self.id, self.subject


@dataclass(frozen=True, slots=True)
class RoleTask:
    """A list of persons that the seller is to complete: owners, directors, executives.

    subject: "owners" | "directors" | "executives"; role: "owner" | …; persons: ids of persons in that role.
    provided: the requirement by which the seller says that this is all, "" where none is due.
    missing: at least one such person is asked for and there is none.
    """

    subject: str
    role: str
    persons: tuple[str, ...]
    provided: str
    missing: bool
    state: State


@dataclass(frozen=True, slots=True)
class HandOff:
    """A requirement that only Stripe's own page can settle."""

    requirement: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The groups of one seller, in order, and what cannot be asked here.

    checking: ids that Stripe is verifying; coming: ids that will be asked later; unmapped: ids without a map.
    """

    groups: tuple[PlannedGroup, ...]
    roles: tuple[RoleTask, ...]
    hand_offs: tuple[HandOff, ...]
    checking: tuple[str, ...]
    coming: tuple[str, ...]
    unmapped: tuple[str, ...]
    problems: tuple[RequirementProblem, ...]
    deadline: int | None

    def find(self, group: str, subject: str = "") -> PlannedGroup | None:
        """The group at that address, if it applies to this seller."""
        return next((planned for planned in self.groups if planned.place == (group, subject)), None)
