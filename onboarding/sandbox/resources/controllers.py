"""Who controls an account: the four properties, given one by one or by the old `type`."""

from __future__ import annotations

from typing import Any

from onboarding.sandbox.envelope import Refused
from onboarding.sandbox.model import Refusal

_BY_TYPE = {
    "custom": ("application_custom", "application", "application", "none"),
    "express": ("application_express", "application", "stripe", "express"),
    "standard": ("account", "stripe", "stripe", "full"),
}
"""type -> fees payer, losses, requirement collection, dashboard (recorded for custom)."""


def controller_of(params: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The account's type and its controller hash; takes both parameters out of `params`."""
    kind, asked = params.pop("type", None), params.pop("controller", None)
    if kind and asked:
        message = "You may only specify one of these parameters: controller, type."
        raise Refused(Refusal(message, "controller", "parameters_exclusive"))
    if asked is None:
        kind = kind or "standard"
        return kind, _hash(*_BY_TYPE[kind])
    fees = asked.get("fees", {}).get("payer", "account")
    losses = asked.get("losses", {}).get("payments", "stripe")
    collects = asked.get("requirement_collection", "stripe")
    dashboard = asked.get("stripe_dashboard", {}).get("type", "full")
    _check(losses, collects, dashboard)
    return "none", _hash(fees, losses, collects, dashboard)


def _check(losses: str, collects: str, dashboard: str) -> None:
    """Pairs that cannot be (inferred from the published table of supported configurations)."""
    if collects == "application" and dashboard != "none":
        message = (
            "`controller[stripe_dashboard][type]` must be `none` when "
            "`controller[requirement_collection]` is `application`."
        )
        raise Refused(Refusal(message, "controller[stripe_dashboard][type]"))
    if collects == "application" and losses != "application":
        message = (
            "`controller[losses][payments]` must be `application` when "
            "`controller[requirement_collection]` is `application`."
        )
        raise Refused(Refusal(message, "controller[losses][payments]"))


def _hash(fees: str, losses: str, collects: str, dashboard: str) -> dict[str, Any]:
    return {
        "fees": {"payer": fees},
        "is_controller": True,
        "losses": {"payments": losses},
        "requirement_collection": collects,
        "stripe_dashboard": {"type": dashboard},
        "type": "application",
    }
