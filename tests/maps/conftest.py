"""The project's own maps, loaded once, and a way to try others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from onboarding.maps import Maps, load_maps
from onboarding.paths import data_root

ROOT = data_root() / "requirement_maps"

COUNTRIES = """\
schema: 1
countries:
  "NO": {currency: nok, business_types: [company]}
  US: {currency: usd, business_types: [company]}
"""
BANKS = """\
schema: 1
banks:
  "NO": {account: iban}
  US: {account: {digits: [4, 17]}}
"""
BUSINESS = """\
schema: 1
business_types: {company: Company}
structures: {llc: Limited liability company}
"""
GROUP = """\
schema: 1
group: about
order: 1
title: About you
questions:
  - id: name
    settles: ["{person}.first_name"]
    kind: text
    label: First name
    words: {missing: Enter the first name}
"""


@pytest.fixture(scope="session")
def maps() -> Maps:
    """The maps of the project."""
    return load_maps(ROOT)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes a small sound folder of maps with what the test replaces, by path."""

    def write(files: Mapping[str, str] | None = None) -> Path:
        sound = {
            "countries.yaml": COUNTRIES,
            "banks.yaml": BANKS,
            "business.yaml": BUSINESS,
            "groups/about.yaml": GROUP,
        }
        for name, text in {**sound, **(files or {})}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path

    return write
