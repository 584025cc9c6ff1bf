"""Numbers of persons and companies by their local names; checked on live accounts, never on test ones."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from forms.form import build_form
from forms.kinds import Asking
from forms.questions import Question, untranslated
from onboarding.maps import Circumstances, Maps

PERSON, COMPANY = "individual.id_number", "company.tax_id"
TEST_NUMBERS = ("000000000", "111111111", "222222222", "222221004")
"""Stripe's own; they satisfy no check digit and must be sent."""


def ask(maps: Maps, country: str, requirement: str) -> Question:
    place = maps.place(requirement)
    assert place is not None
    circumstances = Circumstances(country, requirement.partition(".")[0], None)
    return maps.ask(place.question, place.subject, circumstances, frozenset({requirement}))


def taken(maps: Maps, country: str, requirement: str, typed: str, *, test_mode: bool = False) -> bool:
    one = ask(maps, country, requirement)
    asking = Asking(untranslated, "en", test_mode=test_mode)
    return build_form([one], asking, formdata=MultiDict({one.base: typed})).validate()


@pytest.mark.parametrize("requirement", [PERSON, COMPANY])
def test_stripes_test_numbers_pass_everywhere(maps: Maps, requirement: str) -> None:
    for country in maps.countries:
        for number in TEST_NUMBERS:
            assert taken(maps, country, requirement, number, test_mode=True), (country, number)


NUMBERS = [
    ("AT", PERSON, "59-119/9013", "59-119/9014"),
    ("BG", PERSON, "752316 926 3", "752316 926 4"),
    ("CH", PERSON, "756.9217.0769.85", "756.9217.0769.86"),
    ("CZ", PERSON, "710319/2745", "710319/2746"),
    ("DO", PERSON, "001-1391820-5", "001-1391820-6"),
    ("EC", PERSON, "171430710-3", "171430710-4"),
    ("EE", PERSON, "36805280109", "36805280108"),
    ("FR", PERSON, "2 95 10 99 126 111 93", "2 95 10 99 126 111 94"),
    ("GR", PERSON, "094259216", "094259217"),
    ("GT", PERSON, "576937-K", "576937-1"),
    ("IE", PERSON, "6433435F", "6433435E"),
    ("IS", PERSON, "120174-3399", "120174-3389"),
    ("JP", PERSON, "1234 5678 9018", "1234 5678 9019"),
    ("KE", PERSON, "A004416331M", "004416331M"),
    ("LT", PERSON, "33309240064", "33309240065"),
    ("MZ", PERSON, "400339910", "400339911"),
    ("NO", PERSON, "151086 95088", "151086 95087"),
    ("NZ", PERSON, "49-091-850", "49-091-851"),
    ("RO", PERSON, "1630615123457", "1630615123458"),
    ("TR", PERSON, "4540536920", "4540536921"),
    ("AR", COMPANY, "20-05536168-2", "20-05536168-3"),
    ("CL", COMPANY, "12.531.909-2", "12.531.909-3"),
    ("CO", COMPANY, "213.123.432-1", "213.123.432-2"),
    ("EE", COMPANY, "12345678", "12345679"),
    ("KR", COMPANY, "116-82-00276", "116-82-0027"),
    ("LV", COMPANY, "40003521600", "40003521601"),
    ("PE", COMPANY, "20512333797", "20512333798"),
    ("RS", COMPANY, "101134702", "101134703"),
    ("SI", COMPANY, "5022 3054", "5022 3055"),
    ("TH", COMPANY, "0994000617721", "0994000617722"),
    ("UY", COMPANY, "21-100342-001-7", "21-100342-001-8"),
]


@pytest.mark.parametrize(("country", "requirement", "right", "wrong"), NUMBERS)
def test_a_number_is_taken_as_people_write_it_and_a_slip_is_seen(
    maps: Maps, country: str, requirement: str, right: str, wrong: str
) -> None:
    assert taken(maps, country, requirement, right)
    assert not taken(maps, country, requirement, wrong)


UNCHECKED = [
    ("FI", PERSON, "131052-308T"),
    ("SE", PERSON, "701063-2391"),
    ("KR", PERSON, "010101-3000000"),
    ("LV", PERSON, "326736-79112"),
    ("AT", COMPANY, "FN 122119m"),
    ("HU", COMPANY, "01-09-123456"),
    ("TW", COMPANY, "12345675"),
]


@pytest.mark.parametrize(("country", "requirement", "number"), UNCHECKED)
def test_right_numbers_that_the_library_would_refuse_are_taken(
    maps: Maps, country: str, requirement: str, number: str
) -> None:
    assert taken(maps, country, requirement, number)


NAMES = [
    ("ES", PERSON, "NIF (DNI or NIE)"),
    ("GT", PERSON, "Tax number (NIT)"),
    ("SK", PERSON, "Tax number (DIČ)"),
    ("DE", PERSON, "Tax identification number (Steuer-ID)"),
    ("KZ", PERSON, "Individual identification number (IIN)"),
    ("IT", COMPANY, "VAT number (partita IVA) or tax code (codice fiscale)"),
    ("GI", COMPANY, "Company registration number (CRN)"),
    ("CO", COMPANY, "NIT"),
    ("KR", COMPANY, "Business registration number (사업자등록번호)"),
]


@pytest.mark.parametrize(("country", "requirement", "name"), NAMES)
def test_numbers_have_their_local_names(maps: Maps, country: str, requirement: str, name: str) -> None:
    assert ask(maps, country, requirement).label.text == name
