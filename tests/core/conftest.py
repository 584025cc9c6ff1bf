"""The project's own maps, loaded once: the core is tested with what sellers will see."""

from __future__ import annotations

import pytest

from onboarding.maps import Maps, load_maps
from onboarding.paths import data_root


@pytest.fixture(scope="session")
def maps() -> Maps:
    return load_maps(data_root() / "requirement_maps")
