"""Runs a module as a program that ends when its starter does, however that one ended.

The starter holds the other end of standard input: `python -m onboarding.development.leash flask run …`.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading


def end_with_starter() -> None:
    """Waits until the starter is gone, then asks this process to end."""
    while os.read(0, 1024):  # not sys.stdin: its lock, held here, would make the end of the program a crash
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=end_with_starter, daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
