"""What every test stands on: catalogues, no settings from outside, loud words on what was left out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from onboarding.catalogues import compile_catalogues
from onboarding.config import SETTINGS
from onboarding.paths import data_root

CI = bool(os.environ.get("CI"))
MISSING = {
    "browser": "no Chromium was found (apt-get install chromium): NO BROWSER TEST RAN",
    "postgres": "TEST_POSTGRES_URL is not set: THE STORE WAS TESTED ON SQLITE ONLY",
    "redis": "no redis-server was found (apt-get install redis-server): NO BROKER WAS TESTED",
}


def find_browser() -> str | None:
    """The Chromium that drives the browser tests; `scripts/test` names the one it found or installed."""
    named = os.environ.get("TEST_BROWSER")
    return named or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )


def missing() -> list[str]:
    """Names of the marks whose tests cannot run on this machine."""
    there = {
        "browser": find_browser(),
        "postgres": os.environ.get("TEST_POSTGRES_URL"),
        "redis": shutil.which("redis-server"),
    }
    return [mark for mark, found in there.items() if not found]


def pytest_configure(config: pytest.Config) -> None:
    compile_catalogues(data_root() / "translations", only_stale=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    lacking = missing()
    if CI and lacking:
        pytest.exit("; ".join(MISSING[mark] for mark in lacking), returncode=1)
    for item in items:
        for mark in lacking:
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=MISSING[mark]))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for mark in missing():
        terminalreporter.write_line(f"LEFT OUT: {MISSING[mark]}", red=True, bold=True)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Where Chromium is; ask for it in tests marked `browser`."""
    found = find_browser()
    assert found, MISSING["browser"]
    return found


@pytest.fixture(scope="session")
def repository() -> Path:
    """The top of the clone."""
    return Path(__file__).parent.parent
