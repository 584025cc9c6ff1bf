from __future__ import annotations

from typing import Any

import pytest

from tests.forms.asking import LIVE, TEST, question, take

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
