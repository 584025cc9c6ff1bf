"""What is coming: the sections that future rules will ask for, with their date, and why. Never an error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onboarding.announced import Announced
from onboarding.i18n import translate
from onboarding.problems import tell
from onboarding.sellers import Overview
from onboarding.web import words


@dataclass(frozen=True, slots=True)
class Note:
    """Why what was given will not be enough. english: the text is Stripe's own."""

    text: str
    english: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One section that will be asked."""

    title: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Coming:
    """All that will be asked. moment: from when, in unix seconds; None where that is not known."""

    sections: tuple[Section, ...]
    moment: int | None


def coming(overview: Overview) -> Coming | None:
    """What is coming, None where nothing is."""
    sections = tuple(_section(one, overview) for one in overview.plan.announced)
    return Coming(sections, overview.snapshot.future.deadline) if sections else None


def _section(one: Announced, overview: Overview) -> Section:
    return Section(_title(one, overview), tuple(dict.fromkeys(_notes(one))))


def _notes(one: Announced) -> Iterator[Note]:
    for problem in one.problems:
        told = tell(problem, translate)
        yield Note(told.text, told.english)


def _title(one: Announced, overview: Overview) -> str:
    if one.title is None:
        return translate(words.ROLE_TITLES.get(one.subject, words.OTHER_DETAILS))
    name = overview.names.get(one.subject)
    title = translate(one.title)
    return translate(words.SECTION_OF, name=name, title=title) if name else title
