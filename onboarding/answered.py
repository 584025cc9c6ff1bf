"""What of a group was answered and what is open, for the check of all answers; and the group opened again.

A page asks only what Stripe waits for while it waits for anything there. What was answered before is shown
by the check all the same, and is changed on the same page when that is opened for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from forms.questions import Question
from onboarding.planned import PlannedGroup, Source, questions_of
from onboarding.requirements import role_in


@dataclass(frozen=True, slots=True)
class Answered:
    """One thing that was asked. given: Stripe may hold an answer; open: Stripe waits for one."""

    question: Question
    given: bool
    open: bool


def answered(planned: PlannedGroup) -> Iterator[Answered]:
    """What was asked in the group so far, in the order of its page; each number, whole or in part, by itself.

    What is only being checked, or where something else that is wrong is pointed at, was not asked.
    """
    source = planned.source
    given, waiting = {*_told(source)}, {*source.open}
    for question in questions_of(
        dict.fromkeys((*given, *waiting)), source.maps, source.circumstances, apart=True
    ):
        ids = set(question.settles)
        yield Answered(question, not ids.isdisjoint(given), not ids.isdisjoint(waiting))


def reopened(planned: PlannedGroup) -> PlannedGroup:
    """The group asking what was answered, whatever else it waits for."""
    given = planned.source.given
    return replace(
        planned,
        due=(),
        problems=tuple(one for one in planned.problems if one.requirement in given),
        alternatives=(),
        at_stripe=(),
        source=replace(planned.source, asked=given, beside=()),
    )


def _told(source: Source) -> Iterator[str]:
    """The ids that were answered. Whoever was added to a list has its role, and was not asked for that: only
    the representative is asked which other roles they have."""
    for requirement in source.given:
        if not role_in(requirement) or source.about == "representative":
            yield requirement
