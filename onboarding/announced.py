"""What future rules will ask: told as coming, with what they find wrong, and never as something to do now.

Facts (recorded): future requirements repeat much of what is due now, have a date of their own, and may have
errors while the present ones are clean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from forms.questions import Message
from onboarding.generic import place_in
from onboarding.maps import Circumstances, Maps
from onboarding.problems import RequirementProblem
from onboarding.subjects import is_person, needs_hand_off, of_list


@dataclass(frozen=True, slots=True)
class Announced:
    """One section of what is coming. title: None for a list of persons (`subject` names it) and for what only
    Stripe's own page can ask. problems: why what Stripe holds will not be enough.
    """

    title: Message | None
    subject: str
    problems: tuple[RequirementProblem, ...] = ()


@dataclass(slots=True)
class _Section:
    title: Message | None
    subject: str
    problems: list[RequirementProblem] = field(default_factory=list)


def announce(
    coming: Iterable[str],
    problems: Iterable[RequirementProblem],
    maps: Maps,
    circumstances: Circumstances,
    role: Callable[[str], str],
) -> tuple[Announced, ...]:
    """The sections in which `coming` will be asked, each once, with its problems.

    role: from a subject to the kind of subject that a heading names.
    """
    sections: dict[tuple[str, str], _Section] = {}

    def section(requirement: str) -> _Section:
        listed = of_list(requirement)
        place = None if listed or needs_hand_off(requirement) else place_in(maps, requirement)
        if place is None:
            return sections.setdefault(("", listed), _Section(None, listed))
        whose = place.subject if is_person(place.subject) else ""
        title = place.group.title_for(role(whose), circumstances)
        return sections.setdefault((place.group.id, whose), _Section(title, whose))

    for requirement in coming:
        section(requirement)
    for problem in problems:
        if problem.stands_as_listed:
            section(problem.listed).problems.append(problem)
    return tuple(Announced(one.title, one.subject, tuple(one.problems)) for one in sections.values())
