from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import stripe

from onboarding.sandbox.running import Running
from tests.sandbox.conftest import CUSTOM, US_BANK, US_SELLER, created
from tests.sandbox.receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def secret(client: stripe.StripeClient, receiver: Receiver) -> str:
    made = client.v1.webhook_endpoints.create({"url": receiver.url, "enabled_events": ["*"], "connect": True})
    assert made.secret is not None
    return made.secret


def test_events_are_signed_and_name_the_account(
    sandbox: Running, client: stripe.StripeClient, receiver: Receiver, secret: str
) -> None:
    account = created(client).id
    assert sandbox.delivered()
    headers, body = receiver.got[-1]
    event = stripe.Webhook.construct_event(body, headers["Stripe-Signature"], secret)
    assert (event.type, event.account, event.livemode) == ("account.updated", account, False)
    assert event.api_version == stripe.api_version
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, headers["Stripe-Signature"], "whsec_x")


def test_every_change_sends_what_it_should(
    sandbox: Running, client: stripe.StripeClient, receiver: Receiver, secret: str
) -> None:
    account = created(client).id
    sandbox.delivered()
    receiver.got.clear()
    params: Any = {"individual": US_SELLER["individual"], "external_account": US_BANK}
    client.v1.accounts.update(account, params)
    sandbox.delivered()
    assert receiver.types == [
        "person.created",
        "account.external_account.created",
        "capability.updated",
        "capability.updated",
        "account.updated",
    ]
    previous = receiver.events[-1]["data"]["previous_attributes"]
    assert "external_account" in previous["requirements"]["currently_due"]
    assert set(previous["requirements"]) >= {"currently_due", "past_due"}


def test_a_payout_that_comes_back_is_told_of_the_bank_account(
    sandbox: Running, client: stripe.StripeClient, receiver: Receiver, secret: str
) -> None:
    bank = {**US_BANK, "account_number": "000111111116"}
    account = created(client, **{**US_SELLER, "external_account": bank}).id
    sandbox.step(60)
    sandbox.delivered()
    receiver.got.clear()
    sandbox.force(account, payout=True)
    sandbox.delivered()
    assert receiver.types == ["account.external_account.updated", "account.updated"]
    told = receiver.events[0]["data"]
    assert (told["object"]["status"], told["previous_attributes"]) == ("errored", {"status": "new"})
    whole = receiver.events[1]["data"]["object"]
    assert whole["payouts_enabled"]
    assert whole["requirements"]["currently_due"] == []


def test_time_sends_events_stage_by_stage(
    sandbox: Running, client: stripe.StripeClient, receiver: Receiver, secret: str
) -> None:
    account = created(client, **US_SELLER).to_dict()
    sandbox.delivered()
    receiver.got.clear()
    sandbox.step(60)
    sandbox.delivered()
    moments = [event["created"] - account["created"] for event in receiver.events]
    assert moments == sorted(moments)
    assert len(set(moments)) > 1
    statuses = [
        event["data"]["object"]["verification"]["status"]
        for event in receiver.events
        if event["type"] == "person.updated"
    ]
    assert statuses[-1] == "verified"
    assert receiver.types.count("capability.updated") >= 2
    last = receiver.events[-1]
    assert last["type"] == "account.updated"
    assert last["data"]["object"]["charges_enabled"] is True
    assert last["data"]["previous_attributes"]["charges_enabled"] is False


def test_refused_events_come_again_later(
    sandbox: Running, client: stripe.StripeClient, receiver: Receiver, secret: str
) -> None:
    receiver.statuses[:] = [500, 302]
    account: Any = client.v1.accounts.create({"type": "custom"})
    sandbox.delivered()
    assert len(receiver.got) == 1
    event = client.v1.events.list({"limit": 1}).data[0]
    assert (event.account, event.pending_webhooks) == (account.id, 1)
    sandbox.step(11)
    sandbox.delivered()
    assert len(receiver.got) == 2
    sandbox.step(601)
    sandbox.delivered()
    assert [event["id"] for event in receiver.events] == [event.id] * 3
    assert client.v1.events.retrieve(event.id).pending_webhooks == 0
    stamps = {headers["Stripe-Signature"] for headers, _ in receiver.got}
    assert stamps


