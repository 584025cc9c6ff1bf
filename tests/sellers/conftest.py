"""The use cases over the sandbox: a real gateway, a real database, and Stripe's calls counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from forms.questions import Answers, untranslated
from onboarding.brand import Brand
from onboarding.calls import Consent
from onboarding.maps import load_maps
from onboarding.migrations import migrate
from onboarding.outcome import Outcome
from onboarding.paths import data_root
from onboarding.sandbox.running import Running, running
from onboarding.sellers import Application, Sellers
from onboarding.store import Database
from onboarding.stripe_gateway import Connection, StripeGateway

CONSENT = Consent(1_700_000_000, "203.0.113.7", "Tests")


class CountingGateway(StripeGateway):
    """Counts what Stripe is asked."""

    asked = 0

    def _try(self, call: Callable[[], Any]) -> Any:
        self.asked += 1
        return super()._try(call)


class Office:
    """One set of use cases, with short words for what the tests do."""

    def __init__(self, sellers: Sellers, gateway: CountingGateway, sandbox: Running) -> None:
        self.sellers, self.gateway, self.sandbox = sellers, gateway, sandbox
        self._nonces = (f"nonce-{number}" for number in count())

    def begin(self, country: str = "US", business_type: str = "individual", nonce: str = "") -> str:
        application = Application(country=country, business_type=business_type, locale="en")
        return self.sellers.begin(application, nonce=nonce or next(self._nonces))

    def submit(self, seller: str, place: tuple[str, str], answers: Answers, nonce: str = "") -> Outcome:
        opened = self.sellers.open(seller, *place)
        assert opened is not None
        return self.sellers.submit(
            seller,
            opened,
            answers,
            nonce=nonce or next(self._nonces),
            consent=CONSENT,
            translate=untranslated,
        )

    def calls(self, act: Callable[[], object]) -> int:
        """How many calls of Stripe something costs."""
        before = self.gateway.asked
        act()
        return self.gateway.asked - before


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Running]:
    with running(default_mcc="5192") as found:
        yield found


@pytest.fixture
def office(sandbox: Running, tmp_path: Path) -> Iterator[Office]:
    url = f"sqlite:///{tmp_path / 'sellers.sqlite'}"
    migrate(url)
    connection = Connection(
        key="sk_test_sandbox", webhook_secrets=("whsec_x",), api_base=sandbox.url, files_base=sandbox.url,
        max_retries=0,
    )  # fmt: skip
    gateway, database = CountingGateway(connection, sleep=lambda _: None), Database(url)
    maps = load_maps(data_root() / "requirement_maps")
    moments = count(1_700_000_000)
    sandbox.control("POST", "reset", {})
    yield Office(Sellers(gateway, database, maps, Brand(), lambda: next(moments)), gateway, sandbox)
    gateway.close()
    database.close()
