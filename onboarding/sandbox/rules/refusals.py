"""Values that Stripe refuses outright, with the words that were recorded."""

from __future__ import annotations

from typing import Any

from onboarding.sandbox.model import AccountState


def check_values(account: AccountState, values: dict[str, Any], where: str, now: int) -> None:
    """Raise `Refusal` for the first value that Stripe would refuse."""
