"""Stripe's errors, and the lack of an answer, as our error tree."""

from __future__ import annotations

import logging
import time
import traceback

import pytest
import stripe

from onboarding import patience
from onboarding.failures import dotted
from onboarding.gateway import (
    GatewayError,
    Gone,
    Locked,
    Misconfigured,
    Mismatched,
    RateLimited,
    Refused,
    TimedOut,
    Unavailable,
)
from onboarding.stripe_gateway import StripeGateway
from tests.gateway.conftest import Answer, Stub, connect

ACCOUNT = Answer({"id": "acct_1", "object": "account"})


def failure(gateway: StripeGateway) -> GatewayError:
    with pytest.raises(GatewayError) as failed:
        gateway.account("acct_1")
    return failed.value


@pytest.mark.parametrize(
    ("status", "kind", "code", "ours"),
    [
        (400, "invalid_request_error", "postal_code_invalid", Refused),
        (400, "invalid_request_error", "", Refused),
        (400, "idempotency_error", "", Mismatched),
        (400, "invalid_request_error", "resource_missing", Gone),
        (401, "invalid_request_error", "", Misconfigured),
        (402, "card_error", "card_declined", Refused),
        (403, "invalid_request_error", "account_invalid", Gone),
        (403, "invalid_request_error", "platform_account_required", Misconfigured),
        (403, "invalid_request_error", "", Misconfigured),
        (404, "invalid_request_error", "resource_missing", Gone),
        (404, "invalid_request_error", "", Gone),
        (409, "idempotency_error", "idempotency_key_in_use", Locked),
        (409, "invalid_request_error", "", Locked),
        (429, "invalid_request_error", "rate_limit", RateLimited),
        (429, "invalid_request_error", "lock_timeout", Locked),
        (500, "api_error", "", Unavailable),
        (503, "api_error", "", Unavailable),
    ],
)
def test_answer_becomes_ours(
    stub: Stub, gateway: StripeGateway, status: int, kind: str, code: str, ours: type[GatewayError]
) -> None:
    stub.refuse(status, type=kind, message="words", **({"code": code} if code else {}))
    failed = failure(gateway)
    assert type(failed) is ours
    assert failed.request_id == "req_stub"
    assert failed.retryable == issubclass(ours, Unavailable)


def test_refusal_says_what_and_where(stub: Stub, gateway: StripeGateway) -> None:
    stub.refuse(
        400, type="invalid_request_error", message="Too young", code="c", param="individual[dob][year]"
    )
    refused = failure(gateway)
    assert isinstance(refused, Refused)
    assert (refused.code, refused.param, refused.message, refused.status) == (
        "c",
        "individual.dob.year",
        "Too young",
        400,
    )


@pytest.mark.parametrize(
    ("param", "path"),
    [
        ("individual[dob][year]", "individual.dob.year"),
        ("bank_account[account_number]", "external_account.account_number"),
        ("bank_account", "external_account"),
        ("external_account[country]", "external_account.country"),
        ("documents[company_license][files][0]", "documents.company_license.files.0"),
        ("documents[company_license][files][]", "documents.company_license.files"),
        ("email", "email"),
        ("", ""),
    ],
)
def test_brackets_become_a_path(param: str, path: str) -> None:
    assert dotted(param) == path


def test_no_answer_in_time(stub: Stub, gateway: StripeGateway) -> None:
    stub.answer(Answer(delay=0.8))
    assert type(failure(gateway)) is TimedOut


def test_connection_dropped(stub: Stub, gateway: StripeGateway) -> None:
    stub.answer(Answer(drop=True))
    assert type(failure(gateway)) is Unavailable


def test_nobody_there(stub: Stub, waits: list[float]) -> None:
    away = Stub("http://127.0.0.1:9")
    gateway = connect(away, waits)
    assert type(failure(gateway)) is Unavailable
    gateway.close()


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": "words"}', b'{"error": null}'])
@pytest.mark.parametrize("status", [500, 502])
def test_odd_answers_are_no_crash(stub: Stub, gateway: StripeGateway, status: int, body: bytes) -> None:
    stub.answer(Answer(body, status))
    assert type(failure(gateway)) is Unavailable


