from __future__ import annotations

import threading
import time
from typing import Any

import pytest
import requests
import stripe

from onboarding.sandbox.running import Running
from tests.sandbox.conftest import Ask, client_of, created

NEW = {"type": "custom", "country": "US"}


def keyed(ask: Ask, key: str, **fields: str) -> requests.Response:
    return ask("POST", "/v1/accounts", data={**NEW, **fields}, headers={"Idempotency-Key": key})


def test_the_same_key_is_answered_again(sandbox: Running, ask: Ask) -> None:
    first, second = keyed(ask, "one"), keyed(ask, "one")
    assert first.json() == second.json()
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert second.headers["Original-Request"] == first.headers["Request-Id"] != second.headers["Request-Id"]
    assert len(sandbox.accounts()) == 1


def test_other_params_with_the_same_key_are_refused(ask: Ask) -> None:
    keyed(ask, "one")
    other = keyed(ask, "one", email="a@example.com")
    error = other.json()["error"]
    assert (other.status_code, error["type"]) == (400, "idempotency_error")
    assert error["message"].startswith(
        "Keys for idempotent requests can only be used with the same parameters"
    )


def test_the_sdk_sees_an_idempotency_error(client: stripe.StripeClient) -> None:
    client.v1.accounts.create({"type": "custom"}, {"idempotency_key": "one"})
    with pytest.raises(stripe.IdempotencyError):
        client.v1.accounts.create({"type": "custom", "country": "FR"}, {"idempotency_key": "one"})


def test_malformed_requests_are_not_remembered(ask: Ask) -> None:
    assert keyed(ask, "one", nickname="x").status_code == 400
    assert keyed(ask, "one").status_code == 200


def test_refused_values_are_remembered(ask: Ask) -> None:
    assert keyed(ask, "one", email="nobody").json()["error"]["code"] == "email_invalid"
    assert keyed(ask, "one", email="nobody").headers["Idempotent-Replayed"] == "true"
    assert keyed(ask, "one").json()["error"]["type"] == "idempotency_error"


def test_keys_are_forgotten_after_a_day(sandbox: Running, ask: Ask) -> None:
    first = keyed(ask, "one").json()["id"]
    sandbox.step(24 * 3600 + 1)
    assert keyed(ask, "one").json()["id"] != first


def test_a_key_in_use_is_a_conflict(sandbox: Running, ask: Ask) -> None:
    sandbox.fault("latency", milliseconds=50)
    keyed(ask, "warm-up")
    sandbox.fault("slow", milliseconds=400, phase="during")
    answers: list[requests.Response] = []
    slow = threading.Thread(target=lambda: answers.append(_own(sandbox)))
    slow.start()
    time.sleep(0.15)
    second = keyed(ask, "busy")
    slow.join()
    assert answers[0].status_code == 200
    assert second.status_code == 409
    assert second.json()["error"]["code"] == "idempotency_key_in_use"
    assert keyed(ask, "busy").json() == answers[0].json()


def _own(sandbox: Running) -> requests.Response:
    headers = {"Authorization": "Bearer sk_test_x", "Idempotency-Key": "busy"}
    return requests.post(f"{sandbox.url}/v1/accounts", data=NEW, headers=headers, timeout=5)


@pytest.mark.parametrize(
    ("kind", "status", "code", "retry"),
    [
        ("rate_limit", 429, "rate_limit", "false"),
        ("lock_timeout", 429, "lock_timeout", "true"),
        ("conflict", 409, None, None),
        ("500", 500, None, None),
        ("503", 503, None, None),
    ],
)
def test_faults_before_the_work(
    sandbox: Running, ask: Ask, kind: str, status: int, code: str | None, retry: str | None
) -> None:
    sandbox.fault(kind)
    found = keyed(ask, "one")
    assert (found.status_code, found.json()["error"].get("code")) == (status, code)
    assert found.headers.get("Stripe-Should-Retry") == retry
    assert sandbox.accounts() == []
    assert keyed(ask, "one").status_code == 200


def test_an_answer_that_is_lost_was_still_given(sandbox: Running, session: requests.Session) -> None:
    client = client_of(sandbox.url, session, retries=2)
    sandbox.fault("500", phase="after", method="POST", path="/v1/accounts")
    made = client.v1.accounts.create({"type": "custom"})
    assert [each["id"] for each in sandbox.accounts()] == [made.id]


def test_a_dropped_connection_after_the_work(sandbox: Running, session: requests.Session) -> None:
    client = client_of(sandbox.url, session, retries=0)
    sandbox.fault("drop", phase="after")
    with pytest.raises(stripe.APIConnectionError):
        client.v1.accounts.create({"type": "custom"})
    assert len(sandbox.accounts()) == 1


def test_a_failure_during_the_work_is_remembered(sandbox: Running, ask: Ask) -> None:
    sandbox.fault("500", phase="during")
    assert keyed(ask, "one").status_code == 500
    again = keyed(ask, "one")
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (500, "true")
    assert sandbox.accounts() == []


def test_a_connection_dropped_during_the_work_is_remembered_as_a_failure(sandbox: Running, ask: Ask) -> None:
    sandbox.fault("drop", phase="during")
    with pytest.raises(requests.ConnectionError):
        keyed(ask, "one")
    again = keyed(ask, "one")
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (500, "true")
    assert sandbox.accounts() == []
    assert keyed(ask, "two").status_code == 200


def test_the_sdk_retries_a_lock_but_not_a_rate_limit(sandbox: Running, session: requests.Session) -> None:
    client = client_of(sandbox.url, session, retries=1)
    sandbox.fault("lock_timeout")
    client.v1.accounts.create({"type": "custom"})
    sandbox.fault("rate_limit")
    with pytest.raises(stripe.RateLimitError):
        client.v1.accounts.create({"type": "custom"})
    assert len(sandbox.accounts()) == 1


def test_faults_choose_by_method_and_path_and_count(sandbox: Running, ask: Ask) -> None:
    sandbox.fault("503", count=2, method="GET", path="/v1/accounts*")
    assert keyed(ask, "one").status_code == 200
    assert [ask("GET", "/v1/accounts").status_code for _ in range(3)] == [503, 503, 200]


@pytest.mark.parametrize("asked", [{"kind": "fire"}, {"kind": "500", "phase": "later"}, {"colour": "red"}])
def test_faults_that_are_not_understood(sandbox: Running, asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Not understood"):
        sandbox.control("POST", "faults", asked)


def test_two_changes_at_once_are_both_kept(sandbox: Running, client: stripe.StripeClient) -> None:
    account = created(client, business_type="company").id

    def add(number: int) -> None:
        url = f"{sandbox.url}/v1/accounts/{account}/persons"
        requests.post(url, data={"first_name": f"P{number}"}, auth=("sk_test_a", ""), timeout=5)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(client.v1.accounts.persons.list(account, {"limit": 100}).data) == 12
