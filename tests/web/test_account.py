"""The pages that change what decides requirements: nothing is changed before it was shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onboarding.calls import UpdateAccount
from onboarding.gateway import Refused
from onboarding.web.account import named
from tests.web.stand_in import StandIn
from tests.web.test_people import add
from tests.web.visitor import Visitor

Begin = Callable[..., Visitor]


def test_the_task_list_leads_to_what_decides(begin: Begin) -> None:
    visitor = begin()
    assert visitor.get("/onboarding").soup.select_one("a[href='/onboarding/account']")
    page = visitor.get("/onboarding/account")
    assert "United States" in page.text
    assert "Individual or sole trader" in page.text


def test_another_country_says_that_it_is_a_new_account_first(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    shown = visitor.send(visitor.get("/onboarding/account/country"), {"country": "FR"}, 200)
    assert "This takes a new account" in shown.text
    assert "so it is deleted" in shown.text
    assert gateway.calls.count("create_account") == 1
    assert visitor.send(shown, {}).location == "/onboarding"
    assert gateway.calls.count("create_account") == 2
    assert "delete_account" in gateway.calls
    assert "France" in visitor.get("/onboarding/account").text


def test_what_becomes_of_the_people_is_said_first(begin: Begin, gateway: StandIn) -> None:
    visitor = begin("company")
    add(visitor, "owners", "Ada", "Byron")
    shown = visitor.send(visitor.get("/onboarding/account/country"), {"country": "FR"}, 200)
    assert "These people go along" in shown.text
    assert "Ada Byron" in shown.text
    assert "do not go along" not in shown.text
    alone = visitor.send(
        visitor.get("/onboarding/account/business_type"), {"business_type": "individual"}, 200
    )
    assert "only whoever represents the company" in alone.text
    other = visitor.send(
        visitor.get("/onboarding/account/business_type"), {"business_type": "non_profit"}, 200
    )
    assert "Everybody whom you have added stays" in other.text


def test_a_type_that_the_country_has_not_becomes_one_that_it_has(
    make_visitor: Callable[..., Visitor],
) -> None:
    visitor = make_visitor({"countries": ["US", "AE"]})
    shown = visitor.send(visitor.get("/onboarding/account/country"), {"country": "AE"}, 200)
    assert "Company" in shown.text


def test_another_type_shows_what_may_be_asked_first(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    shown = visitor.send(visitor.get("/onboarding/account/business_type"), {"business_type": "company"}, 200)
    assert "These sections may come up" in shown.text
    for title in ("Identity of the representative", "Owners"):
        assert title in shown.text
    assert "Directors" not in shown.text
    assert "Executives" not in shown.text
    assert not gateway.sent
    visitor.send(shown, {"structure": "private_corporation"})
    changed = {"business_type": "company", "company": {"structure": "private_corporation"}}
    assert gateway.sent[0] == (UpdateAccount(changed),)


@pytest.mark.parametrize("sent", [{"country": "ZZ"}, {}])
def test_what_is_not_offered_is_told(begin: Begin, sent: dict[str, str]) -> None:
    visitor = begin()
    token = visitor.get("/onboarding/account/country").fields()["csrf_token"]
    page = visitor.post("/onboarding/account/country", {"csrf_token": token, **sent}, 422)
    assert page.problems == [("country-0", "Choose one of the answers on this page")]


def test_what_stripe_refuses_changes_nothing_and_is_told(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    shown = visitor.send(visitor.get("/onboarding/account/business_type"), {"business_type": "company"}, 200)
    gateway.account = lambda account: gateway.held  # type: ignore[method-assign]  # the next failure is the update's
    gateway.fail(Refused("Not here."))
    page = visitor.send(shown, {}, 422)
    assert "nothing was changed" in page.text
    assert "Individual" in visitor.get("/onboarding/account").text


def test_the_same_again_goes_back(begin: Begin) -> None:
    visitor = begin()
    page = visitor.get("/onboarding/account/country")
    assert visitor.send(page, {}).location == "/onboarding/account"


def test_nothing_else_can_be_changed(begin: Begin) -> None:
    begin().get("/onboarding/account/name", 404)


@pytest.fixture
def make_visitor(make_app: Callable[..., object]) -> Callable[..., Visitor]:
    def make(brand: dict[str, object]) -> Visitor:
        visitor = Visitor(make_app(brand))  # type: ignore[arg-type]  # the fixture makes apps
        visitor.send(visitor.get("/start"), {"country": "US", "business_type": "individual", "structure": ""})
        return visitor

    return make


@pytest.mark.parametrize(
    ("what", "value", "words"),
    [
        ("country", "ZW", "Zimbabwe"),
        ("business_type", "non_profit", "Non-profit organisation"),
        ("structure", "brand_new_structure", ""),
    ],
)
def test_what_is_decided_and_not_offered_is_never_told_as_a_code(
    visitor: Visitor, what: str, value: str, words: str
) -> None:
    with visitor.client.application.test_request_context():
        assert named(what, value) == words
