"""Account links: one-time addresses of the hosted page."""

from __future__ import annotations

import secrets
from typing import Any

from onboarding.sandbox.envelope import Ask, Refused
from onboarding.sandbox.model import Refusal
from onboarding.sandbox.parameters import is_address
from onboarding.sandbox.world import World

LIFETIME = 300
"""Seconds (recorded)."""


def create(world: World, ask: Ask) -> dict[str, Any]:
    """POST /v1/account_links"""
    params = ask.params
    for name in ("refresh_url", "return_url"):
        _check_url(params.get(name), name)
    with world.reading(params["account"], ask) as (held, _):
        collects = held.state.values["controller"]["requirement_collection"]
        if params["type"] == "account_update" and collects != "application":
            message = "You cannot create `account_update` type Account Links for this account."
            raise Refused(Refusal(message, "type"), kept=True)
    options = params.get("collection_options") or {}
    secret = secrets.token_urlsafe(12)
    link = {
        "object": "account_link",
        "created": world.now,
        "expires_at": world.now + LIFETIME,
        "url": f"{ask.base}/setup/c/{params['account']}/{secret}",
    }
    kept = {
        "account": params["account"],
        "expires_at": link["expires_at"],
        "fields": options.get("fields") or params.get("collect") or "currently_due",
        "future_requirements": options.get("future_requirements") or "omit",
        "refresh_url": params["refresh_url"],
        "return_url": params["return_url"],
        "session": None,
    }
    with world.lock:
        world.state.links[secret] = kept
    world.keeper.note()
    return link


def _check_url(url: str | None, name: str) -> None:
    if not url:
        raise Refused(Refusal(f"Missing required param: {name}.", name, "parameter_missing"))
    if not is_address(url):
        raise Refused(Refusal("Not a valid URL", name, "url_invalid"))
