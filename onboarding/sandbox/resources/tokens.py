"""Tokens: legal entities, persons and bank accounts sent ahead, to be used once."""

from __future__ import annotations

from typing import Any

from onboarding.sandbox import rules
from onboarding.sandbox.currencies import currency_of
from onboarding.sandbox.envelope import Ask, Refused, missing
from onboarding.sandbox.ids import new_id
from onboarding.sandbox.model import AccountState, Refusal
from onboarding.sandbox.post import shown
from onboarding.sandbox.state import Held
from onboarding.sandbox.world import World

_KINDS = {"account": "ct", "bank_account": "btok", "card": "tok", "person": "cpt", "pii": "pii"}

_US_BANK = {
    "object": "bank_account",
    "country": "US",
    "currency": "usd",
    "routing_number": "110000000",
    "account_number": "000123456789",
}
_US_CARD = {"object": "card", "country": "US", "currency": "usd", "number": "4000056655665556"}

TEST_TOKENS: dict[str, dict[str, Any]] = {
    "btok_us": _US_BANK,
    "btok_us_verified": _US_BANK,
    "btok_us_verified_noAccount": _US_BANK | {"account_number": "000111111116"},
    "btok_us_verified_accountClosed": _US_BANK | {"account_number": "000111111113"},
    "btok_us_verified_insufficientFunds": _US_BANK | {"account_number": "000222222227"},
    "btok_us_verified_debitNotAuthorized": _US_BANK | {"account_number": "000333333335"},
    "btok_us_verified_invalidCurrency": _US_BANK | {"account_number": "000444444440"},
    "tok_visa_debit": _US_CARD,
    "tok_visa_debit_us_transferSuccess": _US_CARD,
    "tok_visa_debit_us_transferFail": _US_CARD | {"number": "4000056655665572"},
}
"""Published tokens; they can be used over and over."""


def create(world: World, ask: Ask) -> dict[str, Any]:
    """POST /v1/tokens"""
    kinds = [kind for kind in _KINDS if kind in ask.params]
    if len(kinds) != 1:
        message = f"You must supply exactly one of: {', '.join(_KINDS)}."
        raise Refused(Refusal(message, code="parameter_missing"))
    kind = kinds[0]
    values = ask.params[kind]
    if kind == "bank_account":
        _check_bank(values, world.now)
    token = {
        "id": new_id(_KINDS[kind]),
        "object": "token",
        **_preview(kind, values),
        "client_ip": ask.headers.get("x-forwarded-for", "127.0.0.1").split(",")[0].strip(),
        "created": world.now,
        "livemode": False,
        "type": kind,
        "used": False,
        "_values": values,
        "_agent": ask.headers.get("user-agent"),
    }
    with world.lock:
        world.state.tokens[token["id"]] = token
    world.keeper.note()
    return shown(token)


def _check_bank(values: dict[str, Any], now: int) -> None:
    country = str(values.get("country", "US")).upper()
    blank = AccountState("acct_token", now, country, "9999-12-31")
    try:
        rules.check_values(blank, values, "external_account", now)
    except Refusal as refusal:
        param = (refusal.param or "").replace("external_account", "bank_account", 1) or None
        same = Refusal(refusal.message, param, refusal.code, refusal.status, refusal.type)
        raise Refused(same, kept=True) from None


def _preview(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    if kind != "bank_account":
        return {}
    country = str(values.get("country", "US")).upper()
    return {
        "bank_account": {
            "id": new_id("ba"),
            "object": "bank_account",
            "account_holder_name": values.get("account_holder_name"),
            "account_holder_type": values.get("account_holder_type"),
            "country": country,
            "currency": str(values.get("currency") or currency_of(country)).lower(),
            "last4": str(values.get("account_number", ""))[-4:],
            "routing_number": values.get("routing_number"),
            "status": "new",
        }
    }


def retrieve(world: World, ask: Ask, token_id: str) -> dict[str, Any]:
    """GET /v1/tokens/{token}"""
    del ask
    held = world.state.tokens.get(token_id)
    if held is None:
        raise missing("token", token_id, "token")
    return shown(held)


def spent(world: World, draft: Held, token_id: str, kind: str, param: str) -> dict[str, Any]:
    """What a token holds; it is used up when the draft is kept. `Refused` for an unknown or used one."""
    if kind == "bank_account" and token_id in TEST_TOKENS:
        return {"_values": TEST_TOKENS[token_id]}
    with world.lock:
        held = world.state.tokens.get(token_id)
        if held is None or held["type"] not in ({kind} | ({"card"} if kind == "bank_account" else set())):
            raise missing("token", token_id, param, 400)
        if held["used"]:
            message = f"You cannot use a Stripe token more than once: {token_id}."
            raise Refused(Refusal(message, param, "token_already_used"), kept=True)
        draft.spends.append(token_id)
    return held
