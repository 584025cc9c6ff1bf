"""Persons of an account."""

from __future__ import annotations

from typing import Any

from onboarding.sandbox import lists, rules
from onboarding.sandbox.envelope import Ask, missing
from onboarding.sandbox.ids import new_id
from onboarding.sandbox.objects import person_object
from onboarding.sandbox.resources import documents
from onboarding.sandbox.resources.refusing import refuse
from onboarding.sandbox.resources.tokens import spent
from onboarding.sandbox.resources.writing import put_person
from onboarding.sandbox.state import Held
from onboarding.sandbox.world import World

_ROLES = ("authorizer", "director", "executive", "legal_guardian", "owner", "representative")


def create(world: World, ask: Ask, account_id: str) -> dict[str, Any]:
    """POST /v1/accounts/{account}/persons"""
    with world.changing(account_id, ask) as draft:
        values = _values(world, draft, ask)
        rules.check_values(draft.state, values, "person:new", world.now)
        person_id = new_id("person")
        _check_representative(draft, values, person_id)
        documents.note(world, draft, values)
        draft.state.persons[person_id] = {}
        draft.born[person_id] = world.now
        put_person(world, draft, person_id, values)
    return _shown(world, account_id, person_id)


def _values(world: World, draft: Held, ask: Ask) -> dict[str, Any]:
    values = {name: value for name, value in ask.params.items() if name not in ("expand", "person_token")}
    token = ask.params.get("person_token")
    if token:
        made = spent(world, draft, token, "person", "person_token")["_values"]
        return {**values, **made}
    if draft.by_token and set(values) - {"metadata", "documents"}:
        raise refuse(
            "This account was created with an account token; persons can only be changed by a person token."
        )
    return values


def _check_representative(draft: Held, values: dict[str, Any], person_id: str) -> None:
    """There is one at a time: unset the old one first (published)."""
    if not (values.get("relationship") or {}).get("representative"):
        return
    for other_id, other in draft.state.persons.items():
        if other_id != person_id and other.get("relationship", {}).get("representative"):
            message = (
                f"This account already has a representative ('{other_id}'). Unset "
                "`relationship[representative]` on that person first."
            )
            raise refuse(message, "relationship[representative]")


def _shown(world: World, account_id: str, person_id: str) -> dict[str, Any]:
    with world.reading(account_id) as (held, found):
        return person_object(held, person_id, found)


def retrieve(world: World, ask: Ask, account_id: str, person_id: str) -> dict[str, Any]:
    """GET /v1/accounts/{account}/persons/{person}"""
    with world.reading(account_id, ask) as (held, found):
        _check_there(held, person_id)
        return person_object(held, person_id, found)


def _check_there(held: Held, person_id: str) -> None:
    if person_id not in held.state.persons:
        raise missing("person", person_id, "person")


def update(world: World, ask: Ask, account_id: str, person_id: str) -> dict[str, Any]:
    """POST /v1/accounts/{account}/persons/{person}"""
    with world.changing(account_id, ask) as draft:
        _check_there(draft, person_id)
        values = _values(world, draft, ask)
        rules.check_values(draft.state, values, f"person:{person_id}", world.now)
        _check_representative(draft, values, person_id)
        documents.note(world, draft, values)
        put_person(world, draft, person_id, values)
    return _shown(world, account_id, person_id)


def delete(world: World, ask: Ask, account_id: str, person_id: str) -> dict[str, Any]:
    """DELETE /v1/accounts/{account}/persons/{person}; some cannot be deleted."""
    with world.changing(account_id, ask) as draft:
        _check_there(draft, person_id)
        _check_removable(world, draft, person_id)
        roles = draft.state.persons.pop(person_id).get("relationship", {})
        draft.born.pop(person_id, None)
        draft.state.checks[:] = [check for check in draft.state.checks if check.subject != person_id]
        changed = frozenset(f"relationship.{name}" for name in roles)
        rules.after_change(draft.state, person_id, changed, world.now)
    return {"id": person_id, "object": "person", "deleted": True}


def _check_removable(world: World, draft: Held, person_id: str) -> None:
    persons = draft.state.persons
    roles = persons[person_id].get("relationship", {})
    if roles.get("representative"):
        raise refuse(
            "The account representative cannot be deleted. Make another person the representative first."
        )
    if not roles.get("executive"):
        return
    seen = rules.assess(draft.state, world.now).persons
    verified = [
        id_
        for id_, person in persons.items()
        if person.get("relationship", {}).get("executive")
        and seen[id_]["verification"]["status"] == "verified"
    ]
    if verified == [person_id]:
        raise refuse("The only verified executive of an account cannot be deleted.")


def list_all(world: World, ask: Ask, account_id: str) -> dict[str, Any]:
    """GET /v1/accounts/{account}/persons; newest first, filtered by role."""
    wanted = ask.params.get("relationship") or {}
    with world.reading(account_id, ask) as (held, found):
        items = [
            person_object(held, id_, found)
            for id_, person in reversed(held.state.persons.items())
            if _has_roles(person, wanted)
        ]
    return lists.page(items, ask.params, f"/v1/accounts/{account_id}/persons", "person")


def _has_roles(person: dict[str, Any], wanted: dict[str, Any]) -> bool:
    roles = person.get("relationship", {})
    return all(bool(roles.get(name)) == wanted[name] for name in _ROLES if name in wanted)
