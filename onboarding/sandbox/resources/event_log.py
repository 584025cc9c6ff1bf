"""Events, as the API answers them."""

from __future__ import annotations

import fnmatch
from typing import Any

from onboarding.sandbox import lists
from onboarding.sandbox.envelope import Ask, Refused, missing
from onboarding.sandbox.model import Refusal
from onboarding.sandbox.post import shown
from onboarding.sandbox.world import World


def retrieve(world: World, ask: Ask, event_id: str) -> dict[str, Any]:
    """GET /v1/events/{event}"""
    held = world.state.events.get(event_id)
    if held is None or not _visible(held, ask):
        raise missing("event", event_id)
    return shown(held)


def _visible(event: dict[str, Any], ask: Ask) -> bool:
    """Events of one account with its header; without one all, so that a platform can look around."""
    return not ask.account or event.get("account") == ask.account


def list_all(world: World, ask: Ask) -> dict[str, Any]:
    """GET /v1/events; newest first, by `type` (with `*`) or `types`."""
    if "type" in ask.params and "types" in ask.params:
        message = "You may only specify one of these parameters: type, types."
        raise Refused(Refusal(message, "type", "parameters_exclusive"))
    patterns = ask.params.get("types") or [ask.params.get("type", "*")]
    with world.lock:
        kept = [
            shown(event)
            for event in reversed(world.state.events.values())
            if _visible(event, ask)
            and any(fnmatch.fnmatchcase(event["type"], pattern) for pattern in patterns)
            and _delivered(event, ask.params.get("delivery_success"))
        ]
    return lists.page(kept, ask.params, "/v1/events", "event")


def _delivered(event: dict[str, Any], wanted: bool | None) -> bool:
    return wanted is None or (event["pending_webhooks"] == 0) == wanted
