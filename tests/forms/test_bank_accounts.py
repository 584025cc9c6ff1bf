from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

from forms.asked import Asked
from forms.form import build_form
from tests.forms.asking import LIVE, TEST, question, sent, take

BASE = "external_account"
US: dict[str, Any] = {
    "currency": "usd",
    "account": {"digits": [4, 17]},
    "parts": [{"name": "routing_number", "digits": 9, "check": "us.aba"}],
    "routing": "{routing_number}",
}
CA: dict[str, Any] = {
    "currency": "cad",
    "account": {"digits": [7, 12]},
    "parts": [{"name": "transit", "digits": 5}, {"name": "institution", "digits": 3}],
    "routing": "{transit}-{institution}",
}
GB: dict[str, Any] = {
    "currency": "gbp",
    "account": {"digits": 8},
    "parts": [{"name": "sort_code", "digits": 6}],
    "routing": "{sort_code}",
}
IBAN: dict[str, Any] = {"currency": "eur", "account": "iban"}


def typed(values: dict[str, str]) -> dict[str, str]:
    return {f"{BASE}.{part}": value for part, value in values.items()}


@pytest.mark.parametrize(
    ("country", "options", "values", "number", "routing"),
    [
        (
            "US",
            US,
            {"routing_number": "110000000", "account_number": "000123456789"},
            "000123456789",
            "110000000",
        ),
        (
            "CA",
            CA,
            {"transit": "11000", "institution": "000", "account_number": "000123456789"},
            "000123456789",
            "11000-000",
        ),
        ("GB", GB, {"sort_code": "10-88-00", "account_number": "0001 2345"}, "00012345", "108800"),
        ("DE", IBAN, {"account_number": "de89 3704 0044 0532 0130 00"}, "DE89370400440532013000", None),
        ("FR", IBAN, {"account_number": "FR89370400440532013000"}, "FR89370400440532013000", None),
        ("DE", IBAN, {"account_number": "DE89370400440532013004"}, "DE89370400440532013004", None),
    ],
)
def test_test_numbers_are_sent_as_stripe_takes_them(
    country: str, options: dict[str, Any], values: dict[str, str], number: str, routing: str | None
) -> None:
    expected = {
        "object": "bank_account",
        "country": country,
        "currency": options["currency"],
        "account_number": number,
        "routing_number": routing,
    }
    one = question("bank_account", BASE, country=country, options=options)
    assert take(one, typed(values), TEST) == {BASE: {name: each for name, each in expected.items() if each}}


@pytest.mark.parametrize(
    ("options", "values", "expected"),
    [
        (US, {}, ["Enter the routing number", "Enter the account number"]),
        (
            US,
            {"routing_number": "123", "account_number": "1234"},
            ["Check the routing number: enter its 9 digits as they stand on a statement"],
        ),
        (
            US,
            {"routing_number": "021000022", "account_number": "1234"},
            ["Check the routing number: enter its 9 digits as they stand on a statement"],
        ),
        (
            US,
            {"routing_number": "021000021", "account_number": "12"},
            ["Enter the account number as it stands on a bank statement"],
        ),
        (
            IBAN,
            {"account_number": "DE89370400440532013001"},
            ["Check the IBAN: it starts with two letters and two digits"],
        ),
        (IBAN, {}, ["Enter the IBAN"]),
    ],
)
def test_live_numbers_are_checked(
    options: dict[str, Any], values: dict[str, str], expected: list[str]
) -> None:
    assert take(question("bank_account", BASE, options=options), typed(values), LIVE) == expected


def test_holder_currency_and_type_are_asked_where_the_map_says() -> None:
    options = IBAN | {
        "currencies": ["eur", "gbp"],
        "holder": True,
        "account_type": ["futsu", "toza"],
        "holder_type": "company",
    }
    one = question("bank_account", BASE, country="JP", options=options)
    number = {"account_number": "DE89370400440532013000"}
    assert take(one, typed(number)) == [
        "Enter the name of the person or business that holds the account",
        "Choose the currency of the account",
        "Choose the type of account",
    ]
    chosen = {"account_holder_name": "Jo  Bloggs", "currency": "gbp", "account_type": "toza"}
    sent = take(one, typed(number | chosen))[BASE]
    assert sent["account_holder_name"] == "Jo Bloggs"
    assert (sent["currency"], sent["account_type"], sent["account_holder_type"]) == ("gbp", "toza", "company")
    assert take(one, typed(number | chosen | {"currency": "usd"})) == ["Choose the currency of the account"]


ELSEWHERE: dict[str, Any] = {"other_currencies": ("eur", "gbp", "pln")}
GERMAN = {**IBAN, **ELSEWHERE, "elsewhere": {"FR": IBAN, "PL": {**IBAN, "currency": "pln"}, "GB": GB}}
BRITISH = {**GB, **ELSEWHERE, "elsewhere": {"FR": IBAN, "PL": {**IBAN, "currency": "pln"}}}
FRENCH_IBAN, POLISH_IBAN = "FR1420041010050500013M02606", "PL61109010140000071219812874"


