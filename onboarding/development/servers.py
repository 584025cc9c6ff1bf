"""The app and the sandbox as two processes on 127.0.0.1, started and stopped together."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from onboarding.catalogues import compile_catalogues
from onboarding.paths import data_root

HOST = "127.0.0.1"
KEY = "sk_test_sandbox"
START_SECONDS = 30


class NotStarted(Exception):
    """A server did not come up; the words say which, why and what to do."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where both servers are. sandbox: "" when the app speaks to Stripe itself."""

    app: str
    sandbox: str


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def require_free(port: int, setting: str) -> None:
    """Raises `NotStarted` when the port is taken; `setting` names what would change it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as taken:
            words = f"Port {port} on {HOST} is taken. Choose another one: make run {setting}={port + 1}"
            raise NotStarted(words) from taken


def require_apart(port: int, sandbox_port: int) -> None:
    """Raises `NotStarted` when app and sandbox would have one port."""
    if port == sandbox_port:
        words = f"PORT and SANDBOX_PORT are both {port}. Choose another one: make run SANDBOX_PORT={port + 1}"
        raise NotStarted(words)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keeps the folder for one starter: two would write over each other's sandbox.

    Raises `NotStarted` while another one has it. However that one ends, the folder is free then.
    """
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            words = (
                f"`make run` runs already in this clone, with its sandbox and its sellers in {folder.name}/. "
                "Stop it first (Ctrl-C there), or start the second one in a clone of its own."
            )
            raise NotStarted(words) from taken
        yield


@contextmanager
def sandbox_running(folder: Path, port: int, arguments: Sequence[str] = ()) -> Iterator[str]:
    """The sandbox with its state kept under `folder`; answers its address."""
    place = ("--host", HOST, "--port", str(port), "--state", str(folder / "sandbox.json"))
    command = ("onboarding.sandbox", *place, *arguments)
    with _running(command, os.environ, folder / "sandbox.log", port):
        yield f"http://{HOST}:{port}"


@contextmanager
def app_running(
    folder: Path, port: int, sandbox: str = "", settings: Mapping[str, str] | None = None, *, log: bool = True
) -> Iterator[str]:
    """The app, migrated and told of by the sandbox's webhooks; answers its address.

    folder: where its database file goes; settings: on top of the environment; log: into a file there,
    else to the terminal.
    """
    address = f"http://{HOST}:{port}"
    environment = {"DATABASE_URL": f"sqlite:///{folder / 'onboarding.sqlite3'}", "PUBLIC_URL": address}
    environment |= {**os.environ, **(settings or {})}
    if sandbox:
        environment |= {"STRIPE_API_BASE": sandbox, "STRIPE_FILES_BASE": sandbox}
        environment["STRIPE_WEBHOOK_SECRET"] = register_webhook(sandbox, address)
    migrate(environment)
    command = ("onboarding.development.serve", "--host", HOST, "--port", str(port), "--no-reload")
    with _running(command, environment, folder / "app.log" if log else None, port):
        yield address


@contextmanager
def both_running(
    folder: Path, settings: Mapping[str, str] | None = None, sandbox_arguments: Sequence[str] = ()
) -> Iterator[Addresses]:
    """Both on free ports, for the demo and for tests."""
    folder.mkdir(parents=True, exist_ok=True)
    compile_catalogues(data_root() / "translations", only_stale=True)
    with ExitStack() as stack:
        sandbox = stack.enter_context(sandbox_running(folder, free_port(), sandbox_arguments))
        app = stack.enter_context(app_running(folder, free_port(), sandbox, settings))
        yield Addresses(app, sandbox)


def register_webhook(sandbox: str, app: str) -> str:
    """Makes the app's webhook endpoint the only one of that address; answers its signing secret."""
    url = f"{app}/webhooks/stripe"
    with requests.Session() as session:
        session.auth = (KEY, "")
        endpoints = f"{sandbox}/v1/webhook_endpoints"
        for old in session.get(endpoints, timeout=5).json()["data"]:
            if old["url"] == url:
                session.delete(f"{endpoints}/{old['id']}", timeout=5)
        asked = {"url": url, "enabled_events[]": "*", "connect": "true"}
        made = session.post(endpoints, data=asked, timeout=5)
        made.raise_for_status()
        return str(made.json()["secret"])


def pass_time(sandbox: str, seconds: int = 60) -> None:
    """Steps the sandbox's clock, longer than any check takes, and lets the app hear of what came of it."""
    with requests.Session() as session:
        session.post(f"{sandbox}/control/api/clock", json={"seconds": seconds}, timeout=10).raise_for_status()
        session.post(f"{sandbox}/control/api/delivered", json={"seconds": 5}, timeout=10).raise_for_status()
    time.sleep(0.2)  # the app answers an event before it has read the account again


def migrate(environment: Mapping[str, str]) -> None:
    """Brings the database of that environment up to date; a process that would do nothing is not started."""
    if _is_current(environment["DATABASE_URL"]):
        return
    command = (sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade")
    done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotStarted(f"The database could not be brought up to date:\n{done.stderr or done.stdout}")


def _is_current(url: str) -> bool:
    """Whether there is nothing to do, which is most of the time. To look costs a fifth of the process."""
    from onboarding.migrations import behind
    from onboarding.store import Database

    try:
        database = Database(url)
        try:
            return not behind(database)
        finally:
            database.close()
    except Exception:  # noqa: BLE001 - whatever it is, the command says it in its own words
        return False


@contextmanager
def _running(
    command: Sequence[str], environment: Mapping[str, str], log: Path | None, port: int
) -> Iterator[None]:
    with ExitStack() as stack:
        output = stack.enter_context(log.open("ab")) if log else None
        process = subprocess.Popen(
            (sys.executable, "-m", "onboarding.development.leash", *command),
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            process_group=0,  # Ctrl-C reaches the starter alone, which then stops each in order
        )
        stack.callback(_stop, process)
        _wait(process, port, f"{command[0]} did not start", log)
        yield


def _wait(process: subprocess.Popen[bytes], port: int, words: str, log: Path | None) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.02)
    said = "\n".join(log.read_text(encoding="utf-8").splitlines()[-20:]) if log else ""
    raise NotStarted(f"{words}.\n{said}".strip())


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin:
        process.stdin.close()
