"""The standing in words: in full on the status page, as a note above the task list where money is stopped."""

from __future__ import annotations

from typing import Any, NamedTuple

from forms.questions import Message
from onboarding.deadlines import off
from onboarding.i18n import translate
from onboarding.sellers import Overview
from onboarding.standing import BEING_CHECKED, Standing
from onboarding.web import standing_words as said
from onboarding.web.flow import next_group, next_role, terms_of
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

WITH_OPEN = {
    Standing.PENDING: Standing.RESTRICTED,
    Standing.PENDING_ENABLEMENT: Standing.RESTRICTED_ENABLED,
    Standing.ENABLED: Standing.RESTRICTED_ENABLED,
    Standing.COMPLETE: Standing.RESTRICTED_ENABLED,
}
"""Whose words are said where something is open all the same: "nothing to do" would be untrue."""

WORKING_IN_PART = (Standing.PAYOUTS_DISABLED, Standing.CHARGES_DISABLED)

TOLD_BY_HEADING = "under_review"
"""A reason that says no more than the heading of its page."""


class Told(NamedTuple):
    """heading; meaning: None where the reason alone is told; look: class of the note."""

    heading: Message
    meaning: Message | None
    look: str


def is_stopped(overview: Overview) -> bool:
    """Whether the list of sections alone would make the account look better than it is."""
    return overview.standing in STOPPED or _is_paused(overview)


def standing_words(overview: Overview) -> dict[str, Any]:
    """For a template: heading, meaning and reason ("" without one), look (class of the note), rejected, and
    look_again: whether the meaning says already that there is nothing to do and when to look again."""
    told = _told(overview)
    return {
        "heading": translate(told.heading),
        "meaning": translate(told.meaning) if told.meaning else "",
        "look": told.look,
        "reason": _reason(overview),
        "rejected": overview.standing is Standing.REJECTED,
        "look_again": overview.standing is Standing.REJECTED or not _is_open(overview),
    }


def _told(overview: Overview) -> Told:
    standing, reach = overview.standing, off(overview.snapshot)
    if _is_paused(overview):
        return Told(said.PAUSED[reach], said.PAUSES[reach], "warn")
    if standing is Standing.UNDER_REVIEW:
        return Told(said.HEADINGS[standing], said.REVIEWED[reach], "calm")
    if standing is Standing.ON_HOLD:
        return Told(said.HEADINGS[standing], said.HELD[reach], "warn")
    if _is_open(overview):
        standing = WITH_OPEN.get(standing, standing)
    elif standing is Standing.PENDING:
        return Told(said.HEADINGS[standing], said.CHECKS[reach], "calm")
    elif standing in WORKING_IN_PART and _is_checked(overview):
        return Told(said.CHECKED, said.CHECKS[reach], "calm")
    return Told(said.HEADINGS[standing], said.MEANINGS.get(standing), said.LOOKS.get(standing, "warn"))


def _reason(overview: Overview) -> str:
    reason = overview.snapshot.requirements.disabled_reason or ""
    # Stripe says "requirements.…" of every account that is not complete: the lists below say it better.
    if not reason.startswith("requirements.") and reason != TOLD_BY_HEADING:
        if reason and (words := parts().maps.disabled_reason(reason)):
            return translate(words)
        if _is_paused(overview):
            return translate(said.PAUSED_ADVICE)
    return ""


def _is_paused(overview: Overview) -> bool:
    return overview.paused and not overview.plan.hand_offs


def _is_checked(overview: Overview) -> bool:
    """Whether checks are what is waited for; they may be with lists that are empty already."""
    requirements = overview.snapshot.requirements
    return bool(requirements.pending_verification) or requirements.disabled_reason == BEING_CHECKED


def _is_open(overview: Overview) -> bool:
    """Whether anything waits for the seller."""
    plan = overview.plan
    return bool(
        next_group(plan) or next_role(plan) or terms_of(plan) or plan.hand_offs or overview.plan.problems
    )
