"""All that the sandbox remembers, and the file it is kept in."""

from __future__ import annotations

import json
import os
import threading
import time
from copy import deepcopy
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from onboarding.sandbox.model import AccountState, Check

MAX_EVENTS = 1000


@dataclass
class Held:
    """An account with what the API shows of it but its rules need not know.

    born: person id, bank account id or `capability:<name>` -> unix seconds of its creation or request.
    by_token: it was made from an account token, so only tokens may change its legal entity.
    spends: tokens that a draft uses up when it is kept.
    """

    state: AccountState
    born: dict[str, int] = field(default_factory=dict)
    by_token: bool = False
    spends: list[str] = field(default_factory=list)

    def draft(self) -> Held:
        """A copy to work on; throwing it away undoes everything."""
        return deepcopy(self)


@dataclass
class State:
    """Everything but the accounts is kept as plain API objects, with a few fields of ours under `_`."""

    accounts: dict[str, Held] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    links: dict[str, dict[str, Any]] = field(default_factory=dict)
    endpoints: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    remembered: dict[str, dict[str, Any]] = field(default_factory=dict)
    now: int | None = None

    def add_event(self, event: dict[str, Any]) -> None:
        """Keep an event; the oldest go when there are too many."""
        self.events[event["id"]] = event
        while len(self.events) > MAX_EVENTS:
            del self.events[next(iter(self.events))]


def loaded(path: Path) -> State:
    """The state of a file, an empty one when there is none. Raises `ValueError` for a broken file."""
    if not path.exists():
        return State()
    try:
        plain = json.loads(path.read_text("utf-8"))
        accounts = {id_: _held(held) for id_, held in plain.pop("accounts").items()}
        names = {each.name for each in fields(State)}
        return State(accounts=accounts, **{name: value for name, value in plain.items() if name in names})
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as broken:
        raise ValueError(f"{path} is not a state file of the sandbox. Remove it to start anew.") from broken


def _held(plain: dict[str, Any]) -> Held:
    state = dict(plain["state"])
    state["checks"] = [Check(**check) for check in state["checks"]]
    return Held(AccountState(**state), plain["born"], plain["by_token"])


class Keeper:
    """Writes the state to its file soon after changes, and never half of it.

    The larger the state, the longer it waits: writing takes a small part of the time only.
    """

    DELAY = 0.1
    SHARE = 5

    def __init__(self, path: Path | None, snapshot: Any) -> None:
        self._path, self._snapshot = path, snapshot
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        if path is not None:
            self._thread = threading.Thread(target=self._run, name="sandbox-keeper", daemon=True)
            self._thread.start()

    def note(self) -> None:
        """Something changed."""
        self._changed.set()

    def stop(self) -> None:
        """Write what is left and end."""
        self._stopped.set()
        self._changed.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        pause = self.DELAY
        while not self._stopped.is_set():
            self._changed.wait()
            self._stopped.wait(pause)
            self._changed.clear()
            begun = time.monotonic()
            self._write()
            pause = max(self.DELAY, (time.monotonic() - begun) * self.SHARE)

    def _write(self) -> None:
        assert self._path is not None
        new = self._path.with_name(f"{self._path.name}.new")
        new.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(self._snapshot())
        new.replace(self._path)


def written(state: State) -> bytes:
    """The state as the bytes of a file."""
    plain = dict(vars(state))
    plain["accounts"] = {id_: _plain(held) for id_, held in state.accounts.items()}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(held: Held) -> dict[str, Any]:
    """Without copying what is inside: the state of many accounts is large."""
    account = dict(vars(held.state))
    account["checks"] = [vars(check) for check in held.state.checks]
    return {"state": account, "born": held.born, "by_token": held.by_token}
