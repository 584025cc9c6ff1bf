"""Capabilities: what an account may do, asked for, read and previewed."""

from __future__ import annotations

from typing import Any

from onboarding.sandbox import rules
from onboarding.sandbox.envelope import Ask, Refused, missing
from onboarding.sandbox.model import Refusal
from onboarding.sandbox.objects import capability_object, listed
from onboarding.sandbox.shapes import accepted
from onboarding.sandbox.state import Held
from onboarding.sandbox.world import World

PERMANENT = ("card_payments", "transfers", "tax_reporting_us_1099_k", "tax_reporting_us_1099_misc")
"""Cannot be given back once asked for. Stripe says "most"; which others is not known."""


def known() -> frozenset[str]:
    """Every capability that the SDK knows."""
    return frozenset(accepted("account_create").fields["capabilities"].fields)


def request(world: World, draft: Held, asked: dict[str, Any]) -> None:
    """Request and give back capabilities, from the nested `capabilities` parameter."""
    for name, wish in asked.items():
        if not isinstance(wish, dict) or "requested" not in wish:
            continue
        wanted, held = bool(wish["requested"]), draft.state.capabilities.get(name, False)
        if held and not wanted and name in PERMANENT:
            message = f"The capability '{name}' cannot be unrequested once it was requested."
            raise Refused(Refusal(message, f"capabilities[{name}][requested]"), kept=True)
        if wanted and not held:
            draft.born[f"capability:{name}"] = world.now
        if wanted or held:
            draft.state.capabilities[name] = wanted


def list_all(world: World, ask: Ask, account_id: str) -> dict[str, Any]:
    """GET /v1/accounts/{account}/capabilities"""
    with world.reading(account_id, ask) as (held, found):
        items = [capability_object(held, name, found) for name in sorted(held.state.capabilities)]
    return listed(items, f"/v1/accounts/{account_id}/capabilities")


def retrieve(world: World, ask: Ask, account_id: str, name: str) -> dict[str, Any]:
    """GET /v1/accounts/{account}/capabilities/{capability}; one that was not requested is a preview."""
    _check_known(name)
    with world.reading(account_id, ask) as (held, found):
        if held.state.capabilities.get(name):
            return capability_object(held, name, found)
        preview = held.draft()
        preview.state.capabilities[name] = True
        shown = capability_object(preview, name, rules.assess(preview.state, world.now))
    return shown | {"requested": False, "requested_at": None, "status": "unrequested"}


def update(world: World, ask: Ask, account_id: str, name: str) -> dict[str, Any]:
    """POST /v1/accounts/{account}/capabilities/{capability}"""
    _check_known(name)
    with world.changing(account_id, ask) as draft:
        request(world, draft, {name: ask.params})
        rules.after_change(draft.state, "account", frozenset(), world.now)
    return retrieve(world, ask, account_id, name)


def _check_known(name: str) -> None:
    if name not in known():
        raise missing("capability", name, "capability")
