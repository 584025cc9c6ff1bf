"""What may be asked when an account becomes of another business type or structure: a pure function.

Stripe cannot be asked beforehand. What its requirements are named by is known, though: those of a company
stand under `company`, those of a seller alone under `individual`, and the maps know in which sections each is
asked. So this says what may come up, not what will; after the change Stripe's own lists decide.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.questions import Message
from onboarding.maps import Circumstances, Group, Maps
from onboarding.plan import Plan
from onboarding.subjects import LISTED_ROLES

_RARE = {"document", "declaration", "consent"}
"""Kinds that are asked after a check failed, or last, and not because of the type."""


def may_be_asked(plan: Plan, maps: Maps, before: Circumstances, after: Circumstances) -> tuple[Message, ...]:
    """Titles of the sections that may come up, or come up again, in the maps' order; plan: as of now."""
    return tuple(dict.fromkeys(_titles(plan, maps, before, after)))


def lists_asked(maps: Maps, after: Circumstances) -> tuple[str, ...]:
    """Lists of persons that may come up, by their subjects ("owners"): what the maps say of the country.

    Under the recipient agreement a company names nobody (recorded in Mexico; inferred elsewhere).
    """
    if after.business_type == "individual" or after.agreement == "recipient":
        return ()
    country = maps.country(after.country)
    return country.lists(after.business_type, after.structure) if country else tuple(LISTED_ROLES)


def _titles(plan: Plan, maps: Maps, before: Circumstances, after: Circumstances) -> Iterator[Message]:
    alone, was_alone = after.business_type == "individual", before.business_type == "individual"
    asked_now = {group.id for group in plan.groups}
    for group in maps.groups:
        if not alone and _is_about_a_company(group):
            yield group.title_for("company", after)
        elif alone is not was_alone and group.id in asked_now and _is_about_a_person(group):
            yield group.title_for("individual" if alone else "representative", after)


def _is_about_a_company(group: Group) -> bool:
    return any(
        one.startswith("company.")
        for question in group.questions
        if question.wording.kind not in _RARE
        for one in question.settles
    )


def _is_about_a_person(group: Group) -> bool:
    return any(question.personal and question.wording.kind not in _RARE for question in group.questions)
