from __future__ import annotations

from typing import Any

import pytest

from forms.kinds.id_checks import OWN, find_check, passes
from tests.forms.asking import LIVE, TEST, question, take

BASE = "individual.id_number"
SSN = {"digits": 9, "check": "us.ssn"}


@pytest.mark.parametrize(
    "typed", ["536-90-4399", "536 90 4399", "536904399", "５３６９０４３９９", "536.90.4399"]
)
def test_any_familiar_writing_is_taken(typed: str) -> None:
    assert take(question("national_id", BASE, options=SSN), typed) == {BASE: "536904399"}


@pytest.mark.parametrize(
    ("options", "typed", "live", "test"),
    [
        (SSN, "000000000", False, True),
        (SSN, "12345678", False, False),
        (SSN, "12a456789", False, False),
        ({"digits": 4}, "0000", True, True),
        ({"digits": [9, 10]}, "1234567890", True, True),
        ({"pattern": "[A-Z]{5}[0-9]{4}[A-Z]"}, "abcde 1234 f", True, True),
        ({"pattern": "[A-Z]{5}[0-9]{4}[A-Z]"}, "12345", False, False),
        ({"check": "fr.siren"}, "732 829 320", True, True),
        ({"check": "fr.siren"}, "732829321", False, True),
        ({"check": "gb.crn"}, "sc123456", True, True),
        ({"check": "us.ein|us.ssn"}, "536904399", True, True),
    ],
)
def test_check_digits_count_in_live_mode_only(
    options: dict[str, Any], typed: str, live: bool, test: bool
) -> None:
    one = question("national_id", BASE, options=options)
    assert isinstance(take(one, typed, LIVE), dict) is live
    assert isinstance(take(one, typed, TEST), dict) is test


def test_a_number_may_be_kept_as_typed() -> None:
    assert take(question("tax_id", BASE, options={"keep": True}), " HRB  1234 ") == {BASE: "HRB 1234"}


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("us.aba", "021000021", "021000022"),
        ("mx.clabe", "032180000118359719", "032180000118359718"),
        ("au.acn", "004085616", "004085617"),
        ("hk.hkid", "A1234563", "A1234564"),
        ("nz.nzbn", "9429041535110", "9429041535111"),
        ("nl.kvk", "12345678", "1234567"),
        ("pl.krs", "0000127206", "127206"),
        ("ie.crn", "123456", "1234"),
        ("au.bsb", "110000", "11000"),
        ("hk.br", "12345678", "1234567"),
        ("gb.crn", "00445790", "4457"),
        ("iban", "DE89370400440532013000", "DE89370400440532013001"),
        ("luhn", "046454286", "046454287"),
    ],
)
def test_checks(name: str, good: str, bad: str) -> None:
    assert passes(name, good)
    assert not passes(name, bad)


def test_every_own_check_is_found_and_unknown_names_are_not() -> None:
    assert all(find_check(name) for name in OWN)
    assert find_check("os.system") is None
    assert find_check("zz.nothing") is None
    assert find_check("../etc") is None
