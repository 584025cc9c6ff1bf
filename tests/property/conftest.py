"""A marketplace whose sellers may be in any state at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onboarding import store
from onboarding.calls import CreatePerson
from onboarding.maps import Maps, load_maps
from onboarding.paths import data_root
from onboarding.plan import PlannedGroup, State
from onboarding.requirements import Snapshot, read_requirements
from onboarding.sandbox.running import running
from tests.matrix.market import Market, market
from tests.matrix.walks import RULES_DAY
from tests.property.vocabulary import PERSON
from tests.web.visitor import Visitor

LOCALES = ("en", "fr", "en_XA")


class Stage:
    """One signed-in seller of a marketplace, put into whatever state a test wants."""

    def __init__(self, there: Market) -> None:
        self.market = there
        self.visitors: dict[str, Visitor] = {}
        self.seller = ""
        self.account = ""
        self.persons: dict[str, str] = {}

    def begin(self, locale: str = "en", country: str = "US", business_type: str = "individual") -> Visitor:
        """Signs somebody in who speaks the language."""
        visitor = Visitor(self.market.app)
        chosen = {"country": country, "business_type": business_type, "locale": locale, "structure": ""}
        visitor.send(visitor.get("/start"), chosen)
        self.account = self.market.sandbox.accounts()[-1]["id"]
        with self.market.parts.database.read() as tx:
            row = store.find_account(tx, account=self.account)
        assert row is not None
        self.seller = row.id
        if business_type != "individual":
            self.add_person()
        return visitor

    def add_person(self) -> str:
        """Adds an owner at Stripe; answers the id that stands for `PERSON` in what is put."""
        call = CreatePerson("owners", {"first_name": "Jenny", "relationship": {"owner": True}})
        done = self.market.parts.gateway.perform(self.account, (call,), key=f"person-of-{self.account}")
        self.persons[self.account] = done.created["owners"]
        self.market.parts.sellers.reread(self.seller)
        return done.created["owners"]

    def put(self, lists: Mapping[str, Any], future: Mapping[str, Any] | None = None, **more: Any) -> Snapshot:
        """What Stripe says of the seller from now on: the hash of requirements, as the API gives it."""
        with self.market.parts.database.read() as tx:
            kept = store.find_snapshot(tx, seller=self.seller)
        assert kept is not None
        snapshot = replace(
            kept.snapshot,
            requirements=read_requirements(self.named(lists)),
            future=read_requirements(self.named(future or {})),
            given=frozenset(),
            **more,
        )
        with self.market.parts.database.write() as tx:
            store.save_snapshot(tx, seller=self.seller, snapshot=snapshot)
        return snapshot

    def named(self, value: Any) -> Any:
        """The same with the id of the real person in place of `PERSON`."""
        if isinstance(value, str):
            return value.replace(PERSON, self.persons.get(self.account, PERSON))
        if isinstance(value, list | tuple):
            return [self.named(one) for one in value]
        return {key: self.named(one) for key, one in value.items()} if isinstance(value, dict) else value

    def addresses(self, groups: Iterable[PlannedGroup]) -> list[str]:
        """Of the pages that can be opened now; persons of whom Stripe knows nothing have none."""
        there = {"", "representative", "authorizers", "legal_guardian", self.persons.get(self.account, "")}
        return [
            "/".join(filter(None, ("/onboarding", group.id, group.subject)))
            for group in groups
            if group.state is not State.CANNOT_START and group.subject in there
        ]


@pytest.fixture(scope="session")
def maps() -> Maps:
    return load_maps(data_root() / "requirement_maps")


@pytest.fixture(scope="session")
def stage(maps: Maps, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("market")
    with running(as_of=RULES_DAY) as sandbox, market(Path(folder), sandbox, maps) as there:
        yield Stage(there)
