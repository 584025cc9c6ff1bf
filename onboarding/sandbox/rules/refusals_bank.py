"""Bank accounts that Stripe's test mode refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from onboarding.sandbox.model import Refusal
from onboarding.sandbox.rules import book, given


def check(country: str, bank: Mapping[str, Any], prefix: str) -> None:
    """Raise `Refusal` for the numbers of one bank account sent under the parameter `prefix`.

    country: of the account, for bank accounts that name none. Cards and tokens are not looked at.
    """
    number = _plain(given.text_at(bank, "account_number"))
    if not number:
        return
    where = given.text_at(bank, "country").upper() or country
    if not _known(where, number):
        raise Refusal(
            "You must use a test bank account number in test mode. Try 000123456789 or see more options at "
            "https://stripe.com/docs/connect/testing#account-numbers.",
            f"{prefix}[account_number]",
            "account_number_invalid",
        )
    routing = _plain(given.text_at(bank, "routing_number"))
    if not _routes(where, routing):
        raise Refusal(
            f"The routing number does not name a bank in {where}.",
            f"{prefix}[routing_number]",
            "routing_number_invalid",
        )


def _plain(number: str) -> str:
    return re.sub(r"[\s-]", "", number).upper()


def _known(country: str, number: str) -> bool:
    facts = book.facts("refused")
    if re.fullmatch(facts["bank_number_pattern"], number):
        return True
    known = facts["bank_numbers"].get(country)
    if known is not None:
        return number in known.split()
    return re.fullmatch(rf"{country}[0-9]{{2}}[A-Z0-9]{{10,30}}|[0-9]{{4,20}}", number) is not None


def _routes(country: str, routing: str) -> bool:
    pattern = book.facts("refused")["routing_numbers"].get(country)
    if pattern is None:
        return True
    if not re.fullmatch(pattern, routing):
        return False
    return country != "US" or _us_checksum(routing)


def _us_checksum(routing: str) -> bool:
    """The weights of US routing numbers are 3, 7 and 1 in turn; the sum ends in 0."""
    return sum(int(digit) * weight for digit, weight in zip(routing, (3, 7, 1) * 3, strict=True)) % 10 == 0