@pytest.mark.parametrize(
    ("own", "options", "values", "expected"),
    [
        ("DE", GERMAN, {"account_number": "DE89370400440532013000"}, ("DE", "eur", None)),
        ("DE", GERMAN, {"account_number": FRENCH_IBAN}, ("FR", "eur", None)),
        ("DE", GERMAN, {"account_number": POLISH_IBAN, "country": "DE"}, ("PL", "pln", None)),
        ("DE", GERMAN, {"account_number": "HR1210010051863000160"}, ("HR", "eur", None)),
        ("DE", GERMAN, {"account_number": POLISH_IBAN, "currency": "eur"}, ("PL", "eur", None)),
        (
            "DE",
            GERMAN,
            {"account_number": "00012345", "sort_code": "108800", "country": "GB"},
            ("GB", "gbp", "108800"),
        ),
        ("GB", BRITISH, {"account_number": "00012345", "sort_code": "108800"}, ("GB", "gbp", "108800")),
        ("GB", BRITISH, {"account_number": FRENCH_IBAN, "country": "FR"}, ("FR", "eur", None)),
        ("GB", BRITISH, {"account_number": "HR1210010051863000160", "country": "FR"}, ("HR", "gbp", None)),
        ("GB", BRITISH, {"account_number": FRENCH_IBAN}, ("FR", "eur", None)),
    ],
)
def test_bank_elsewhere_is_sent_with_its_country_and_currency(
    own: str, options: dict[str, Any], values: dict[str, str], expected: tuple[str, str, str | None]
) -> None:
    one = question("bank_account", BASE, country=own, options=options)
    sent = take(one, typed(values))[BASE]
    assert (sent["country"], sent["currency"], sent.get("routing_number")) == expected


@pytest.mark.parametrize(
    ("options", "values", "expected"),
    [
        (GERMAN, {}, ["Enter the IBAN"]),
        (
            GERMAN,
            {"account_number": "12"},
            ["Check the IBAN: it starts with two letters and two digits"],
        ),
        (GERMAN, {"country": "GB"}, ["Enter the sort code", "Enter the account number"]),
        (
            GERMAN,
            {"country": "GB", "sort_code": "1", "account_number": "00012345"},
            ["Check the sort code: it has 6 digits"],
        ),
        (
            GERMAN,
            {"account_number": "DE89370400440532013000", "country": "US"},
            ["Choose the country of the bank from the list"],
        ),
        (
            GERMAN,
            {"account_number": "DE89370400440532013000", "currency": "usd"},
            ["Choose a currency from the list, or the usual one"],
        ),
        (BRITISH, {"country": "FR"}, ["Enter the IBAN"]),
    ],
)
def test_what_is_wrong_with_a_bank_elsewhere(
    options: dict[str, Any], values: dict[str, str], expected: list[str]
) -> None:
    own = "GB" if options is BRITISH else "DE"
    assert take(question("bank_account", BASE, country=own, options=options), typed(values)) == expected


@pytest.mark.parametrize(
    ("options", "currency", "shown"),
    [
        (BRITISH, "gbp", ("B", "•••• 6789")),
        (BRITISH, "eur", ("B", "•••• 6789", "Euro (EUR)")),
        ({**GB, "currencies": ["gbp", "eur"]}, "eur", ("B", "•••• 6789", "Euro (EUR)")),
        (GB, "eur", ("B", "•••• 6789")),
        (BRITISH, None, ("B", "•••• 6789")),
    ],
)
def test_a_bank_account_is_told_by_its_currency_where_that_is_another(
    options: dict[str, Any], currency: str | None, shown: tuple[str, ...]
) -> None:
    """Of several the one that has to be replaced is shown, and by its currency alone it is replaced."""
    one = question("bank_account", BASE, country="GB", options=options)
    known = {BASE: {"bank_name": "B", "last4": "6789", "currency": currency}}
    form = build_form([one], LIVE)
    assert form.asked[0].kind.show(one, known, LIVE) == shown


def test_what_only_a_bank_elsewhere_needs_is_folded_away(draw: Callable[[Asked], BeautifulSoup]) -> None:
    one = question("bank_account", BASE, country="DE", options=GERMAN)
    page = draw(build_form([one], LIVE).asked[0])
    assert page.details is not None
    assert not page.details.has_attr("open")
    assert [each["name"] for each in page.select("div.parts > .part input")] == [f"{BASE}.account_number"]
    chosen = page.select_one(f"select[name='{BASE}.country'] option[selected]")
    assert chosen is not None
    assert chosen["value"] == "DE"
    british = sent(one, {**typed({"country": "GB"}), "_country": BASE, "_shown": f"{BASE} DE"})
    page = draw(british.asked[0])
    assert page.details is not None
    assert page.details.has_attr("open")
    assert page.select_one(f"input[name='{BASE}.sort_code']")
