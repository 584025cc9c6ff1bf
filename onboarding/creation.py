"""What a new account is created with: the controller, the brand's capabilities, and what is already known.

Source: the `stripe` package's account create parameters (API 2026-10-28); `controller` makes an account for
which the platform collects requirements, bears losses and fees, and which has no dashboard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

CONTROLLER = {
    "fees": {"payer": "application"},
    "losses": {"payments": "application"},
    "requirement_collection": "application",
    "stripe_dashboard": {"type": "none"},
}


@dataclass(frozen=True, slots=True)
class Application:
    """What a new account is created from.

    country: two letters; agreement: "full" or "recipient"; reference: the marketplace's own opaque id of
    the seller, or ""; prefill: what the marketplace already knows, nested as the API takes it.
    """

    country: str
    business_type: str
    locale: str
    agreement: str = "full"
    structure: str = ""
    reference: str = ""
    prefill: Mapping[str, Any] = field(default_factory=dict)


def account_params(
    application: Application, *, capabilities: Iterable[str], custom_type: bool, seller: str
) -> dict[str, Any]:
    """Parameters of the account's creation. `seller` is our public id of the seller, kept as metadata.

    Under the recipient agreement only transfers can be requested (Stripe docs, service agreement types).
    """
    wanted = ["transfers"] if application.agreement == "recipient" else list(capabilities)
    params: dict[str, Any] = {
        **application.prefill,
        "country": application.country,
        "business_type": application.business_type,
        "capabilities": {name: {"requested": True} for name in wanted},
        "metadata": {"seller": seller},
    }
    params |= {"type": "custom"} if custom_type else {"controller": CONTROLLER}
    if application.agreement != "full":
        params["tos_acceptance"] = {"service_agreement": application.agreement}
    if application.structure:
        params["company"] = {**params.get("company", {}), "structure": application.structure}
    return params
