"""Faults become pages, even when the page about the fault has one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from onboarding import patience
from onboarding.app import create_app
from onboarding.config import SettingsBroken, read_settings
from onboarding.gateway import Gone, Unavailable
from onboarding.maps import MapsBroken
from onboarding.migrations import downgrade
from onboarding.web.access import for_everybody
from onboarding.web.parts import KEY, Parts
from tests.web.conftest import MakeApp
from tests.web.stand_in import StandIn
from tests.web.visitor import Visitor

Begin = Callable[..., Visitor]

SECRET = "Marie-Canary"


@pytest.fixture
def faulty(make_app: MakeApp) -> Flask:
    """An app with a view that fails with a value in its exception."""
    app: Flask = make_app()

    @for_everybody
    def fail() -> str:
        return str(read_settings({"SESSION_MINUTES": SECRET}))

    app.add_url_rule("/fail", view_func=fail)
    return app


def test_a_fault_of_ours_is_a_page_with_a_reference(faulty: Flask, caplog: pytest.LogCaptureFixture) -> None:
    page = Visitor(faulty).get("/fail", 500)
    assert page.heading == "There is a fault on our side"
    assert page.soup.find("code").get_text() in caplog.text
    assert "SettingsBroken" in caplog.text
    assert "onboarding/config.py:" in caplog.text
    assert "site-packages" not in caplog.text
    assert SECRET not in caplog.text
    assert SECRET not in page.html


def test_the_log_shows_our_own_code_where_it_is_installed_too(repository: Path, tmp_path: Path) -> None:
    installed = tmp_path / "site-packages"
    installed.mkdir()
    for package in ("onboarding", "forms"):
        (installed / package).symlink_to(repository / package)
    told = "from onboarding.web import errors as e; print(e._is_ours(e.__file__), e._is_ours(e.os.__file__))"
    run = subprocess.run(
        [sys.executable, "-c", told],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "True False\n"


def test_missing_tables_are_something_set_up_wrongly(app: Flask) -> None:
    parts: Parts = app.extensions[KEY]
    downgrade(parts.settings.database_url, "base")
    visitor = Visitor(app)
    page = visitor.send(visitor.get("/start"), {"country": "US", "business_type": "individual"}, 500)
    assert page.heading == "Something is set up wrongly on our side"
    assert page.soup.find("code")


def test_a_fault_in_the_page_of_the_fault_still_says_something(faulty: Flask) -> None:
    del faulty.jinja_env.globals["brand"]
    response = faulty.test_client().get("/fail")
    assert response.status_code == 500
    assert b"Nothing that you sent before is lost" in response.data


def test_unknown_addresses_have_a_page(visitor: Visitor) -> None:
    assert visitor.get("/no/such/page", 404).soup.select_one("a[href='/']")


def test_who_is_signed_in_goes_on_from_an_unknown_address(visitor: Visitor, begin: Begin) -> None:
    assert "list of sections" not in visitor.get("/no/such/page", 404).text
    page = begin().get("/no/such/page", 404)
    assert "list of sections" in page.text
    assert page.soup.main.select_one("a.button[href='/onboarding']")
    assert page.soup.select_one("form[action='/leave']")


def test_addresses_that_are_only_sent_to_have_a_page(visitor: Visitor) -> None:
    assert visitor.get("/language", 405).heading == "This page is not here"


def test_an_account_that_is_gone_tells_whom_to_ask(begin: Begin, gateway: StandIn) -> None:
    visitor = begin("company")
    gateway.fail(Gone("no such account", status=404))
    page = visitor.get("/onboarding/check", 500)
    assert "Craft Market" in page.text


def test_an_account_that_stripe_has_no_more_is_said_and_the_seller_may_start_again(
    begin: Begin, gateway: StandIn
) -> None:
    visitor = begin()
    for _ in range(2):
        gateway.fail(Gone("no such account", code="account_invalid", status=403))
    page = visitor.get("/onboarding/check", 410)
    assert page.heading == "We cannot find your account"
    assert "Craft Market" in page.text
    assert page.soup.select_one("a.button")["href"] == "/"
    assert visitor.get("/", 302).location == "/start"
    visitor.send(visitor.get("/start"), {"country": "US", "business_type": "individual"})
    assert visitor.get("/onboarding").heading == "Your payment details"


def test_a_request_has_patience_with_stripe_and_afterwards_nobody_has(make_app: MakeApp) -> None:
    app, found = make_app(STRIPE_PATIENCE="7"), []

    @for_everybody
    def ask() -> str:
        found.append(patience.left())
        return ""

    app.add_url_rule("/ask", view_func=ask)
    app.test_client().get("/ask")
    assert found[0]
    assert 6 < found[0] <= 7
    assert patience.left() is None


def test_hand_offs_that_cannot_be_made_now_can_be_tried_again(begin: Begin, gateway: StandIn) -> None:
    gateway.due = ("interv_1.form",)
    visitor = begin()
    page = visitor.get("/onboarding/status")
    gateway.fail(Unavailable("down"))
    failed = visitor.press(page, "hand-off", 503)
    assert failed.heading == page.heading
    assert "press the button again" in failed.problems[0][1]
    assert failed.headers["Retry-After"]
    assert visitor.press(failed, "hand-off").location.startswith("https://connect.stripe.com")


def test_a_link_of_stripes_that_cannot_be_made_anew_shows_the_button(begin: Begin, gateway: StandIn) -> None:
    gateway.due = ("interv_1.form",)
    visitor = begin()
    gateway.fail(Unavailable("down"))
    assert visitor.get("/onboarding/hand-off/refresh?turn=2", 503).soup.select("form[action$='hand-off']")


def test_a_broken_setting_stops_the_start() -> None:
    with pytest.raises(SettingsBroken, match="SESSION_MINUTES"):
        read_settings({"SESSION_MINUTES": "forever"})


def test_broken_maps_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("group: [", encoding="utf-8")
    settings = read_settings(
        {"REQUIREMENT_MAPS": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3"}
    )
    with pytest.raises(MapsBroken, match=r"broken\.yaml"):
        create_app(settings)
