"""From checked parameters into an account's draft, all or nothing."""

from __future__ import annotations

from typing import Any

from onboarding.sandbox import rules
from onboarding.sandbox.ids import new_id
from onboarding.sandbox.parameters import leaves, merge
from onboarding.sandbox.resources import banks, capabilities, documents
from onboarding.sandbox.state import Held
from onboarding.sandbox.world import World


def write_account(world: World, draft: Held, params: dict[str, Any]) -> None:
    """Write the parameters of an account's creation or update, and start the checks that follow.

    Raises the rules' `Refusal`, or `Refused`; the draft is then to be thrown away.
    """
    values = {name: value for name, value in params.items() if name != "expand"}
    state, now = draft.state, world.now
    asked = values.pop("capabilities", {})
    bank = values.get("external_account")
    if isinstance(bank, str) and bank:
        values["external_account"] = bank = banks.from_token(world, draft, bank, "external_account")
    rules.check_values(state, _without_known_empties(values), "account", now)
    documents.note(world, draft, values)
    values.pop("external_account", None)
    individual = values.pop("individual", None)
    state.business_type = values.pop("business_type", None) or state.business_type
    sent = leaves(values)
    changed = _merged(state.values, values, sent)
    capabilities.request(world, draft, asked)
    if individual:
        _write_individual(world, draft, individual)
    if isinstance(bank, dict):
        banks.replace_default(world, draft, bank)
    if "business_type" in params:
        sent |= {"business_type"}
    if sent or asked:
        rules.after_change(state, "account", changed, now, sent)


def _without_known_empties(values: dict[str, Any]) -> dict[str, Any]:
    """Values without the one '' that Stripe was recorded to take although its types do not say so."""
    profile = values.get("business_profile")
    if not isinstance(profile, dict) or profile.get("product_description") != "":
        return values
    kept = {name: value for name, value in profile.items() if name != "product_description"}
    return {**values, "business_profile": kept}


def _write_individual(world: World, draft: Held, values: dict[str, Any]) -> None:
    person_id = draft.state.individual
    if person_id is None:
        person_id = new_id("person")
        draft.state.persons[person_id] = {}
        draft.born[person_id] = world.now
    values = {**values, "relationship": {**values.get("relationship", {}), "representative": True}}
    put_person(world, draft, person_id, values)


def put_person(world: World, draft: Held, person_id: str, values: dict[str, Any]) -> None:
    """Write a person's values that were checked, and start the checks that follow."""
    held = draft.state.persons[person_id]
    sent = leaves(values)
    changed = _merged(held, values, sent)
    rules.after_change(draft.state, person_id, changed, world.now, sent)


def _merged(held: dict[str, Any], sent: dict[str, Any], paths: frozenset[str]) -> frozenset[str]:
    """Write values; the paths whose value is another one now.

    Sending the same value again starts nothing (published for web addresses).
    """
    before = {path: _at(held, path) for path in paths}
    merge(held, sent)
    return frozenset(path for path in paths if before[path] != _at(held, path))


def _at(values: Any, path: str) -> Any:
    for part in path.split("."):
        values = values.get(part) if isinstance(values, dict) else None
    return values
