"""The status page looks at Stripe again by itself, where a webhook may have been lost; no other page does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onboarding.gateway import GatewayError, Gone, Misconfigured, TimedOut
from tests.web.conftest import Clock
from tests.web.stand_in import StandIn
from tests.web.test_groups import reread
from tests.web.visitor import Visitor

Begin = Callable[..., Visitor]


def test_a_lost_webhook_leaves_nobody_at_being_checked(begin: Begin, gateway: StandIn, clock: Clock) -> None:
    visitor = being_checked(begin, gateway)
    gateway.held |= {"charges_enabled": True, "payouts_enabled": True, "requirements": {}}
    assert visitor.get("/onboarding/status").heading == "We are checking what you sent"
    assert gateway.calls == []
    clock.now += 60
    assert visitor.get("/onboarding/status").heading == "Everything is done"
    assert gateway.calls == ["account"]


def test_only_the_status_page_looks_again_and_once_in_a_minute(
    begin: Begin, gateway: StandIn, clock: Clock
) -> None:
    visitor = begin()
    gateway.calls.clear()
    clock.now += 600
    visitor.get("/onboarding")
    visitor.get("/onboarding/contact")
    assert gateway.calls == []
    for seconds in (0, 59, 1):
        clock.now += seconds
        visitor.get("/onboarding/status")
    assert gateway.calls == ["account", "account"]


def test_what_is_settled_is_looked_at_again_once_in_an_hour(
    begin: Begin, gateway: StandIn, clock: Clock
) -> None:
    visitor = begin()
    gateway.held |= {"charges_enabled": True, "payouts_enabled": True, "requirements": {}, "capabilities": {}}
    reread(visitor)
    gateway.calls.clear()
    for seconds in (1800, 1799, 1, 1800):
        clock.now += seconds
        visitor.get("/onboarding/status")
    assert gateway.calls == ["account"]


@pytest.mark.parametrize("fault", [TimedOut("no answer"), Misconfigured("no permission")])
def test_looking_again_fails_no_page_and_is_not_repeated_at_once(
    begin: Begin, gateway: StandIn, clock: Clock, fault: GatewayError
) -> None:
    visitor = being_checked(begin, gateway)
    clock.now += 60
    gateway.fail(fault)
    for _ in range(2):
        assert visitor.get("/onboarding/status").heading == "We are checking what you sent"
    assert gateway.calls == ["account"]


def test_looking_again_tells_that_the_account_is_gone(begin: Begin, gateway: StandIn, clock: Clock) -> None:
    visitor = being_checked(begin, gateway)
    clock.now += 60
    for _ in range(2):
        gateway.fail(Gone("No such account.", code="resource_missing"))
    assert "account" in visitor.get("/onboarding/status", 410).heading


def being_checked(begin: Begin, gateway: StandIn) -> Visitor:
    """A seller whose account is being checked, as we know; calls are counted from here."""
    visitor = begin()
    gateway.held["requirements"] = {"pending_verification": ["individual.first_name"]}
    reread(visitor)
    gateway.calls.clear()
    return visitor
