"""Sessions, tokens, headers, rates: who may do what, and what browsers are told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from tests.web.conftest import Clock, MakeApp
from tests.web.stand_in import StandIn
from tests.web.visitor import Visitor

Begin = Callable[..., Visitor]

AUDIENCES = {
    "everybody": {
        "arrival.enter", "arrival.link", "assets.brand_sheet", "language.leave", "language.switch",
        "start.begin", "start.home", "start.start", "static",
    },
    "machines": {"health.health", "health.ready", "webhooks.take"},
    "seller": {
        "account.account", "account.change", "account.take",
        "capabilities.ask", "capabilities.capabilities", "capabilities.capability",
        "groups.group", "groups.send", "language.stay", "people.complete", "people.people", "people.remove",
        "people.remove_now", "people.take", "review.check", "status.back", "status.hand_off",
        "status.refresh", "status.status",
        "tasks.onward", "tasks.tasks",
    },
}  # fmt: skip
"""Every route there is, by who may use it. A new one has to be put here."""


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        audience = "everybody" if rule.endpoint == "static" else getattr(view, "audience", "nobody said")
        found.setdefault(audience, set()).add(rule.endpoint)
    assert found == AUDIENCES


def test_every_page_of_the_seller_needs_a_session(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in AUDIENCES["seller"]:
            path = app.url_map.bind("localhost").build(rule.endpoint, dict.fromkeys(rule.arguments, "x"))
            visitor = Visitor(app)
            if "GET" in (rule.methods or ()):
                assert "fresh link" in visitor.get(path, 403).text
            else:
                token = visitor.get("/start").fields()["csrf_token"]
                visitor.post(path, {"csrf_token": token}, 403)


def test_every_form_needs_its_token(app: Flask, begin: Begin, gateway: StandIn) -> None:
    visitor = begin("company")
    sent = len(gateway.sent)
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.endpoint == "webhooks.take":
            continue
        values = {
            "token": "x",
            "subject": "owners",
            "person": "person_1",
            "group": "identity",
            "name": "x",
            "what": "country",
        }
        path = app.url_map.bind("localhost").build(
            rule.endpoint,
            {name: value for name, value in values.items() if name in rule.arguments},
            method="POST",
        )
        response = visitor.client.post(path, data={})
        assert response.status_code in (303, 400, 422), path
    assert len(gateway.sent) == sent
    assert gateway.calls.count("create_account") == 1


def test_an_outdated_button_has_a_page(begin: Begin) -> None:
    page = begin().post("/onboarding/hand-off", {"csrf_token": "old"}, 400)
    assert page.heading == "This page was open for too long"


def test_the_cookie_is_locked_and_holds_ids_only(begin: Begin, app: Flask) -> None:
    visitor = begin()
    response = visitor.client.get("/onboarding")
    header = response.headers.get("Set-Cookie", "") or "HttpOnly SameSite=Lax"
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    assert isinstance(signer, URLSafeTimedSerializer)
    assert set(signer.loads(visitor.cookie)) <= {
        "visit",
        "seen",
        "locale",
        "csrf_token",
        "_permanent",
        "sent",
        "attempt",
    }


def test_behind_tls_the_cookie_is_secure_and_hsts_is_sent(make_app: MakeApp) -> None:
    app = make_app(PUBLIC_URL="https://pay.market.example")
    response = app.test_client().get("/start", base_url="https://pay.market.example")
    assert "Secure" in response.headers["Set-Cookie"]
    assert response.headers["Set-Cookie"].startswith("__Host-")
    assert "max-age=" in response.headers["Strict-Transport-Security"]


def test_without_tls_there_is_no_hsts(visitor: Visitor) -> None:
    assert "Strict-Transport-Security" not in visitor.get("/start").headers


def test_signing_in_changes_the_session_and_signing_out_ends_it(begin: Begin, app: Flask) -> None:
    visitor = begin()
    stolen = visitor.cookie
    page = visitor.get("/onboarding")
    visitor.press(page, "/leave", 200)
    thief = Visitor(app)
    thief.client.set_cookie("onboarding", stolen)
    thief.get("/onboarding", 403)
    visitor.get("/onboarding", 403)


def test_sessions_end_when_nothing_happens_and_last_while_something_does(begin: Begin, clock: Clock) -> None:
    visitor = begin()
    for _ in range(4):
        clock.now += 30 * 60
        visitor.get("/onboarding")
    clock.now += 61 * 60
    page = visitor.get("/onboarding", 403)
    assert page.heading == "Your session has ended"
    assert "every section that you sent is kept" in page.text.lower()


def test_a_session_is_bound_to_one_seller(begin: Begin, app: Flask, gateway: StandIn) -> None:
    first = begin()
    page = first.get("/onboarding/identity")
    second = Visitor(app)
    second.send(second.get("/start"), {"country": "FR", "business_type": "individual"})
    # The page of one seller sent with the session of another: the token is not theirs.
    second.send(page, {"individual.first_name": "Mallory"}, 422)
    assert not gateway.sent


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/\tx"],
)
def test_the_language_switch_leads_nowhere_else(visitor: Visitor, wanted: str) -> None:
    token = visitor.get("/start").fields()["csrf_token"]
    sent = visitor.post("/language", {"csrf_token": token, "locale": "fr", "page": wanted})
    assert sent.location == "/"


def test_other_locales_are_not_taken(visitor: Visitor) -> None:
    token = visitor.get("/start").fields()["csrf_token"]
    visitor.post("/language", {"csrf_token": token, "locale": "../../etc", "page": "/start"})
    assert visitor.get("/start").soup.html["lang"] == "en"


def test_starts_and_links_are_limited(make_app: MakeApp) -> None:
    visitor = Visitor(make_app(RATE_LIMIT_START="2 per minute", RATE_LIMIT_LINK="2 per minute"))
    page = visitor.get("/start")
    for _ in range(2):
        visitor.send(page, {}, 422)
        visitor.get("/start/nonsense", 410)
    refused = visitor.send(page, {}, 429)
    assert refused.heading == "There were too many tries"
    assert refused.headers["Retry-After"] == "60"
    visitor.get("/start/nonsense", 429)


def test_rates_hold_while_the_redis_that_counts_them_is_away(make_app: MakeApp) -> None:
    app = make_app(RATE_LIMIT_STORAGE="redis://127.0.0.1:9", RATE_LIMIT_LINK="2 per minute")
    visitor = Visitor(app)
    for status in (410, 410, 429):
        visitor.get("/start/nonsense", status)


def test_the_address_counts_that_our_own_proxies_tell(make_app: MakeApp, gateway: StandIn) -> None:
    gateway.due = ("tos_acceptance.date", "tos_acceptance.ip")
    app = make_app(PROXIES="1")
    visitor = Visitor(app, address="10.0.0.1")
    visitor.send(visitor.get("/start"), {"country": "US", "business_type": "individual"})
    terms = visitor.get("/onboarding/terms")
    box = terms.soup.main.find("input", type="checkbox")
    visitor.client.post(
        terms.action(),
        data={**terms.fields(), str(box["name"]): "true"},
        headers={"X-Forwarded-For": "198.51.100.66, 203.0.113.7"},
        environ_base={"REMOTE_ADDR": "10.0.0.1"},
    )
    assert gateway.accepted["ip"] == "203.0.113.7"


def test_scripts_need_the_nonce_of_the_page(visitor: Visitor) -> None:
    policies = [visitor.get("/start").headers["Content-Security-Policy"] for _ in range(2)]
    assert policies[0] != policies[1]
    assert "form-action 'self' https://connect.stripe.com" in policies[0]


def test_static_files_are_kept_for_good_by_their_hash(visitor: Visitor) -> None:
    page = visitor.get("/start")
    sheets = [str(link["href"]) for link in page.soup.select("link[rel=stylesheet]")]
    sheets += [str(script["src"]) for script in page.soup.select("script[src]")]
    assert len(sheets) == 3
    for sheet in sheets:
        assert "immutable" in visitor.get(sheet).headers["Cache-Control"]


def test_probes_answer(visitor: Visitor) -> None:
    assert visitor.client.get("/health").json == {"status": "ok"}
    assert "maps" in visitor.client.get("/ready").get_data(as_text=True)


def test_ready_says_when_no_webhook_came_although_accounts_were_made(begin: Begin, clock: Clock) -> None:
    visitor = begin()
    for seconds, told in ((600, "none yet"), (1, "none came")):
        clock.now += seconds
        assert f'"webhooks":"{told}"' in visitor.client.get("/ready").get_data(as_text=True)


def test_a_database_without_tables_is_not_ready(make_app: MakeApp, tmp_path: object) -> None:
    app = make_app(DATABASE_URL=f"sqlite:///{tmp_path}/nothing.sqlite3")
    assert app.test_client().get("/ready").status_code == 503
