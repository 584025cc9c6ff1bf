"""Processes that only work, against real brokers: killed in the middle, many at once, and without the broker.

Their clocks run fast, so that a minute's grace is over in seconds; what they read they write into a file.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import structlog

from onboarding import store
from onboarding.migrations import migrate
from onboarding.store import Database
from onboarding.tasks import Tasks, grace
from tests.databases import postgres_database
from tests.tasks.redis_server import RedisServer

pytestmark = pytest.mark.slow

SPEED = 15
"""Seconds of the clock in one second: a lease of 30 is over in two, the grace of 60 in four."""

IMPATIENT = {**os.environ, "dramatiq_restart_delay": "300"}
"""Looks for a broker that went away after 300 milliseconds, not after 3000."""

WORKER = """
    import sys, time
    from pathlib import Path
    import onboarding.tasks as tasks
    from onboarding.store import Database

    mode, url, told, lasts, epoch, speed = sys.argv[1:]

    def read(account):
        with Path(told).open("a") as file:
            file.write(account + "\\n")
        time.sleep(float(lasts))

    def clock():
        return int(float(epoch) + (time.time() - float(epoch)) * int(speed))

    tasks.HOLD = 0.5
    tasks.Tasks(mode, Database(url), read, clock, sweep_seconds=1).serve(threads=2)
"""


@dataclass
class Place:
    """A database, a broker or none, and the workers there."""

    mode: str
    url: str
    folder: Path
    redis: RedisServer
    epoch: float = field(default_factory=time.time)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.database = Database(self.url)
        self.web = Tasks(self.mode, self.database, lambda account: None, self.clock)

    def clock(self) -> int:
        return int(self.epoch + (time.time() - self.epoch) * SPEED)

    def work(self, *, lasts: float = 0) -> subprocess.Popen[bytes]:
        words = (self.mode, self.url, self.folder / "told", lasts, self.epoch, SPEED)
        command = (sys.executable, "-c", textwrap.dedent(WORKER), *map(str, words))
        with (self.folder / "log").open("ab") as log:
            self.workers.append(subprocess.Popen(command, env=IMPATIENT, stdout=log, stderr=log))
        return self.workers[-1]

    def keep(self, *numbers: int) -> None:
        """What the endpoint of webhooks does: keeps the duty, then says so."""
        now = self.clock()
        for number in numbers:
            with self.database.write() as tx:
                assert store.add_event(
                    tx, event=f"evt_{number}", account=f"acct_{number}", kind="account.updated",
                    livemode=False, now=now, next_try=now + grace(self.mode),
                )  # fmt: skip
            self.web.send(f"evt_{number}")

    def read(self) -> list[str]:
        told = self.folder / "told"
        return sorted(told.read_text().split()) if told.exists() else []

    def states(self, *numbers: int) -> set[str | None]:
        with self.database.read() as tx:
            return {store.event_state(tx, event=f"evt_{number}") for number in numbers}

    def until(self, holds: Callable[[], bool], seconds: float = 30) -> float:
        """Waits until it holds; answers how many seconds that took."""
        began = time.monotonic()
        while not holds():
            if time.monotonic() > began + seconds:
                pytest.fail("It never came to pass:\n" + (self.folder / "log").read_text())
            time.sleep(0.02)
        return time.monotonic() - began

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.web.stop()
        self.database.close()


POSTGRES, REDIS = pytest.mark.postgres, pytest.mark.redis
WAYS = [
    pytest.param(("none", "sqlite"), id="rows-sqlite"),
    pytest.param(("none", "postgres"), id="rows-postgres", marks=POSTGRES),
    pytest.param(("redis", "postgres"), id="redis-postgres", marks=(REDIS, POSTGRES)),
]
WITH_REDIS = pytest.mark.parametrize(
    "place", [pytest.param(("redis", "sqlite"), id="redis", marks=REDIS)], indirect=True
)


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """The way that the row of the table says, with 20 sellers."""
    mode, kind = request.param
    redis = RedisServer(tmp_path)
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path}/x.sqlite3"
        if kind == "postgres":
            url = stack.enter_context(postgres_database())
        if mode == "redis":
            redis.start()
            stack.callback(redis.kill)
        migrate(url)
        made = Place(redis.url if mode == "redis" else mode, url, tmp_path, redis)
        stack.callback(made.close)
        with made.database.write() as tx:
            for number in range(20):
                seller = store.add_seller(
                    tx, nonce=f"n{number}", brand="default", country="US", business_type="individual",
                    agreement="full", collection="incremental", locale="en", now=0,
                )  # fmt: skip
                store.set_account(tx, seller=seller.id, account=f"acct_{number}")
        yield made


@pytest.mark.parametrize("place", WAYS, indirect=True)
def test_killed_worker_is_made_good_by_others_who_share_what_there_is(place: Place) -> None:
    killed = place.work(lasts=600)
    place.keep(0)
    place.until(lambda: place.read() == ["acct_0"])
    place.keep(1)  # may wait in what the worker has fetched but not begun
    killed.kill()
    killed.wait()
    for _ in range(2):
        place.work(lasts=0.05)
    place.keep(*range(2, 20))
    place.until(lambda: place.states(*range(20)) == {"done"})
    read = place.read()
    assert read.count("acct_0") == 2
    assert sorted({*read}) == sorted(f"acct_{number}" for number in range(20))
    assert all(read.count(f"acct_{number}") == 1 for number in range(2, 20))


@WITH_REDIS
def test_nothing_is_lost_by_a_killed_broker(place: Place) -> None:
    """Killed while an account is read, back without a message, and away when the worker is told to end."""
    worker = place.work(lasts=0.5)
    place.keep(1)
    place.until(lambda: place.read() == ["acct_1"])
    place.redis.kill()
    place.until(lambda: place.states(1) == {"done"})
    began = time.monotonic()
    place.keep(2, 3)
    assert time.monotonic() - began < 1
    assert place.states(2, 3) == {"waiting"}
    place.redis.start()
    place.until(lambda: place.states(2, 3) == {"done"})
    assert place.read() == ["acct_1", "acct_2", "acct_3"]
    place.redis.kill()
    worker.terminate()
    assert worker.wait(20) == 0


@WITH_REDIS
def test_request_waits_once_at_most_for_a_broker_that_says_nothing(place: Place) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=1) as deaf:
        where = f"127.0.0.1:{deaf.getsockname()[1]}"
        web = Tasks(f"redis://:secret@{where}", place.database, print, place.clock)
        began = time.monotonic()
        assert not web.send("evt_1")
        first = time.monotonic() - began
        assert not web.send("evt_2")
        second = time.monotonic() - began - first
        with structlog.testing.capture_logs() as logs:
            assert not web.reaches_broker()
    assert (first < 3, second < 0.1) == (True, True)
    assert [(entry["event"], entry["broker"]) for entry in logs] == [("broker_not_reached", where)]
    assert "secret" not in repr(logs)
