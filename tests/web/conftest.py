"""Apps for page tests: the real wiring, the real maps, and a gateway that does as it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from onboarding.app import create_app
from onboarding.brand import make_brand
from onboarding.config import Settings, read_settings
from onboarding.maps import Maps, load_maps
from onboarding.migrations import migrate
from onboarding.web.parts import KEY, Parts
from tests.web.stand_in import StandIn
from tests.web.visitor import Visitor

BRAND = {
    "name": "Craft Market",
    "support_email": "help@market.example",
    "terms_url": "https://market.example/terms",
    "privacy_url": "https://market.example/privacy",
    "return_url": "https://market.example/done",
    "locales": ["en", "fr", "fr_CA", "ar"],
}


class Clock:
    """A clock that tests set."""

    def __init__(self, now: int = 1_790_000_000) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


MakeApp = Callable[..., Flask]


@pytest.fixture(scope="session")
def maps(repository: Path) -> Maps:
    return load_maps(repository / "requirement_maps")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("database") / "empty.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gateway() -> StandIn:
    return StandIn()


@pytest.fixture
def make_app(
    tmp_path: Path, maps: Maps, gateway: StandIn, clock: Clock, empty_database: Path
) -> Iterator[MakeApp]:
    made: list[Flask] = []

    def make(brand: dict[str, Any] | None = None, **environ: str) -> Flask:
        path = tmp_path / f"app{len(made)}.sqlite3"
        path.write_bytes(empty_database.read_bytes())
        settings = _settings(path, brand or {}, environ)
        app = create_app(settings, gateway=gateway, maps=maps, clock=clock)
        made.append(app)
        return app

    yield make
    for app in made:
        parts: Parts = app.extensions[KEY]
        parts.database.close()


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def begin(visitor: Visitor) -> Callable[..., Visitor]:
    """Starts as a seller; answers the visitor, signed in."""

    def begin(business_type: str = "individual", country: str = "US", locale: str = "en") -> Visitor:
        start = visitor.get("/start")
        chosen = {"country": country, "business_type": business_type, "locale": locale, "structure": ""}
        visitor.send(start, chosen)
        return visitor

    return begin


def _settings(path: Path, brand: dict[str, Any], environ: dict[str, str]) -> Settings:
    wanted = {"ENVIRONMENT": "test", "DATABASE_URL": f"sqlite:///{path}", "TASKS": "none"}
    settings = read_settings({**wanted, **environ})
    return replace(settings, brand=make_brand({**BRAND, **brand}))
