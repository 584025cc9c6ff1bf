"""Static files under addresses that carry a hash of their content, which browsers may keep for good."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import cast

from flask import Blueprint, Flask, Response, current_app, request, url_for

from onboarding.brand import Brand
from onboarding.web.access import for_everybody
from onboarding.web.look import brand_css

blueprint = Blueprint("assets", __name__)

KEY = "brand_sheet"
"""Where the brand's style sheet stands in `app.extensions`."""

FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The brand's style sheet, made once, and the hash of its content."""

    css: str
    hash: str


def init_assets(app: Flask, brand: Brand) -> None:
    """Gives templates `asset(name)` and `brand_asset()`, and long lives to what is asked for by its hash."""
    css = brand_css(brand)
    app.extensions[KEY] = Sheet(css, _short(css.encode()))
    app.jinja_env.globals.update(asset=asset, brand_asset=brand_asset)
    app.after_request(_keep)


def asset(name: str) -> str:
    """Address of a static file with the hash of its content."""
    version = _hash_of(Path(current_app.static_folder or "") / name)
    return _address("static", version, name, request.script_root)


def brand_asset() -> str:
    """Address of the brand's own style sheet."""
    return _address("assets.brand_sheet", _brand_sheet().hash, None, request.script_root)


@blueprint.get("/brand.css")
@for_everybody
def brand_sheet() -> Response:
    """The brand's colours, for everybody."""
    return Response(_brand_sheet().css, mimetype="text/css")


def _brand_sheet() -> Sheet:
    return cast("Sheet", current_app.extensions[KEY])


def _keep(response: Response) -> Response:
    hashed = request.endpoint in ("static", "assets.brand_sheet") and "v" in request.args
    if hashed and response.status_code in (200, 304):
        response.headers["Cache-Control"] = FOR_GOOD
    return response


@lru_cache(maxsize=256)
def _address(endpoint: str, version: str, name: str | None, mounted: str) -> str:  # noqa: ARG001 - only a key
    """Built once for each place where a server mounts the app (`mounted`); every page names several."""
    return url_for(endpoint, filename=name, v=version)


@cache
def _hash_of(path: Path) -> str:
    return _short(path.read_bytes())


def _short(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]
