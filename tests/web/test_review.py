"""Check your answers: what is there, what is open, and the way to each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.stand_in import StandIn
from tests.web.test_meanwhile import read_again
from tests.web.visitor import Seen, Visitor, words

Begin = Callable[..., Visitor]


def shown(page: Seen) -> dict[str, tuple[str, str]]:
    """Label -> what is said, and the words of the link."""
    rows = (row.find_all(["dt", "dd"]) for row in page.soup.select(".answers > div"))
    return {words(label): (words(said), words(link).partition(" ")[0]) for label, said, link in rows}


def address(page: Seen, label: str) -> str:
    """Where the link beside an answer leads."""
    row = next(row for row in page.soup.select(".answers > div") if words(row.dt) == label)
    return str(row.a["href"])


@pytest.fixture
def half(begin: Begin, gateway: StandIn) -> Visitor:
    """Somebody who gave the first name; the last name is due on the same page."""
    visitor = begin()
    gateway.held["individual"] = {"first_name": "Ada"}
    gateway.lists["currently_due"] = ["individual.last_name", "individual.email", "tos_acceptance.date"]
    read_again(visitor)
    return visitor


def test_what_is_open_is_answered_and_what_is_given_is_changed(half: Visitor) -> None:
    assert shown(half.get("/onboarding/check")) == {
        "First name": ("Ada", "Change"),
        "Last name": ("Not given", "Answer"),
        "Email address": ("Not given", "Answer"),
    }


def test_the_words_are_french_where_the_seller_is(begin: Begin, gateway: StandIn) -> None:
    visitor = begin(locale="fr")
    gateway.held["individual"] = {"first_name": "Ada"}
    gateway.lists["currently_due"] = ["individual.last_name"]
    read_again(visitor)
    said = {"Prénom": ("Ada", "Modifier"), "Nom de famille": ("Non renseigné", "Répondre")}
    assert shown(visitor.get("/onboarding/check")) == said


def test_a_given_answer_is_changed_though_others_wait_on_its_page(half: Visitor, gateway: StandIn) -> None:
    there, _, target = address(half.get("/onboarding/check"), "First name").partition("#")
    page = half.get(there)
    assert page.soup.find(id=target)["name"] == "individual.first_name"
    assert page.fields()["individual.first_name"] == "Ada"
    assert not page.soup.find(attrs={"name": "individual.last_name"})
    wrong = half.send(page, {"individual.first_name": ""}, 422)
    assert not wrong.soup.find(attrs={"name": "individual.last_name"})
    assert half.send(wrong, {"individual.first_name": "Augusta"}).location == "/onboarding/check"
    assert gateway.held["individual"]["first_name"] == "Augusta"
    assert shown(half.get("/onboarding/check"))["First name"] == ("Augusta", "Change")


def test_an_open_answer_leads_to_what_stripe_waits_for(half: Visitor) -> None:
    there, _, target = address(half.get("/onboarding/check"), "Last name").partition("#")
    page = half.get(there)
    assert page.soup.find(id=target)["name"] == "individual.last_name"
    assert half.send(page, {"individual.last_name": "Byron"}).location == "/onboarding/check"


def test_no_is_an_answer_and_is_there_again(begin: Begin, gateway: StandIn) -> None:
    visitor = begin("company", "GB")
    gateway.people["person_1"] = {
        "id": "person_1", "first_name": "Grace", "relationship": {"representative": True, "director": False},
    }  # fmt: skip
    gateway.lists["currently_due"] += ["person_1.relationship.title"]
    read_again(visitor)
    label = "Is this person a director of the company?"
    assert shown(visitor.get("/onboarding/check"))[label] == ("Not given", "Answer")
    page = visitor.get("/onboarding/role/person_1")
    assert "person_1.relationship.director" not in page.fields()
    given = {"title": "Boss", "director": "false", "owner": "true"}
    visitor.send(page, {f"person_1.relationship.{one}": value for one, value in given.items()})
    read_again(visitor)
    check = visitor.get("/onboarding/check")
    assert shown(check)[label] == ("No", "Change")
    again = visitor.get(address(check, label).partition("#")[0])
    assert again.fields()["person_1.relationship.director"] == "false"
    visitor.send(again, {"person_1.relationship.director": "true"})
    assert shown(visitor.get("/onboarding/check"))[label] == ("Yes", "Change")


def test_where_nothing_was_told_the_page_says_so(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    gateway.lists["currently_due"] = ["tos_acceptance.date"]
    read_again(visitor)
    page = visitor.get("/onboarding/check")
    assert not page.soup.select("dl")
    assert "no answers here" in page.text
