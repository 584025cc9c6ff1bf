"""Duties out of the request: done once, put off while Stripe is away, found again after a crash."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from onboarding import store
from onboarding.gateway import Gone, Misconfigured, TimedOut
from onboarding.store import Database
from onboarding.tasks import GRACE, LEASE, LONGEST_WAIT, BrokerMissing, Tasks, grace, make_broker, wait_after
from tests.tasks.conftest import Clock

Make = Callable[..., Tasks]


class Reader:
    """Stands where the use case would read the account; fails as often as told."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.failures: list[Exception] = []
        self.came = threading.Event()

    def __call__(self, account: str) -> None:
        self.read.append(account)
        self.came.set()
        if self.failures:
            raise self.failures.pop(0)


@pytest.fixture
def reader() -> Reader:
    """Reads accounts."""
    return Reader()


@pytest.fixture
def make(database: Database, clock: Clock, reader: Reader) -> Iterator[Make]:
    """Makes tasks, and ends them."""
    made: list[Tasks] = []

    def make(mode: str = "embedded", **more: int) -> Tasks:
        made.append(Tasks(mode, database, reader, clock, **more))
        return made[-1]

    yield make
    for tasks in made:
        tasks.stop()


def add(database: Database, clock: Clock, *events: str) -> None:
    with database.write() as tx:
        for event in events:
            assert store.add_event(
                tx, event=event, account="acct_1", kind="account.updated", livemode=False, now=clock(),
                next_try=clock() + GRACE,
            )  # fmt: skip


def state(database: Database, event: str = "evt_1") -> str | None:
    with database.read() as tx:
        return store.event_state(tx, event=event)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < end, "it never came to pass"
        time.sleep(0.01)


def test_duty_is_done_once_however_often_it_is_sent(
    make: Make, database: Database, clock: Clock, reader: Reader
) -> None:
    tasks = make()
    add(database, clock, "evt_1", "evt_2")
    for event in ("evt_1", "evt_1", "evt_2", "evt_unknown"):
        tasks.read_account(event)
    assert reader.read == ["acct_1"]
    assert (state(database), state(database, "evt_2")) == ("done", "done")


def test_embedded_worker_does_what_is_sent(
    make: Make, database: Database, clock: Clock, reader: Reader
) -> None:
    tasks = make()
    tasks.start()
    tasks.start()
    add(database, clock, "evt_1")
    tasks.send("evt_1")
    until(lambda: state(database) == "done")
    assert reader.read == ["acct_1"]


def test_start_finds_what_a_dead_process_left(
    make: Make, database: Database, clock: Clock, reader: Reader
) -> None:
    add(database, clock, "evt_waiting")
    with database.write() as tx:
        store.claim_event(tx, event="evt_waiting", now=clock(), until=clock() + LEASE)
    add(database, clock, "evt_lost")
    make().start()
    until(lambda: {state(database, "evt_waiting"), state(database, "evt_lost")} == {"done"})


def test_a_database_that_is_not_migrated_is_told_in_one_line(
    tmp_path: Path, clock: Clock, reader: Reader
) -> None:
    bare = Database(f"sqlite:///{tmp_path}/bare.sqlite3")
    tasks = Tasks("embedded", bare, reader, clock)
    with structlog.testing.capture_logs() as logs:
        tasks._round()
    bare.close()
    assert logs == [
        {"event": "database_not_ready", "remedy": "flask --app wsgi db upgrade", "log_level": "error"}
    ]


def test_sweep_sends_again_what_was_lost(
    make: Make, database: Database, clock: Clock, reader: Reader
) -> None:
    tasks = make(sweep_seconds=1)
    tasks.start()
    time.sleep(0.2)  # the sweep at the start is over and found nothing
    add(database, clock, "evt_1")
    assert tasks.sweep() == 0
    clock.now += GRACE
    until(lambda: state(database) == "done")


@pytest.mark.parametrize("error", [TimedOut("x"), Misconfigured("x"), RuntimeError("x")])
def test_duty_is_put_off_while_it_cannot_be_done(
    make: Make, database: Database, clock: Clock, reader: Reader, error: Exception
) -> None:
    tasks = make("none")
    add(database, clock, "evt_1")
    reader.failures = [error, error]
    tasks.read_account("evt_1")
    assert state(database) == "waiting"
    assert tasks.sweep() == 0
    tasks.read_account("evt_1")
    assert len(reader.read) == 1
    for wait in (20, 40):
        clock.now += wait
        assert tasks.sweep() == 1
        tasks.read_account("evt_1")
    assert state(database) == "done"
    assert len(reader.read) == 3


def test_account_that_is_gone_is_not_asked_for_again(
    make: Make, database: Database, clock: Clock, reader: Reader
) -> None:
    tasks = make("none")
    add(database, clock, "evt_1")
    reader.failures = [Gone("no such account", code="account_invalid")]
    tasks.read_account("evt_1")
    clock.now += LONGEST_WAIT * 2
    assert (state(database), tasks.sweep()) == ("failed", 0)


def test_waits_grow_to_an_hour() -> None:
    assert [round(wait_after(n) / 15 / 2 ** (n - 1)) for n in range(1, 7)] == [1] * 6
    assert all(wait_after(n) <= LONGEST_WAIT * 1.2 for n in (10, 100, 10_000))


