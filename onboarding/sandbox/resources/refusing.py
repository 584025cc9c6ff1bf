"""Refusals of the resources."""

from __future__ import annotations

from onboarding.sandbox.envelope import Refused
from onboarding.sandbox.model import Refusal


def refuse(message: str, param: str | None = None, code: str | None = None) -> Refused:
    """A refusal that an idempotency key remembers."""
    return Refused(Refusal(message, param, code), kept=True)
