"""Webhook endpoints: where events go."""

from __future__ import annotations

from typing import Any

from onboarding.sandbox import lists
from onboarding.sandbox.envelope import Ask, Refused, missing
from onboarding.sandbox.ids import new_id
from onboarding.sandbox.model import Refusal
from onboarding.sandbox.parameters import is_address, merge
from onboarding.sandbox.post import shown
from onboarding.sandbox.world import World

MOST = 16


def create(world: World, ask: Ask) -> dict[str, Any]:
    """POST /v1/webhook_endpoints; the only answer that holds the secret."""
    _check_url(ask.params["url"])
    with world.lock:
        if len(world.state.endpoints) >= MOST:
            message = f"You have reached the maximum of {MOST} test webhook endpoints."
            raise Refused(Refusal(message), kept=True)
        held = put(world, ask.params)
    return public(held) | {"secret": held["secret"]}


def put(world: World, params: dict[str, Any], secret: str | None = None) -> dict[str, Any]:
    """Keep a new endpoint; a secret of one's own choice only through the control page."""
    held = {
        "id": new_id("we"),
        "object": "webhook_endpoint",
        "api_version": params.get("api_version"),
        "application": None,
        "created": world.now,
        "description": params.get("description") or None,
        "enabled_events": list(params["enabled_events"]),
        "livemode": False,
        "metadata": params.get("metadata") or {},
        "secret": secret or new_id("whsec"),
        "status": "enabled",
        "url": params["url"],
        "_connect": bool(params.get("connect")),
    }
    with world.lock:
        world.state.endpoints[held["id"]] = held
    world.keeper.note()
    return held


def public(held: dict[str, Any]) -> dict[str, Any]:
    """Without the secret."""
    return {name: value for name, value in shown(held).items() if name != "secret"}


def _check_url(url: str) -> None:
    if not is_address(url):
        raise Refused(
            Refusal("Invalid URL: An explicit scheme (such as https) must be provided.", "url", "url_invalid")
        )


def _held(world: World, endpoint_id: str) -> dict[str, Any]:
    held = world.state.endpoints.get(endpoint_id)
    if held is None:
        raise missing("webhook endpoint", endpoint_id, "webhook_endpoint")
    return held


def retrieve(world: World, ask: Ask, endpoint_id: str) -> dict[str, Any]:
    """GET /v1/webhook_endpoints/{endpoint}"""
    del ask
    return public(_held(world, endpoint_id))


def update(world: World, ask: Ask, endpoint_id: str) -> dict[str, Any]:
    """POST /v1/webhook_endpoints/{endpoint}"""
    params = {name: value for name, value in ask.params.items() if name not in ("expand", "disabled")}
    if "url" in params:
        _check_url(params["url"])
    with world.lock:
        held = _held(world, endpoint_id)
        merge(held, params)
        held.setdefault("description", None)
        held.setdefault("metadata", {})
        if "disabled" in ask.params:
            held["status"] = "disabled" if ask.params["disabled"] else "enabled"
    world.keeper.note()
    return public(held)


def delete(world: World, ask: Ask, endpoint_id: str) -> dict[str, Any]:
    """DELETE /v1/webhook_endpoints/{endpoint}"""
    del ask
    with world.lock:
        _held(world, endpoint_id)
        del world.state.endpoints[endpoint_id]
    world.keeper.note()
    return {"id": endpoint_id, "object": "webhook_endpoint", "deleted": True}


def list_all(world: World, ask: Ask) -> dict[str, Any]:
    """GET /v1/webhook_endpoints"""
    with world.lock:
        items = [public(held) for held in reversed(world.state.endpoints.values())]
    return lists.page(items, ask.params, "/v1/webhook_endpoints", "webhook endpoint")
