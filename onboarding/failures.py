"""What Stripe's errors are to us: one closed table, without the SDK."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onboarding.gateway import (
    GatewayError,
    Gone,
    Locked,
    Misconfigured,
    Mismatched,
    RateLimited,
    Refused,
    TimedOut,
    Unavailable,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What the SDK tells of an error. kinds: names of its class and of those above. status: 0 for no answer.

    param: in brackets, as Stripe writes it; message: Stripe's words, which may quote what was sent.
    """

    kinds: frozenset[str]
    status: int = 0
    code: str = ""
    param: str = ""
    message: str = ""
    request_id: str | None = None
    timed_out: bool = False


def as_ours(failure: Failure) -> GatewayError:
    """Our error, by the first row of the table that fits."""
    kind = next(row.becomes for row in _ROWS if row.fits(failure))
    if not issubclass(kind, Refused):
        told = f"Stripe answered {failure.status or 'nothing'} {failure.code}".rstrip()
        return kind(told, request_id=failure.request_id)
    return kind(
        failure.message,
        code=failure.code,
        param=dotted(failure.param),
        status=failure.status,
        request_id=failure.request_id,
    )


def dotted(param: str) -> str:
    """The path of a parameter named in brackets: "individual[dob][year]" -> "individual.dob.year".

    Old spellings of the bank account become the one that requirements use.
    """
    path = re.sub(r"\[([^\]]*)\]", r".\1", param).rstrip(".")
    return re.sub(r"^bank_account\b", "external_account", path)


@dataclass(frozen=True, slots=True)
class _Row:
    """Errors of Stripe that become one of ours: all that is given must fit. kind: name of an SDK class."""

    becomes: type[GatewayError]
    kind: str = "StripeError"
    codes: frozenset[str] = frozenset()
    statuses: range = range(600)
    timed_out: bool = False

    def fits(self, failure: Failure) -> bool:
        return (
            self.kind in failure.kinds
            and (not self.codes or failure.code in self.codes)
            and failure.status in self.statuses
            and (not self.timed_out or failure.timed_out)
        )


_ROWS = (
    _Row(TimedOut, "APIConnectionError", timed_out=True),
    _Row(Unavailable, "APIConnectionError"),
    _Row(Locked, codes=frozenset({"lock_timeout", "idempotency_key_in_use"})),
    _Row(RateLimited, "RateLimitError"),
    _Row(Mismatched, "IdempotencyError"),
    _Row(Locked, statuses=range(409, 410)),
    _Row(Misconfigured, "AuthenticationError"),
    _Row(
        Misconfigured,
        codes=frozenset({"api_key_expired", "platform_account_required", "secret_key_required"}),
    ),
    # A key without access to the account and an account that does not exist are told apart by nobody.
    _Row(Gone, codes=frozenset({"account_invalid", "resource_missing"})),
    _Row(Misconfigured, "PermissionError"),
    _Row(Gone, "InvalidRequestError", statuses=range(404, 405)),
    _Row(Refused, "InvalidRequestError"),
    _Row(Refused, "CardError"),
    _Row(Unavailable),
)
"""The closed table of what Stripe's errors are to us; the last row takes the rest: 5xx and odd answers."""
