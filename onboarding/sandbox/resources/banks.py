"""External accounts: bank accounts and debit cards that payouts go to."""

from __future__ import annotations

from typing import Any

from onboarding.sandbox import lists, rules
from onboarding.sandbox.currencies import currency_of
from onboarding.sandbox.envelope import Ask, missing
from onboarding.sandbox.ids import new_id
from onboarding.sandbox.objects import bank_object
from onboarding.sandbox.parameters import merge
from onboarding.sandbox.resources.refusing import refuse
from onboarding.sandbox.resources.tokens import spent
from onboarding.sandbox.state import Held
from onboarding.sandbox.world import World

LAST_ONE = (
    "You cannot delete the default external account for your default currency. Please make another external "
    "account the default using the `default_for_currency` param, and then delete this one."
)
_EDITABLE = (
    "account_holder_name",
    "account_holder_type",
    "account_type",
    "address_city",
    "address_country",
    "address_line1",
    "address_line2",
    "address_state",
    "address_zip",
    "exp_month",
    "exp_year",
    "metadata",
    "name",
)


def from_token(world: World, draft: Held, token: str, param: str) -> dict[str, Any]:
    """The bank account or card behind a token."""
    return dict(spent(world, draft, token, "bank_account", param)["_values"])


def replace_default(world: World, draft: Held, values: dict[str, Any]) -> str:
    """The account's `external_account`: it takes the place of the default of its currency."""
    new = put(world, draft, values, default=False)
    banks = draft.state.bank_accounts
    for id_, held in list(banks.items()):
        if id_ != new and held["currency"] == banks[new]["currency"] and held.get("default_for_currency"):
            _drop(world, draft, id_)
    banks[new]["default_for_currency"] = True
    rules.after_change(draft.state, new, frozenset({"account_number"}), world.now)
    return new


def put(world: World, draft: Held, values: dict[str, Any], *, default: bool) -> str:
    """Add one; the first of a currency is its default."""
    values = dict(values)
    card = values.get("object") == "card"
    country = str(values.get("country") or draft.state.country).upper()
    currency = str(values.get("currency") or currency_of(country)).lower()
    values |= {"country": country, "currency": currency, "object": "card" if card else "bank_account"}
    id_ = new_id("card" if card else "ba")
    others = [held for held in draft.state.bank_accounts.values() if held["currency"] == currency]
    values["default_for_currency"] = default or not others
    if values["default_for_currency"]:
        _undefault(draft, currency)
    draft.state.bank_accounts[id_] = values
    draft.born[id_] = world.now
    return id_


def _undefault(draft: Held, currency: str) -> None:
    for held in draft.state.bank_accounts.values():
        if held["currency"] == currency:
            held["default_for_currency"] = False


def _drop(world: World, draft: Held, bank_id: str) -> None:
    del draft.state.bank_accounts[bank_id]
    draft.born.pop(bank_id, None)
    draft.state.forced.get("banks", {}).pop(bank_id, None)
    draft.state.checks[:] = [check for check in draft.state.checks if check.subject != bank_id]
    rules.after_change(draft.state, bank_id, frozenset({"account_number"}), world.now)


def create(world: World, ask: Ask, account_id: str) -> dict[str, Any]:
    """POST /v1/accounts/{account}/external_accounts"""
    with world.changing(account_id, ask) as draft:
        values = ask.params["external_account"]
        if isinstance(values, str):
            values = from_token(world, draft, values, "external_account")
        rules.check_values(draft.state, values, "external_account", world.now)
        if "metadata" in ask.params:
            values = {**values, "metadata": ask.params["metadata"]}
        new = put(world, draft, values, default=bool(ask.params.get("default_for_currency")))
        rules.after_change(draft.state, new, frozenset({"account_number"}), world.now)
    return _shown(world, account_id, new)


def _shown(world: World, account_id: str, bank_id: str) -> dict[str, Any]:
    with world.reading(account_id) as (held, found):
        return bank_object(held, bank_id, found)


def retrieve(world: World, ask: Ask, account_id: str, bank_id: str) -> dict[str, Any]:
    """GET /v1/accounts/{account}/external_accounts/{id}"""
    with world.reading(account_id, ask) as (held, found):
        _check_there(held, bank_id)
        return bank_object(held, bank_id, found)


def _check_there(held: Held, bank_id: str) -> None:
    if bank_id not in held.state.bank_accounts:
        raise missing("external account", bank_id)


def update(world: World, ask: Ask, account_id: str, bank_id: str) -> dict[str, Any]:
    """POST /v1/accounts/{account}/external_accounts/{id}; without parameters it re-enables a disabled one."""
    with world.changing(account_id, ask) as draft:
        _check_there(draft, bank_id)
        held = draft.state.bank_accounts[bank_id]
        merge(held, {name: ask.params[name] for name in _EDITABLE if name in ask.params})
        if ask.params.get("default_for_currency"):
            _undefault(draft, held["currency"])
            held["default_for_currency"] = True
        draft.state.forced.get("banks", {}).pop(bank_id, None)
        rules.after_change(draft.state, bank_id, frozenset(ask.params), world.now)
    return _shown(world, account_id, bank_id)


def delete(world: World, ask: Ask, account_id: str, bank_id: str) -> dict[str, Any]:
    """DELETE /v1/accounts/{account}/external_accounts/{id}; never the default of the default currency."""
    with world.changing(account_id, ask) as draft:
        _check_there(draft, bank_id)
        held = draft.state.bank_accounts[bank_id]
        default = draft.state.values.get("default_currency")
        if held.get("default_for_currency") and held["currency"] == default:
            raise refuse(LAST_ONE)
        _drop(world, draft, bank_id)
        others = [each for each in draft.state.bank_accounts.values() if each["currency"] == held["currency"]]
        if held.get("default_for_currency") and others:
            others[-1]["default_for_currency"] = True
    kind = held.get("object", "bank_account")
    return {"id": bank_id, "object": kind, "currency": held["currency"], "deleted": True}


def list_all(world: World, ask: Ask, account_id: str) -> dict[str, Any]:
    """GET /v1/accounts/{account}/external_accounts; newest first, filtered by `object`."""
    with world.reading(account_id, ask) as (held, found):
        items = [bank_object(held, id_, found) for id_ in reversed(held.state.bank_accounts)]
    wanted = ask.params.get("object")
    kept = [item for item in items if wanted in (None, item["object"])]
    return lists.page(kept, ask.params, f"/v1/accounts/{account_id}/external_accounts", "external account")