def test_plain_429_is_tried_once_more(stub: Stub, gateway: StripeGateway, waits: list[float]) -> None:
    limited = Answer({"error": {"type": "invalid_request_error", "code": "rate_limit"}}, 429)
    stub.answer(limited, ACCOUNT)
    assert gateway.account("acct_1")["id"] == "acct_1"
    stub.answer(limited)
    assert type(failure(gateway)) is RateLimited
    assert len(stub.asked) == 4
    assert len(waits) == 2
    assert all(0 < wait < 1 for wait in waits)


@pytest.mark.parametrize(
    ("first", "tries"),
    [
        (Answer({"error": {}}, 500), 2),
        (Answer({"error": {}}, 500, {"Stripe-Should-Retry": "false"}), 1),
        (Answer({"error": {"code": "lock_timeout"}}, 429, {"Stripe-Should-Retry": "true"}), 2),
        (Answer(drop=True), 2),
    ],
)
def test_sdk_retries_as_often_as_told(stub: Stub, waits: list[float], first: Answer, tries: int) -> None:
    gateway = connect(stub, waits, max_retries=1)
    stub.answer(first)
    failure(gateway)
    assert len(stub.asked) == tries
    gateway.close()


def test_a_request_waits_for_stripe_no_longer_than_it_may(stub: Stub, waits: list[float]) -> None:
    gateway = connect(stub, waits, max_retries=2)
    stub.answer(Answer({"id": "acct_1", "object": "account"}, delay=0.3))
    begun = time.monotonic()
    patience.begin(0.5)
    try:
        assert gateway.account("acct_1")["id"] == "acct_1"
        assert isinstance(failure(gateway), Unavailable)
        asked = len(stub.asked)
        assert type(failure(gateway)) is Unavailable
        assert len(stub.asked) == asked == 2
        assert time.monotonic() - begun < 2
    finally:
        patience.end()
    assert gateway.account("acct_1")["id"] == "acct_1"
    gateway.close()


def test_retries_of_a_post_share_one_key(stub: Stub, waits: list[float]) -> None:
    gateway = connect(stub, waits, max_retries=1)
    stub.answer(Answer({"error": {}}, 500), ACCOUNT)
    gateway.create_account({"country": "US"}, key="create:s_1")
    keys = {asked.headers["idempotency-key"] for asked in stub.asked}
    assert len(stub.asked) == 2
    assert len(keys) == 1
    assert "s_1" not in keys.pop()
    gateway.close()


def test_nothing_typed_reaches_logs_or_tracebacks(
    stub: Stub, gateway: StripeGateway, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    typed = "canary".upper()  # written otherwise here, because a traceback quotes this file
    stub.refuse(400, type="invalid_request_error", message=f"{typed} is not right", param="individual[email]")
    with pytest.raises(Refused) as refused:
        gateway.create_account({"individual": {"email": typed}}, key="k")
    told = "".join(traceback.format_exception(refused.value))
    out = capfd.readouterr()
    assert typed not in told + caplog.text + out.out + out.err
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None


def test_every_error_class_of_the_sdk_has_a_row() -> None:
    """A new class in a new SDK falls into the last row; it should be looked at, not found by chance."""
    known = {
        "APIConnectionError", "APIError", "AuthenticationError", "CardError", "IdempotencyError",
        "InvalidRequestError", "PermissionError", "RateLimitError", "SignatureVerificationError",
        "StripeErrorWithParamCode", "TemporarySessionExpiredError",
    }  # fmt: skip
    there = {
        name
        for name in dir(stripe)
        if isinstance(each := getattr(stripe, name), type)
        and issubclass(each, stripe.StripeError)
        and each is not stripe.StripeError
    }
    assert there - known == set()
