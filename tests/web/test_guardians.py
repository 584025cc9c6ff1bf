"""A guardian or an authoriser asked on several pages is one person, beside the individual or in a company."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.stand_in import StandIn
from tests.web.test_meanwhile import read_again
from tests.web.visitor import Seen, Visitor

Begin = Callable[..., Visitor]

FIELDS = ("first_name", "last_name", "email", "relationship.title")
PAGES = {
    "identity": {"first_name": "Mum", "last_name": "Roe"},
    "contact": {"email": "mum@example.com"},
    "role": {"relationship.title": "Mother"},
}
HELD = [
    ("individual", "legal_guardian", "legal_guardian"),
    ("company", "legal_guardian", "legal_guardian"),
    ("company", "authorizers", "authorizer"),
]


def asked(begin: Begin, gateway: StandIn, kind: str, subject: str) -> Visitor:
    """A seller of whom the role is asked on three pages."""
    gateway.due = tuple(f"{subject}.{field}" for field in FIELDS)
    return begin(kind, "GB")


def answer(visitor: Visitor, page: Seen, subject: str, group: str) -> None:
    visitor.send(page, {f"{subject}.{field}": value for field, value in PAGES[group].items()})


def is_one_person(gateway: StandIn, role: str) -> None:
    (person,) = gateway.people.values()
    assert person["relationship"] == {role: True, "title": "Mother"}
    assert (person["first_name"], person["email"]) == ("Mum", "mum@example.com")


@pytest.mark.parametrize(("kind", "subject", "role"), HELD)
def test_a_role_asked_on_several_pages_is_one_person(
    begin: Begin, gateway: StandIn, kind: str, subject: str, role: str
) -> None:
    visitor = asked(begin, gateway, kind, subject)
    for group in PAGES:
        answer(visitor, visitor.get(f"/onboarding/{group}/{subject}"), subject, group)
    is_one_person(gateway, role)
    check = visitor.get("/onboarding/check").text
    assert "Mum Roe" in check
    assert "mum@example.com" in check


@pytest.mark.parametrize(("kind", "subject", "role"), HELD)
def test_pages_opened_before_there_was_anybody_add_to_the_one_person(
    begin: Begin, gateway: StandIn, kind: str, subject: str, role: str
) -> None:
    visitor = asked(begin, gateway, kind, subject)
    pages = {group: visitor.get(f"/onboarding/{group}/{subject}") for group in PAGES}
    for group, page in pages.items():
        answer(visitor, page, subject, group)
        gateway.lists["currently_due"] = []
        read_again(visitor)
    is_one_person(gateway, role)


def test_one_more_authoriser_is_another_person(begin: Begin, gateway: StandIn) -> None:
    visitor = asked(begin, gateway, "company", "authorizers")
    for group in PAGES:
        answer(visitor, visitor.get(f"/onboarding/{group}/authorizers"), "authorizers", group)
    add = visitor.get("/onboarding/people/authorizers").soup.select_one("a.second")
    page = visitor.get(str(add["href"]))
    assert page.fields()["authorizers.first_name"] == ""
    again = visitor.send(page, {"authorizers.first_name": "Dad", "authorizers.last_name": "Roe"}, 422)
    born = {"day": "1", "month": "1", "year": "1970"}
    visitor.send(again, {f"authorizers.dob.{part}": value for part, value in born.items()})
    assert [one["first_name"] for one in gateway.people.values()] == ["Mum", "Dad"]


def test_the_address_of_a_role_leads_to_whoever_holds_it(begin: Begin, gateway: StandIn) -> None:
    visitor = asked(begin, gateway, "individual", "legal_guardian")
    answer(visitor, visitor.get("/onboarding/identity/legal_guardian"), "legal_guardian", "identity")
    (person,) = gateway.people
    gateway.lists["currently_due"] = [f"{person}.email"]
    read_again(visitor)
    page = visitor.get("/onboarding/contact/legal_guardian")
    visitor.post(
        "/onboarding/contact/legal_guardian", {**page.fields(), f"{person}.email": "mum@example.com"}
    )
    assert gateway.people[person]["email"] == "mum@example.com"
    assert len(gateway.people) == 1


def test_one_more_representative_there_is_not(begin: Begin, gateway: StandIn) -> None:
    visitor = asked(begin, gateway, "company", "representative")
    for group in PAGES:
        answer(
            visitor, visitor.get(f"/onboarding/{group}/representative?another=yes"), "representative", group
        )
    is_one_person(gateway, "representative")


def test_a_guardian_of_whom_nothing_is_due_is_remembered(begin: Begin, gateway: StandIn) -> None:
    visitor = asked(begin, gateway, "individual", "legal_guardian")
    gateway.held["individual"] = {"id": "person_0"}
    gateway.people["person_0"] = {
        "id": "person_0",
        "first_name": "Kid",
        "relationship": {"representative": True},
    }
    gateway.people["person_7"] = {
        "id": "person_7",
        "first_name": "Mum",
        "relationship": {"legal_guardian": True},
    }
    gateway.lists["currently_due"] = ["individual.first_name"]
    for _ in range(2):
        read_again(visitor)
        page = visitor.get("/onboarding/people/legal_guardian")
        assert "Mum" in page.text
        assert "Kid" not in page.text
    assert "individual.first_name" in visitor.get("/onboarding/identity").fields()


def test_a_guardian_who_is_being_checked_is_looked_for(begin: Begin, gateway: StandIn) -> None:
    gateway.due = ("individual.first_name",)
    visitor = begin()
    gateway.people["person_7"] = {
        "id": "person_7",
        "first_name": "Mum",
        "relationship": {"legal_guardian": True},
    }
    gateway.lists["pending_verification"] = ["person_7.verification.document"]
    read_again(visitor)
    assert "Mum" in visitor.get("/onboarding").text
