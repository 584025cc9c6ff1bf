"""How often one address may use a view, counted in this process or in Redis; what is beyond that gets 429.

`limits` counts, without Flask-Limiter around it: that looks at every request, of which few are counted.
While Redis is away each process counts for itself, and sellers go on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from time import monotonic
from typing import TYPE_CHECKING, Any

from flask import request
from werkzeug.exceptions import TooManyRequests

from onboarding.logs import log

if TYPE_CHECKING:
    from limits.strategies import RateLimiter

HERE = "memory://"
AWAY = 10
"""Seconds for which a Redis that did not answer is not asked again."""


def _seconds(rate: str) -> int:
    """After so many seconds the count has begun anew."""
    from limits import parse

    return parse(rate).get_expiry()


class Rates:
    """Counts by address and view. storage: where, as `limits` writes it: "memory://", "redis://host"."""

    def __init__(self, storage: str) -> None:
        self._storage = storage
        self._asked_again = 0.0

    def limited(self, view: Callable[..., Any], name: str, rate: str) -> Callable[..., Any]:
        """The view, open to one address so often. name: of what is counted; rate: "20 per minute"."""

        @wraps(view)
        def counted(*args: Any, **kwargs: Any) -> Any:
            if not self._count(rate, request.remote_addr or "", name):
                raise TooManyRequests(retry_after=_seconds(rate))
            return view(*args, **kwargs)

        return counted

    def _count(self, rate: str, *whose: str) -> bool:
        """Whether one more is within the rate."""
        from limits import parse
        from limits.errors import StorageError

        if monotonic() >= self._asked_again:
            try:
                return self._shared.hit(parse(rate), *whose)
            except StorageError as error:
                log.warning("rates_counted_here", kind=type(error.storage_error).__name__, seconds=AWAY)
                self._asked_again = monotonic() + AWAY
        return self._own.hit(parse(rate), *whose)

    @cached_property
    def _shared(self) -> RateLimiter:
        if self._storage == HERE:
            return self._own
        # A seller waits meanwhile: the client's own way is to wait for a silent Redis without an end.
        return _counter(self._storage, socket_connect_timeout=1, socket_timeout=1)

    @cached_property
    def _own(self) -> RateLimiter:
        """Two threads at once may make two, of which one is forgotten with the one visit that it counted."""
        return _counter(HERE)


def _counter(storage: str, **options: float) -> RateLimiter:
    """Made when first needed: to import all that `limits` brings is a tenth of a server's start."""
    from limits.storage import storage_from_string
    from limits.strategies import FixedWindowRateLimiter

    return FixedWindowRateLimiter(storage_from_string(storage, wrap_exceptions=True, **options))
