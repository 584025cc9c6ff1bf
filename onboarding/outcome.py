"""What came of a submit."""

from __future__ import annotations

from dataclasses import dataclass

from forms.questions import Problem


@dataclass(frozen=True, slots=True)
class Saved:
    """Stripe took the answers. next: place of the next group to ask, None when nothing is left to ask."""

    next: tuple[str, str] | None
    created: str = ""


@dataclass(frozen=True, slots=True)
class NotSaved:
    """Stripe refused something; the problems are in the seller's language."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Stripe could not be reached or was busy; the same submit may be sent again."""

    problem: Problem


Outcome = Saved | NotSaved | TryAgain
