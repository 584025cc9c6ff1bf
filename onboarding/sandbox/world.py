"""The one thing that requests, the clock and the control page share: state, locks, and how it changes."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onboarding.sandbox import events, rules
from onboarding.sandbox.clock import Clock, day_of
from onboarding.sandbox.envelope import Ask, Refused
from onboarding.sandbox.faults import Faults
from onboarding.sandbox.ids import new_id
from onboarding.sandbox.model import Assessment, Refusal
from onboarding.sandbox.post import Post
from onboarding.sandbox.state import Held, Keeper, State, loaded, written

PLATFORM = "acct_1SandboxPlatform"
SETTLE_ROUNDS = 100


@dataclass(frozen=True)
class Options:
    """How a sandbox was started.

    as_of: ISO day whose rules hold for new accounts, None for the clock's day. default_mcc: of the platform.
    clock: "real", "fast:N" or "manual". state: file to keep everything in, None for memory only.
    """

    state: Path | None = None
    as_of: str | None = None
    default_mcc: str | None = None
    clock: str = "real"
    platform_country: str = "US"


class World:
    """State, clock, faults and outgoing events of one sandbox. Raises `ValueError` for bad options."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.state: State = loaded(options.state) if options.state else State()
        self.clock = Clock(options.clock, self.state.now)
        self.faults = Faults()
        self.post = Post(self)
        self.lock = threading.RLock()
        self._locks: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)
        self._wakes: dict[str, int | None] = {}
        self.keeper = Keeper(options.state, self._written)
        self._stopped = threading.Event()
        self._ticker = threading.Thread(target=self._tick, name="sandbox-clock", daemon=True)

    def start(self) -> None:
        """Let time pass and events go out."""
        for account_id, held in self.state.accounts.items():
            self._wakes[account_id] = _wake(held, self.now)
        self.post.resume()
        if self.clock.running:
            self._ticker.start()

    def stop(self) -> None:
        """Stop both and write what is left to write."""
        self._stopped.set()
        self.post.stop()
        if self._ticker.is_alive():
            self._ticker.join()
        self.keeper.stop()

    @property
    def now(self) -> int:
        return self.clock.now()

    def rules_day(self, ask: Ask) -> str:
        """The day whose rules hold for an account created now. Raises `Refused` for what is no date."""
        asked = ask.headers.get("sandbox-as-of") or self.options.as_of
        return asked or day_of(self.now)

    def _written(self) -> bytes:
        with self.lock:
            self.state.now = self.now
            return written(self.state)

    # --- accounts ---

    def lock_of(self, account_id: str) -> threading.RLock:
        """The lock of one account; whoever waits gets it in turn."""
        with self.lock:
            return self._locks[account_id]

    def held(self, account_id: str, ask: Ask | None = None) -> Held:
        """An account that exists. Raises `Refused` (403) as Stripe does for unknown and deleted ones."""
        held = self.state.accounts.get(account_id)
        if held is None or held.state.deleted:
            raise _no_access(account_id, ask)
        return held

    @contextmanager
    def reading(self, account_id: str, ask: Ask | None = None) -> Iterator[tuple[Held, Assessment]]:
        """An account as it is now, and what follows from it."""
        with self.lock_of(account_id):
            self.held(account_id, ask)
            held = self._caught_up(account_id)
            yield held, rules.assess(held.state, self.now)

    @contextmanager
    def changing(self, account_id: str, ask: Ask | None = None) -> Iterator[Held]:
        """A draft of an account. When the body ends well it is kept and its events go out; else nothing was.

        Raises `Refused` for the rules' refusals.
        """
        with self.lock_of(account_id):
            self.held(account_id, ask)
            held = self._caught_up(account_id)
            before = events.snapshot(held, self.now)
            draft = held.draft()
            try:
                yield draft
            except Refusal as refusal:
                raise Refused(refusal, kept=True) from None
            self._keep(draft, before, self.now, ask)

    @contextmanager
    def creating(self, draft: Held, ask: Ask) -> Iterator[Held]:
        """The same for a new account."""
        try:
            yield draft
        except Refusal as refusal:
            raise Refused(refusal, kept=True) from None
        with self.lock_of(draft.state.id):
            self._keep(draft, None, self.now, ask)

    def _keep(self, draft: Held, before: events.Snapshot | None, now: int, ask: Ask | None) -> None:
        with self.lock:
            self.state.accounts[draft.state.id] = draft
            for token_id in draft.spends:
                self.state.tokens[token_id]["used"] = True
            draft.spends.clear()
        self._wakes[draft.state.id] = _wake(draft, now)
        after = events.snapshot(draft, now)
        cause = {"id": ask.request_id, "idempotency_key": ask.key or None} if ask else None
        for kind, shown, previous in events.differences(before, after):
            self.tell(draft.state.id, kind, shown, previous, now, cause)
        self.keeper.note()

    def tell(
        self,
        account_id: str,
        kind: str,
        shown: dict[str, Any],
        previous: dict[str, Any] | None,
        now: int,
        cause: dict[str, Any] | None = None,
    ) -> None:
        """Make an event and send it; account "" means the platform itself."""
        event = events.event_object(account_id, kind, shown, previous, now, cause)
        with self.lock:
            self.post.send(event)
            self.state.add_event(event)
        self.keeper.note()

    # --- time ---

    def _caught_up(self, account_id: str) -> Held:
        """The account after everything that was due by now, stage by stage, each with its events."""
        now = self.now
        wake = self._wakes.get(account_id)
        while wake is not None and wake <= now:
            self._stage(account_id, moment=wake, shown_at=wake)
            following = self._wakes.get(account_id)
            wake = following if following is None or following > wake else wake + 1
        return self.state.accounts[account_id]

    def _stage(self, account_id: str, moment: int, shown_at: int) -> None:
        """End what is due at a moment; what follows and its events are as of `shown_at`."""
        held = self.state.accounts[account_id]
        before = events.snapshot(held, shown_at - 1)
        draft = held.draft()
        rules.advance(draft.state, moment)
        self._keep(draft, before, shown_at, None)

    def step(self, seconds: float) -> int:
        """Move the clock and let everything happen that was due until then; answers the time."""
        now = self.clock.step(seconds)
        self._catch_up_all(now)
        self.post.wake()
        self.keeper.note()
        return now

    def settle(self, account_id: str) -> int:
        """End every check of one account whatever the clock says, in order; answers how many stages."""
        with self.lock_of(account_id):
            self.held(account_id)
            held = self._caught_up(account_id)
            for stage in range(SETTLE_ROUNDS):
                due = rules.next_due(held.state)
                if due is None:
                    return stage
                self._stage(account_id, moment=max(due, self.now), shown_at=self.now)
                held = self.state.accounts[account_id]
        return SETTLE_ROUNDS

    def _catch_up_all(self, now: int) -> None:
        due = [(wake, account_id) for account_id, wake in list(self._wakes.items()) if wake and wake <= now]
        for _, account_id in sorted(due):
            with self.lock_of(account_id):
                held = self.state.accounts.get(account_id)
                if held is not None and not held.state.deleted:
                    self._caught_up(account_id)

    def _tick(self) -> None:
        while not self._stopped.wait(max(0.02, min(0.1, 0.5 / self.clock.rate))):
            self._catch_up_all(self.now)
            self.post.wake()

    # --- the rest ---

    def forget(self, account_id: str) -> None:
        """Drop an account without a word."""
        with self.lock:
            self.state.accounts.pop(account_id, None)
            self._wakes.pop(account_id, None)
        self.keeper.note()

    def reset(self) -> None:
        """Forget everything, faults included; the clock goes on."""
        with self.lock:
            self.post.forget()
            self.state = State()
            self._wakes.clear()
            self.faults.clear()
        self.keeper.note()


def _wake(held: Held, now: int) -> int | None:
    """When something about this account changes next by itself: a check ends or a deadline passes."""
    found = rules.assess(held.state, now)
    deadlines = (found.requirements["current_deadline"], found.future_requirements["current_deadline"])
    moments = [moment for moment in deadlines if moment is not None and moment > now]
    due = rules.next_due(held.state)
    if due is not None:
        moments.append(max(due, now))
    return None if held.state.deleted else min(moments, default=None)


def _no_access(account_id: str, ask: Ask | None) -> Refused:
    key = bearer(ask)[-4:] if ask else "****"
    return Refused(
        Refusal(
            f"The provided key 'sk_test_****{key}' does not have access to account '{account_id}' (or that "
            "account does not exist). Application access may have been revoked.",
            code="account_invalid",
            status=403,
        ),
        kept=True,
    )


def bearer(ask: Ask) -> str:
    """The API key of a request, sent as Bearer or as the user name of Basic; "" without one."""
    import base64
    import binascii

    scheme, _, credentials = ask.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(credentials).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def fresh_account_id() -> str:
    """An id for a new account."""
    return new_id("acct")