def test_a_silent_endpoint_is_given_up_after_three_more(
    sandbox: Running, client: stripe.StripeClient, receiver: Receiver, secret: str
) -> None:
    receiver.statuses[:] = [500] * 9
    client.v1.accounts.create({"type": "custom"})
    for seconds in (0, 11, 601, 7201, 90000):
        sandbox.step(seconds)
        sandbox.delivered()
    assert len(receiver.got) == 4


def test_scope_and_list_of_an_endpoint(
    sandbox: Running, client: stripe.StripeClient, receiver: Receiver
) -> None:
    url: Any = receiver.url
    client.v1.webhook_endpoints.create(
        {"url": url, "enabled_events": ["capability.updated"], "connect": True}
    )
    client.v1.webhook_endpoints.create({"url": url, "enabled_events": ["*"]})
    created(client)
    sandbox.delivered()
    assert receiver.types == ["capability.updated", "capability.updated"]


def test_endpoints_are_listed_changed_and_deleted(client: stripe.StripeClient) -> None:
    endpoints = client.v1.webhook_endpoints
    made = endpoints.create({"url": "https://example.com/a", "enabled_events": ["*"], "connect": True})
    read = endpoints.retrieve(made.id).to_dict()
    assert "secret" not in read
    assert read["status"] == "enabled"
    changed = endpoints.update(made.id, {"disabled": True, "enabled_events": ["account.updated"]})
    assert (changed.status, changed.enabled_events) == ("disabled", ["account.updated"])
    assert [each.id for each in endpoints.list().data] == [made.id]
    endpoints.delete(made.id)
    assert endpoints.list().data == []
    with pytest.raises(stripe.InvalidRequestError):
        endpoints.create({"url": "example.com", "enabled_events": ["*"]})
    with pytest.raises(stripe.InvalidRequestError):
        endpoints.create({"url": "https://example.com", "enabled_events": ["account.exploded"]})  # type: ignore[list-item]


def test_events_are_listed_by_type_and_account(client: stripe.StripeClient) -> None:
    account = created(client).id
    created(client)
    found = client.v1.events.list({"type": "capability.*"}, {"stripe_account": account})
    assert [(each.type, each.account) for each in found.data] == [("capability.updated", account)] * 2


def test_doubled_events(
    sandbox: Running, client: stripe.StripeClient, receiver: Receiver, secret: str
) -> None:
    sandbox.fault("duplicate", event="account.updated")
    client.v1.accounts.create({"type": "custom"})
    sandbox.delivered()
    assert len(receiver.got) == 2
    assert len({event["id"] for event in receiver.events}) == 1


def test_reordered_events(
    sandbox: Running, client: stripe.StripeClient, receiver: Receiver, secret: str
) -> None:
    sandbox.fault("reorder")
    created(client)
    sandbox.delivered()
    assert receiver.types == ["capability.updated", "capability.updated", "account.updated"]
    names = [event["data"]["object"]["id"] for event in receiver.events[:2]]
    assert names == list(CUSTOM["capabilities"])[::-1]


def test_delayed_events(
    sandbox: Running, client: stripe.StripeClient, receiver: Receiver, secret: str
) -> None:
    sandbox.fault("delay", milliseconds=300)
    begun = time.monotonic()
    client.v1.accounts.create({"type": "custom"})
    sandbox.delivered()
    assert receiver.got
    assert time.monotonic() - begun >= 0.3


def test_an_event_can_be_sent_again(
    sandbox: Running, client: stripe.StripeClient, receiver: Receiver, secret: str
) -> None:
    client.v1.accounts.create({"type": "custom"})
    sandbox.delivered()
    sandbox.control("POST", f"events/{receiver.events[0]['id']}/resend", {})
    sandbox.delivered()
    assert receiver.events[0] == {**receiver.events[1], "pending_webhooks": 1}


def test_an_endpoint_with_a_secret_of_ones_own(
    sandbox: Running, client: stripe.StripeClient, receiver: Receiver
) -> None:
    sandbox.endpoint(receiver.url, "whsec_chosen")
    client.v1.accounts.create({"type": "custom"})
    sandbox.delivered()
    headers, body = receiver.got[0]
    stripe.Webhook.construct_event(body, headers["Stripe-Signature"], "whsec_chosen")


def test_a_receiver_that_is_not_there_delays_nothing(sandbox: Running, session: requests.Session) -> None:
    sandbox.endpoint("http://127.0.0.1:9/hook", "whsec_x")
    made = session.post(
        f"{sandbox.url}/v1/accounts", data={"type": "custom"}, auth=("sk_test_a", ""), timeout=5
    )
    assert made.status_code == 200
