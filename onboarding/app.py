"""Puts the app together, and nothing else: settings, database, gateway, maps, use cases, languages, pages.

Broken settings and broken maps raise here, with their own words, before anything is served.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from onboarding import i18n
from onboarding.brand import Brand
from onboarding.catalogues import available
from onboarding.config import Fault, Settings, SettingsBroken, read_settings
from onboarding.extensions import init_tables, init_tasks
from onboarding.fitting import misfits
from onboarding.gateway import Gateway
from onboarding.maps import Maps, MapsBroken, open_maps
from onboarding.paths import data_root, kept_maps
from onboarding.sellers import Sellers
from onboarding.store import Database
from onboarding.tasks import BrokerMissing
from onboarding.web.access import country_of_account
from onboarding.web.parts import KEY, Parts


def create_app(
    settings: Settings | None = None,
    *,
    gateway: Gateway | None = None,
    maps: Maps | None = None,
    clock: Callable[[], int] = lambda: int(time.time()),
) -> Flask:
    """The app. Without arguments everything comes from the environment; tests bring their own.

    Raises `SettingsBroken` or `MapsBroken` with every fault that was found, and `BrokerMissing`.
    """
    settings = settings or _settings(maps)
    root = data_root()
    app = Flask("onboarding", static_folder=str(root / "static"), template_folder=str(root / "templates"))
    parts = _parts(settings, gateway, maps, clock)
    _configure(app, settings)
    app.extensions[KEY] = parts
    app.extensions["settings"] = settings
    i18n.init_app(
        app,
        offered=lambda: settings.brand.locales,
        pseudo=settings.environment == "test",
        country=country_of_account,
    )
    init_tables(app, settings, parts.database)
    init_tasks(app, settings, parts.database, parts.sellers.refresh, clock)
    _init_web(app, parts)
    _init_commands(app)
    return app


def started_app() -> Flask:
    """The app of a server or a command; what keeps it from starting is told in words alone, without code."""
    try:
        return create_app()
    except (SettingsBroken, MapsBroken, BrokerMissing) as broken:
        print(broken, file=sys.stderr)
        # gunicorn starts a worker again and again, except one that ends by this code.
        sys.exit(4 if "gunicorn" in sys.modules else 1)


def _settings(maps: Maps | None) -> Settings:
    """From the environment. What could be read of a broken one is held against the maps as well, so that
    whoever mends it is told everything at once."""
    try:
        return read_settings(os.environ)  # noqa: TID251 - handed on whole; onboarding.config reads it
    except SettingsBroken as broken:
        read = broken.values
        if not {"brand", "environment", "requirement_maps"} <= read.keys():
            raise
        try:
            maps = maps or _maps(read["requirement_maps"])
        except MapsBroken:
            raise broken from None
        more = _brand_faults(read["brand"], maps, read["environment"])
        raise SettingsBroken((*broken.faults, *more)) from None


def _maps(folder: Path | None) -> Maps:
    kept, keep = kept_maps()
    return open_maps(folder or data_root() / "requirement_maps", kept, keep=keep)


def _parts(settings: Settings, gateway: Gateway | None, maps: Maps | None, clock: Callable[[], int]) -> Parts:
    maps = maps or _maps(settings.requirement_maps)
    database = Database(settings.database_url, pool=settings.database_pool)
    if faults := _brand_faults(settings.brand, maps, settings.environment):
        raise SettingsBroken(faults)
    gateway = gateway or _stripe(settings)
    sellers = Sellers(gateway, database, maps, settings.brand, clock)
    return Parts(settings, database, gateway, maps, sellers, clock)


def _brand_faults(brand: Brand, maps: Maps, environment: str) -> tuple[Fault, ...]:
    root = data_root()
    # Tests show pages in languages that nobody has translated to yet.
    untranslated = brand.locales if environment == "test" else ()
    catalogues = {*available(root / "translations"), *untranslated}
    faults = misfits(brand, maps, static=root / "static", catalogues=catalogues)
    return tuple(Fault(f"BRAND_FILE ({key})", wrong, right) for key, wrong, right in faults)


def _stripe(settings: Settings) -> Gateway:
    from onboarding.stripe_gateway import Connection, StripeGateway

    return StripeGateway(
        Connection(
            key=settings.stripe_key,
            webhook_secrets=settings.stripe_webhook_secrets,
            api_base=settings.stripe_api_base,
            files_base=settings.stripe_files_base,
            connect_timeout=settings.stripe_connect_timeout,
            read_timeout=settings.stripe_read_timeout,
            max_retries=settings.stripe_max_retries,
            pool=settings.stripe_pool,
            tolerance=settings.webhook_tolerance,
        )
    )


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        SESSION_COOKIE_NAME="__Host-onboarding" if settings.secure else "onboarding",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        MAX_CONTENT_LENGTH=settings.request_max_bytes,
        WTF_CSRF_TIME_LIMIT=None,
        TESTING=settings.environment == "test",
    )


def _init_web(app: Flask, parts: Parts) -> None:
    from onboarding.web import blueprints
    from onboarding.web.assets import init_assets
    from onboarding.web.bodies import RequestInMemory
    from onboarding.web.compression import init_compression
    from onboarding.web.errors import init_errors
    from onboarding.web.guards import init_guards
    from onboarding.web.pages import init_pages
    from onboarding.web.security import init_security

    app.request_class = RequestInMemory
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
    init_pages(app, parts)
    init_assets(app, parts.brand)
    init_compression(app)
    init_security(app, parts.settings)
    init_errors(app)
    init_guards(app, parts.settings)


def _init_commands(app: Flask) -> None:
    from onboarding import cli

    cli.init_app(app)
