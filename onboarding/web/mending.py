"""Names and addresses of the pages on which something wrong can be mended."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for

from onboarding.i18n import translate
from onboarding.mending import Section, elsewhere
from onboarding.plan import Plan, PlannedGroup
from onboarding.web import words
from onboarding.web.flow import address_of
from onboarding.web.pages import Link


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


def other_ways(plan: Plan, here: Section, names: Mapping[str, str]) -> tuple[Link, ...]:
    """Links to the other pages on which what is wrong here can be mended as well."""
    return tuple(Link(address_at(one), title_of(one, names)) for one in elsewhere(plan, here))
