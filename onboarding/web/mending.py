"""Names and addresses of the pages on which something wrong can be mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from onboarding.i18n import translate
from onboarding.mending import Section, elsewhere, sections_of
from onboarding.plan import Plan, PlannedGroup
from onboarding.problems import RequirementProblem, tell
from onboarding.web import words
from onboarding.web.flow import address_of
from onboarding.web.pages import Link


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something verification found wrong. address: "" without a form."""

    title: str
    text: str
    address: str


def wrongs(plan: Plan, names: Mapping[str, str]) -> Iterator[Wrong]:
    """Each thing that is wrong once, with the page of the id where Stripe put it; told without one too."""
    every = {(problem.listed, problem.code): problem for problem in plan.problems}
    for problem in every.values():
        told = tell(problem, translate)
        section = next(iter(sections_of(plan, problem)), None)
        if section is None:
            yield Wrong(translate(words.OTHER_DETAILS), told.text, "")
        else:
            yield Wrong(title_of(section, names), told.text, address_at(section))


def title_of(section: Section, names: Mapping[str, str]) -> str:
    """The page's title, with whom it is about where that is a person with a name."""
    if not isinstance(section, PlannedGroup):
        return translate(words.PEOPLE_TITLES[section.subject])
    name = names.get(section.subject)
    if not name:
        return translate(section.title)
    return translate(words.SECTION_OF, name=name, title=translate(section.title))


def address_at(section: Section) -> str:
    """The address of its page."""
    if isinstance(section, PlannedGroup):
        return address_of(section.place)
    return url_for("people.people", subject=section.subject)


def beside(problems: Iterable[RequirementProblem]) -> dict[str, Any]:
    """For a template: what stands beside the words of what is wrong. hand_off: "next" where Stripe's own page
    mends it, "" else; support: whether to show whom to ask; not_here: nothing that is asked mends it."""
    told = tuple(problems)
    return {
        "hand_off": "next" if any(one.hand_off for one in told) else "",
        "support": any(one.support for one in told),
        "not_here": bool(told) and not any(one.here for one in told),
    }


def other_ways(plan: Plan, here: Section, names: Mapping[str, str]) -> tuple[Link, ...]:
    """Links to the other pages on which what is wrong here can be mended as well."""
    return tuple(Link(address_at(one), title_of(one, names)) for one in elsewhere(plan, here))
