"""What an account has to give depends on the day, the dashboard and what is asked for."""

from __future__ import annotations

import pytest

from onboarding.sandbox import rules
from onboarding.sandbox.rules import book
from tests.sandbox.rules_driver import START, due, give_account, give_person, new

FULL = sorted(book.families()["shared"] | {"AE", "AU", "BR", "CA", "HK", "IE", "JP", "MX", "SG", "TH", "US"})
BANK_AND_TERMS = {"external_account", "tos_acceptance.date", "tos_acceptance.ip"}
SCRIPTS = ("kana", "kanji")


def _later(country: str, kind: str | None, day: str) -> set[str]:
    return set(rules.assess(new(country, kind, day), START).future_requirements["currently_due"])


@pytest.mark.parametrize("country", FULL)
def test_of_a_person_only_the_name_was_asked_before_the_business_type(country: str) -> None:
    before = {item for item in due(new(country, None, "2024-06-04")) if item.startswith("representative.")}
    kana = {f"representative.{name}_{script}" for name in ("first_name", "last_name") for script in SCRIPTS}
    assert before == (kana if country == "JP" else {"representative.first_name", "representative.last_name"})
    assert "representative.dob.day" in due(new(country, None, "2024-06-05"))


@pytest.mark.parametrize("country", ["US", "FR", "JP"])
def test_without_a_capability_not_even_the_business_type_is_asked(country: str) -> None:
    account = new(country, None)
    account.capabilities = {}
    assert "business_type" not in due(account)
    assert not [item for item in due(account) if item.startswith("representative.")]


def test_nothing_was_announced_in_2022() -> None:
    assert _later("US", "individual", "2022-04-14") == _later("US", "company", "2022-04-14") == set()
    assert "individual.phone" in _later("US", "individual", "2023-10-31")


def test_the_bank_account_and_the_terms_were_announced_again_for_a_while() -> None:
    assert _later("US", None, "2026-01-22") == BANK_AND_TERMS
    assert _later("US", None, "2025-11-01") == _later("US", None, "2026-07-30") == set()


def test_an_account_without_a_business_type_once_had_two_weeks() -> None:
    deadlines = [
        rules.assess(new("US", None, day), START).requirements["current_deadline"]
        for day in ("2024-11-06", "2025-04-04")
    ]
    assert deadlines == [START + 14 * 86400, None]


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({"type": "standard"}, True),
        ({"controller": {"stripe_dashboard": {"type": "full"}}}, True),
        ({"type": "express"}, False),
        ({"controller": {"stripe_dashboard": {"type": "none"}}}, False),
        ({}, False),
    ],
)
def test_the_full_dashboard_asks_for_a_description_and_a_phone(
    values: dict[str, object], asked: bool
) -> None:
    account = new("GB")
    account.values |= values
    both = {"business_profile.product_description", "business_profile.support_phone"}
    assert (both <= set(due(account))) is asked


@pytest.mark.parametrize("country", FULL)
def test_the_merchant_code_is_a_matter_of_card_payments(country: str) -> None:
    account = new(country)
    account.capabilities = {"transfers": True}
    assert not {"business_profile.mcc", "individual.email"} & set(due(account, "eventually_due"))
    assert set(due(account)) <= set(due(new(country), "eventually_due"))


@pytest.mark.parametrize(("number", "looked_at"), [(None, False), ("0000", True)])
def test_nobody_is_looked_at_whose_last_digits_are_missing(number: str | None, looked_at: bool) -> None:
    account = new("US")
    account.capabilities = {"transfers": True}
    account.persons["person_1"] = {"relationship": {"representative": True}}
    for item in ("business_profile.url", *BANK_AND_TERMS):
        give_account(account, item, "https://shop.example" if item.endswith("url") else "1")
    account.bank_accounts["ba_1"] = {"account_number": "1", "default_for_currency": True}
    typed = {"first_name": "A", "last_name": "B", "ssn_last_4": number}
    typed |= {"dob.day": "1", "dob.month": "1", "dob.year": "1901", "address.line1": "address_full_match"}
    for path, value in typed.items():
        if value:
            give_person(account, "person_1", path, value)
    assert rules.assess(account, START).charges_enabled
    assert ("individual.address.line1" in due(account, "pending_verification")) is looked_at
