"""Faults that the next requests or events meet, as the control page queued them."""

from __future__ import annotations

import fnmatch
import threading
from dataclasses import asdict, dataclass, field
from typing import Any

from onboarding.sandbox.ids import new_id
from onboarding.sandbox.model import Refusal

REQUEST_KINDS = (
    "latency",
    "slow",
    "rate_limit",
    "lock_timeout",
    "conflict",
    "500",
    "503",
    "drop",
)
EVENT_KINDS = ("duplicate", "delay", "reorder")
PHASES = ("before", "during", "after")
MOST_MILLISECONDS = 120_000
MOST_COUNT = 10_000
_USUAL = {"latency": 500, "slow": 10_000}
"""Milliseconds where none are given."""

_LIMITED = (
    "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits."
)
_LOCKED = (
    "This object cannot be accessed right now because another API request or Stripe process is currently "
    "accessing it. If you see this error intermittently, retry the request. If you see this error frequently "
    "and are making multiple concurrent requests to a single object, make your requests serially or at a "
    "lower rate."
)
_BROKEN = "An unknown error occurred"


@dataclass
class Fault:
    """One fault. count: how many more it hits. method, path: only such requests (path with `*`).

    id: by which it is taken away again. phase: "before" nothing is done; "during" the work fails halfway and
    the idempotency key remembers the failure; "after" all is done and only the answer is lost. event: only
    events of such a type.
    """

    kind: str
    count: int = 1
    method: str = ""
    path: str = ""
    phase: str = "before"
    milliseconds: int = 0
    event: str = ""
    id: str = field(default_factory=lambda: new_id("fault"), kw_only=True)

    @property
    def seconds(self) -> float:
        """How long it holds a request up."""
        return (self.milliseconds or _USUAL.get(self.kind, 0)) / 1000

    def hits(self, method: str, path: str) -> bool:
        return (not self.method or self.method.upper() == method) and _fits(self.path, path)


def _fits(pattern: str, text: str) -> bool:
    return not pattern or fnmatch.fnmatchcase(text, pattern)


def fault_of(asked: dict[str, Any]) -> Fault:
    """A fault from what was asked for. Raises `ValueError` with what would be right."""
    known = [name for name in Fault.__dataclass_fields__ if name != "id"]
    unknown = set(asked) - set(known)
    if unknown:
        names = ", ".join(known)
        raise ValueError(f"{', '.join(sorted(unknown))}: not known. A fault has: {names}")
    fault = Fault(**{name: value for name, value in asked.items() if value != ""})
    fault.kind = str(fault.kind)
    fault.count = _whole("count", fault.count, 1, MOST_COUNT)
    fault.milliseconds = _whole("milliseconds", fault.milliseconds, 0, MOST_MILLISECONDS)
    for name in ("method", "path", "event"):
        text = isinstance(getattr(fault, name), str)
        if not text:
            raise ValueError(f"{name} has to be a text")
    if fault.kind not in (*REQUEST_KINDS, *EVENT_KINDS):
        raise ValueError(f"kind {fault.kind!r}. Right would be: {', '.join((*REQUEST_KINDS, *EVENT_KINDS))}")
    if fault.phase not in PHASES:
        raise ValueError(f"phase {fault.phase!r}. Right would be: {', '.join(PHASES)}")
    return fault


def _whole(name: str, value: Any, least: int, most: int) -> int:
    """The number that was asked for; forms send it as text."""
    text = str(value)
    if isinstance(value, bool | float) or not text.isdecimal() or not least <= int(text) <= most:
        raise ValueError(f"{name} has to be a whole number from {least} to {most}")
    return int(text)


class Faults:
    """The queue. Each request or event takes the first fault that is meant for it."""

    def __init__(self) -> None:
        self._queue: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._queue.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._queue.clear()

    def remove(self, id_: str) -> bool:
        """Take one fault away; whether it was still there."""
        with self._lock:
            kept = [fault for fault in self._queue if fault.id != id_]
            found = len(kept) < len(self._queue)
            self._queue[:] = kept
        return found

    def listed(self) -> list[dict[str, Any]]:
        """What is still to come."""
        with self._lock:
            return [asdict(fault) for fault in self._queue]

    def for_request(self, method: str, path: str) -> Fault | None:
        """The fault that this request meets."""
        with self._lock:
            for fault in self._queue:
                if fault.kind in REQUEST_KINDS and fault.hits(method, path):
                    return self._take(fault)
        return None

    def for_event(self, kind: str) -> Fault | None:
        """The fault that an event of this type meets on its way to one endpoint."""
        with self._lock:
            for fault in self._queue:
                if fault.kind in EVENT_KINDS and _fits(fault.event, kind):
                    return self._take(fault)
        return None

    def _take(self, fault: Fault) -> Fault:
        fault.count -= 1
        if fault.count <= 0:
            self._queue.remove(fault)
        return fault


def refusal_of(fault: Fault) -> tuple[Refusal, dict[str, str]] | None:
    """The error envelope of a fault and its headers; None when the true answer goes out, late.

    A dropped connection is a 500 that nobody sees: what fails halfway is remembered as that.
    """
    retry = {"Stripe-Should-Retry": "true"}
    match fault.kind:
        case "rate_limit":
            return Refusal(_LIMITED, code="rate_limit", status=429), {
                "Stripe-Rate-Limited-Reason": "global-rate",
                "Stripe-Should-Retry": "false",
            }
        case "lock_timeout":
            return Refusal(_LOCKED, code="lock_timeout", status=429), retry
        case "conflict":
            message = "The request conflicts with another request. Try again."
            return Refusal(message, status=409), {}
        case "500" | "drop":
            return Refusal(_BROKEN, status=500, type="api_error"), {}
        case "503":
            return Refusal("The service is not available for the moment.", status=503, type="api_error"), {}
    return None
