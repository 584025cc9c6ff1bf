"""Values that are refused outright: words, parameter and code."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from onboarding.sandbox import rules
from onboarding.sandbox.brackets import nested
from onboarding.sandbox.model import Refusal
from tests.sandbox.rules_driver import new
from tests.sandbox.test_recordings import RECORDINGS

NOW = int(datetime(2026, 11, 22, tzinfo=UTC).timestamp())
EMPTY = "parameter_invalid_empty"
INDIVIDUAL = "You can only provide `individual` parameters for accounts with `business_type` of 'individual'."
NOT_TEST = (
    "You must use a test bank account number in test mode. Try 000123456789 or see more options at "
    "https://stripe.com/docs/connect/testing#account-numbers."
)

REFUSED: list[tuple[str, str, str, dict[str, Any], str, str | None, str | None]] = [
    # country, kind, where, sent, param, code, words
    (
        "US",
        "individual",
        "account",
        {"individual[dob][year]": 2020, "individual[dob][month]": 1, "individual[dob][day]": 1},
        "individual[dob][year]",
        None,
        "Must be at least 13 years of age to use Stripe",
    ),
    (
        "US",
        "company",
        "person:new",
        {"dob[year]": "2013", "dob[month]": "11", "dob[day]": "23"},
        "dob[year]",
        None,
        "Must be at least 13 years of age to use Stripe",
    ),
    (
        "US",
        "company",
        "person:new",
        {"dob[year]": 1990, "dob[month]": 2, "dob[day]": 31},
        "dob[day]",
        None,
        None,
    ),
    (
        "US",
        "individual",
        "account",
        {"business_profile[support_phone]": "+1555"},
        "business_profile[support_phone]",
        None,
        '"+1555" is not a valid phone number',
    ),
    ("US", "individual", "account", {"individual[phone]": "+33612345678"}, "individual[phone]", None, None),
    ("GB", "company", "account", {"company[phone]": "abc"}, "company[phone]", None, None),
    (
        "US",
        "individual",
        "account",
        {"individual[id_number]": "123-45-6789"},
        "individual[id_number]",
        None,
        "US tax IDs must have 9 digits",
    ),
    (
        "US",
        "company",
        "account",
        {"company[tax_id]": "12-3456789"},
        "company[tax_id]",
        None,
        "US tax IDs must have 9 digits",
    ),
    ("US", "company", "person:new", {"ssn_last_4": "12"}, "ssn_last_4", None, None),
    (
        "US",
        "company",
        "person:new",
        {"ssn_last_4": "1234", "id_number": "000000000"},
        "ssn_last_4",
        None,
        None,
    ),
    (
        "US",
        "individual",
        "account",
        {"individual[address][line1]": "1 Main St", "individual[address][postal_code]": "9410"},
        "individual[address][postal_code]",
        "postal_code_invalid",
        None,
    ),
    (
        "CA",
        "company",
        "account",
        {"company[address][state]": "Bavaria"},
        "company[address][state]",
        "account_country_invalid_state",
        None,
    ),
    (
        "GB",
        "company",
        "account",
        {"company[address][country]": "FR"},
        "company[address][country]",
        "account_country_invalid_address",
        "Address for business must match account country",
    ),
    ("US", "company", "account", {"individual[first_name]": "Jane"}, "individual", None, INDIVIDUAL),
    (
        "US",
        "individual",
        "account",
        {"business_type": "company", "individual[first_name]": "Jane"},
        "individual",
        None,
        INDIVIDUAL,
    ),
    ("FR", "individual", "account", {"business_type": "government_entity"}, "business_type", None, None),
    ("US", "individual", "account", {"business_profile[mcc]": "0001"}, "business_profile[mcc]", None, None),
    (
        "US",
        "individual",
        "account",
        {"business_profile[url]": "nonsense"},
        "business_profile[url]",
        "url_invalid",
        None,
    ),
    (
        "US",
        "individual",
        "account",
        {"business_profile[url]": "https://[nonsense"},
        "business_profile[url]",
        "url_invalid",
        None,
    ),
    (
        "US",
        "individual",
        "account",
        {"individual[email]": "nobody"},
        "individual[email]",
        "email_invalid",
        None,
    ),
    ("US", "individual", "account", {"email": "a@b"}, "email", "email_invalid", None),
    ("US", "individual", "account", {"individual[first_name]": ""}, "individual[first_name]", EMPTY, None),
    (
        "US",
        "individual",
        "account",
        {"tos_acceptance[date]": 1},
        "tos_acceptance[ip]",
        "parameter_missing",
        "Missing required param: ip.",
    ),
    (
        "US",
        "individual",
        "account",
        {"tos_acceptance[date]": 1, "tos_acceptance[ip]": "somewhere"},
        "tos_acceptance[ip]",
        None,
        "Invalid IP address: somewhere",
    ),
    (
        "US",
        "individual",
        "account",
        {"tos_acceptance[date]": 9_999_999_999, "tos_acceptance[ip]": "::1"},
        "tos_acceptance[date]",
        None,
        "The date of acceptance cannot be in the future.",
    ),
    (
        "US",
        "individual",
        "account",
        {"settings[payments][statement_descriptor]": "123456"},
        "settings[payments][statement_descriptor]",
        None,
        None,
    ),
    (
        "US",
        "individual",
        "account",
        {"bank_account[account_number]": "123456789012"},
        "bank_account[account_number]",
        "account_number_invalid",
        NOT_TEST,
    ),
    (
        "US",
        "individual",
        "external_account",
        {"account_number": "000123456789", "routing_number": "110000001"},
        "external_account[routing_number]",
        "routing_number_invalid",
        None,
    ),
    (
        "FR",
        "individual",
        "external_account",
        {"account_number": "FR1420041010050500013M02606"},
        "external_account[account_number]",
        "account_number_invalid",
        NOT_TEST,
    ),
    (
        "GB",
        "company",
        "person:new",
        {"relationship[percent_ownership]": "101"},
        "relationship[percent_ownership]",
        None,
        None,
    ),
]


@pytest.mark.parametrize(("country", "kind", "where", "sent", "param", "code", "words"), REFUSED)
def test_refused(
    country: str, kind: str, where: str, sent: dict[str, Any], param: str, code: str | None, words: str | None
) -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_values(new(country, kind), nested(sent), where, NOW)
    assert (refused.value.param, refused.value.code) == (param, code)
    assert words is None or refused.value.message == words
    assert refused.value.status == 400


ACCEPTED: list[tuple[str, str, str, dict[str, Any]]] = [
    (
        "US",
        "individual",
        "account",
        {"individual[phone]": "0000000000", "individual[address][state]": "California"},
    ),
    (
        "US",
        "individual",
        "account",
        {"individual[phone]": "(650) 253-0000", "individual[address][state]": "ny"},
    ),
    (
        "US",
        "individual",
        "account",
        {"business_profile[support_url]": "", "individual[dob]": "", "metadata[x]": ""},
    ),
    (
        "US",
        "individual",
        "account",
        {"individual[address][city]": "", "individual[address][state]": "", "individual[address][line2]": ""},
    ),
    (
        "CA",
        "individual",
        "account",
        {"individual[address][line1]": "1 Rue A", "individual[address][postal_code]": "h2x 1y4"},
    ),
    ("GB", "company", "person:new", {"address[country]": "US", "address[state]": "TX", "id_number": "AB12"}),
    ("GB", "company", "account", {"company[phone]": "+442079460000", "company[tax_id]": "00000000"}),
    (
        "CA",
        "individual",
        "account",
        {
            "external_account[account_number]": "000123456789",
            "external_account[country]": "US",
            "external_account[routing_number]": "110000000",
        },
    ),
    ("DE", "individual", "external_account", {"account_number": "DE89 3704 0044 0532 0130 00"}),
    ("DE", "individual", "external_account", {"account_number": "DE89370400440532013002"}),
    ("GB", "individual", "external_account", {"account_number": "00012345", "routing_number": "10-88-00"}),
    ("HK", "individual", "external_account", {"account_number": "000123-456", "routing_number": "110-000"}),
]


@pytest.mark.parametrize(("country", "kind", "where", "sent"), ACCEPTED)
def test_accepted(country: str, kind: str, where: str, sent: dict[str, Any]) -> None:
    rules.check_values(new(country, kind), nested(sent), where, NOW)


def test_ownership_adds_up_over_all_persons() -> None:
    account = new("US", "company")
    account.persons = {"person_1": {"relationship": {"owner": True, "percent_ownership": "60"}}}
    half = {"relationship": {"percent_ownership": 50}}
    with pytest.raises(Refusal, match="combined ownership"):
        rules.check_values(account, half, "person:new", NOW)
    rules.check_values(account, half, "person:person_1", NOW)


def test_the_agreement_is_settled_once_accepted() -> None:
    account = new("MX", agreement="recipient")
    account.values["tos_acceptance"]["date"] = 1
    with pytest.raises(Refusal, match="agreement"):
        rules.check_values(account, {"tos_acceptance": {"service_agreement": "full"}}, "account", NOW)


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
def test_nothing_recorded_as_accepted_is_refused(recording: Any) -> None:
    sent = {key: value for key, value in recording.sent.items() if value != "given"}
    values = nested(sent)
    account = new(values.pop("country"), values.get("business_type"))
    rules.check_values(account, values, "account", NOW)
