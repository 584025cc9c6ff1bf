"""What the pages say of a standing: a heading, and what it means, by what is off where that matters.

Each says a thing once: what works, what helps, when to look again. Why an account is stopped, and by
whom, is said by the maps' words for Stripe's reason, which stand below.
"""

from __future__ import annotations

from forms.questions import Message
from onboarding.deadlines import Reach
from onboarding.standing import Standing

HEADINGS = {
    Standing.REJECTED: Message("standing.rejected", "Your account has been closed"),
    Standing.UNDER_REVIEW: Message("standing.under_review", "Your account is being reviewed"),
    Standing.ON_HOLD: Message("standing.on_hold", "Your account is on hold"),
    Standing.PENDING_ENABLEMENT: Message(
        "standing.pending_enablement", "You can be paid while we finish checking"
    ),
    Standing.COMPLETE: Message("standing.complete", "Everything is done"),
    Standing.ENABLED: Message("standing.enabled", "You are ready to be paid"),
    Standing.RESTRICTED_ENABLED: Message(
        "standing.restricted_enabled", "You can be paid, and we need more from you"
    ),
    Standing.PAYOUTS_DISABLED: Message("standing.payouts_disabled", "Payouts to your bank are off"),
    Standing.CHARGES_DISABLED: Message("standing.charges_disabled", "Payments from customers are off"),
    Standing.PAST_DUE: Message("standing.past_due", "Your account is paused until you answer"),
    Standing.PENDING: Message("standing.pending", "We are checking what you sent"),
    Standing.RESTRICTED: Message("standing.restricted", "There is more to do before you can be paid"),
}

MEANINGS = {
    Standing.PENDING_ENABLEMENT: Message(
        "standing.pending_enablement.meaning",
        "There is nothing for you to do now. Look at this page again tomorrow to see the result.",
    ),
    Standing.COMPLETE: Message(
        "standing.complete.meaning",
        "There is nothing more to do. Look at this page again now and then: it shows when something changes.",
    ),
    Standing.ENABLED: Message(
        "standing.enabled.meaning",
        "There is nothing to do now. More may be needed as you sell more: look here again now and then.",
    ),
    Standing.RESTRICTED_ENABLED: Message(
        "standing.restricted_enabled.meaning", "Answer what is still open so that you keep being paid."
    ),
    Standing.PAYOUTS_DISABLED: Message(
        "standing.payouts_disabled.meaning",
        "Customers can pay you, and your money is kept until payouts are on. "
        "Answer what is open to have them switched on.",
    ),
    Standing.CHARGES_DISABLED: Message(
        "standing.charges_disabled.meaning",
        "Customers cannot pay you at the moment; money that you already earned is still paid out. "
        "Answer what is open to have payments switched on.",
    ),
    Standing.PAST_DUE: Message(
        "standing.past_due.meaning",
        "Payments from customers and payouts to your bank are off. "
        "Send what is open to have them switched on again.",
    ),
    Standing.RESTRICTED: Message(
        "standing.restricted.meaning", "Finish the sections that are open to start being paid."
    ),
}
"""Of the standings that mean the same whatever is off. A closed account has its reason only."""

REVIEWED = {
    Reach.BOTH: Message(
        "standing.under_review.both",
        "Payments from customers and payouts to your bank are off until the review has ended. "
        "There is nothing for you to do; look at this page again in some days.",
    ),
    Reach.CHARGES: Message(
        "standing.under_review.charges",
        "Payments from customers are off until the review has ended. "
        "There is nothing for you to do; look at this page again in some days.",
    ),
    Reach.PAYOUTS: Message(
        "standing.under_review.payouts",
        "Payouts to your bank are off until the review has ended. "
        "There is nothing for you to do; look at this page again in some days.",
    ),
}
HELD = {
    Reach.BOTH: Message(
        "standing.on_hold.both",
        "Payments from customers and payouts to your bank are off until the hold is lifted. "
        "Nothing that you send here lifts it.",
    ),
    Reach.CHARGES: Message(
        "standing.on_hold.charges",
        "Payments from customers are off until the hold is lifted. Nothing that you send here lifts it.",
    ),
    Reach.PAYOUTS: Message(
        "standing.on_hold.payouts",
        "Payouts to your bank are off until the hold is lifted. Nothing that you send here lifts it.",
    ),
}
CHECKED = Message("standing.checked", "Your details are being checked")
"""Heading while something works already, nothing is open, and only the checks are waited for."""
CHECKS = {
    Reach.BOTH: Message(
        "standing.checks.both",
        "There is nothing for you to do now. Payments from customers and payouts to your bank are off "
        "until the checks are done, which often takes minutes and sometimes up to 2 working days. "
        "Look at this page again then.",
    ),
    Reach.CHARGES: Message(
        "standing.checks.charges",
        "There is nothing for you to do now. Payouts to your bank work already; payments from customers "
        "are off until the checks are done, which often takes minutes and sometimes up to 2 working days. "
        "Look at this page again then.",
    ),
    Reach.PAYOUTS: Message(
        "standing.checks.payouts",
        "There is nothing for you to do now. Customers can pay you already; payouts to your bank are off "
        "until the checks are done, which often takes minutes and sometimes up to 2 working days. "
        "Look at this page again then.",
    ),
}
PAUSED = {
    Reach.BOTH: Message("paused.title.both", "Payments and payouts are paused"),
    Reach.CHARGES: Message("paused.title.charges", "Payments from customers are paused"),
    Reach.PAYOUTS: Message("paused.title.payouts", "Payouts to your bank are paused"),
}
PAUSES = {
    Reach.BOTH: Message(
        "paused.text.both",
        "Payments from customers and payouts to your bank are off, although nothing is missing from you. "
        "There is no form to fill in.",
    ),
    Reach.CHARGES: Message(
        "paused.text.charges",
        "Payouts to your bank go on, but payments from customers are off, although nothing is missing "
        "from you. There is no form to fill in.",
    ),
    Reach.PAYOUTS: Message(
        "paused.text.payouts",
        "Customers can pay you, but payouts to your bank are off, although nothing is missing from you. "
        "There is no form to fill in.",
    ),
}
PAUSED_ADVICE = Message("paused.advice", "Contact us, and we will find out why.")
"""Said where Stripe gives no reason, or one that the maps have no words for."""

LOOKS = {
    Standing.REJECTED: "bad",
    Standing.UNDER_REVIEW: "calm",
    Standing.PENDING_ENABLEMENT: "calm",
    Standing.COMPLETE: "good",
    Standing.ENABLED: "good",
    Standing.PENDING: "calm",
    Standing.PAST_DUE: "bad",
}
"""Class of the note that shows a standing; what is not here warns."""
