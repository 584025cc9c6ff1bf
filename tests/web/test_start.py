"""The start page, and the links that marketplaces make."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from onboarding import links, store
from onboarding.gateway import TimedOut
from onboarding.links import Invitation
from onboarding.maps import Maps
from onboarding.web.parts import KEY, Parts
from tests.web.conftest import MakeApp
from tests.web.stand_in import StandIn
from tests.web.visitor import Visitor

Begin = Callable[..., Visitor]


def link_for(app: Flask, invitation: Invitation, hours: int = 72) -> str:
    parts: Parts = app.extensions[KEY]
    with parts.database.write() as tx:
        keys = (parts.settings.secret_key,)
        return links.make_link(tx, invitation, keys=keys, now=parts.clock(), hours=hours)


def test_the_start_page_says_what_it_is_about(visitor: Visitor) -> None:
    page = visitor.get("/start")
    assert page.heading == "Set up how you get paid"
    for told in ("What you need", "about 10 minutes", "Stripe", "fresh link", "the law asks"):
        assert told in page.text


def test_the_start_page_says_what_another_country_means_later(visitor: Visitor) -> None:
    hint = visitor.get("/start").soup.select_one("#country-hint").get_text()
    assert "new account" in hint
    assert "cannot be changed" not in hint


def test_the_countries_are_the_brands(visitor: Visitor) -> None:
    options = visitor.get("/start").soup.select("#country option")
    assert sorted(str(option["value"]) for option in options) == ["CA", "DE", "FR", "GB", "US"]


def test_choosing_nothing_is_said_beside_the_question(visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/start"), {"country": "FR"}, 422)
    assert page.problems == [("business_type", "Choose how you sell")]
    assert page.title.startswith("Error: ")
    assert page.fields()["country"] == "FR"


@pytest.mark.parametrize("country", ["", "XX", "JP", "us"])
def test_other_countries_are_refused(visitor: Visitor, gateway: StandIn, country: str) -> None:
    chosen = {"country": country, "business_type": "individual"}
    assert visitor.send(visitor.get("/start"), chosen, 422).problems[0][0] == "country"
    assert not gateway.calls


def test_a_business_type_has_to_be_offered_in_the_country(visitor: Visitor) -> None:
    chosen = {"country": "FR", "business_type": "government_entity"}
    assert "not offered" in visitor.send(visitor.get("/start"), chosen, 422).problems[0][1]


def test_a_us_company_is_asked_what_kind_it_is(visitor: Visitor, gateway: StandIn) -> None:
    page = visitor.send(visitor.get("/start"), {"country": "US", "business_type": "company"}, 200)
    assert page.heading == "What kind of business is it?"
    visitor.send(page, {"structure": "multi_member_llc"})
    assert gateway.calls == ["create_account"]


def test_a_start_sent_twice_makes_one_account(visitor: Visitor, gateway: StandIn) -> None:
    page = visitor.get("/start")
    sent = {**page.fields(), "country": "US", "business_type": "individual"}
    cookie = visitor.cookie
    visitor.post("/start", sent)
    visitor.client.set_cookie("onboarding", cookie)
    visitor.post("/start", sent)
    assert gateway.calls == ["create_account"]


def test_stripe_away_at_the_start_keeps_what_was_chosen(visitor: Visitor, gateway: StandIn) -> None:
    gateway.fail(TimedOut("no answer"))
    chosen = {"country": "FR", "business_type": "company"}
    page = visitor.send(visitor.get("/start"), chosen, 503)
    assert [(target, "still on this page" in text) for target, text in page.problems] == [("", True)]
    assert page.title.startswith("Error: ")
    assert page.headers["Retry-After"] == "10"
    assert {name: page.fields()[name] for name in chosen} == chosen
    visitor.send(page, {})
    assert gateway.calls == ["create_account"] * 2
    assert gateway.keys_of_creation[0] == gateway.keys_of_creation[1]


def test_stripe_away_keeps_the_kind_of_business_too(visitor: Visitor, gateway: StandIn) -> None:
    page = visitor.send(visitor.get("/start"), {"country": "US", "business_type": "company"}, 200)
    gateway.fail(TimedOut("no answer"))
    page = visitor.send(page, {"structure": "multi_member_llc"}, 503)
    assert "still on this page" in page.problems[0][1]
    assert page.fields()["structure"] == "multi_member_llc"
    visitor.send(page, {})
    assert gateway.calls == ["create_account"] * 2


@pytest.mark.parametrize("away_again", [False, True])
def test_another_choice_after_a_lost_answer_leaves_no_account_behind(
    visitor: Visitor, gateway: StandIn, app: Flask, away_again: bool
) -> None:
    gateway.fail(TimedOut("no answer"))
    page = visitor.send(visitor.get("/start"), {"country": "FR", "business_type": "individual"}, 503)
    if away_again:
        gateway.fail(TimedOut("no answer"))
        page = visitor.send(page, {"country": "GB"}, 503)
    visitor.send(page, {"country": "GB"})
    assert gateway.calls[-3:] == ["create_account", "delete_account", "create_account"]
    assert gateway.held["country"] == "GB"
    parts: Parts = app.extensions[KEY]
    with parts.database.read() as tx:
        assert store.count_sellers(tx) == 1


def test_an_outdated_start_page_keeps_what_was_chosen(visitor: Visitor) -> None:
    chosen = {"country": "GB", "business_type": "company", "csrf_token": "old"}
    page = visitor.send(visitor.get("/start"), chosen, 400)
    assert page.fields()["country"] == "GB"
    assert page.fields()["business_type"] == "company"


def test_starting_again_warns_of_what_is_left_behind(begin: Begin) -> None:
    page = begin().get("/start")
    assert "left behind" in page.text
    assert page.soup.select_one("main a[href='/onboarding']")


def test_a_link_shows_a_button_and_is_used_up_by_it_alone(visitor: Visitor, app: Flask) -> None:
    token = link_for(app, Invitation(country="FR", business_type="individual", locale="fr"))
    for _ in range(3):
        page = visitor.get(f"/start/{token}")
    assert page.soup.html["lang"] == "fr"
    assert visitor.send(page, {}).location == "/onboarding"
    assert visitor.get("/onboarding").soup.html["lang"] == "fr"
    assert "works once" in Visitor(app).get(f"/start/{token}", 410).text


def test_a_link_resumes_on_another_device(begin: Begin, app: Flask, gateway: StandIn) -> None:
    begin()
    parts: Parts = app.extensions[KEY]
    with parts.database.read() as tx:
        seller = store.find_account(tx, account="acct_1")
    assert seller
    other = Visitor(app)
    other.send(other.get(f"/start/{link_for(app, Invitation(seller=seller.id))}"), {})
    assert other.get("/onboarding").heading == "Your payment details"
    assert gateway.calls == ["create_account"]


@pytest.mark.parametrize(("said", "spoken"), [("", "fr"), ("fr_CA", "fr-CA")])
def test_a_link_back_speaks_as_it_says_or_as_the_seller_does(
    begin: Begin, app: Flask, said: str, spoken: str
) -> None:
    begin(locale="fr")
    parts: Parts = app.extensions[KEY]
    with parts.database.read() as tx:
        seller = store.find_account(tx, account="acct_1")
    assert seller
    other = Visitor(app)
    page = other.get(f"/start/{link_for(app, Invitation(seller=seller.id, locale=said))}")
    assert page.soup.html["lang"] == spoken
    other.send(page, {})
    assert other.get("/onboarding").soup.html["lang"] == spoken


def test_a_link_that_leaves_choices_open_asks_them(visitor: Visitor, app: Flask, gateway: StandIn) -> None:
    token = link_for(app, Invitation(country="DE", reference="shop-7"))
    sent = visitor.send(visitor.get(f"/start/{token}"), {})
    page = visitor.follow(sent.location)
    assert page.fields()["country"] == "DE"
    visitor.send(page, {"business_type": "individual"})
    assert gateway.held["country"] == "DE"


def test_what_a_link_fixes_holds(visitor: Visitor, app: Flask, gateway: StandIn) -> None:
    before = visitor.get("/start").fields()
    token = link_for(app, Invitation(country="US", structure="multi_member_llc"))
    visitor.send(visitor.get(f"/start/{token}"), {})
    page = visitor.get("/start")
    assert not page.soup.select("#country option")
    assert "United States" in page.text
    chosen = {
        **before,
        "country": "FR",
        "business_type": "company",
        "csrf_token": page.fields()["csrf_token"],
    }
    refused = visitor.post("/start", chosen, 422)
    assert refused.problems[0][0] == "country"
    assert not gateway.calls
    visitor.send(refused, {})
    assert gateway.held["country"] == "US"


def test_a_fixed_business_type_is_the_only_one(visitor: Visitor, app: Flask, gateway: StandIn) -> None:
    token = link_for(app, Invitation(business_type="individual"))
    visitor.send(visitor.get(f"/start/{token}"), {})
    page = visitor.get("/start")
    assert len(page.soup.select("[type=radio]")) == 1
    assert visitor.send(page, {"business_type": "company"}, 422).problems[0][0] == "business_type"
    visitor.send(page, {"country": "FR"})
    assert gateway.held["business_type"] == "individual"


@pytest.mark.parametrize("by_link", [False, True])
def test_a_country_has_the_last_word_on_the_agreement(
    make_app: MakeApp, maps: Maps, gateway: StandIn, by_link: bool
) -> None:
    country = maps.country("AL")
    assert country
    assert country.agreements == ("recipient",)
    app = make_app({"countries": ["AL", "US"], "agreement": "full"})
    visitor = Visitor(app)
    if by_link:
        token = link_for(app, Invitation(country="AL", business_type="individual"))
        visitor.send(visitor.get(f"/start/{token}"), {})
    else:
        visitor.send(visitor.get("/start"), {"country": "AL", "business_type": "individual"})
    assert gateway.held["tos_acceptance"] == {"service_agreement": "recipient"}
    assert set(gateway.held["capabilities"]) == {"transfers"}


def test_a_link_survives_stripe_being_away(visitor: Visitor, app: Flask, gateway: StandIn) -> None:
    token = link_for(app, Invitation(country="US", business_type="individual"))
    gateway.fail(TimedOut("no answer"))
    page = visitor.send(visitor.get(f"/start/{token}"), {}, 503)
    assert page.heading == "Continue to your payment details"
    assert "press the button again" in page.problems[0][1]
    assert page.headers["Retry-After"]
    visitor.send(page, {})


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "x" * 300])
def test_forged_links_have_a_page(visitor: Visitor, token: str) -> None:
    page = visitor.get(f"/start/{token}", 410)
    assert "fresh link" in page.text
    assert "help@market.example" in page.html


def test_expired_links_have_a_page(visitor: Visitor, app: Flask) -> None:
    token = link_for(app, Invitation(country="US", business_type="individual"), hours=0)
    assert visitor.get(f"/start/{token}", 410).heading == "This link no longer works"
