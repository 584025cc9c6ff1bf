"""Webhook signatures: made by the SDK's own function, checked by ours."""

from __future__ import annotations

import json

import pytest
from stripe import WebhookSignature

from onboarding.gateway import Refused
from onboarding.signatures import NotSigned, check_signature
from onboarding.stripe_gateway import Connection, StripeGateway

NOW = 1_790_000_000
BODY = json.dumps({"id": "evt_1", "object": "event", "type": "account.updated"}).encode()


def signed(secret: str = "whsec_new", moment: int = NOW, body: bytes = BODY) -> str:
    return str(WebhookSignature.generate_signature_header(body.decode(), secret, moment))


def check(header: str, body: bytes = BODY, now: float = NOW) -> None:
    check_signature(body, header, ("whsec_new", "whsec_old"), tolerance=300, now=now)


@pytest.mark.parametrize(
    "header",
    [
        signed(),
        signed("whsec_old"),
        signed(moment=NOW - 300),
        signed(moment=NOW + 300),
        signed().replace("v1=", "v1=0000,v1="),
        signed().replace(",", ", "),
        signed() + ",v0=abc",
    ],
)
def test_signed_by_stripe(header: str) -> None:
    check(header)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=",
        "v1=abc",
        "t=x,v1=abc",
        "t=²,v1=abc",
        f"t={NOW},v1=é",
        f"t={NOW}",
        f"t={NOW},v1=",
        signed("whsec_other"),
        signed(moment=NOW - 301),
        signed(moment=NOW + 301),
        signed().replace("v1=", "v0="),
        signed().replace(f"t={NOW}", f"t={NOW + 1}"),
        signed() + f",t={NOW}",
        "x" * 2000 + signed(),
        "t=" + "9" * 5000,
    ],
)
def test_not_signed(header: str) -> None:
    with pytest.raises(NotSigned):
        check(header)


def test_body_that_was_touched() -> None:
    with pytest.raises(NotSigned):
        check(signed(), body=BODY + b" ")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"object": "account"}', b"\xff", b"[" * 100_000]
)
def test_signed_nonsense_is_refused(body: bytes) -> None:
    gateway = StripeGateway(Connection(key="sk_test_x", webhook_secrets=("whsec_new",)), now=lambda: NOW)
    header = str(WebhookSignature.generate_signature_header(body.decode("latin-1"), "whsec_new", NOW))
    with pytest.raises(Refused):
        gateway.event(body, header)
    gateway.close()


def test_event_comes_plain() -> None:
    gateway = StripeGateway(Connection(key="sk_test_x", webhook_secrets=("whsec_new",)), now=lambda: NOW)
    assert gateway.event(BODY, signed()) == json.loads(BODY)
    gateway.close()
