"""`POST /webhooks/stripe`, over an app with nothing else in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from stripe import WebhookSignature
from werkzeug.test import TestResponse

from onboarding import store
from onboarding.config import Settings, read_settings
from onboarding.extensions import KEY as TASKS
from onboarding.migrations import migrate
from onboarding.store import Database
from onboarding.stripe_gateway import Connection, StripeGateway
from onboarding.web.parts import KEY, Parts
from onboarding.web.webhooks import blueprint

NOW = 1_790_000_000
PATH = "/webhooks/stripe"


@dataclass
class Sent:
    """Stands where the tasks would: remembers what was sent, and what was kept by then."""

    database: Database
    events: list[tuple[str, str | None]] = field(default_factory=list)

    def send(self, event: str) -> None:
        with self.database.read() as tx:
            self.events.append((event, store.event_state(tx, event=event)))


@dataclass
class Endpoint:
    """The endpoint, and what came of it."""

    client: FlaskClient
    database: Database
    sent: Sent
    settings: Settings

    def post(self, body: bytes, secret: str = "whsec_sandbox", moment: int = NOW) -> TestResponse:
        text = body.decode("latin-1")
        header = WebhookSignature.generate_signature_header(text, secret, moment)
        return self.client.post(PATH, data=body, headers={"Stripe-Signature": str(header)})

    def kept(self) -> list[tuple[Any, ...]]:
        with self.database.read() as tx:
            return [tuple(row) for row in tx.exec_driver_sql("SELECT * FROM webhook_event")]


def event(**more: Any) -> bytes:
    whole = {
        "id": "evt_1", "object": "event", "type": "account.updated", "account": "acct_1", "livemode": False,
        "created": NOW,
        "data": {"object": {"id": "acct_1", "email": "canary@example.com"}},
    }  # fmt: skip
    return json.dumps({**whole, **more}).encode()


@pytest.fixture
def endpoint(tmp_path: Path) -> Iterator[Endpoint]:
    """The endpoint of an app that has one seller, whose account is acct_1."""
    url = f"sqlite:///{tmp_path}/test.sqlite3"
    migrate(url)
    database = Database(url)
    with database.write() as tx:
        seller = store.add_seller(
            tx, nonce="n", brand="default", country="US", business_type="individual", agreement="full",
            collection="incremental", locale="en", now=NOW,
        )  # fmt: skip
        store.set_account(tx, seller=seller.id, account="acct_1")
    settings = read_settings({"DATABASE_URL": url, "WEBHOOK_MAX_BYTES": "20000"})
    connection = Connection(key=settings.stripe_key, webhook_secrets=settings.stripe_webhook_secrets)
    gateway = StripeGateway(connection, now=lambda: NOW)
    app = Flask("endpoint")
    unused = cast("Any", None)
    app.extensions[KEY] = Parts(settings, database, gateway, unused, unused, lambda: NOW)
    sent = app.extensions[TASKS] = Sent(database)
    app.register_blueprint(blueprint)
    yield Endpoint(app.test_client(), database, sent, settings)
    gateway.close()
    database.close()


def test_event_is_kept_and_then_sent(endpoint: Endpoint) -> None:
    assert endpoint.post(event()).status_code == 200
    assert endpoint.sent.events == [("evt_1", "waiting")]
    assert endpoint.kept() == [("evt_1", "acct_1", "account.updated", 0, NOW, "waiting", 0, NOW + 60, None)]


def test_same_event_again_does_nothing(endpoint: Endpoint) -> None:
    for _ in range(3):
        assert endpoint.post(event()).status_code == 200
    assert len(endpoint.sent.events) == len(endpoint.kept()) == 1


@pytest.mark.parametrize(
    "kind",
    [
        "capability.updated",
        "person.created",
        "account.external_account.updated",
        "account.something_new",
    ],
)
def test_new_kinds_of_events_are_taken_too(endpoint: Endpoint, kind: str) -> None:
    assert endpoint.post(event(type=kind)).status_code == 200
    assert len(endpoint.sent.events) == 1


def test_test_events_at_a_live_endpoint_are_acknowledged_and_left_out(endpoint: Endpoint) -> None:
    parts = endpoint.client.application.extensions[KEY]
    live = replace(parts.settings, stripe_key="sk_live_1", environment="production")
    endpoint.client.application.extensions[KEY] = replace(parts, settings=live)
    assert endpoint.post(event()).status_code == 200
    assert endpoint.sent.events == endpoint.kept() == []
    assert endpoint.post(event(livemode=True)).status_code == 200
    assert len(endpoint.sent.events) == 1


@pytest.mark.parametrize(
    "more", [{"account": "acct_other"}, {"account": None}, {"type": "charge.succeeded"}, {"account": ""}]
)
def test_what_is_no_business_of_ours_is_acknowledged(endpoint: Endpoint, more: dict[str, Any]) -> None:
    assert endpoint.post(event(**more)).status_code == 200
    assert endpoint.sent.events == endpoint.kept() == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        event(object="account"),
        event(id="evt_1; DROP TABLE"),
        event(id=None),
        event(id="evt_" + "x" * 100),
        event(type=["account.updated"]),
        event(account={"id": "acct_1"}),
        event(account="acct_1\n"),
        event(account={}),
        event(account=0),
        event(livemode=True),
        event(livemode=None),
        event(livemode="false"),
        event(livemode=0),
        event(created=None),
        event(created="x"),
        event(created=True),
    ],
)
def test_signed_nonsense_is_refused_and_not_kept(endpoint: Endpoint, body: bytes) -> None:
    assert endpoint.post(body).status_code == 400
    assert endpoint.sent.events == endpoint.kept() == []


def test_wrong_old_and_missing_signatures_are_refused(endpoint: Endpoint) -> None:
    answers = [
        endpoint.post(event(), secret="whsec_other"),
        endpoint.post(event(), moment=NOW - 301),
        endpoint.client.post(PATH, data=event()),
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert endpoint.kept() == []


def test_body_too_large_is_not_read(endpoint: Endpoint) -> None:
    assert endpoint.post(event(padding="x" * 30_000)).status_code == 413
    assert endpoint.kept() == []


def test_only_posts_are_taken(endpoint: Endpoint) -> None:
    assert endpoint.client.get(PATH).status_code == 405


def test_nothing_personal_is_kept_logged_or_answered(endpoint: Endpoint) -> None:
    with structlog.testing.capture_logs() as logs:
        answers = [
            endpoint.post(event()),
            endpoint.post(event(id="x")),
            endpoint.post(event(), secret="whsec_x"),
        ]
    told = repr(logs) + repr(endpoint.kept()) + "".join(answer.text for answer in answers)
    assert len(logs) == 2
    assert "canary" not in told
