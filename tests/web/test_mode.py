"""Test mode is told on every page, and follows the key: not only the sandbox is test mode."""

from __future__ import annotations

import pytest

from tests.web.conftest import MakeApp
from tests.web.visitor import Visitor

REAL = {"SECRET_KEY": "x" * 40, "STRIPE_WEBHOOK_SECRET": "whsec_x"}


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, True),
        ({**REAL, "STRIPE_SECRET_KEY": "sk_test_real"}, True),
        ({**REAL, "STRIPE_SECRET_KEY": "sk_live_real"}, False),
    ],
)
def test_pages_tell_test_mode_by_the_key(make_app: MakeApp, settings: dict[str, str], told: bool) -> None:
    page = Visitor(make_app(**settings)).get("/start")
    assert bool(page.soup.select_one(".ribbon")) is told
