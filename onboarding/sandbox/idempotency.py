"""Idempotency keys: what was answered once is answered again."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from onboarding.sandbox.envelope import Answer, Ask, Refused
from onboarding.sandbox.model import Refusal

if TYPE_CHECKING:
    from onboarding.sandbox.world import World

KEPT_SECONDS = 24 * 3600
MAX_LENGTH = 255


def fingerprint(ask: Ask) -> str:
    """The same for requests that ask for the same."""
    found = hashlib.sha256()
    found.update(f"{ask.method} {ask.path} {ask.account} {_ordered(ask.raw)!r}".encode())
    for name, upload in sorted(ask.files.items()):
        found.update(f"{name} {upload.filename}".encode() + upload.content)
    return found.hexdigest()


def _ordered(values: dict[str, Any]) -> list[Any]:
    return sorted(
        (name, _ordered(value) if isinstance(value, dict) else value) for name, value in values.items()
    )


class Keys:
    """Remembers answers by key; a key is in use while its first request runs."""

    def __init__(self) -> None:
        self._running: set[str] = set()
        self._lock = threading.Lock()

    def answered(self, world: World, ask: Ask, work: Callable[[], tuple[Answer, bool]]) -> Answer:
        """The remembered answer, or that of `work`, which also says whether it is to be remembered."""
        if len(ask.key) > MAX_LENGTH:
            raise Refused(Refusal(f"Idempotency keys are at most {MAX_LENGTH} characters long.", status=400))
        name = f"{ask.account}:{ask.key}"
        mark = fingerprint(ask)
        with self._lock:
            found = _remembered(world, name)
            if found:
                return _again(found, ask, mark)
            if name in self._running:
                raise _in_use(ask.key)
            self._running.add(name)
        try:
            made, kept = work()
            made.headers |= {"Idempotency-Key": ask.key, "Original-Request": ask.request_id}
            if kept:
                _remember(world, name, mark, ask.request_id, made)
            return made
        finally:
            with self._lock:
                self._running.discard(name)


def _remembered(world: World, name: str) -> dict[str, Any] | None:
    found = world.state.remembered.get(name)
    return None if found and world.now - found["at"] > KEPT_SECONDS else found


def _again(found: dict[str, Any], ask: Ask, mark: str) -> Answer:
    if found["mark"] != mark:
        raise Refused(
            Refusal(
                "Keys for idempotent requests can only be used with the same parameters they were first used "
                f"with. Try using a key other than '{ask.key}' if you meant to execute a different request.",
                type="idempotency_error",
            )
        )
    headers = {**found["headers"], "Idempotent-Replayed": "true", "Original-Request": found["request_id"]}
    return Answer(found["status"], base64.b64decode(found["body"]), headers)


def _in_use(key: str) -> Refused:
    message = (
        "There is currently another in-progress request using this Stripe-Idempotency-Key (that probably "
        "means you submitted twice, and the other request is still going through): "
        f"{key}. You may want to try again in a moment."
    )
    refusal = Refusal(message, code="idempotency_key_in_use", status=409, type="idempotency_error")
    return Refused(refusal)


def _remember(world: World, name: str, mark: str, request_id: str, made: Answer) -> None:
    with world.lock:
        _forget_old(world)
        world.state.remembered.pop(name, None)
        world.state.remembered[name] = {
            "at": world.now,
            "mark": mark,
            "request_id": request_id,
            "status": made.status,
            "headers": dict(made.headers),
            "body": base64.b64encode(made.body).decode(),
        }
    world.keeper.note()


def _forget_old(world: World) -> None:
    """Drop what is too old to be answered again; the oldest stand first."""
    held = world.state.remembered
    while held:
        name = next(iter(held))
        if world.now - held[name]["at"] <= KEPT_SECONDS:
            return
        del held[name]
