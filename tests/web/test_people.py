"""The lists of a company's persons."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onboarding.calls import UpdateAccount
from tests.web.stand_in import StandIn
from tests.web.test_meanwhile import read_again
from tests.web.visitor import Seen, Visitor

Begin = Callable[..., Visitor]


@pytest.fixture
def company(begin: Begin) -> Visitor:
    return begin("company", "GB")


def add(visitor: Visitor, subject: str, first: str, last: str) -> str:
    """Adds a person to a list by the pages; answers the person's id."""
    page = visitor.get(f"/onboarding/people/{subject}")
    form = visitor.get(str(page.soup.select_one(".actions a.button")["href"]))
    names = {str(tag["name"]): "" for tag in form.soup.main.select("[name*='.']")}
    known = {"first_name": first, "last_name": last, "email": f"{first.lower()}@example.com"}
    known |= {"dob.day": "27", "dob.month": "3", "dob.year": "1985"}
    answers = {name: known.get(name.split(".", 1)[1], "") for name in names}
    visitor.send(form, answers)
    gateway: StandIn = visitor.client.application.extensions["onboarding"].gateway
    return max(gateway.people)


def listed(page: Seen) -> str:
    return " ".join(page.soup.select_one(".tasks").get_text(" ").split())


def test_an_empty_list_says_so_and_offers_to_add_or_to_go_on(company: Visitor) -> None:
    page = company.get("/onboarding/people/owners")
    assert "Nobody has been added yet" in page.text
    assert "Add an owner" in page.text
    assert "Nobody owns 25% or more" in page.text


def test_owners_are_added_listed_and_removed(company: Visitor, gateway: StandIn) -> None:
    person = add(company, "owners", "Anna", "First")
    add(company, "owners", "Bert", "Second")
    page = company.get("/onboarding/people/owners")
    assert "Anna First" in listed(page)
    assert "Owner" in listed(page)
    assert "Change Anna First" in page.text
    asked = company.get(f"/onboarding/people/owners/{person}/remove")
    assert asked.heading == "Remove Anna First?"
    assert company.send(asked, {}).location == "/onboarding/people/owners"
    assert "Anna" not in company.get("/onboarding/people/owners").text
    assert person not in gateway.people


def two_roles(visitor: Visitor, gateway: StandIn, *roles: str) -> None:
    """Somebody who has these roles."""
    gateway.people["person_1"] = {
        "id": "person_1", "first_name": "Grace", "last_name": "Hopper",
        "relationship": dict.fromkeys(roles, True),
    }  # fmt: skip
    read_again(visitor)


def asked_to_remove(visitor: Visitor, subject: str = "owners") -> tuple[Seen, str, list[str]]:
    """The page, its button, and the classes of that."""
    page = visitor.get(f"/onboarding/people/{subject}/person_1/remove")
    button = page.soup.select_one(".actions button")
    return page, button.get_text(), button.get("class", [])


def test_who_has_no_other_role_is_said_to_be_deleted(company: Visitor, gateway: StandIn) -> None:
    two_roles(company, gateway, "owner")
    page, button, look = asked_to_remove(company)
    assert page.heading == "Remove Grace Hopper?"
    assert "Grace Hopper has no other role here, so this person is deleted" in page.text
    assert "cannot be brought back" in page.text
    assert (button, look) == ("Delete this person", ["danger"])
    company.send(page, {})
    assert not gateway.people


def test_who_has_other_roles_is_said_to_stay_with_them(company: Visitor, gateway: StandIn) -> None:
    two_roles(company, gateway, "owner", "director", "representative")
    page, button, look = asked_to_remove(company)
    assert page.heading == "Remove Grace Hopper from the list?"
    assert "stays here as: Representative and Director. Nothing that you entered is deleted" in page.text
    assert "brought back" not in page.text
    assert (button, look) == ("Remove from the list", [])
    company.send(page, {})
    roles = {"owner": False, "director": True, "representative": True}
    assert gateway.people["person_1"]["relationship"] == roles


@pytest.mark.parametrize(
    ("roles", "button", "look", "told"),
    [
        (("representative", "owner"), "Enter somebody new", [], "stays here as: Owner. Nothing"),
        (("representative",), "Delete and enter somebody new", ["danger"], "this person is deleted"),
    ],
)
def test_a_representative_who_is_replaced_stays_or_goes(
    roles: tuple[str, ...],
    button: str,
    look: list[str],
    told: str,
    company: Visitor,
    gateway: StandIn,
) -> None:
    two_roles(company, gateway, *roles)
    page, *found = asked_to_remove(company, "representative")
    assert page.heading == "Enter somebody new in place of Grace Hopper"
    assert told in page.text
    assert found == [button, look]


def test_nobody_is_deleted_who_was_said_to_stay(company: Visitor, gateway: StandIn) -> None:
    two_roles(company, gateway, "owner", "director")
    page, *_ = asked_to_remove(company)
    two_roles(company, gateway, "owner")
    again = company.send(page, {}, 422)
    assert "The roles of this person changed" in again.problems[0][1]
    assert "this person is deleted" in again.text
    assert gateway.people
    company.send(again, {})
    assert not gateway.people


