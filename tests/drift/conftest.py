"""A copy of the SDK's sources to change at will, and the project's own ledger and maps."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from onboarding.drift.comparing import Finding, Report, compare
from onboarding.drift.ledger import Ledger, read_ledger
from onboarding.drift.reading import Facts, installed_sdk, read_sdk
from onboarding.maps import Maps, load_maps
from onboarding.paths import data_root

FILES = (
    "_version.py",
    "_account.py",
    "_bank_account.py",
    "_capability.py",
    "_card.py",
    "_person.py",
    "params/_account_create_params.py",
    "params/_account_update_params.py",
    "params/_account_create_person_params.py",
    "params/_account_modify_person_params.py",
    "params/_account_create_external_account_params.py",
    "params/_account_external_account_create_params.py",
    "params/_account_external_account_update_params.py",
    "params/_account_modify_external_account_params.py",
    "params/_account_person_create_params.py",
    "params/_account_person_update_params.py",
    "params/_token_create_params.py",
)
TODAY = date(2026, 11, 23)


class Sdk:
    """A copy of the sources that the check reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in FILES:
            target = folder / "stripe" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(installed_sdk() / name, target)

    def path(self, name: str) -> Path:
        return self.folder / "stripe" / name

    def change(self, name: str, old: str, new: str) -> None:
        """Puts `new` in place of every `old`, of which there has to be one."""
        text = self.path(name).read_text("utf-8")
        assert old in text, f"{name} has no {old!r}"
        self.path(name).write_text(text.replace(old, new), "utf-8")

    def insert(self, name: str, after: str, line: str) -> None:
        """Adds a line after the first that begins so."""
        lines = self.path(name).read_text("utf-8").splitlines()
        place = next(number for number, each in enumerate(lines) if each.startswith(after))
        self.path(name).write_text("\n".join([*lines[: place + 1], *line.splitlines(), *lines[place + 1 :]]))


@pytest.fixture
def sdk(tmp_path: Path) -> Sdk:
    return Sdk(tmp_path)


@pytest.fixture(scope="session")
def facts() -> Facts:
    return read_sdk(installed_sdk())


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return read_ledger(data_root() / "drift")


@pytest.fixture(scope="session")
def maps() -> Maps:
    return load_maps(data_root() / "requirement_maps")


Compare = Callable[..., Report]


@pytest.fixture
def compared(ledger: Ledger, maps: Maps) -> Compare:
    """What is said of an SDK; decisions and day may be others."""

    def compared(sdk: Sdk | Facts, today: date = TODAY, **changed: object) -> Report:
        found = read_sdk(sdk.folder) if isinstance(sdk, Sdk) else sdk
        return compare(found, replace(ledger, **changed), maps, today)  # type: ignore[arg-type]  # tests name fields

    return compared


def only(report: Report) -> Finding:
    """The one thing said, of a report that says one."""
    (finding,) = report.findings
    return finding
