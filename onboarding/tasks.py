"""Work out of the request: accounts are read again because Stripe said that they changed.

The truth is in the rows (`onboarding.store.duties`); a message only says "look now", and may be lost or come
twice. Messages go through dramatiq: within the process by default, through a broker where one is set. A sweep
sends again what is not done in time, and when the one process that works starts, all that is open.

Several processes may sweep at once: the same message twice costs one look at a row that is claimed already.
dramatiq and the scheduler are imported when there is something to send or the work begins: not before the
first answer of a server.
"""

from __future__ import annotations

import atexit
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from onboarding import store
from onboarding.gateway import GatewayError, Refused
from onboarding.logs import log
from onboarding.store import Claim, Database

if TYPE_CHECKING:
    import dramatiq
    from apscheduler.schedulers.background import BackgroundScheduler

GRACE = 60
"""Seconds that a message has to arrive before the sweep sends it again."""

LEASE = 300
"""Seconds after which whoever claimed a duty counts as dead: more than every try of a reading can take."""

LONGEST_WAIT = 3600
"""Seconds between two tries at most, however long Stripe is away. Nothing acknowledged is given up."""

DAY = 86_400

WITHIN = ("embedded", "none")
"""Modes that need no broker outside of the process."""

START_AFTER = 0.2
"""Seconds after the first request at which the work begins: so that its answer does not wait for it."""


class BrokerMissing(Exception):
    """The package that speaks to the broker in TASKS is not installed; the words say which to install."""


class Tasks:
    """Sends duties to be done, and does them.

    mode: `embedded`, `none` or a broker's address. refresh: reads an account again and stores its snapshot.
    clock: unix seconds. sweep_seconds: how often open duties are looked for.
    """

    def __init__(
        self,
        mode: str,
        database: Database,
        refresh: Callable[[str], None],
        clock: Callable[[], int],
        *,
        sweep_seconds: int = 30,
    ) -> None:
        self._mode, self._database, self._refresh, self._clock = mode, database, refresh, clock
        self._sweep_seconds = sweep_seconds
        self._sending: _Sending | None = None
        self._worker: dramatiq.Worker | None = None
        self._scheduler: BackgroundScheduler | None = None
        self._timer: threading.Timer | None = None
        self._freed = mode != "embedded"
        self._making, self._starting = threading.Lock(), threading.Lock()
        if mode not in WITHIN:
            self._line()  # says now whether its package is missing

    @property
    def _broker(self) -> dramatiq.Broker:
        return self._line().broker

    def _line(self) -> _Sending:
        with self._making:
            if self._sending is None:
                self._sending = _sending(self._mode, self.read_account)
            return self._sending

    def send(self, event: str) -> None:
        """Says that the event's duty, kept already, can be done. Never fails: the sweep makes it good."""
        if self._mode == "none" and self._worker is None:
            return
        try:
            self._line().actor.send(event)
        except Exception as error:  # noqa: BLE001  each broker has errors of its own
            log.warning("duty_not_sent", event_id=event, kind=type(error).__name__)

    def start(self) -> None:
        """Begins to work in this process when it is the one (`embedded`); call it as often as you like."""
        if self._mode != "embedded" or self._timer is not None:
            return
        with self._starting:
            if self._timer is None:
                self._timer = threading.Timer(START_AFTER, self.work, kwargs={"threads": 2})
                self._timer.daemon = True
                self._timer.start()
                atexit.register(self.stop)

    def work(self, *, threads: int) -> None:
        """Begins to work in this process, unless it does already."""
        import dramatiq

        with self._starting:
            if self._worker is None:
                self._worker = dramatiq.Worker(self._broker, worker_threads=threads, worker_timeout=200)
                self._worker.start()
                self._scheduler = self._schedule()
                atexit.register(self.stop)

    def serve(self, *, threads: int) -> None:
        """Works until the process is told to end (SIGTERM, Ctrl-C): the life of a process that only works."""
        end = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: end.set())
        self.work(threads=threads)
        end.wait()
        self.stop()

    def stop(self) -> None:
        """Ends what runs here, letting a reading that has begun come to its end."""
        with self._starting:
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
            timer.join()
        with self._starting:
            worker, self._worker = self._worker, None
            scheduler, self._scheduler = self._scheduler, None
        if scheduler is not None:
            scheduler.shutdown(wait=True)
        if worker is not None:
            worker.stop(timeout=10_000)
        atexit.unregister(self.stop)

    def read_account(self, event: str) -> None:
        """Does the event's duty, whoever else was sent the same. Never raises; what fails is kept so."""
        now = self._clock()
        with self._database.write() as tx:
            claim = store.claim_event(tx, event=event, now=now, until=now + LEASE)
        if claim is None:
            return
        try:
            self._refresh(claim.account)
        except Refused as refused:
            # The account is gone, or Stripe will never answer: trying again would change nothing.
            log.warning("duty_failed", account=claim.account, code=refused.code, request=refused.request_id)
            self._settle(claim, failed=True)
        except GatewayError as error:
            self._postpone(claim, error)
        except Exception as error:  # noqa: BLE001  a fault of ours: kept and tried again, until it is mended
            self._postpone(claim, error)
        else:
            self._settle(claim)

    def sweep(self) -> int:
        """Sends what is not done in time; answers how many."""
        with self._database.read() as tx:
            events = store.due_events(tx, now=self._clock())
        for event in events:
            self.send(event)
        return len(events)

    def tidy(self) -> None:
        """Deletes what nobody will ask for: Stripe repeats events for days, and keys for a day."""
        now = self._clock()
        with self._database.write() as tx:
            store.forget_events(tx, before=now - 40 * DAY)
            store.forget_submissions(tx, before=now - 7 * DAY)
            store.forget_visits(tx, before=now - 30 * DAY)

    def _settle(self, claim: Claim, *, failed: bool = False) -> None:
        with self._database.write() as tx:
            store.settle_events(tx, events=claim.events, now=self._clock(), failed=failed)

    def _postpone(self, claim: Claim, error: Exception) -> None:
        wait = wait_after(claim.attempts)
        log.warning("duty_postponed", account=claim.account, kind=type(error).__name__, seconds=wait)
        with self._database.write() as tx:
            store.postpone_events(tx, events=claim.events, next_try=self._clock() + wait)

    def _round(self) -> None:
        """What the scheduler does at the start and then every `sweep_seconds`."""
        if not self._database.ready():
            log.error("database_not_ready", remedy="flask --app wsgi db upgrade")
            return
        if not self._freed:
            # Whatever was claimed was claimed by a process that is no more: this is the only one.
            with self._database.write() as tx:
                store.free_events(tx, now=self._clock())
            self._freed = True
        self.sweep()

    def _schedule(self) -> BackgroundScheduler:
        from apscheduler.schedulers.background import BackgroundScheduler

        scheduler = BackgroundScheduler(timezone="UTC", daemon=True)
        once: dict[str, Any] = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        # Not a second job for the first round: one that runs once makes a shutdown meanwhile fail.
        at_once = datetime.fromtimestamp(time.time(), UTC)
        every = {"seconds": self._sweep_seconds, "next_run_time": at_once}
        scheduler.add_job(self._round, "interval", **every, **once)
        scheduler.add_job(self.tidy, "interval", hours=6, **once)
        scheduler.start()
        return scheduler


