"""Where a seller goes next. Pure functions of a plan; places, not addresses, except in `address_of`."""

from __future__ import annotations

from flask import url_for

from onboarding.plan import Plan, PlannedGroup, RoleTask, State, is_last

Place = tuple[str, str]
"""What the address of a group is made of: its id and its subject."""


def next_group(plan: Plan) -> PlannedGroup | None:
    """The first group that is due and is not the acceptance of terms."""
    return next((group for group in plan.groups if group.due and not is_last(group)), None)


def next_role(plan: Plan) -> RoleTask | None:
    """The first list of persons for which Stripe waits."""
    return next((role for role in plan.roles if role.waits), None)


def terms_of(plan: Plan) -> PlannedGroup | None:
    """The acceptance of terms, where it is due."""
    return next((group for group in plan.groups if group.due and is_last(group)), None)


def address_after(plan: Plan) -> str:
    """The page to go to now: a group, a list of persons, the check of all answers, or the standing."""
    if group := next_group(plan):
        return address_of(group.place)
    if role := next_role(plan):
        return url_for("people.people", subject=role.subject)
    if terms_of(plan):
        return url_for("review.check")
    return url_for("status.status")


def address_of(place: Place) -> str:
    """The address of a group's page."""
    group, subject = place
    return url_for("groups.group", group=group, subject=subject or None)


def completed(plan: Plan) -> tuple[int, int]:
    """How many of all sections need nothing from the seller, for "3 of 7"."""
    done = (State.COMPLETED, State.CHECKING)
    states = [*(group.state for group in plan.groups), *(role.state for role in plan.roles)]
    return sum(state in done for state in states), len(states)
