"""Where a seller is, derived from a snapshot and never stored as truth.

The order of the rules is the one that Stripe publishes for telling an account's state from its flags and
lists (docs: Connect, handling verification, "account state"). Its Ruby sample takes an empty list for
true; here an empty list is nothing. Three things are ours: a new account, which lists everything as past due,
is restricted and not late (`deadlines.is_late`); a review or a hold has a standing of its own while something
is off, since no form would end it; and payouts are off as well while Stripe pays nothing to the bank account,
which the account's flags do not say (`Snapshot.pays_out`).
"""

from __future__ import annotations

from enum import StrEnum

from onboarding.deadlines import is_late
from onboarding.requirements import Snapshot


class Standing(StrEnum):
    """The states of an account, in Stripe's words; a review and a hold are ours."""

    REJECTED = "rejected"
    UNDER_REVIEW = "under_review"
    ON_HOLD = "on_hold"
    PENDING_ENABLEMENT = "pending_enablement"
    COMPLETE = "complete"
    ENABLED = "enabled"
    RESTRICTED_ENABLED = "restricted_enabled"
    PAYOUTS_DISABLED = "payouts_disabled"
    CHARGES_DISABLED = "charges_disabled"
    PAST_DUE = "past_due"
    PENDING = "pending"
    RESTRICTED = "restricted"

    @property
    def enabled(self) -> bool:
        """Payments and payouts both work."""
        return self in _ENABLED


_ENABLED = {
    Standing.PENDING_ENABLEMENT,
    Standing.COMPLETE,
    Standing.ENABLED,
    Standing.RESTRICTED_ENABLED,
}


_DECIDED_ELSEWHERE = {
    "listed": Standing.UNDER_REVIEW,
    "under_review": Standing.UNDER_REVIEW,
    "platform_paused": Standing.ON_HOLD,
}
"""Reasons that the seller can do nothing about. That the last is the platform's is inferred from its name."""


BEING_CHECKED = "requirements.pending_verification"
"""Stripe's reason while it verifies; it may stand with lists that are empty already."""


def standing_of(snapshot: Snapshot) -> Standing:
    """The standing of an account as of a snapshot."""
    reason = snapshot.requirements.disabled_reason or ""
    if reason.startswith("rejected"):
        return Standing.REJECTED
    if snapshot.charges_enabled and snapshot.pays_out:
        return _enabled(snapshot)
    if reason in _DECIDED_ELSEWHERE:
        return _DECIDED_ELSEWHERE[reason]
    if snapshot.charges_enabled:
        return Standing.PAYOUTS_DISABLED
    return Standing.CHARGES_DISABLED if snapshot.pays_out else _disabled(snapshot)


def _disabled(snapshot: Snapshot) -> Standing:
    requirements = snapshot.requirements
    if is_late(snapshot):
        return Standing.PAST_DUE
    waits = requirements.pending_verification or requirements.disabled_reason == BEING_CHECKED
    waiting = waits and not requirements.past_due
    return Standing.PENDING if waiting else Standing.RESTRICTED


def _enabled(snapshot: Snapshot) -> Standing:
    requirements = snapshot.requirements
    if requirements.pending_verification:
        return Standing.PENDING_ENABLEMENT
    if requirements.disabled_reason or requirements.currently_due:
        return Standing.RESTRICTED_ENABLED
    return Standing.ENABLED if requirements.eventually_due else Standing.COMPLETE


def is_settled(snapshot: Snapshot) -> bool:
    """Whether payments and payouts both work and nothing is being checked: Stripe has nothing to decide."""
    checked = snapshot.requirements.pending_verification or snapshot.future.pending_verification
    pending = any(one.status == "pending" for one in snapshot.capabilities)
    return snapshot.charges_enabled and snapshot.pays_out and not (checked or pending)


_TOLD = (Standing.REJECTED, Standing.UNDER_REVIEW, Standing.ON_HOLD)


def is_paused(snapshot: Snapshot) -> bool:
    """Payments or payouts are off although nothing is due and nothing is being checked.

    Such accounts need a page of their own: there is no form that would help. Where something is wrong with a
    bank account, there is one.
    """
    requirements = snapshot.requirements
    asked = requirements.currently_due or requirements.past_due or requirements.pending_verification
    off = not (snapshot.charges_enabled and snapshot.pays_out)
    told = standing_of(snapshot) in _TOLD or requirements.disabled_reason == BEING_CHECKED
    return off and not (asked or requirements.errors or snapshot.bank_faults or told)
