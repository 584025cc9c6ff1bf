"""Accounts: made, read, changed, listed, deleted, rejected."""

from __future__ import annotations

from datetime import date
from typing import Any

from onboarding.sandbox import lists, rules
from onboarding.sandbox.currencies import CURRENCIES, currency_of
from onboarding.sandbox.envelope import Ask, Refused
from onboarding.sandbox.model import AccountState, Refusal
from onboarding.sandbox.objects import account_object
from onboarding.sandbox.resources import writing
from onboarding.sandbox.resources.controllers import controller_of
from onboarding.sandbox.resources.tokens import spent
from onboarding.sandbox.state import Held
from onboarding.sandbox.world import PLATFORM, World, fresh_account_id

FROM_FRANCE = (
    "Connect platforms based in FR must create accounts via account tokens when "
    "`controller[requirement_collection]=application`, which includes Custom accounts."
)


def create(world: World, ask: Ask) -> dict[str, Any]:
    """POST /v1/accounts"""
    params = dict(ask.params)
    country = _country(params.pop("country", world.options.platform_country))
    kind, controller = controller_of(params)
    token = params.pop("account_token", None)
    collects = controller["requirement_collection"] == "application"
    if world.options.platform_country == "FR" and collects and not token:
        raise Refused(Refusal(FROM_FRANCE), kept=True)
    if not token and (params.get("company") or {}).get("ownership_declaration"):
        raise _undeclared()
    state = AccountState(
        fresh_account_id(), world.now, country, _day(world, ask), default_mcc=world.options.default_mcc
    )
    state.values = {"type": kind, "controller": controller, "default_currency": currency_of(country)}
    with world.creating(Held(state, by_token=bool(token)), ask) as draft:
        if token:
            params = _with_token(world, draft, params, token)
        writing.write_account(world, draft, params)
    return _shown(world, state.id)


def _undeclared() -> Refused:
    """Published as a code; the words are ours."""
    message = (
        "An ownership declaration can be made when an account is updated, or by an account token when it is "
        "created."
    )
    refusal = Refusal(message, "company[ownership_declaration]", "ownership_declaration_not_allowed")
    return Refused(refusal, kept=True)


def _shown(world: World, account_id: str) -> dict[str, Any]:
    with world.reading(account_id) as (held, found):
        return account_object(held, found)


def _country(asked: str) -> str:
    country = asked.upper()
    if country not in CURRENCIES:
        message = (
            f"Country '{asked}' is unknown or not supported. Try using a 2-character country code like 'US'."
        )
        raise Refused(Refusal(message, "country", "country_unsupported"), kept=True)
    return country


def _day(world: World, ask: Ask) -> str:
    day = world.rules_day(ask)
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        message = f"Sandbox-As-Of: {day} is not a day. Right would be: 2024-04-28"
        raise Refused(Refusal(message)) from None


def _with_token(world: World, draft: Held, params: dict[str, Any], token: str) -> dict[str, Any]:
    """Parameters together with what an account token holds. Terms count only when the account is made."""
    doubled = sorted({"business_type", "company", "individual"} & set(params))
    if doubled:
        message = f"You cannot provide {', '.join(doubled)} together with an account token."
        raise Refused(Refusal(message, doubled[0], "parameters_exclusive"), kept=True)
    held = spent(world, draft, token, "account", "account_token")
    made = held["_values"]
    accepted = made.get("tos_shown_and_accepted")
    new = draft.state.id not in world.state.accounts
    if new and not accepted:
        message = "The account token must have `tos_shown_and_accepted` set to true."
        raise Refused(Refusal(message, "account_token"), kept=True)
    terms = {"date": held["created"], "ip": held["client_ip"], "user_agent": held["_agent"]}
    accepting = {"tos_acceptance": terms | params.get("tos_acceptance", {})} if new else {}
    legal = {name: made[name] for name in ("business_type", "company", "individual") if name in made}
    return {**params, **legal, **accepting}


