"""`POST /webhooks/stripe`: Stripe says that something changed.

Only ids are kept, and nothing of what the event tells: events come late, twice and in any order, so the
account is read again afterwards, out of the request. The body is never logged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from onboarding import store
from onboarding.extensions import tasks
from onboarding.gateway import Refused
from onboarding.logs import log
from onboarding.tasks import grace
from onboarding.web.access import for_machines
from onboarding.web.parts import Parts, parts

blueprint = Blueprint("webhooks", __name__)

OURS = ("account.", "capability.", "person.")
"""What types of events start with after which an account is read again; all others are acknowledged."""

_EVENT = re.compile(r"evt_\w{1,60}", re.ASCII)
_ACCOUNT = re.compile(r"acct_\w{1,59}", re.ASCII)
_TYPE = re.compile(r"[a-z0-9_.]{1,80}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Notice:
    """What of an event is needed. account: "" for events of the platform itself."""

    event: str
    account: str
    type: str
    livemode: bool


@blueprint.post("/webhooks/stripe")
@for_machines
def take() -> ResponseReturnValue:
    """200 once the duty is kept, and for what is no business of ours; 400 or 413 for what is not Stripe's."""
    found = parts()
    request.max_content_length = found.settings.webhook_max_bytes
    try:
        body = request.get_data(cache=False)
        notice = read_notice(found.gateway.event(body, request.headers.get("Stripe-Signature", "")))
    except RequestEntityTooLarge:
        return "The body is too large.", 413
    except Refused as refused:
        log.warning("webhook_refused", code=refused.code)
        return "This is not a signed event of Stripe.", 400
    if notice.livemode is not found.settings.livemode:
        return _of_the_other_mode(notice)
    if notice.account and notice.type.startswith(OURS) and _keep(found, notice):
        tasks().send(notice.event)
    return "", 200


def _of_the_other_mode(notice: Notice) -> ResponseReturnValue:
    """A live endpoint of Connect is sent test events as well (Stripe's docs on webhooks): they are left out,
    for Stripe tries again what is refused and in the end stops. A live event with a test key is a mistake."""
    if not notice.livemode:
        return "", 200
    log.warning("webhook_of_other_mode", event_id=notice.event)
    return "This endpoint takes events of the test mode.", 400


def read_notice(event: dict[str, Any]) -> Notice:
    """What of the event is needed. Raises `Refused` when something in it is not what Stripe's events have."""
    name, kind = event.get("id"), event.get("type")
    account = "" if event.get("account") is None else event["account"]
    if not isinstance(name, str) or not _EVENT.fullmatch(name):
        raise Refused("the event has no id", code="event_id")
    if not isinstance(kind, str) or not _TYPE.fullmatch(kind):
        raise Refused("the event has no type", code="event_type")
    if not isinstance(account, str) or (account and not _ACCOUNT.fullmatch(account)):
        raise Refused("the event's account is not an id", code="event_account")
    if type(event.get("created")) is not int:
        raise Refused("the event has no time", code="event_created")
    if not isinstance(event.get("livemode"), bool):
        raise Refused("the event does not say its mode", code="event_livemode")
    return Notice(name, account, kind, event["livemode"])


def _keep(found: Parts, notice: Notice) -> bool:
    """Keeps the duty; False for an event seen before and for accounts that are not ours."""
    now = found.clock()
    with found.database.write() as tx:
        return store.add_event(
            tx,
            event=notice.event,
            account=notice.account,
            kind=notice.type,
            livemode=notice.livemode,
            now=now,
            next_try=now + grace(found.settings.tasks),
        )
