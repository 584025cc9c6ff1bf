"""The page of a group: problems beside questions, nothing typed is lost, nothing is sent twice."""

from __future__ import annotations

import io
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from onboarding.gateway import Locked, Misconfigured, RateLimited, Refused, TimedOut, Unavailable
from tests.web.conftest import MakeApp
from tests.web.stand_in import StandIn
from tests.web.visitor import Visitor

Begin = Callable[..., Visitor]

NAMES = {
    "individual.first_name": "Zoë",
    "individual.last_name": "O'Neil",
    "individual.dob.day": "27",
    "individual.dob.month": "March",
    "individual.dob.year": "1985",
}


def test_wrong_values_come_back_with_all_that_was_typed(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    impossible = {**NAMES, "individual.dob.day": "31", "individual.dob.month": "2"}
    page = visitor.send(visitor.get("/onboarding/identity"), impossible, 422)
    assert page.title.startswith("Error: ")
    assert page.fields()["individual.first_name"] == "Zoë"
    assert page.fields()["individual.dob.day"] == "31"
    assert not gateway.sent


def test_summary_and_inline_texts_are_the_same_and_linked(begin: Begin) -> None:
    visitor = begin()
    page = visitor.send(visitor.get("/onboarding/identity"), {}, 422)
    assert page.problems
    inline = [tag.get_text(" ", strip=True) for tag in page.soup.select(".error")]
    for target, text in page.problems:
        assert page.soup.find(id=target)["aria-invalid"] == "true"
        assert text in inline


def test_the_summary_stands_before_everything_in_the_card(begin: Begin) -> None:
    page = (visitor := begin()).send(visitor.get("/onboarding/identity"), {}, 422)
    assert next(tag for tag in page.soup.select_one(".card").children if tag.name)["id"] == "summary"


def test_a_refusal_stands_beside_what_it_names(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    page = visitor.get("/onboarding/contact")
    gateway.fail(Refused("Invalid phone", code="parameter_invalid", param="individual.phone"))
    answers = {"individual.email": "jenny@example.com", "individual.phone": "+1 415 555 2671"}
    again = visitor.send(page, answers, 422)
    assert [target for target, _ in again.problems] == ["individual-phone"]
    assert again.fields()["individual.email"] == "jenny@example.com"
    assert "Invalid phone" not in again.html


@pytest.mark.parametrize("error", [TimedOut("x"), RateLimited("x"), Locked("x"), Unavailable("x")])
def test_stripe_away_keeps_answers_and_nonce(begin: Begin, gateway: StandIn, error: Unavailable) -> None:
    visitor = begin()
    page = visitor.get("/onboarding/identity")
    gateway.fail(error)
    again = visitor.send(page, NAMES, 503)
    assert again.headers["Retry-After"]
    assert again.fields()["individual.last_name"] == "O'Neil"
    assert again.fields()["_nonce"] == page.fields()["_nonce"]
    visitor.send(again, {})
    assert len(set(gateway.keys)) == 1


def test_a_double_click_sends_the_same_key(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    page = visitor.get("/onboarding/identity")
    visitor.send(page, NAMES)
    visitor.send(page, NAMES)
    assert len(gateway.keys) == 2
    assert len(set(gateway.keys)) == 1


def test_two_views_have_two_nonces(begin: Begin) -> None:
    visitor = begin()
    first, second = visitor.get("/onboarding/identity"), visitor.get("/onboarding/identity")
    assert first.fields()["_nonce"] != second.fields()["_nonce"]


def test_an_outdated_page_keeps_what_was_typed(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    page = visitor.send(visitor.get("/onboarding/identity"), {**NAMES, "csrf_token": "old"}, 422)
    assert "open for too long" in page.problems[0][1]
    assert page.fields()["individual.first_name"] == "Zoë"
    assert not gateway.sent
    visitor.send(page, {})


def test_verification_problems_stand_beside_their_question(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    visitor.send(visitor.get("/onboarding/identity"), NAMES)
    gateway.lists["errors"] = [
        {
            "requirement": "individual.dob.year",
            "code": "verification_failed_id_number_match",
            "reason": "No.",
        },
        {"requirement": "individual.first_name", "code": "code_of_tomorrow", "reason": "Stripe's own words."},
    ]
    gateway.lists["currently_due"] += ["individual.first_name", "individual.dob.year"]
    reread(visitor)
    page = visitor.get("/onboarding/identity")
    assert page.title.startswith("Error: ")
    own = page.soup.select_one(".error bdi[lang=en]")
    assert own.text == "Stripe's own words."
    assert "verification_failed" not in page.html
    assert "code_of_tomorrow" not in page.html
    assert page.fields()["individual.first_name"] == "Zoë"


def reread(visitor: Visitor) -> None:
    """As if a webhook had come."""
    parts = visitor.client.application.extensions["onboarding"]
    account = f"acct_{parts.gateway.calls.count('create_account')}"
    parts.sellers.refresh(account)


@pytest.mark.parametrize(
    "path",
    [
        "/onboarding/no_such_group",
        "/onboarding/identity/person_1AnotherSellers",
        "/onboarding/people/owners/person_9/remove",
    ],
)
def test_what_is_not_theirs_is_not_there(begin: Begin, path: str) -> None:
    assert begin("company").get(path, 404).heading == "This page is not here"


def test_persons_of_another_seller_are_not_there(begin: Begin, gateway: StandIn) -> None:
    visitor = begin("company")
    visitor.get("/onboarding/identity/person_1", 404)
    page = visitor.get("/onboarding/identity/representative")
    visitor.post("/onboarding/identity/person_1", page.fields(), 404)
    assert not gateway.sent


def test_files_that_cannot_be_used_are_said_before_stripe_is_asked(begin: Begin, gateway: StandIn) -> None:
    gateway.due = ("individual.verification.document", "individual.email")
    visitor = begin()
    page = visitor.get("/onboarding/identity_documents")
    name = str(page.soup.find("input", type="file")["name"])
    assert page.soup.find("input", type="file")["accept"]
    again = visitor.send(page, {name: (io.BytesIO(b"<html>"), "id.jpg")}, 422)
    assert again.problems
    assert not gateway.sent


def test_requests_that_are_too_large_have_a_page(make_app: MakeApp, gateway: StandIn) -> None:
    gateway.due = ("individual.verification.document",)
    app = make_app(REQUEST_MAX_BYTES="200000", UPLOAD_MAX_BYTES="150000")
    visitor = Visitor(app)
    visitor.send(visitor.get("/start"), {"country": "US", "business_type": "individual"})
    page = visitor.get("/onboarding/identity_documents")
    name = str(page.soup.find("input", type="file")["name"])
    big = visitor.send(page, {name: (io.BytesIO(b"x" * 300_000), "id.jpg")}, 413)
    assert big.heading == page.heading
    assert [(target, "together" in text) for target, text in big.problems] == [("", True)]
    assert big.action() == page.action()


def test_our_misconfiguration_is_said_by_reference(
    begin: Begin, gateway: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = begin()
    page = visitor.get("/onboarding/identity")
    gateway.fail(Misconfigured("the key may not do this"))
    failed = visitor.send(page, NAMES, 500)
    reference = failed.soup.find("code").get_text()
    assert reference in caplog.text
    assert "Zoë" not in caplog.text
    assert "Craft Market" in failed.text


def test_every_requirement_ends_somewhere(begin: Begin, gateway: StandIn) -> None:
    gateway.due = ("interv_abc.form", "individual.verification.proof_of_liveness", "company.newest_idea")
    visitor = begin()
    page = visitor.get("/onboarding/status")
    assert "One thing to do with Stripe" in page.text
    sent = visitor.press(page, "hand-off")
    assert sent.location.startswith("https://connect.stripe.com/")
    assert visitor.get("/onboarding/hand-off/return", 302).location == "/onboarding/status"


def test_a_used_link_leads_to_a_new_one(begin: Begin, gateway: StandIn) -> None:
    gateway.due = ("interv_abc.form",)
    visitor = begin()
    visitor.press(visitor.get("/onboarding/status"), "hand-off")
    for _ in range(2):
        assert visitor.get(refresh_path(gateway), 303).location.startswith("https://connect.stripe.com/")
    assert visitor.get(refresh_path(gateway), 302).location == "/onboarding/status", "round and round"


def refresh_path(gateway: StandIn) -> str:
    """Where Stripe sends a seller whose link was used up."""
    address = urlsplit(gateway.refresh_url)
    return f"{address.path}?{address.query}"


@pytest.mark.parametrize("turn", ["?turn=2", "?turn=two", ""])
def test_no_link_is_made_where_stripe_has_nothing_to_ask(begin: Begin, gateway: StandIn, turn: str) -> None:
    visitor = begin()
    gateway.calls.clear()
    found = visitor.get(f"/onboarding/hand-off/refresh{turn}", 302)
    assert found.location == "/onboarding/status"
    assert "account_link" not in gateway.calls


PARTS = ("postal_code", "state", "city", "town", "line1")
POSTCODES = {
    "en": ("Home address (住所, カナ): Enter the postal code", "Home address (住所, kanji): "),
    "fr": (
        "Adresse personnelle (住所, カナ) : Saisissez le code postal",
        "Adresse personnelle (住所, kanji)",
    ),
}


@pytest.mark.parametrize("locale", POSTCODES)
def test_lines_of_the_summary_say_which_address_they_are_about(
    begin: Begin, gateway: StandIn, locale: str
) -> None:
    gateway.due = tuple(f"individual.address_{script}.{one}" for script in ("kana", "kanji") for one in PARTS)
    visitor = begin(locale=locale)
    gateway.held["country"] = "JP"
    reread(visitor)
    page = visitor.send(visitor.get("/onboarding/home_address"), {}, 422)
    said = [text for _, text in page.problems]
    assert len(set(said)) == len(said) > len(PARTS)
    kana, kanji = POSTCODES[locale]
    assert said[0] == kana
    assert said[-1].startswith(kanji)


def test_what_stripe_says_of_several_answers_names_each(begin: Begin, gateway: StandIn) -> None:
    gateway.due = ("individual.first_name", "individual.email", "individual.phone")
    visitor = begin()
    found = [{"requirement": one, "code": "odd_new", "reason": "It is odd."} for one in gateway.due]
    gateway.held["requirements"] |= {"errors": found}
    reread(visitor)
    page = visitor.get("/onboarding/contact")
    assert [text.partition("“")[0] for _, text in page.problems] == [
        f"{named}: Our payments partner says: " for named in ("Email address", "Phone number")
    ]
    assert [one.get_text() for one in page.soup.select("#summary [lang=en]")] == ["It is odd."] * 2
