"""The currency that accounts of a country have unless they say otherwise, by facts/currencies.yaml."""

from __future__ import annotations

from onboarding.sandbox.rules.book import facts

CURRENCIES = {
    country: currency for currency, words in facts("currencies").items() for country in words.split()
}
"""Country -> currency. A country that is not here cannot have an account."""


def currency_of(country: str) -> str:
    """In lower case; that of the United States for an unknown country."""
    return CURRENCIES.get(country, "usd")
