"""Bank account forms, filled in with test numbers as banks of the country write them."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from forms.base_form import SellerForm
from forms.form import build_form
from forms.kinds import Asking
from forms.questions import untranslated
from onboarding.maps import Circumstances, Maps

ROWS = [
    ("US", {"routing_number": "110000000", "account_number": "000123456789"}, "110000000"),
    ("GB", {"sort_code": "10-88-00", "account_number": "00012345"}, "108800"),
    ("CA", {"transit": "11000", "institution": "000", "account_number": "000123456789"}, "11000-000"),
    ("FR", {"account_number": "FR89 3704 0044 0532 0130 00"}, None),
    ("DE", {"account_number": "DE89370400440532013000"}, None),
    ("AU", {"bsb": "110-000", "account_number": "000123456"}, "110000"),
    ("HK", {"clearing_code": "110", "branch_code": "000", "account_number": "000123456"}, "110-000"),
    ("SG", {"bank_code": "1100", "branch_code": "000", "account_number": "000123456"}, "1100-000"),
    ("TT", {"bank_code": "999", "branch_code": "00001", "account_number": "00567890123456789"}, "99900001"),
    ("MX", {"account_number": "000000001234567897"}, None),
    ("KE", {"swift": "BARCKENXMDR", "account_number": "000123456789"}, "BARCKENXMDR"),
    ("CL", {"bank_code": "999", "account_number": "000123456789", "account_type": "checking"}, "999"),
    (
        "JP",
        {
            "bank_code": "1100",
            "branch_code": "000",
            "account_number": "0001234",
            "account_holder_name": "A B",
        },
        "1100000",
    ),
    ("AO", {"swift": "AAAAAOAOXXX", "account_number": "AO06004400006729503010102"}, "AAAAAOAOXXX"),
]


def fill(maps: Maps, country: str, typed: dict[str, str]) -> SellerForm:
    place = maps.place("external_account")
    assert place is not None
    circumstances = Circumstances(country, "individual", None)
    question = maps.ask(place.question, "account", circumstances, frozenset({"external_account"}))
    inputs = MultiDict({f"external_account.{name}": value for name, value in typed.items()})
    return build_form([question], Asking(untranslated, "en", test_mode=True), formdata=inputs)


@pytest.mark.parametrize(("country", "typed", "routing"), ROWS, ids=[row[0] for row in ROWS])
def test_a_bank_account_of_the_country_is_taken(
    maps: Maps, country: str, typed: dict[str, str], routing: str | None
) -> None:
    form = fill(maps, country, typed)
    assert form.validate(), form.summary
    account = form.answers()["external_account"]
    assert isinstance(account, dict)
    assert account.get("routing_number") == routing
    assert (account["country"], account["currency"]) == (country, maps.countries[country].currency)


@pytest.mark.parametrize("country", ["US", "GB", "CA", "FR"])
def test_half_a_bank_account_is_refused(maps: Maps, country: str) -> None:
    form = fill(maps, country, {"account_number": "12"})
    assert not form.validate()


HINTS = [
    ("JP", {"bank_code": "4 digits", "branch_code": "3 digits"}),
    ("US", {"routing_number": "9 digits"}),
    ("BO", {"bank_code": "1 to 3 digits"}),
    ("KE", {"swift": "8 or 11 letters and digits"}),
    ("KR", {"swift": "8 or 11 letters and digits"}),
    ("BD", {"bank_code": "9 letters and digits"}),
]


@pytest.mark.parametrize(("country", "hints"), HINTS)
def test_codes_say_how_long_they_are(maps: Maps, country: str, hints: dict[str, str]) -> None:
    parts = drawn(maps, country)
    assert {name: parts[name] for name in hints} == hints
    assert parts["account_number"] == ""


def test_every_code_says_how_long_it_is(maps: Maps) -> None:
    silent = {
        (country, name)
        for country in maps.contents.banks
        for name, hint in drawn(maps, country).items()
        if not hint and name not in ("account_number", "account_holder_name", "account_type", "currency")
    }
    assert silent == set()


def test_the_name_on_a_japanese_account_is_in_katakana(maps: Maps) -> None:
    assert "katakana" in drawn(maps, "JP")["account_holder_name"]
    assert drawn(maps, "VN")["account_holder_name"] == ""


def drawn(maps: Maps, country: str) -> dict[str, str]:
    """The hint below each input of a country's form."""
    (asked,) = fill(maps, country, {}).asked
    return {part.input.name.rpartition(".")[2]: part.hint for part in asked.view.parts}


@pytest.mark.parametrize(
    ("country", "typed", "expected"),
    [
        ("IE", {"account_number": "LT121000011101001000"}, ("LT", "eur")),
        ("DE", {"account_number": "FR89370400440532013000"}, ("FR", "eur")),
        ("GB", {"account_number": "LT121000011101001000"}, ("LT", "eur")),
        ("GB", {"sort_code": "108800", "account_number": "00012345", "currency": "usd"}, ("GB", "usd")),
        ("CH", {"account_number": "CH9300762011623852957", "currency": "eur"}, ("CH", "eur")),
        (
            "CA",
            {"country": "US", "routing_number": "110000000", "account_number": "000123456789"},
            ("US", "usd"),
        ),
        ("AU", {"bsb": "110000", "account_number": "000123456", "currency": "nzd"}, ("AU", "nzd")),
    ],
)
def test_banks_abroad_and_other_currencies_are_taken(
    maps: Maps, country: str, typed: dict[str, str], expected: tuple[str, str]
) -> None:
    form = fill(maps, country, typed)
    assert form.validate(), [line.text for line in form.summary]
    account = form.answers()["external_account"]
    assert isinstance(account, dict)
    assert (account["country"], account["currency"]) == expected


@pytest.mark.parametrize("country", ["US", "JP", "IN", "KE"])
def test_where_nothing_else_is_taken_nothing_else_is_offered(maps: Maps, country: str) -> None:
    names = [one.name for asked in fill(maps, country, {}).asked for one in asked.fields]
    assert not {"external_account.country", "external_account.currency"} & set(names)
