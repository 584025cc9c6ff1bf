from __future__ import annotations

from typing import Any

import pytest

from forms.kinds import KINDS
from forms.kinds.date_of_birth import parts_in_order
from tests.forms.asking import LIVE, TEST, in_locale, question, take

BASE = "individual.dob"
NOT_REAL = "Label: enter a real date, with a month from 1 to 12 and a day of that month"

TOO_OLD = "Label: check the year, nobody is more than 120 years old"


def typed(day: str, month: str, year: str) -> dict[str, str]:
    return {f"{BASE}.day": day, f"{BASE}.month": month, f"{BASE}.year": year}


@pytest.mark.parametrize(
    ("locale", "values", "expected"),
    [
        ("en", ("22", "11", "1905"), [TOO_OLD]),
        ("en", ("1", "1", "1850"), [TOO_OLD]),
        ("en", ("23", "11", "1905"), (23, 11, 1905)),
        ("en", ("27", "March", "1985"), (27, 3, 1985)),
        ("en", (" 27 ", "mar.", "1985"), (27, 3, 1985)),
        ("fr", ("27", "février", "1985"), (27, 2, 1985)),
        ("fr", ("27", "FEVRIER", "1985"), (27, 2, 1985)),
        ("fr", ("27", "March", "1985"), (27, 3, 1985)),
        ("en", ("27", "sept", "1985"), (27, 9, 1985)),
        ("fr", ("27", "juil", "1985"), (27, 7, 1985)),
        ("fr", ("27", "jui", "1985"), [NOT_REAL]),
        ("en", ("27", "Se", "1985"), [NOT_REAL]),
        ("ja", ("２７", "３", "１９８５"), (27, 3, 1985)),
        ("en", ("29", "2", "1984"), (29, 2, 1984)),
        ("en", ("", "", ""), ["Enter the date of birth"]),
        ("en", ("27", "", "1985"), ["Label: enter a day, a month and a year"]),
        ("en", ("31", "2", "1985"), [NOT_REAL]),
        ("en", ("32", "1", "1985"), [NOT_REAL]),
        ("en", ("1", "Smarch", "1985"), [NOT_REAL]),
        ("en", ("1", "1", "85"), ["Label: enter the year with 4 digits, like 1985"]),
        ("en", ("1", "1", "19855"), ["Label: enter the year with 4 digits, like 1985"]),
        ("en", ("1", "1", "0000"), ["Label: enter the year with 4 digits, like 1985"]),
        ("en", ("27", "3", "1800"), [TOO_OLD]),
        ("en", ("1", "1", "2030"), ["Enter a date of birth in the past"]),
        ("en", ("23", "11", "2013"), ["Enter the date of birth of a person who is at least 13 years old"]),
        ("en", ("22", "11", "2013"), (22, 11, 2013)),
    ],
)
def test_dates_of_birth(locale: str, values: tuple[str, str, str], expected: Any) -> None:
    found = take(question("date_of_birth", BASE), typed(*values), in_locale(locale))
    if isinstance(expected, tuple):
        expected = dict(zip((f"{BASE}.day", f"{BASE}.month", f"{BASE}.year"), expected, strict=True))
    assert found == expected


@pytest.mark.parametrize("year", [1900, 1901, 1902])
def test_birthdays_of_test_mode_are_older_than_anybody(year: int) -> None:
    one = question("date_of_birth", BASE)
    born = take(one, typed("1", "1", str(year)), TEST)
    assert born == {f"{BASE}.day": 1, f"{BASE}.month": 1, f"{BASE}.year": year}
    assert take(one, typed("2", "1", str(year)), TEST) == [TOO_OLD]


def test_the_age_that_is_asked_for_is_the_map_s() -> None:
    one = question("date_of_birth", BASE, options={"min_age": 18})
    assert take(one, typed("1", "1", "2010"), LIVE) == [
        "Enter the date of birth of a person who is at least 18 years old"
    ]


def test_a_date_may_be_sent_as_one_text() -> None:
    one = question("date", BASE, options={"as": "iso", "future": True})
    assert take(one, typed("31", "12", "2026")) == {BASE: "2026-12-31"}


def test_a_date_long_ago_is_said_to_be_early() -> None:
    assert take(question("date", BASE), typed("1", "1", "1800")) == [
        "Label: check the year, it is before 1850"
    ]


def test_an_optional_date_may_be_left_out() -> None:
    assert take(question("date", BASE, optional=True), typed("", "", "")) == {}


@pytest.mark.parametrize(
    ("locale", "country", "order"),
    [
        ("en", "US", ("month", "day", "year")),
        ("en", "GB", ("day", "month", "year")),
        ("fr", "FR", ("day", "month", "year")),
        ("fr", "US", ("day", "month", "year")),
        ("ja", "JP", ("year", "month", "day")),
        ("en", "JP", ("day", "month", "year")),
        ("en_XA", "GB", ("day", "month", "year")),
    ],
)
def test_the_parts_stand_as_the_country_and_language_have_them(
    locale: str, country: str, order: tuple[str, ...]
) -> None:
    assert parts_in_order(locale, country) == order


@pytest.mark.parametrize(("country", "example"), [("US", "3 27 1985"), ("GB", "27 3 1985")])
def test_the_example_has_the_order_of_the_inputs(country: str, example: str) -> None:
    asked = question("date_of_birth", BASE, country=country)
    assert KINDS["date_of_birth"].hint(asked, LIVE) == f"For example, {example}"


@pytest.mark.parametrize(
    ("locale", "country", "expected"),
    [
        ("en", "US", "March 1, 1985"),
        ("en", "GB", "1 March 1985"),
        ("en", "JP", "1 March 1985"),
        ("fr", "FR", "1er mars 1985"),
        ("fr_CA", "CA", "1er mars 1985"),
        ("de", "DE", "1. März 1985"),
    ],
)
def test_dates_are_shown_as_the_country_writes_them(locale: str, country: str, expected: str) -> None:
    asked = question("date_of_birth", BASE, country=country)
    known = {BASE: {"day": 1, "month": 3, "year": 1985}}
    assert KINDS["date_of_birth"].show(asked, known, in_locale(locale)) == (expected,)


def test_stripes_test_birthdays_are_taken_in_test_mode_only() -> None:
    asked = question("date_of_birth", BASE)
    assert take(asked, typed("1", "1", "1902"), TEST) == {
        f"{BASE}.day": 1, f"{BASE}.month": 1, f"{BASE}.year": 1902,
    }  # fmt: skip
    assert "120" in take(asked, typed("1", "1", "1902"), LIVE)[0]
