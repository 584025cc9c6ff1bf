"""A sandbox in a thread of this process, for tests; they reach it over HTTP like any other."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from onboarding.sandbox.server import Server
from onboarding.sandbox.world import Options, World


class Running:
    """A sandbox that listens at `url`, with its control API as methods; `ValueError` for what it refuses."""

    def __init__(self, url: str) -> None:
        self.url = url

    def control(self, method: str, path: str, asked: dict[str, Any] | None = None) -> dict[str, Any]:
        """One call of the control API: `control("POST", "clock", {"seconds": 30})`."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=70)
        try:
            body = json.dumps(asked) if asked is not None else None
            connection.request(method, f"/control/api/{path}", body, {"Connection": "close"})
            answer = connection.getresponse()
            found: dict[str, Any] = json.loads(answer.read())
        finally:
            connection.close()
        if answer.status >= 400:
            raise ValueError(found["error"])
        return found

    def step(self, seconds: float) -> int:
        """Move the clock; answers the time then."""
        return int(self.control("POST", "clock", {"seconds": seconds})["now"])

    def accounts(self) -> list[dict[str, Any]]:
        """All accounts with their lists and states."""
        found: list[dict[str, Any]] = self.control("GET", "accounts")["accounts"]
        return found

    def account(self, account_id: str) -> dict[str, Any]:
        """One account with its lists, states and checks."""
        return self.control("GET", f"accounts/{account_id}")

    def settle(self, account_id: str) -> dict[str, Any]:
        """End all checks of an account."""
        return self.control("POST", f"accounts/{account_id}/settle", {})

    def force(self, account_id: str, **what: Any) -> dict[str, Any]:
        """Make something happen to an account: `force(id, due=["individual.email"])`."""
        return self.control("POST", f"accounts/{account_id}/force", what)

    def fault(self, kind: str, **how: Any) -> None:
        """Queue a fault: `fault("500", count=2, path="/v1/accounts*", phase="after")`."""
        self.control("POST", "faults", {"kind": kind, **how})

    def endpoint(self, url: str, secret: str) -> dict[str, Any]:
        """Send all events of connected accounts to an address, signed with this secret."""
        return self.control("POST", "endpoints", {"url": url, "secret": secret})

    def delivered(self, seconds: float = 5) -> bool:
        """Wait until every event that is due was tried; False when that took longer."""
        return bool(self.control("POST", "delivered", {"seconds": seconds})["idle"])

    def reset(self) -> None:
        """Forget everything."""
        self.control("POST", "reset", {})


@contextmanager
def running(
    *,
    port: int = 0,
    state: Path | None = None,
    as_of: str | None = None,
    default_mcc: str | None = None,
    clock: str = "manual",
    platform_country: str = "US",
) -> Iterator[Running]:
    """A sandbox on a free port of 127.0.0.1 while the block runs; its clock moves only when stepped."""
    world = World(Options(state, as_of, default_mcc, clock, platform_country))
    server = Server("127.0.0.1", port, world)
    world.start()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="sandbox", daemon=True)
    thread.start()
    try:
        yield Running(server.url)
    finally:
        server.stop()
        thread.join()
