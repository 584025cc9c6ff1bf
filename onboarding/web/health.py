"""For probes: whether the process lives, and whether it can do its work."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from onboarding import store
from onboarding.web.access import for_machines
from onboarding.web.parts import parts

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
@for_machines
def health() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@blueprint.get("/ready")
@for_machines
def ready() -> ResponseReturnValue:
    """The database answers, and its tables are there."""
    try:
        with parts().database.read() as tx:
            store.find_visitor(tx, session="probe", now=parts().clock())
    except Exception:  # noqa: BLE001 - whatever is wrong with the database, a probe is answered
        return {"status": "no database"}, 503
    return {"status": "ok", "maps": parts().maps.hash[:12]}
