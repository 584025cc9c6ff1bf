"""Work out of the request: accounts are read again because Stripe said that they changed.

The truth is in the rows (`onboarding.store.duties`); a message only says "look now", and may be lost or come
twice. Messages go through dramatiq: within the process by default, through Redis where its address is set.
A sweep sends again what is not done in time, and when the one process that works starts, all that is open.

Every process that works also sweeps, since a row is taken by one sweep at a time. Whoever reads an account
says so again every few seconds; when that ends before the reading does, another one begins.
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
from urllib.parse import urlsplit

from onboarding import store
from onboarding.gateway import Refused
from onboarding.logs import log
from onboarding.store import Claim, Database

if TYPE_CHECKING:
    import dramatiq
    from apscheduler.schedulers.background import BackgroundScheduler

GRACE = 60
"""Seconds that a message has to arrive before the sweep sends it again."""

LEASE = 30
"""Seconds after which whoever claimed a duty, and has not claimed it again since, counts as dead. A process
that only stood still that long has its reading done twice, which costs a call and harms nothing."""

HOLD = LEASE // 3
"""Seconds after which a claim is made again while the reading goes on."""

QUIET = 5
"""Seconds without a try to send after one that failed: requests must not wait for a broker that is away."""

LONGEST_WAIT = 3600
"""Seconds between two tries at most, however long Stripe is away. Nothing acknowledged is given up."""

DAY = 86_400

SILENCE = 600
"""Seconds after the making of an account in which an event of it should have come: its making sends some."""

WITHIN = ("embedded", "none")
"""Modes that need no broker outside of the process."""

START_AFTER = 0.2
"""Seconds after the first request at which the work begins: so that its answer does not wait for it."""

AWAY = "Start the broker, or mend its address in TASKS; nothing is lost meanwhile."

QUEUE = "onboarding"
"""Where messages wait in the broker, which others may use as well."""


class BrokerMissing(Exception):
    """The package that speaks to the broker in TASKS is not installed; the words say which to install."""


def grace(mode: str) -> int:
    """Seconds after which the sweep is to step in for a new duty: at once where no message is sent."""
    return 0 if mode == "none" else GRACE


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
        self._held: set[Claim] = set()
        self._quiet_until = 0.0
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

    def send(self, event: str) -> bool:
        """Says that the event's duty, kept already, can be done. Never fails: the sweep makes it good.

        False: the broker did not take it, or would not have a moment ago.
        """
        if self._mode == "none" and self._worker is None:
            return True  # whoever works looks for it
        if time.monotonic() < self._quiet_until:
            return False
        try:
            self._line().actor.send(event)
        except Exception as error:  # noqa: BLE001  each broker has errors of its own
            self._quiet_until = time.monotonic() + QUIET
            log.warning("duty_not_sent", event_id=event, kind=type(error).__name__)
            return False
        return True

    def start(self) -> None:
        """Begins to work in this process when it is the one (`embedded`), looks for the broker when there is
        one; call it as often as you like."""
        if self._mode == "none" or self._timer is not None:
            return
        with self._starting:
            if self._timer is None:
                begin = self.work if self._mode == "embedded" else self.reaches_broker
                self._timer = threading.Timer(START_AFTER, begin)
                self._timer.daemon = True
                self._timer.start()
                atexit.register(self.stop)

    def reaches_broker(self) -> bool:
        """Whether the broker answers; the log says so when it does not. Nobody needs it to go on."""
        if self._mode in WITHIN:
            return True
        try:
            ping(self._broker)
        except Exception as error:  # noqa: BLE001  each broker has errors of its own
            log.error("broker_not_reached", broker=place(self._mode), kind=type(error).__name__, remedy=AWAY)
            return False
        return True

    def work(self, threads: int = 2) -> None:
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
        if self.reaches_broker():
            log.info("work_began", threads=threads, broker=place(self._mode))
        self.work(threads)
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
        try:
            now = self._clock()
            with self._database.write() as tx:
                claim = store.claim_event(tx, event=event, now=now, until=now + LEASE)
            if claim is not None:
                self._read(claim)
        except Exception as error:  # noqa: BLE001  the database is away: what was claimed runs out
            log.error("duty_left", event_id=event, kind=type(error).__name__)

    def _read(self, claim: Claim) -> None:
        self._held.add(claim)
        try:
            self._refresh(claim.account)
        except Refused as refused:
            # The account is gone, or Stripe will never answer: trying again would change nothing.
            log.warning("duty_failed", account=claim.account, code=refused.code, request=refused.request_id)
            self._settle(claim, failed=True)
        except Exception as error:  # noqa: BLE001  Stripe's fault or ours: tried again until it is mended
            self._postpone(claim, error)
        else:
            self._settle(claim)
        finally:
            self._held.discard(claim)

    def _hold(self) -> None:
        """Claims again what is being read here."""
        held = [event for claim in tuple(self._held) for event in claim.events]
        if held:
            with self._database.write() as tx:
                store.hold_events(tx, events=tuple(held), until=self._clock() + LEASE)

    def sweep(self) -> int:
        """Sends what is not done in time; answers how many. What cannot be sent is left to the next sweep."""
        now = self._clock()
        with self._database.write() as tx:
            events = store.take_due(tx, now=now, until=now + GRACE)
        for count, event in enumerate(events):
            if not self.send(event):
                with self._database.write() as tx:
                    store.give_back(tx, events=events[count:], now=now)
                return count
        return len(events)

    def tidy(self) -> None:
        """Deletes what nobody will ask for: Stripe repeats events for days, and keys for a day.

        Says so when no event has come of any account.
        """
        now = self._clock()
        with self._database.write() as tx:
            if store.hears(tx, before=now - SILENCE) is False:
                log.warning("webhooks_missing", remedy="register the endpoint as docs/going-live.md says")
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
        scheduler.add_job(self._hold, "interval", seconds=HOLD, **once)
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
    return _Sending(broker, dramatiq.actor(broker=broker, actor_name="read_account", queue_name=QUEUE)(read))


def make_broker(mode: str) -> dramatiq.Broker:
    """The broker of that mode. Raises `BrokerMissing` when its package is not installed."""
    # Without middleware: rows count the tries, and nothing that `read_account` does may be cut short.
    if mode in WITHIN:
        from dramatiq.brokers.stub import StubBroker

        return StubBroker(middleware=[])
    try:
        return _redis(mode)
    except ImportError:
        raise BrokerMissing("TASKS needs a package more: pip install 'onboarding[redis]'") from None


def _redis(url: str) -> dramatiq.Broker:
    import redis
    from dramatiq.brokers.redis import RedisBroker
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    # A request may be what waits: a second at most, and at once again where a connection was idle too long.
    again = Retry(NoBackoff(), retries=1, supported_errors=(redis.ConnectionError,))
    client = redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1, retry=again)
    # By default a quiet queue takes minutes to give a dead worker's messages to another.
    untyped: Any = RedisBroker
    broker: dramatiq.Broker = untyped(
        client=client, middleware=[], heartbeat_timeout=5000, maintenance_chance=100_000
    )
    return broker


def ping(broker: dramatiq.Broker) -> None:
    """Asks the broker for an answer. Raises what its client raises."""
    client: Any = getattr(broker, "client", None)
    client.ping()


def place(mode: str) -> str:
    """What may be shown of TASKS: host and port, never a password."""
    parts = urlsplit(mode)
    return f"{parts.hostname}:{parts.port or 6379}" if parts.hostname else mode
