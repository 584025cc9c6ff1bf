"""A bank account whose payouts come back, from enabled to enabled: both servers, webhooks, real pages."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import requests

from onboarding.development.cast import SELLERS
from onboarding.development.driver import Driver
from onboarding.development.pages import Page
from onboarding.development.servers import Addresses, both_running, pass_time

COMES_BACK, UNPROVED, GOOD = "000111111116", "000999999992", "000123456789"
NUMBER = "external_account.account_number"


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    settings = {"RATE_LIMIT_START": "1000 per minute"}
    with both_running(tmp_path_factory.mktemp("both"), settings, ("--clock", "manual")) as both:
        yield both


def onboarded(at: Addresses, number: str = COMES_BACK, *meets: str) -> Driver:
    """A seller who is enabled, having begun with a bank account of that number, and met such problems."""
    seller = SELLERS[0]
    answers = {**seller.answers, NUMBER: number}
    seller = replace(seller, answers=answers, mended={NUMBER: GOOD}, meets=meets)
    driver = Driver(at.app, seller, lambda line: None, partial(pass_time, at.sandbox))
    assert driver.onboard().standing in {"enabled", "complete"}
    return driver


def make_happen(at: Addresses, **what: Any) -> None:
    """On the account that was made last; the app has been told afterwards."""
    accounts = requests.get(f"{at.sandbox}/control/api/accounts", timeout=5).json()["accounts"]
    to = f"{at.sandbox}/control/api/accounts/{accounts[-1]['id']}/force"
    requests.post(to, json=what, timeout=5).raise_for_status()
    pass_time(at.sandbox, 1)


def status(driver: Driver, standing: str) -> Page:
    """The status page, once a webhook has brought it to that standing."""
    for _ in range(50):
        page = driver.get("/onboarding/status")
        if page.standing == standing:
            return page
        time.sleep(0.1)
    raise AssertionError(f"{page.standing} and not {standing}")


def effect(page: Page, name: str) -> str:
    row = next(row for row in page.main.select("ul.tasks li") if name in row.get_text())
    return str(row.select(".tag")[0].get_text(strip=True))


def test_from_enabled_to_a_payout_that_comes_back_and_to_enabled_again(at: Addresses) -> None:
    driver = onboarded(at)
    make_happen(at, payout=True)
    page = status(driver, "payouts_disabled")
    assert page.heading == "Payouts to your bank are off"
    assert effect(page, "Payouts to your bank") == "Off"
    assert "A payout to this bank account came back" in page.text
    tasks = driver.get("/onboarding")
    assert "There is a problem" in tasks.text
    form = driver.get("/onboarding/continue")
    assert form.url.endswith("/onboarding/bank_account")
    (problem,) = form.problems
    assert "came back" in problem.text
    after = driver.go_on(form)
    assert after.status == 200
    page = status(driver, "complete")
    assert effect(page, "Payouts to your bank") == "On"
    assert "came back" not in page.text
    make_happen(at, payout=True)
    assert not status(driver, "complete").problems


def test_a_bank_account_whose_owner_cannot_be_told_is_replaced(at: Addresses) -> None:
    driver = onboarded(at)
    make_happen(at, errored=True, status="verification_failed")
    page = status(driver, "payouts_disabled")
    assert "It could not be confirmed that this bank account is yours" in page.text
    driver.go_on(driver.get("/onboarding/continue"))
    assert not status(driver, "complete").problems


def test_whose_owner_cannot_be_told_while_onboarding_is_replaced_on_the_way(at: Addresses) -> None:
    driver = onboarded(at, UNPROVED, "could not be confirmed that this bank account is yours")
    assert driver.journey.asked.count("bank_account") == 2
    assert effect(status(driver, "complete"), "Payouts to your bank") == "On"
