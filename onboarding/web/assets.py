"""Static files under addresses that carry a hash of their content, which browsers may keep for good."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request, url_for

from onboarding.web.access import for_everybody
from onboarding.web.look import brand_css
from onboarding.web.parts import parts

blueprint = Blueprint("assets", __name__)

FOR_GOOD = "public, max-age=31536000, immutable"


def init_assets(app: Flask) -> None:
    """Gives templates `asset(name)` and `brand_asset()`, and long lives to what is asked for by its hash."""
    app.jinja_env.globals.update(asset=asset, brand_asset=brand_asset)
    app.after_request(_keep)


def asset(name: str) -> str:
    """Address of a static file with the hash of its content."""
    return url_for("static", filename=name, v=_hash_of(Path(current_app.static_folder or "") / name))


def brand_asset() -> str:
    """Address of the brand's own style sheet."""
    return url_for("assets.brand_sheet", v=_short(brand_css(parts().brand).encode()))


@blueprint.get("/brand.css")
@for_everybody
def brand_sheet() -> Response:
    """The brand's colours, for everybody."""
    return Response(brand_css(parts().brand), mimetype="text/css")


def _keep(response: Response) -> Response:
    hashed = request.endpoint in ("static", "assets.brand_sheet") and "v" in request.args
    if hashed and response.status_code in (200, 304):
        response.headers["Cache-Control"] = FOR_GOOD
    return response


@cache
def _hash_of(path: Path) -> str:
    return _short(path.read_bytes())


def _short(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]
