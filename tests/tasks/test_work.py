"""`flask --app wsgi work` as an operator starts it: it says where it works, works, and ends when told."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onboarding import store
from onboarding.store import Database


@pytest.mark.slow
def test_command_works_until_told_to_end(database: Database, tmp_path: Path, repository: Path) -> None:
    """Stripe cannot be reached here: so the duty is begun, and put off."""
    with database.write() as tx:
        assert store.add_event(
            tx, event="evt_1", account="acct_1", kind="account.updated", livemode=False, now=0, next_try=0
        )
    settings = {
        "DATABASE_URL": str(database.engine.url),
        "STRIPE_API_BASE": "http://127.0.0.1:9",
        "STRIPE_MAX_RETRIES": "0",
        "TASKS": "none",
    }
    log = tmp_path / "log"
    with log.open("wb") as output:
        worker = subprocess.Popen(
            (sys.executable, "-m", "flask", "--app", "wsgi", "work", "--threads", "1"),
            cwd=repository, env={**os.environ, **settings}, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        end = time.monotonic() + 30
        while "duty_postponed" not in log.read_text():
            assert worker.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        worker.terminate()
        assert worker.wait(20) == 0
    finally:
        worker.kill()
        worker.wait()
    assert "work_began" in log.read_text()
    with database.read() as tx:
        assert store.event_state(tx, event="evt_1") == "waiting"
