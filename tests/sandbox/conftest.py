"""A sandbox that listens on a free port, and the real SDK speaking to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import stripe

from onboarding.sandbox.running import Running, running

KEY = "sk_test_sandbox"

CUSTOM: dict[str, Any] = {
    "controller": {
        "losses": {"payments": "application"},
        "fees": {"payer": "application"},
        "stripe_dashboard": {"type": "none"},
        "requirement_collection": "application",
    },
    "capabilities": {"card_payments": {"requested": True}, "transfers": {"requested": True}},
}
US_BANK = {
    "object": "bank_account",
    "country": "US",
    "currency": "usd",
    "routing_number": "110000000",
    "account_number": "000123456789",
}
US_SELLER: dict[str, Any] = {
    "business_profile": {"url": "https://accessible.stripe.com", "mcc": "5734"},
    "individual": {
        "first_name": "Jenny",
        "last_name": "Rosen",
        "dob": {"day": 1, "month": 1, "year": 1901},
        "address": {"line1": "address_full_match", "city": "Austin", "state": "TX", "postal_code": "78701"},
        "email": "jenny@example.com",
        "phone": "0000000000",
        "id_number": "000000000",
    },
    "external_account": US_BANK,
    "tos_acceptance": {"date": 1714320018, "ip": "203.0.113.7"},
}

Ask = Callable[..., requests.Response]


@pytest.fixture
def sandbox() -> Iterator[Running]:
    with running() as found:
        yield found


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as found:
        yield found


@pytest.fixture
def client(sandbox: Running, session: requests.Session) -> stripe.StripeClient:
    return client_of(sandbox.url, session)


def client_of(url: str, session: requests.Session, retries: int = 0) -> stripe.StripeClient:
    addresses: Any = {"api": url, "files": url, "connect": url}
    return stripe.StripeClient(
        KEY,
        base_addresses=addresses,
        max_network_retries=retries,
        http_client=stripe.RequestsClient(session=session, timeout=5),
    )


@pytest.fixture
def ask(sandbox: Running, session: requests.Session) -> Ask:
    """A raw request with our key; form fields as `data`."""

    def send(method: str, path: str, **how: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {KEY}", **how.pop("headers", {})}
        return session.request(method, sandbox.url + path, headers=headers, timeout=10, **how)

    return send


@pytest.fixture
def account(client: stripe.StripeClient) -> str:
    """The id of a new individual in the United States who gave nothing yet."""
    return created(client).id


def created(client: stripe.StripeClient, **params: Any) -> stripe.Account:
    wanted: Any = {"country": "US", "business_type": "individual", **CUSTOM, **params}
    return client.v1.accounts.create(wanted)
