"""The standing in words: in full on the status page, as a note above the task list where money is stopped."""

from __future__ import annotations

from typing import Any

from onboarding.i18n import translate
from onboarding.sellers import Overview
from onboarding.standing import Standing
from onboarding.web import words
from onboarding.web.parts import parts

STOPPED = frozenset(
    {
        Standing.UNDER_REVIEW,
        Standing.ON_HOLD,
        Standing.PAYOUTS_DISABLED,
        Standing.CHARGES_DISABLED,
        Standing.PAST_DUE,
    }
)
"""Standings in which money that flowed does not, or which no answer mends."""


def is_stopped(overview: Overview) -> bool:
    """Whether the list of sections alone would make the account look better than it is."""
    return overview.standing in STOPPED or _is_paused(overview)


def standing_words(overview: Overview) -> dict[str, Any]:
    """heading, meaning, look (class of the note), reason ("" without one) and rejected, for a template."""
    standing = overview.standing
    if _is_paused(overview):
        heading, meaning, look = words.PAUSED, words.PAUSED_TEXT, "warn"
    else:
        heading, meaning = words.STANDINGS[standing], words.MEANINGS[standing]
        look = words.STANDING_LOOKS.get(standing, "warn")
    reason = overview.snapshot.requirements.disabled_reason or ""
    # Stripe says "requirements.…" of every account that is not complete: the lists below say it better.
    told = None if not reason or reason.startswith("requirements.") else parts().maps.disabled_reason(reason)
    return {
        "heading": translate(heading),
        "meaning": translate(meaning),
        "look": look,
        "reason": translate(told) if told else "",
        "rejected": standing is Standing.REJECTED,
    }


def _is_paused(overview: Overview) -> bool:
    return overview.paused and not overview.plan.hand_offs