def wait_after(attempts: int) -> int:
    """Seconds until the next try: 15, 30, 60 … an hour, a fifth more or less so that not all come at once."""
    wait: int = min(15 << min(attempts - 1, 10), LONGEST_WAIT)
    return round(wait * random.uniform(0.8, 1.2))  # noqa: S311  spreads tries, guards nothing


@dataclass(frozen=True, slots=True)
class _Sending:
    """Where messages go, and what sends them."""

    broker: dramatiq.Broker
    actor: dramatiq.Actor[[str], None]


def _sending(mode: str, read: Callable[[str], None]) -> _Sending:
    import dramatiq

    broker = make_broker(mode)
    return _Sending(broker, dramatiq.actor(broker=broker, actor_name="read_account")(read))


def make_broker(mode: str) -> dramatiq.Broker:
    """The broker of that mode. Raises `BrokerMissing` when its package is not installed."""
    if mode in WITHIN:
        from dramatiq.brokers.stub import StubBroker

        # No middleware: rows count the tries, and nothing that `read_account` does may be cut short.
        return StubBroker(middleware=[])
    try:
        return _redis(mode) if mode.startswith("redis") else _rabbitmq(mode)
    except ImportError:
        extra = "redis" if mode.startswith("redis") else "rabbitmq"
        raise BrokerMissing(f"TASKS needs a package more: pip install 'onboarding[{extra}]'") from None


def _redis(url: str) -> dramatiq.Broker:
    from dramatiq.brokers.redis import RedisBroker

    # By default a quiet queue takes minutes to give a dead worker's message to another.
    untyped: Any = RedisBroker
    broker: dramatiq.Broker = untyped(url=url, heartbeat_timeout=5000, maintenance_chance=100_000)
    return broker


def _rabbitmq(url: str) -> dramatiq.Broker:
    from dramatiq.brokers.rabbitmq import RabbitmqBroker

    return RabbitmqBroker(url=url)