def test_what_becomes_of_a_person_is_told_in_french(begin: Begin, gateway: StandIn) -> None:
    visitor = begin("company", "FR", "fr")
    two_roles(visitor, gateway, "owner", "representative")
    page, button, _ = asked_to_remove(visitor)
    assert page.heading == "Retirer Grace Hopper de la liste ?"
    assert "reste ici en tant que\N{NO-BREAK SPACE}: Représentant légal." in str(page.soup.main)
    assert button == "Retirer de la liste"
    two_roles(visitor, gateway, "owner")
    page, button, _ = asked_to_remove(visitor)
    assert "cette suppression est définitive" in page.text
    assert button == "Supprimer cette personne"


def test_looking_at_the_removal_removes_nobody(company: Visitor, gateway: StandIn) -> None:
    person = add(company, "owners", "Anna", "First")
    company.get(f"/onboarding/people/owners/{person}/remove")
    assert person in gateway.people


def test_who_was_removed_is_gone_from_the_list_however_often_it_is_sent(
    company: Visitor, gateway: StandIn
) -> None:
    person = add(company, "owners", "Anna", "First")
    page = company.get(f"/onboarding/people/owners/{person}/remove")
    company.press(page, "/remove")
    assert person not in gateway.people
    company.press(page, "/remove")
    assert company.get(f"/onboarding/people/owners/{person}/remove", 303).location.endswith("/people/owners")


def test_a_person_takes_another_role(company: Visitor, gateway: StandIn) -> None:
    person = add(company, "owners", "Anna", "First")
    page = company.get("/onboarding/people/directors")
    assert "Anna First is a director too" in page.text
    company.press(page, f"{person}/add")
    assert gateway.people[person]["relationship"] == {"owner": True, "director": True}
    assert "Owner and Director" in listed(company.get("/onboarding/people/directors"))


def test_somebody_with_a_name_in_kanji_only_takes_another_role(company: Visitor, gateway: StandIn) -> None:
    gateway.people["person_1"] = {
        "id": "person_1", "relationship": {"representative": True}, "last_name_kanji": "山田",
        "first_name_kanji": "太郎", "last_name_kana": "ヤマダ", "first_name_kana": "タロウ",
    }  # fmt: skip
    read_again(company)
    page = company.get("/onboarding/people/directors")
    assert "山田 太郎 is a director too" in page.text
    company.press(page, "person_1/add")
    assert gateway.people["person_1"]["relationship"]["director"]
    assert "山田 太郎" in listed(company.get("/onboarding/people/directors"))


def test_the_seller_says_that_this_is_all(company: Visitor, gateway: StandIn) -> None:
    page = company.get("/onboarding/people/owners")
    assert company.press(page, "people/owners").location == "/onboarding/continue"
    assert gateway.sent[-1] == (UpdateAccount({"company": {"owners_provided": True}}),)
    assert "company.owners_provided" not in gateway.lists["currently_due"]


def test_pages_about_a_person_do_not_fill_in_the_one_typing(company: Visitor) -> None:
    page = company.get("/onboarding/people/owners")
    form = company.get(str(page.soup.select_one(".actions a.button")["href"]))
    for control in form.soup.main.select("input[type=text][name*='.'], input[type=email]"):
        assert control["autocomplete"] == "off"


def test_pages_about_a_person_name_the_person(company: Visitor) -> None:
    person = add(company, "owners", "Anna", "First")
    links = company.get("/onboarding/people/owners").soup.select(f".tasks a[href*='{person}']")
    assert company.get(str(links[0]["href"])).soup.select_one(".eyebrow").get_text() == "Anna First"


@pytest.mark.parametrize("subject", ["authorizers", "sheep", "account"])
def test_other_lists_are_not_there(company: Visitor, subject: str) -> None:
    company.get(f"/onboarding/people/{subject}", 404)


def test_individuals_have_no_lists(begin: Begin) -> None:
    begin().get("/onboarding/people/owners", 404)


def test_long_lists_come_in_pages(company: Visitor, gateway: StandIn) -> None:
    for number in range(120):
        role = "owner" if number < 110 else "director"
        gateway.people[f"person_{number:03}"] = {
            "id": f"person_{number:03}", "first_name": f"Name{number}", "relationship": {role: True},
        }  # fmt: skip
    read_again(company)
    first = company.get("/onboarding/people/owners")
    assert len(first.soup.select("ul.tasks li")) == 25
    assert "Page 1 of 5, 110 people in all" in first.text
    last = company.get("/onboarding/people/owners?page=99")
    assert len(last.soup.select("ul.tasks li")) == 10
    assert "Name109" in listed(last)
    company.press(first, "person_119/add")
    assert gateway.people["person_119"]["relationship"]["owner"]
    company.get("/onboarding")
