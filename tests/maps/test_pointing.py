"""Where errors stand: at what this seller's country asks for, in the form in which it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from onboarding.maps import About, Circumstances, Maps, Place
from onboarding.plan import place_in
from onboarding.problems import problems_of
from onboarding.requirements import RequirementError
from onboarding.sandbox.rules import book
from onboarding.subjects import held_role, is_person, split_subject
from tests.property.vocabulary import codes

KEYED = "verification_failed_keyed_identity"
STREET = "invalid_street_address"
TOWN = "invalid_address_city_state_postal_code"
NUMBER = "verification_failed_id_number_match"
DOCUMENT = "individual.verification.document"
SECOND = "individual.verification.additional_document"
COMPANY = "company.verification.document"
NAMES = "first_name_kanji first_name_kana last_name_kanji last_name_kana"
BUNDLES = book.facts("lists")["bundles"]

PLACES = [
    (
        "JP",
        KEYED,
        DOCUMENT,
        f"{NAMES} dob.day address_kana.line1 address_kanji.line1",
    ),
    (
        "JP",
        KEYED,
        "individual.first_name_kana",
        f"{NAMES} dob.day address_kana.line1 address_kanji.line1 verification.document",
    ),
    ("JP", STREET, "individual.address_kana.line1", ""),
    ("JP", STREET, "company.address_kana.line1", ""),
    ("JP", TOWN, "individual.address_kanji.city", "address_kanji.state address_kanji.postal_code"),
    (
        "JP",
        "verification_failed_keyed_match",
        COMPANY,
        "name name_kana name_kanji tax_id address_kana.line1 address_kanji.line1",
    ),
    (
        "TH",
        TOWN,
        "individual.registered_address.city",
        "registered_address.state registered_address.postal_code",
    ),
    ("TH", TOWN, "individual.address.city", "address.state address.postal_code"),
    ("TH", KEYED, DOCUMENT, "first_name last_name dob.day address.line1 registered_address.line1"),
    ("SG", KEYED, DOCUMENT, "first_name last_name dob.day address.line1"),
    ("US", STREET, "company.physical_address.line1", ""),
    ("US", STREET, "company.address.line1", ""),
    ("US", TOWN, "individual.address.city", "address.state address.postal_code"),
    ("US", NUMBER, "individual.ssn_last_4", "verification.document"),
    ("US", NUMBER, "individual.id_number", "verification.document"),
    ("US", NUMBER, DOCUMENT, "id_number"),
    ("GB", NUMBER, DOCUMENT, ""),
    ("HK", "verification_document_id_number_mismatch", COMPANY, "registration_number"),
    ("AU", "invalid_tax_id_format", "company.tax_id", ""),
]


@pytest.mark.parametrize(("country", "code", "listed", "fields"), PLACES)
def test_errors_stand_where_that_country_asks(
    maps: Maps, country: str, code: str, listed: str, fields: str
) -> None:
    found = problems_of((RequirementError(listed, code, ""),), maps, About(country))
    subject, _ = split_subject(listed)
    points = [f"{subject}.{one}" for one in fields.split()]
    assert [one.requirement for one in found] == [listed, *(one for one in points if one != listed)]


HELD = [
    ("GB", {"individual.id_number"}, NUMBER, DOCUMENT, "individual.id_number"),
    ("US", {"individual.ssn_last_4"}, NUMBER, DOCUMENT, "individual.ssn_last_4"),
    ("JP", {"individual.first_name"}, KEYED, DOCUMENT, "individual.first_name"),
    ("US", {"company.physical_address.line1"}, STREET, "company.name", "company.physical_address.line1"),
]


@pytest.mark.parametrize(("country", "held", "code", "listed", "place"), HELD)
def test_what_stripe_holds_is_pointed_at_wherever_it_is(
    maps: Maps, country: str, held: set[str], code: str, listed: str, place: str
) -> None:
    error = RequirementError(listed, code, "")
    without = [one.requirement for one in problems_of((error,), maps, About(country))]
    assert place not in without
    assert place in [one.requirement for one in problems_of((error,), maps, About(country, held))]


def test_nothing_that_stripe_lists_is_lost_to_what_points_there(maps: Maps) -> None:
    listed = ["individual.first_name_kana", "individual.first_name_kanji", DOCUMENT]
    errors = [RequirementError(one, KEYED, "") for one in listed]
    for order in (errors, errors[::-1]):
        found = problems_of(order, maps, About("JP"))
        assert {one.listed for one in found if one.stands_as_listed} == set(listed)
        assert len({one.requirement for one in found}) == len(found)


LICENCE, BANK = "documents.company_license.files", "documents.bank_account_ownership_verification.files"
PAPERS = [
    ("AE", "company", "verification_document_name_mismatch", LICENCE, ["company.name"]),
    ("AE", "company", "verification_document_address_mismatch", LICENCE, ["company.address.line1"]),
    ("AE", "company", "verification_document_expired", LICENCE, []),
    (
        "US",
        "individual",
        "verification_document_name_mismatch",
        BANK,
        ["individual.first_name", "individual.last_name"],
    ),
    ("US", "", "verification_document_name_mismatch", BANK, []),
]


@pytest.mark.parametrize(("country", "whose", "code", "listed", "points"), PAPERS)
def test_papers_of_the_account_are_about_whose_it_is(
    maps: Maps, country: str, whose: str, code: str, listed: str, points: list[str]
) -> None:
    found = problems_of((RequirementError(listed, code, ""),), maps, About(country, (), whose))
    assert [one.requirement for one in found] == [listed, *points]


WHOLE_MATTERS: dict[str, str | tuple[str, ...]] = {
    "verification_rejected_ownership_exemption_reason": ("ownership_exemption_reason", "owners_provided"),
    "verification_directors_mismatch": "directors_provided",
    "verification_document_directors_mismatch": "directors_provided",
    "verification_extraneous_directors": "directors_provided",
    "verification_missing_directors": "directors_provided",
    "verification_missing_executives": "executives_provided",
    "verification_missing_owners": "owners_provided",
}
"""Codes whose whole matter is one thing, which they are about wherever they stand."""


@pytest.mark.parametrize("country", ["JP", "TH", "SG", "HK", "AE", "US"])
@pytest.mark.parametrize("whose", ["company", "individual"])
@pytest.mark.parametrize("code", codes())
def test_no_error_asks_for_what_the_country_never_asks(
    maps: Maps, country: str, code: str, whose: str
) -> None:
    about = About(country, (), whose)
    asked = {place.question for one in asked_in(country) if (place := place_in(maps, one))}
    if maps.countries[country].structures_of:
        asked |= {
            question for group in maps.groups for question in group.questions if question.id == "structure"
        }
    for listed in (*asked_in(country), DOCUMENT, COMPANY, SECOND, LICENCE, BANK):
        for problem in problems_of((RequirementError(listed, code, ""),), maps, about):
            place = place_in(maps, problem.requirement)
            if place and not problem.stands_as_listed and not is_the_matter(code, place):
                assert place.question in asked, f"{listed} points at {problem.requirement}"


def is_the_matter(code: str, place: Place) -> bool:
    """Whether a place is what the code is about wherever it stands, takes a document that mends it, or lets
    somebody else hold a role."""
    matter = WHOLE_MATTERS.get(code, "\0")
    another = is_person(place.subject) and held_role(f"{place.subject}.{place.field}")
    return place.question.wording.kind == "document" or bool(another) or place.field.endswith(matter)


@cache
def asked_in(country: str) -> frozenset[str]:
    """Whatever the sandbox's own rules list in a country, of whomever and whenever that be."""
    rows = [row for row in book.facts("lists")["rows"] if country in codes_of(row["countries"])]
    return frozenset(one for row in rows for one in ids_of(row))


def codes_of(words: str) -> set[str]:
    """Countries of a row: codes, and families by name."""
    return {code for word in words.split() for code in book.families().get(word, {word})}


def ids_of(row: Mapping[str, Any]) -> Iterator[str]:
    """All ids that a row lists."""
    for by_subject in row.values():
        for subject, items in by_subject.items() if isinstance(by_subject, dict) else ():
            if isinstance(items, list):
                found = [one for item in items for one in unbundled(item)]
                yield from (item if subject == "account" else f"{subject}.{item}" for item in found)


def unbundled(item: str) -> list[str]:
    """What `$name` stands for; else the item."""
    return list(BUNDLES[item[1:]]) if item.startswith("$") else [item]


def test_a_new_director_in_japan_is_asked_no_name_in_latin_letters(maps: Maps) -> None:
    (group,) = (one for one in maps.groups if one.id == "identity")
    asked = {
        country: maps.companions(group, "directors", Circumstances(country, "company", None))
        for country in ("JP", "GB")
    }
    assert set(asked["JP"]) == {f"directors.{one}" for one in (*NAMES.split(), "dob.day")}
    assert set(asked["GB"]) == {f"directors.{one}" for one in ("first_name", "last_name", "dob.day")}
