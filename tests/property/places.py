"""What holds of every plan and every page, whatever was listed."""

from __future__ import annotations

import re

from onboarding.plan import Plan
from onboarding.requirements import Snapshot
from onboarding.subjects import PROVIDED, split_subject

RAW = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b|\b(?:individual|company|person|settings|documents)\.\w")
"""What no seller can read: names in snake case and dotted paths."""


def everything_has_a_place(snapshot: Snapshot, plan: Plan, *, early: bool = True) -> None:
    """Nothing that is listed is left out of a plan that was made with `upfront`.

    early: whether the plan was asked for what future rules want; else that is announced.
    """
    there = {one for group in plan.groups for one in group.ids}
    there |= {one.requirement for one in plan.hand_offs}
    coming = set(snapshot.future.due(early is False))
    due = {*snapshot.requirements.due(True), *(coming if early else ())}
    listed = {task.subject for task in plan.roles}
    assert {one for one in due if one not in there and role_of(one) not in listed} == set()
    assert coming - due <= set(plan.coming)
    assert set(plan.checking) == set(snapshot.requirements.pending_verification)
    told = {(one.listed, one.code) for one in plan.problems}
    assert {(one.requirement, one.code) for one in snapshot.requirements.errors} <= told


def role_of(requirement: str) -> str:
    """The list of persons on whose page it is asked, "" where it is no matter of a list."""
    return PROVIDED.get(requirement) or split_subject(requirement)[0]
