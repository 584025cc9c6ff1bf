"""A marketplace over a sandbox: the real app with its real gateway, for tests that walk through it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import Flask

from onboarding.app import create_app
from onboarding.brand import make_brand
from onboarding.config import read_settings
from onboarding.maps import Maps, load_maps
from onboarding.migrations import migrate
from onboarding.paths import data_root
from onboarding.sandbox.running import Running, running
from onboarding.web.parts import KEY, Parts
from tests.matrix.values import Values
from tests.matrix.walker import Hands, Walk, Walker

NOW = 1_793_500_000


@dataclass
class Market:
    """One brand's app, and the sandbox that it speaks to."""

    app: Flask
    sandbox: Running

    @property
    def parts(self) -> Parts:
        """What the app is wired to."""
        parts: Parts = self.app.extensions[KEY]
        return parts

    def wait(self) -> None:
        """Lets what is checked be decided, and the app hear of it as webhooks would tell it."""
        self.sandbox.step(60)
        account = self.sandbox.accounts()[-1]["id"]
        self.parts.sellers.refresh(account)

    def onboard(self, country: str, business_type: str, structure: str = "") -> Walk:
        """Takes somebody of that country from the start page to enabled; the sandbox forgets all others."""
        self.sandbox.reset()
        values = Values(country, {"structure": structure})
        return Walker(Hands(self.app), values, self.wait).onboard(country, business_type)


@contextmanager
def market(folder: Path, sandbox: Running, maps: Maps | None = None, **brand: Any) -> Iterator[Market]:
    """An app with a database of its own in `folder`, migrated, speaking to the sandbox."""
    maps = maps or load_maps(data_root() / "requirement_maps")
    url = f"sqlite:///{folder / 'market.sqlite3'}"
    migrate(url)
    environ = {
        "ENVIRONMENT": "test",
        "DATABASE_URL": url,
        "TASKS": "none",
        "PUBLIC_URL": "http://localhost",
        "STRIPE_API_BASE": sandbox.url,
        "STRIPE_FILES_BASE": sandbox.url,
        "RATE_LIMIT_START": "100000 per minute",
    }
    table = {"countries": sorted(maps.countries), "locales": ["en", "fr"], **brand}
    settings = replace(read_settings(environ), brand=make_brand(table))
    app = create_app(settings, maps=maps, clock=lambda: NOW)
    try:
        yield Market(app, sandbox)
    finally:
        parts: Parts = app.extensions[KEY]
        parts.database.close()


__all__ = ["Market", "market", "running"]
