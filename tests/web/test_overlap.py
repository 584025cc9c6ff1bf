"""A webhook's reading of the account and a submit overlap: whoever ends last, nothing newer is forgotten."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from onboarding.sellers import Application, Sellers
from onboarding.web.parts import KEY
from tests.web.stand_in import StandIn

MakeApp = Callable[..., Flask]


@pytest.fixture
def sellers(make_app: MakeApp) -> Sellers:
    found: Sellers = make_app().extensions[KEY].sellers
    return found


def test_a_slow_reading_does_not_win_over_what_was_kept_meanwhile(sellers: Sellers, gateway: StandIn) -> None:
    seller = sellers.begin(Application("US", "individual", "en", "full"), nonce="n" * 20)
    slow = gateway.account

    def overtaken(account: str) -> dict[str, Any]:
        gateway.account = slow  # type: ignore[method-assign]  # the second reading is an ordinary one
        old = copy.deepcopy(slow(account))
        gateway.held["requirements"]["currently_due"].remove("external_account")
        sellers.reread(seller)
        return old

    gateway.account = overtaken  # type: ignore[method-assign]  # the first reading is overtaken by another
    sellers.reread(seller)
    assert "external_account" not in sellers.overview(seller).snapshot.requirements.currently_due
