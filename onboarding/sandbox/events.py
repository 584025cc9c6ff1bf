"""What changed between two moments of an account, as Stripe's events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onboarding.sandbox import rules
from onboarding.sandbox.ids import new_id
from onboarding.sandbox.objects import account_object, bank_object, capability_object, person_object
from onboarding.sandbox.shapes import api_version
from onboarding.sandbox.state import Held

Objects = dict[str, dict[str, Any]]
Difference = tuple[str, dict[str, Any], dict[str, Any] | None]
"""Event type, the object as it is (or was, when deleted), and its previous attributes."""


@dataclass(frozen=True)
class Snapshot:
    """All objects of one account at one moment."""

    account: dict[str, Any]
    persons: Objects
    banks: Objects
    capabilities: Objects


def snapshot(held: Held, now: int) -> Snapshot:
    """The objects of an account as the API would answer them."""
    found, state = rules.assess(held.state, now), held.state
    return Snapshot(
        account_object(held, found),
        {id_: person_object(held, id_, found) for id_ in state.persons},
        {id_: bank_object(held, id_, found) for id_ in state.bank_accounts},
        {name: capability_object(held, name, found) for name in state.capabilities},
    )


def differences(before: Snapshot | None, after: Snapshot) -> Iterator[Difference]:
    """The events that a change sends, persons first and the account last (the recorded order)."""
    old = before or Snapshot({}, {}, {}, {})
    yield from _of_kind("person", old.persons, after.persons)
    yield from _of_kind("account.external_account", old.banks, after.banks)
    for name, shown in after.capabilities.items():
        previous = previous_attributes(old.capabilities.get(name, {}), shown)
        if name not in old.capabilities or previous:
            yield "capability.updated", shown, previous if name in old.capabilities else None
    previous = previous_attributes(old.account, after.account)
    if before is None or previous:
        yield "account.updated", after.account, previous if before else None


def _of_kind(kind: str, old: Objects, new: Objects) -> Iterator[Difference]:
    for id_, shown in new.items():
        if id_ not in old:
            yield f"{kind}.created", shown, None
        elif previous := previous_attributes(old[id_], shown):
            yield f"{kind}.updated", shown, previous
    for id_, shown in old.items():
        if id_ not in new:
            yield f"{kind}.deleted", shown, None


def previous_attributes(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The old values of what changed: hashes only in the parts that changed, lists whole."""
    changed: dict[str, Any] = {}
    for name, value in new.items():
        was = old.get(name)
        if isinstance(value, dict) and isinstance(was, dict):
            inner = previous_attributes(was, value)
            if inner:
                changed[name] = inner
        elif value != was:
            changed[name] = was
    changed |= {name: was for name, was in old.items() if name not in new}
    return changed


def event_object(
    account_id: str,
    kind: str,
    shown: dict[str, Any],
    previous: dict[str, Any] | None,
    now: int,
    cause: dict[str, Any] | None,
) -> dict[str, Any]:
    """The Event; `cause`: id and idempotency key of the request, None when time did it."""
    what: dict[str, Any] = {"object": shown}
    if previous:
        what["previous_attributes"] = previous
    return {
        "id": new_id("evt"),
        "object": "event",
        **({"account": account_id} if account_id else {}),
        "api_version": api_version(),
        "created": now,
        "data": what,
        "livemode": False,
        "pending_webhooks": 0,
        "request": cause or {"id": None, "idempotency_key": None},
        "type": kind,
    }


def wants(endpoint: dict[str, Any], event: dict[str, Any]) -> bool:
    """Whether an endpoint is to be told of an event: its scope, its list, and that it is enabled."""
    if endpoint["status"] != "enabled" or bool(endpoint["_connect"]) != ("account" in event):
        return False
    return any(name in ("*", event["type"]) for name in endpoint["enabled_events"])