def test_lost_broker_does_not_fail_the_request(make: Make, database: Database, clock: Clock) -> None:
    tasks = make()
    tasks._broker.close()
    tasks._broker.queues.clear()  # as if it had gone away
    add(database, clock, "evt_1")
    tasks.send("evt_1")
    assert state(database) == "waiting"


def test_mode_none_leaves_the_work_to_others(
    make: Make, database: Database, clock: Clock, reader: Reader
) -> None:
    tasks = make("none")
    tasks.start()
    add(database, clock, "evt_1")
    tasks.send("evt_1")
    clock.now += GRACE
    assert (tasks.sweep(), reader.read, state(database)) == (1, [], "sent")


def test_broker_without_its_package_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("redis", "dramatiq.brokers.redis"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(BrokerMissing, match="redis"):
        make_broker("redis://127.0.0.1:9")


def test_new_duty_is_due_at_once_where_nobody_is_told() -> None:
    assert (grace("none"), grace("embedded"), grace("redis://host")) == (0, GRACE, GRACE)


def test_web_process_with_a_broker_looks_for_it_once(make: Make) -> None:
    tasks = make("redis://:word@127.0.0.1:9")
    with structlog.testing.capture_logs() as logs:
        tasks.start()
        tasks.start()
        until(lambda: bool(logs))
        time.sleep(0.2)
    assert [(entry["event"], entry["broker"]) for entry in logs] == [("broker_not_reached", "127.0.0.1:9")]


def test_old_rows_are_tidied_away(make: Make, database: Database, clock: Clock) -> None:
    tasks = make("none")
    add(database, clock, "evt_1")
    tasks.read_account("evt_1")
    tasks.tidy()
    assert state(database) == "done"
    clock.now += 41 * 86_400
    tasks.tidy()
    assert state(database) is None


def test_the_log_says_that_no_endpoint_leads_here(make: Make, database: Database, clock: Clock) -> None:
    tasks = make("none")
    for seconds, told in ((600, []), (1, ["webhooks_missing"])):
        clock.now += seconds
        with structlog.testing.capture_logs() as logs:
            tasks.tidy()
        assert [entry["event"] for entry in logs] == told
    add(database, clock, "evt_1")
    with structlog.testing.capture_logs() as logs:
        tasks.tidy()
    assert not logs


def test_stopping_waits_for_the_reading_that_began(database: Database, clock: Clock) -> None:
    began, may_end = threading.Event(), threading.Event()

    def slow(account: str) -> None:
        began.set()
        may_end.wait(5)

    tasks = Tasks("embedded", database, slow, clock)
    tasks.start()
    add(database, clock, "evt_1")
    tasks.send("evt_1")
    assert began.wait(5)
    threading.Timer(0.1, may_end.set).start()
    tasks.stop()
    assert state(database) == "done"


def test_reading_that_takes_long_is_not_begun_twice(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, may_end = threading.Event(), threading.Event()

    def slow(account: str) -> None:
        began.set()
        may_end.wait(5)

    monkeypatch.setattr("onboarding.tasks.HOLD", 0.05)
    tasks = Tasks("none", database, slow, clock)
    tasks.work()
    add(database, clock, "evt_1")
    tasks.send("evt_1")
    assert began.wait(5)
    other = Tasks("none", database, slow, clock)
    for _ in range(4):
        clock.now += LEASE // 2
        time.sleep(0.3)
        assert other.sweep() == 0
    may_end.set()
    tasks.stop()
    assert state(database) == "done"


def test_what_cannot_be_sent_is_left_to_the_next_sweep(
    make: Make, database: Database, clock: Clock, reader: Reader
) -> None:
    tasks = make("redis://127.0.0.1:9")
    add(database, clock, "evt_1")
    clock.now += GRACE
    assert (tasks.sweep(), state(database)) == (0, "waiting")
    assert make("none").sweep() == 1


def test_database_that_is_away_is_told_in_one_line(tmp_path: Path, clock: Clock, reader: Reader) -> None:
    bare = Database(f"sqlite:///{tmp_path}/bare.sqlite3")
    with structlog.testing.capture_logs() as logs:
        Tasks("none", bare, reader, clock).read_account("evt_1")
    bare.close()
    assert [(entry["event"], entry["event_id"]) for entry in logs] == [("duty_left", "evt_1")]


KILLED = """
    import sys, time
    from onboarding.store import Database
    from onboarding.tasks import Tasks

    def hang(account):
        print("began", flush=True)
        time.sleep(60)

    tasks = Tasks("embedded", Database(sys.argv[1]), hang, lambda: int(time.time()))
    tasks.start()
    time.sleep(60)
"""


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_by_a_kill(
    make: Make, database: Database, clock: Clock, reader: Reader
) -> None:
    """A process is killed in the middle of a reading; the next one reads the account."""
    add(database, clock, "evt_1")
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(database.engine.url)], stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"began\n"
        process.send_signal(signal.SIGKILL)
    assert state(database) == "working"
    make().start()
    until(lambda: state(database) == "done")
    assert reader.read == ["acct_1"]
