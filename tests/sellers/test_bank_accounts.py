"""Bank accounts that Stripe pays nothing to, over the sandbox: each is told, and mended by another one."""

from __future__ import annotations

from typing import Any

import pytest

from onboarding.outcome import Saved
from onboarding.standing import Standing
from tests.sellers.conftest import Office

POUNDS = {
    "object": "bank_account", "country": "GB", "currency": "gbp", "routing_number": "108800",
    "account_number": "00012345",
}  # fmt: skip
EUROS = {
    "object": "bank_account", "country": "DE", "currency": "eur", "account_number": "DE89370400440532013000",
}  # fmt: skip
BANK = ("bank_account", "")


@pytest.fixture
def seller(office: Office) -> str:
    """Has a bank account in pounds, and one in euros."""
    seller = office.begin("GB")
    give(office, seller, POUNDS)
    give(office, seller, EUROS)
    return seller


def give(office: Office, seller: str, bank: dict[str, str]) -> None:
    assert isinstance(office.submit(seller, BANK, {"external_account": dict(bank)}), Saved)


def held(office: Office, seller: str) -> dict[str, dict[str, Any]]:
    """The bank accounts by currency."""
    account = office.gateway.account(office.sellers.overview(seller).snapshot.account)
    return {each["currency"]: each for each in account["external_accounts"]["data"]}


def turn(office: Office, seller: str, currency: str, status: str = "errored") -> None:
    """That bank account takes that status, and a webhook tells us."""
    account = office.sellers.overview(seller).snapshot.account
    office.sandbox.force(account, errored=held(office, seller)[currency]["id"], status=status)
    office.sellers.refresh(account)


def wrong(office: Office, seller: str) -> list[str]:
    return [problem.code for problem in office.sellers.plan(seller).problems]


def test_only_the_one_that_is_wrong_has_to_be_replaced(office: Office, seller: str) -> None:
    assert wrong(office, seller) == []
    turn(office, seller, "eur")
    assert wrong(office, seller) == ["errored"]
    opened = office.sellers.open(seller, *BANK)
    assert opened is not None
    assert opened.known["external_account"]["currency"] == "eur"
    give(office, seller, POUNDS)
    assert wrong(office, seller) == ["errored"]
    give(office, seller, EUROS)
    assert wrong(office, seller) == []
    assert set(held(office, seller)) == {"gbp", "eur"}


def test_every_one_that_is_wrong_is_told(office: Office, seller: str) -> None:
    turn(office, seller, "gbp")
    turn(office, seller, "eur", "verification_failed")
    assert {"errored", "verification_failed"} <= set(wrong(office, seller))
    give(office, seller, POUNDS)
    assert set(wrong(office, seller)) == {"verification_failed"}


def test_what_works_is_told_from_the_same_reading(office: Office, seller: str) -> None:
    turn(office, seller, "gbp")
    overview = office.sellers.overview(seller)
    assert not overview.snapshot.pays_out
    assert not overview.paused
    assert overview.standing is Standing.RESTRICTED
