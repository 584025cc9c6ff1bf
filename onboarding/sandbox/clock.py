"""The sandbox's clock: real, faster by a factor, or stepped by hand."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime


class Clock:
    """Unix seconds as the sandbox sees them. Every kind can be stepped forward besides.

    how: "real", "fast:N" (N times as fast) or "manual" (stands still until it is stepped).
    Raises `ValueError` for anything else.
    """

    def __init__(self, how: str = "real", start: float | None = None) -> None:
        found = re.fullmatch(r"real|manual|fast:([0-9]+(?:\.[0-9]+)?)", how)
        if not found:
            raise ValueError(f"{how!r} is not a clock. Right would be: real, fast:60 or manual")
        self.how = how
        self.rate = 0.0 if how == "manual" else float(found[1] or 1)
        self._zero = time.monotonic()
        self._start = time.time() if start is None else max(start, 0 if how == "manual" else time.time())

    def now(self) -> int:
        """Whole seconds since 1970 on this clock."""
        return int(self._start + (time.monotonic() - self._zero) * self.rate)

    def step(self, seconds: float) -> int:
        """Move forward; answers the time then."""
        self._start += max(seconds, 0)
        return self.now()

    @property
    def running(self) -> bool:
        """Whether time passes by itself."""
        return self.rate > 0


def day_of(moment: int) -> str:
    """The ISO date of a moment."""
    return datetime.fromtimestamp(moment, UTC).date().isoformat()
