"""`python -m onboarding.sandbox`: Stripe's test mode on this machine. See `--help`."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from datetime import date
from pathlib import Path

from onboarding.sandbox.server import Server
from onboarding.sandbox.world import Options, World


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m onboarding.sandbox",
        description="Stripe's test mode over HTTP. `check-recordings FILE…` replays recordings instead.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=12111, help="0 takes a free one (default: 12111)")
    parser.add_argument("--state", type=Path, help="file to keep everything in; without it nothing is kept")
    parser.add_argument("--as-of", type=_day, metavar="DAY", help="the day whose rules hold (default: today)")
    parser.add_argument("--default-mcc", metavar="MCC", help="the platform's default merchant category code")
    parser.add_argument(
        "--platform-country", default="US", metavar="CC", help="country of the platform (default: US)"
    )
    parser.add_argument("--clock", default="real", help="real, fast:N or manual (default: real)")
    return parser.parse_args(argv)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day. Right would be: 2024-04-28") from None


def main(argv: list[str] | None = None) -> int:
    """Serve until SIGTERM or Ctrl-C; 0 then, 1 when it cannot start."""
    asked = sys.argv[1:] if argv is None else argv
    if asked[:1] == ["check-recordings"]:
        from onboarding.sandbox.recordings import main as check

        return check(asked[1:])
    chosen = _arguments(asked)
    options = Options(
        chosen.state, chosen.as_of, chosen.default_mcc, chosen.clock, chosen.platform_country.upper()
    )
    try:
        world = World(options)
        server = Server(chosen.host, chosen.port, world)
    except (OSError, ValueError, RuntimeError) as wrong:
        print(f"The sandbox cannot start: {wrong}", file=sys.stderr)
        return 1
    _serve(server, world)
    return 0


def _serve(server: Server, world: World) -> None:
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    world.start()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="sandbox", daemon=True)
    thread.start()
    print(f"sandbox listening on {server.url}", flush=True)
    ended.wait()
    server.stop()
    thread.join()


if __name__ == "__main__":
    sys.exit(main())
