"""What is coming: the sections that future rules will ask for, with their date, and why. Never an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onboarding.announced import Announced
from onboarding.i18n import translate
from onboarding.plan import Plan
from onboarding.problems import tell
from onboarding.requirements import Snapshot
from onboarding.sellers import Overview
from onboarding.web import words


@dataclass(frozen=True, slots=True)
class Section:
    """One section that will be asked. notes: why what was given will not be enough."""

    title: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coming:
    """All that will be asked. moment: from when, in unix seconds; None where that is not known."""

    sections: tuple[Section, ...]
    moment: int | None


def coming(overview: Overview) -> Coming | None:
    """What is coming, None where nothing is."""
    return announced_in(overview.plan, overview.snapshot, overview.names)


def announced_in(plan: Plan, snapshot: Snapshot, names: Mapping[str, str]) -> Coming | None:
    """The same of any plan and what it was made from. names: person id -> name."""
    sections = tuple(_section(one, names) for one in plan.announced)
    return Coming(sections, snapshot.future.deadline) if sections else None


def _section(one: Announced, names: Mapping[str, str]) -> Section:
    return Section(_title(one, names), tuple(dict.fromkeys(_notes(one))))


def _notes(one: Announced) -> Iterator[str]:
    return (tell(problem, translate, ahead=True).text for problem in one.problems)


def _title(one: Announced, names: Mapping[str, str]) -> str:
    if one.title is None:
        return translate(words.ROLE_TITLES.get(one.subject, words.OTHER_DETAILS))
    name = names.get(one.subject)
    title = translate(one.title)
    return translate(words.SECTION_OF, name=name, title=title) if name else title
