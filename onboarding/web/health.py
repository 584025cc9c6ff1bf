"""For probes: whether the process lives, and whether it can do its work."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from onboarding import store
from onboarding.tasks import SILENCE
from onboarding.web.access import for_machines
from onboarding.web.parts import parts

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
@for_machines
def health() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


HEARD = {True: "heard", False: "none came", None: "none yet"}
"""What `/ready` says of Stripe's webhooks; "none came" for all the accounts made: no endpoint leads here."""


@blueprint.get("/ready")
@for_machines
def ready() -> ResponseReturnValue:
    """The database answers, and its tables are there; also whether webhooks came, which fails no probe."""
    now = parts().clock()
    try:
        with parts().database.read() as tx:
            store.find_visitor(tx, session="probe", now=now)
            heard = store.hears(tx, before=now - SILENCE)
    except Exception:  # noqa: BLE001 - whatever is wrong with the database, a probe is answered
        return {"status": "no database"}, 503
    return {"status": "ok", "maps": parts().maps.hash[:12], "webhooks": HEARD[heard]}
