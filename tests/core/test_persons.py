"""Persons in the plan: called by their role, asked for their other roles, and found again by old pages."""

from __future__ import annotations

import pytest

from onboarding.maps import Maps
from onboarding.plan import make_plan, shown_before
from onboarding.requirements import Snapshot, read_snapshot

OPEN = ("company.owners_provided", "company.directors_provided")


def company(*due: str, **persons: tuple[str, ...]) -> Snapshot:
    """A company with persons by id and their roles."""
    account = {
        "id": "acct_1", "country": "GB", "business_type": "company",
        "requirements": {"currently_due": list(due)},
    }  # fmt: skip
    shapes = [{"id": person, "relationship": dict.fromkeys(roles, True)} for person, roles in persons.items()]
    return read_snapshot(account, shapes, 0)


@pytest.mark.parametrize(
    ("roles", "title"),
    [
        (("owner",), "Identity of the owner"),
        (("owner", "representative"), "Identity of the representative"),
        (("director", "executive"), "Identity of the director"),
        ((), "Identity of this person"),
    ],
)
def test_a_person_is_called_by_the_main_role(maps: Maps, roles: tuple[str, ...], title: str) -> None:
    planned = make_plan(company("person_1.first_name", person_1=roles), maps).find("identity", "person_1")
    assert planned is not None
    assert planned.title.text == title


@pytest.mark.parametrize("subject", ["representative", "person_1"])
def test_a_representative_says_which_other_roles_they_have(maps: Maps, subject: str) -> None:
    persons = {"person_1": ("representative",)} if subject == "person_1" else {}
    snapshot = company(f"{subject}.relationship.title", *OPEN, **persons)
    planned = make_plan(snapshot, maps).find("role", subject)
    assert planned is not None
    asked = {question.base.removeprefix(f"{subject}.relationship.") for question in planned.questions}
    assert asked == {"title", "owner", "director"}
    assert planned.due == (f"{subject}.relationship.title",)


def test_nobody_is_asked_for_roles_of_lists_that_there_are_not(maps: Maps) -> None:
    planned = make_plan(company("representative.relationship.title"), maps).find("role", "representative")
    assert planned is not None
    assert len(planned.questions) == 1


def test_others_than_the_representative_are_not_asked_for_other_roles(maps: Maps) -> None:
    snapshot = company("person_1.relationship.title", *OPEN, person_1=("owner",))
    planned = make_plan(snapshot, maps).find("role", "person_1")
    assert planned is not None
    assert len(planned.questions) == 1


def test_a_page_that_was_overtaken_is_found_again(maps: Maps) -> None:
    asked = ["representative.first_name", "representative.dob.day"]
    gone = company(person_1=("representative",))
    assert make_plan(gone, maps).find("identity", "representative") is None
    again = shown_before(gone, maps, "identity", "representative", asked)
    assert again is not None
    assert [question.base for question in again.questions] == [
        "representative.first_name",
        "representative.dob",
    ]


@pytest.mark.parametrize(
    ("group", "subject", "asked"),
    [
        ("identity", "person_9", ["person_9.first_name"]),
        ("identity", "", ["representative.first_name"]),
        ("identity", "owners", ["owners.email"]),
        ("identity", "owners", []),
        ("identity", "owners", ["owners.first_name", "nonsense"]),
    ],
)
def test_ids_of_another_page_are_not_taken(maps: Maps, group: str, subject: str, asked: list[str]) -> None:
    assert shown_before(company(), maps, group, subject, asked) is None