def retrieve(world: World, ask: Ask, account_id: str) -> dict[str, Any]:
    """GET /v1/accounts/{account}"""
    if account_id == PLATFORM:
        return platform(world)
    with world.reading(account_id, ask) as (held, found):
        return account_object(held, found)


def retrieve_current(world: World, ask: Ask) -> dict[str, Any]:
    """GET /v1/account"""
    return retrieve(world, ask, ask.account or PLATFORM)


def platform(world: World) -> dict[str, Any]:
    """The platform's own account, in few words."""
    country = world.options.platform_country
    return {
        "id": PLATFORM,
        "object": "account",
        "business_type": "company",
        "capabilities": {"card_payments": "active", "transfers": "active"},
        "charges_enabled": True,
        "country": country,
        "created": 1_600_000_000,
        "default_currency": currency_of(country),
        "details_submitted": True,
        "email": "platform@example.com",
        "metadata": {},
        "payouts_enabled": True,
        "type": "standard",
    }


def update(world: World, ask: Ask, account_id: str) -> dict[str, Any]:
    """POST /v1/accounts/{account}"""
    params = dict(ask.params)
    token = params.pop("account_token", None)
    with world.changing(account_id, ask) as draft:
        _check_rights(draft, params, token)
        if token:
            params = _with_token(world, draft, params, token)
        writing.write_account(world, draft, params)
    return _shown(world, account_id)


_LEGAL = ("business_type", "company", "individual", "tos_acceptance")
_OURS = (*_LEGAL, "documents", "external_account")


def _check_rights(draft: Held, params: dict[str, Any], token: str | None) -> None:
    """Accounts made by token are changed by token; where Stripe collects, the platform may not write."""
    if draft.by_token and not token:
        for name in _LEGAL:
            if _sets(params.get(name)):
                message = (
                    f"This account was created with an account token; `{name}` can only be changed by one."
                )
                raise Refused(Refusal(message, name), kept=True)
    if draft.state.values["controller"].get("requirement_collection") == "stripe":
        for name in _OURS:
            if name in params:
                message = (
                    f"This application does not have the required permissions for the parameter '{name}' on "
                    f"account '{draft.state.id}'."
                )
                raise Refused(Refusal(message, name, "oauth_not_supported", 403), kept=True)


def _sets(value: Any) -> bool:
    """Whether a value sets anything; unsetting ('') needs no token."""
    if isinstance(value, dict):
        return any(_sets(item) for item in value.values())
    return value not in (None, "")


def list_all(world: World, ask: Ask) -> dict[str, Any]:
    """GET /v1/accounts"""
    with world.lock:
        ids = [id_ for id_, held in reversed(world.state.accounts.items()) if not held.state.deleted]
    stubs = [{"id": id_, "created": world.state.accounts[id_].state.created} for id_ in ids]
    found = lists.page(stubs, ask.params, "/v1/accounts", "account")
    found["data"] = [_shown(world, stub["id"]) for stub in found["data"]]
    return found


def delete(world: World, ask: Ask, account_id: str) -> dict[str, Any]:
    """DELETE /v1/accounts/{account}; test-mode accounts can go at any time."""
    with world.lock_of(account_id):
        world.held(account_id, ask).state.deleted = True
        world.keeper.note()
    return {"id": account_id, "object": "account", "deleted": True}


def reject(world: World, ask: Ask, account_id: str) -> dict[str, Any]:
    """POST /v1/accounts/{account}/reject"""
    with world.changing(account_id, ask) as draft:
        draft.state.rejected = ask.params["reason"]
        rules.after_change(draft.state, "account", frozenset(), world.now)
    return _shown(world, account_id)


def unreject(world: World, ask: Ask, account_id: str) -> dict[str, Any]:
    """POST /v1/accounts/{account}/unreject; only what the platform rejected."""
    with world.changing(account_id, ask) as draft:
        reason = draft.state.rejected
        if not reason or "." in reason:
            raise Refused(Refusal("This account was not rejected by your platform."), kept=True)
        draft.state.rejected = None
        rules.after_change(draft.state, "account", frozenset(), world.now)
    return _shown(world, account_id)
