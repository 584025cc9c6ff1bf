"""`make run`: the sandbox and the app together, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from onboarding.catalogues import compile_catalogues
from onboarding.development.servers import (
    HOST,
    NotStarted,
    alone_in,
    app_running,
    require_apart,
    require_free,
    sandbox_running,
)
from onboarding.paths import data_root

FOLDER = Path("var")
BRAND = Path(__file__).with_name("brand.toml")


def main() -> int:
    """Starts both, says where they are, waits; 0 when stopped, 1 when one did not start."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with ExitStack() as stack:
            _start(stack)
            signal.signal(signal.SIGCHLD, lambda *_: None)  # so that a server's end ends the wait
            signal.pause()
            print("One of the servers ended by itself; its last words are above or in var/.")
            return 1
    except NotStarted as words:
        print(words, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


def _start(stack: ExitStack) -> None:
    port, sandbox_port = _port("PORT", 5000), _port("SANDBOX_PORT", 12111)
    real = bool(os.environ.get("STRIPE_SECRET_KEY"))
    FOLDER.mkdir(exist_ok=True)
    stack.enter_context(alone_in(FOLDER))
    require_free(port, "PORT")
    compile_catalogues(data_root() / "translations", only_stale=True)
    sandbox = ""
    if not real:
        require_free(sandbox_port, "SANDBOX_PORT")
        require_apart(port, sandbox_port)
        sandbox = stack.enter_context(sandbox_running(FOLDER.resolve(), sandbox_port))
    app = stack.enter_context(app_running(FOLDER.resolve(), port, sandbox, local_settings(), log=False))
    print(f"\n  Start as a seller:        {app}/")
    print(f"  The sandbox's controls:   {sandbox}/" if sandbox else "  Speaking to Stripe itself.")
    print("  Stop both:                Ctrl-C\n", flush=True)


def local_settings() -> dict[str, str]:
    """What the environment leaves unsaid for an app of `make run`, and for the commands beside it.

    Raises `NotStarted` when PORT is not a port.
    """
    own = {
        "DATABASE_URL": f"sqlite:///{FOLDER.resolve() / 'onboarding.sqlite3'}",
        "PUBLIC_URL": f"http://{HOST}:{_port('PORT', 5000)}",
        "BRAND_FILE": str(BRAND),
    }
    return {name: value for name, value in own.items() if not os.environ.get(name)}


def _port(setting: str, default: int) -> int:
    text = os.environ.get(setting) or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise NotStarted(f"{setting}={text} is not a port. Right would be: {setting}={default}")
    return int(text)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
