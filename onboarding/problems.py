"""Turns what Stripe found wrong into problems that stand beside the questions they concern."""

from __future__ import annotations

from dataclasses import dataclass

from forms.questions import Message


@dataclass(frozen=True, slots=True)
class RequirementProblem:
    """Something verification found wrong.

    requirement: whole id it stands at, after `point_at` of the map; listed: the id Stripe listed it under.
    message: our words; None where neither code nor family has any, and Stripe's English `reason` must do.
    """

    requirement: str
    listed: str
    code: str
    message: Message | None
    reason: str
