"""Events on their way out: signed, sent again when refused, and late, doubled or out of order on demand."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import threading
import time
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from onboarding.sandbox.events import wants
from onboarding.sandbox.faults import Faults
from onboarding.sandbox.state import Keeper, State

RETRIES = (10, 600, 7200)
"""Seconds on the sandbox's clock between tries: three more over two hours, as Stripe's sandboxes do."""

TIMEOUT = 10
PATIENCE = 2.0
"""Seconds for which a letter that is to arrive out of order waits for one to overtake it."""


@dataclass
class Letter:
    """One event for one endpoint.

    due: not before this second of the sandbox's clock. hold: not before this moment of `time.monotonic`.
    after: the number of a letter that must have gone first, though it was written later; 0 for none.
    """

    number: int
    event_id: str
    endpoint_id: str
    due: float = 0.0
    hold: float = 0.0
    after: int = 0
    tries: int = 0


def signature(body: bytes, secret: str, timestamp: int) -> str:
    """The Stripe-Signature header; the timestamp is real time, because receivers compare it with theirs."""
    signed = hmac.new(secret.encode(), b"%d." % timestamp + body, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={signed}"


def shown(held: dict[str, Any]) -> dict[str, Any]:
    """An object without the fields that only the sandbox knows."""
    return {name: value for name, value in held.items() if not name.startswith("_")}


class Home(Protocol):
    """What the post needs of the world that it delivers for."""

    state: State
    faults: Faults
    keeper: Keeper
    lock: threading.RLock

    @property
    def now(self) -> int: ...


class Post:
    """Delivers events; one thread per endpoint: each gets its events in order and none waits for another."""

    def __init__(self, world: Home) -> None:
        self._world = world
        self._ready = threading.Condition()
        self._letters: dict[str, list[Letter]] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._gone: dict[str, int] = {}
        self._busy = 0
        self._number = 0
        self._stopped = False

    def send(self, event: dict[str, Any]) -> None:
        """Queue an event for every endpoint that wants it, and say on it how many those are."""
        ids = [id_ for id_, each in list(self._world.state.endpoints.items()) if wants(each, event)]
        event["pending_webhooks"], event["_to"] = len(ids), ids
        self._world.state.events[event["id"]] = event
        for endpoint_id in ids:
            fault = self._world.faults.for_event(event["type"])
            letter = self._write(event["id"], endpoint_id)
            if fault and fault.kind == "delay":
                letter.hold = time.monotonic() + fault.milliseconds / 1000
            if fault and fault.kind == "reorder":
                letter.after, letter.hold = letter.number + 1, time.monotonic() + PATIENCE
            self._queue(letter)
            if fault and fault.kind == "duplicate":
                self._queue(self._write(event["id"], endpoint_id))

    def resend(self, event_id: str) -> int:
        """Send a kept event once more to every endpoint that wants it; answers to how many."""
        event = self._world.state.events[event_id]
        ids = [id_ for id_, each in list(self._world.state.endpoints.items()) if wants(each, event)]
        for endpoint_id in ids:
            self._queue(self._write(event_id, endpoint_id))
        return len(ids)

    def resume(self) -> None:
        """Queue what was not delivered when the sandbox last stopped."""
        for event in list(self._world.state.events.values()):
            for endpoint_id in event.get("_to", ()):
                if endpoint_id in self._world.state.endpoints:
                    self._queue(self._write(event["id"], endpoint_id))

    def wake(self) -> None:
        """The clock moved."""
        with self._ready:
            self._ready.notify_all()

    def forget(self) -> None:
        """Throw away what is queued."""
        with self._ready:
            self._letters.clear()

    def idle(self, seconds: float) -> bool:
        """Wait until nothing that is due is left, at most so long; whether that came to be."""
        until = time.monotonic() + seconds
        with self._ready:
            while self._busy or any(self._due(each) for each in self._letters.values()):
                if time.monotonic() >= until:
                    return False
                self._ready.wait(0.01)
        return True

    def stop(self) -> None:
        """End all threads; what is queued is sent after the next start."""
        with self._ready:
            self._stopped = True
            self._ready.notify_all()
        until = time.monotonic() + PATIENCE / 2  # a receiver that hangs must not hold up the end
        for thread in list(self._threads.values()):
            thread.join(max(0, until - time.monotonic()))

    def _write(self, event_id: str, endpoint_id: str) -> Letter:
        with self._ready:
            self._number += 1
            return Letter(self._number, event_id, endpoint_id)

    def _queue(self, letter: Letter) -> None:
        with self._ready:
            self._letters.setdefault(letter.endpoint_id, []).append(letter)
            if letter.endpoint_id not in self._threads and not self._stopped:
                thread = threading.Thread(target=self._run, args=(letter.endpoint_id,), daemon=True)
                thread.name = f"sandbox-post-{letter.endpoint_id}"
                self._threads[letter.endpoint_id] = thread
                thread.start()
            self._ready.notify_all()

    def _due(self, letters: list[Letter]) -> list[Letter]:
        return [letter for letter in letters if letter.due <= self._world.now]

    def _next(self, endpoint_id: str) -> Letter | None:
        moment = time.monotonic()
        for letter in self._due(self._letters.get(endpoint_id, [])):
            overtaken = letter.after and self._gone.get(endpoint_id, 0) >= letter.after
            if letter.hold <= moment or overtaken:
                return letter
        return None

    def _run(self, endpoint_id: str) -> None:
        while True:
            with self._ready:
                while not self._stopped and not (letter := self._next(endpoint_id)):
                    self._ready.wait(0.02 if self._due(self._letters.get(endpoint_id, [])) else 5)
                if self._stopped or letter is None:
                    return
                self._letters[endpoint_id].remove(letter)
                self._busy += 1
            try:
                self._deliver(letter)
            finally:
                with self._ready:
                    self._busy -= 1
                    self._ready.notify_all()

    def _deliver(self, letter: Letter) -> None:
        event = self._world.state.events.get(letter.event_id)
        endpoint = self._world.state.endpoints.get(letter.endpoint_id)
        if event is None or endpoint is None:
            return
        taken = _posted(endpoint, event)
        self._gone[letter.endpoint_id] = max(letter.number, self._gone.get(letter.endpoint_id, 0))
        if taken:
            self._delivered(event, letter.endpoint_id)
        elif letter.tries < len(RETRIES):
            letter.due, letter.hold, letter.after = self._world.now + RETRIES[letter.tries], 0.0, 0
            letter.tries += 1
            self._queue(letter)
        else:
            self._delivered(event, letter.endpoint_id, taken=False)

    def _delivered(self, event: dict[str, Any], endpoint_id: str, *, taken: bool = True) -> None:
        with self._world.lock:
            if endpoint_id in event["_to"]:
                event["_to"].remove(endpoint_id)
                event["pending_webhooks"] -= taken
        self._world.keeper.note()


def _posted(endpoint: dict[str, Any], event: dict[str, Any]) -> bool:
    """One try; only an answer of 200 to 299 counts, a redirect does not."""
    body = json.dumps(shown(event), indent=2, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "Stripe-Signature": signature(body, endpoint["secret"], int(time.time())),
    }
    url = urlsplit(endpoint["url"])
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=TIMEOUT)
    try:
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        connection.request("POST", target, body, headers)
        answer = connection.getresponse()
        answer.read()
        return 200 <= answer.status < 300
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
