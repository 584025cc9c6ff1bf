"""How long a request may wait for Stripe in all, whatever it asks and however often.

The time runs per thread of a web server, from the moment the request came. Work out of the request has no
such end: each of its calls has its own timeouts alone.
"""

from __future__ import annotations

import time
from contextvars import ContextVar

_UNTIL: ContextVar[float | None] = ContextVar("until", default=None)


def begin(seconds: float) -> None:
    """From now on there are that many seconds."""
    _UNTIL.set(time.monotonic() + seconds)


def end() -> None:
    """From now on there is no end."""
    _UNTIL.set(None)


def left() -> float | None:
    """Seconds that are left, 0 at least; None where there is no end."""
    until = _UNTIL.get()
    return None if until is None else max(0.0, until - time.monotonic())
