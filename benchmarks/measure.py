"""Measuring: CPU seconds of one request, medians of many short rounds in turn: a busy machine hits both.

Rounds of three: with six, others on the machine moved the ratio of the same two requests by a tenth from run
to run; one at a time, each request would find the other one's traces in every cache.
"""

from __future__ import annotations

import gc
import io
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask

WARM, ROUNDS, TIMES = 5, 120, 3
NEEDED = WARM + ROUNDS * TIMES
"""How often each request is made in one comparison."""

Request = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Ratio:
    """One line of the report. ours, theirs: in `unit`; limit: the most that ours may be of theirs."""

    title: str
    ours: float
    theirs: float
    limit: float
    unit: str = "ms"

    @property
    def value(self) -> float:
        """Ours by theirs."""
        return self.ours / self.theirs

    @property
    def kept(self) -> bool:
        """Within the limit."""
        return self.value <= self.limit

    def __str__(self) -> str:
        sign = "ok  " if self.kept else "OVER"
        numbers = f"{self.ours:8.2f} {self.unit} of {self.theirs:8.2f} {self.unit}"
        return f"{sign} {self.title:<72} {numbers} = {self.value:5.2f} (at most {self.limit})"


def side_by_side(
    first: Request, second: Request, *, rounds: int = ROUNDS, times: int = TIMES
) -> tuple[float, float]:
    """CPU milliseconds of one request of each: the medians of rounds taken in turn."""
    for request in (first, second):
        _round(request, WARM)
    gc.collect()
    pairs = [(_round(first, times), _round(second, times)) for _ in range(rounds)]
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs)


def _round(request: Request, times: int) -> float:
    began = time.process_time()
    for _ in range(times):
        request()
    return (time.process_time() - began) / times * 1000


def asking(app: Flask, environ: dict[str, Any], *, body: bytes = b"", status: int = 200) -> Request:
    """A request to the WSGI app itself, with nothing of a test client in what is measured."""

    def request() -> None:
        said: list[str] = []

        def start_response(line: str, _headers: Any, _error: Any = None) -> Callable[[bytes], object]:
            said.append(line)
            return said.append  # type: ignore[return-value]  # the old write(): never called by Flask

        made = {**environ, "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO()}
        answer = app.wsgi_app(made, start_response)
        for _ in answer:
            pass
        if hasattr(answer, "close"):
            answer.close()
        if not said[0].startswith(str(status)):
            raise AssertionError(f"{environ['PATH_INFO']} answered {said[0]}, not {status}")

    return request


def one_by_one(requests: Sequence[Request]) -> Request:
    """Each request once, in order: for what may not be sent twice."""
    left = iter(requests)

    def request() -> None:
        next(left)()

    return request


def in_turn(requests: Sequence[Request]) -> Request:
    """Several requests as one."""

    def request() -> None:
        for each in requests:
            each()

    return request
