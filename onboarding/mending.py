"""Where something wrong can be mended: the page of the id where Stripe put it, and others that would do."""

from __future__ import annotations

from collections.abc import Iterator

from onboarding.planned import Plan, PlannedGroup, RoleTask
from onboarding.problems import RequirementProblem
from onboarding.subjects import LISTED_ROLES

Section = PlannedGroup | RoleTask
"""Something that has a page and problems of its own."""


def sections_of(plan: Plan, problem: RequirementProblem) -> tuple[Section, ...]:
    """Every page on which the same error can be mended; that of the id where Stripe put it comes first."""
    same = [one for one in plan.problems if (one.listed, one.code) == (problem.listed, problem.code)]
    places = dict.fromkeys((problem.listed, *(one.requirement for one in same)))
    found = {key_of(section): section for place in places for section in _sections_at(plan, place)}
    return tuple(found.values())


def elsewhere(plan: Plan, here: Section) -> tuple[Section, ...]:
    """Other pages on which what is wrong on this one can be mended as well."""
    there = (section for problem in here.problems for section in sections_of(plan, problem))
    found = {key_of(section): section for section in there}
    found.pop(key_of(here), None)
    if here.subject in LISTED_ROLES:
        found.pop(("", here.subject), None)  # somebody is being added from that list
    return tuple(found.values())


def key_of(section: Section) -> tuple[str, str]:
    """What tells one page from another."""
    return section.place if isinstance(section, PlannedGroup) else ("", section.subject)


def _sections_at(plan: Plan, requirement: str) -> Iterator[Section]:
    sections: tuple[Section, ...] = (*plan.roles, *plan.held, *plan.groups)
    for section in sections:
        if any(_stands_at(problem, requirement) for problem in section.problems):
            yield section


def _stands_at(problem: RequirementProblem, requirement: str) -> bool:
    return problem.requirement == requirement or (problem.stands_as_listed and problem.listed == requirement)
