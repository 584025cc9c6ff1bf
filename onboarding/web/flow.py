"""Where a seller goes next. Pure functions of a plan; places, not addresses, except in `address_of`."""

from __future__ import annotations

from flask import url_for

from onboarding.plan import Plan, PlannedGroup, RoleTask, is_last

Place = tuple[str, str]
"""What the address of a group is made of: its id and its subject."""


def next_group(plan: Plan) -> PlannedGroup | None:
    """The first group that is due, can be answered here, and is not the acceptance of terms."""
    groups = (group for group in plan.groups if group.startable and not is_last(group))
    return next((group for group in groups if not group.only_at_stripe), None)


def next_role(plan: Plan) -> RoleTask | None:
    """The first list of persons for which Stripe waits."""
    return next((role for role in plan.roles if role.waits), None)


def terms_of(plan: Plan) -> PlannedGroup | None:
    """The acceptance of terms, where it is due and nothing has to come before it."""
    return next((group for group in plan.groups if group.startable and is_last(group)), None)


def address_after(plan: Plan) -> str:
    """The page to go to now: a group, a list of persons, the check of all answers, the way to Stripe's own
    page, or the standing. Stripe's page comes last: it would ask for all that is open besides."""
    if group := next_group(plan):
        return address_of(group.place)
    if role := next_role(plan):
        return url_for("people.people", subject=role.subject)
    if terms_of(plan):
        return url_for("review.check")
    return hand_off_address() if plan.hand_offs else url_for("status.status")


def hand_off_address() -> str:
    """Where the way to Stripe's own page is: on the page of the standing."""
    return url_for("status.status", _anchor="hand-off")


ANOTHER = "yes"
"""What the address of a page says where one more person is to be added to a role that somebody holds."""


def address_of(place: Place, *, another: bool = False) -> str:
    """The address of a group's page. another: about one more person in a role that somebody holds already."""
    group, subject = place
    more = ANOTHER if another else None
    return url_for("groups.group", group=group, subject=subject or None, another=more)
