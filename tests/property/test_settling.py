"""Whatever Stripe asks for: the pages ask it, the answer is sent, and Stripe lists it no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from onboarding import store
from onboarding.development.driver import Answer
from onboarding.i18n import CHOSEN
from onboarding.maps import Maps
from onboarding.sandbox.running import Running, running
from onboarding.subjects import LISTED_ROLES
from tests.matrix.market import NOW, Market, market
from tests.matrix.values import Values
from tests.matrix.walker import HOST, Hands, Walker
from tests.matrix.walks import RULES_DAY
from tests.property.vocabulary import HANDED_OFF, PERSON, batches, random_ids

OWN: dict[str, Answer] = {"relationship.representative": "false", "representative": "false"}
"""An account has one representative; nobody else may say to be it."""

CASES = [
    ("account", "US", "individual"),
    ("account", "JP", "company"),
    ("individual", "US", "individual"),
    ("individual", "JP", "individual"),
    ("individual", "FR", "individual"),
    ("individual", "BR", "individual"),
    ("company", "GB", "company"),
    ("company", "JP", "company"),
    ("company", "US", "non_profit"),
    ("representative", "DE", "company"),
    ("authorizers", "US", "company"),
    ("legal_guardian", "US", "company"),
    (PERSON, "CA", "company"),
    (PERSON, "JP", "company"),
]
"""Subject whose every id is asked, country, business type. Lists of persons have a test below."""


def due(there: Market, account: str) -> set[str]:
    """Everything that Stripe lists as currently due."""
    return set(there.sandbox.account(account)["requirements"]["currently_due"])


def catch_up(sandbox: Running) -> None:
    """Sets the sandbox's clock to the app's, which may be ahead: Stripe takes no consent given tomorrow."""
    sandbox.step(max(0, NOW - int(sandbox.control("GET", "clock")["now"])))


@pytest.mark.parametrize(("subject", "country", "business_type"), CASES)
def test_every_id_that_is_asked_is_settled(
    tmp_path: Path, maps: Maps, subject: str, country: str, business_type: str
) -> None:
    with running(as_of=RULES_DAY) as sandbox, market(tmp_path, sandbox, maps) as there:
        catch_up(sandbox)
        own = {} if subject == "representative" else OWN
        walker = Walker(Hands(there.app), Values(country, own), there.wait)
        if subject == PERSON:
            walker.onboard(country, business_type)
        else:
            walker.begin(country, business_type, lambda: bool(sandbox.accounts()))
        account = sandbox.accounts()[-1]["id"]
        persons = sandbox.account(account)["persons"]
        real = next(iter(persons), PERSON)
        asked = {one.replace(PERSON, real) for one in batches()[subject]}
        asked -= {"business_type"}
        sandbox.force(account, due=sorted(asked))
        there.parts.sellers.refresh(account)
        walker.go_on_until(f"{HOST}/onboarding/continue", lambda: not asked & due(there, account))
        assert asked & due(there, account) == set()
        with there.parts.database.read() as tx:
            row = store.find_account(tx, account=account)
            kept = store.find_snapshot(tx, seller=row.id) if row else None
        assert kept is not None
        assert asked & set(kept.snapshot.requirements.currently_due) == set()


CODE = "invalid_value_other"
LATER = NOW + 90 * 86400

FORCED: dict[str, Callable[[list[str]], list[dict[str, Any]]]] = {
    "past_due": lambda ids: [{"past_due": ids}],
    "eventually_due": lambda ids: [{"due": ids, "deadline": LATER}],
    "future": lambda ids: [{"future": ids, "deadline": LATER}],
    "errors": lambda ids: [{"error": {"requirement": one, "code": CODE}} for one in ids],
}
"""What the sandbox is told, by the list in which ids are to stand."""

LISTED = [
    ("past_due", "fr", "individual", "US", "individual"),
    ("past_due", "en_XA", "company", "DE", "company"),
    ("past_due", "en", PERSON, "FR", "company"),
    ("eventually_due", "en", "individual", "AU", "individual"),
    ("eventually_due", "fr", "company", "CA", "company"),
    ("eventually_due", "en_XA", "representative", "US", "company"),
    ("future", "fr", "individual", "IN", "individual"),
    ("future", "en_XA", "company", "BE", "company"),
    ("errors", "en_XA", "individual", "GB", "individual"),
    ("errors", "fr", "representative", "FR", "non_profit"),
    ("errors", "en", "company", "SG", "company"),
]
"""List, language, subject, country, business type: each list and language with each other, in turn."""

ROLES = [
    ("owners", "GB", "fr"),
    ("owners", "JP", "en"),
    ("directors", "DE", "en_XA"),
    ("executives", "US", "fr"),
]


@dataclass
class Hall:
    """One sandbox, and a marketplace for each way to ask."""

    sandbox: Running
    markets: dict[str, Market]

    def enter(self, way: str, locale: str, country: str, business_type: str) -> Visit:
        """Somebody new, with an account, who speaks that language."""
        self.sandbox.reset()
        catch_up(self.sandbox)
        there = self.markets.get(way, self.markets[""])
        walker = Walker(Hands(there.app), Values(country, OWN), there.wait)
        walker.begin(country, business_type, lambda: bool(self.sandbox.accounts()))
        with walker.hands.client.session_transaction() as session:
            session[CHOSEN] = locale
        assert walker.hands.open(f"{HOST}/onboarding").language == locale.replace("_", "-")
        return Visit(there, walker, self.sandbox.accounts()[-1]["id"])


@dataclass
class Visit:
    """A seller at work."""

    there: Market
    walker: Walker
    account: str

    def ask(self, orders: list[dict[str, Any]]) -> None:
        """What the sandbox lists from now on."""
        for order in orders:
            self.there.sandbox.force(self.account, **order)
        self.there.parts.sellers.refresh(self.account)

    def listed(self) -> set[str]:
        """Everything that is on any list of what is to be given."""
        found = self.there.sandbox.account(self.account)
        lists = (found["requirements"], found["future_requirements"])
        names = ("currently_due", "eventually_due", "past_due")
        return {one for each in lists for name in names for one in each[name]}

    def settle(self, asked: set[str]) -> None:
        """Goes on until none of it is listed."""
        self.walker.go_on_until(f"{HOST}/onboarding/continue", lambda: not asked & self.listed())
        assert not asked & self.listed()


@pytest.fixture(scope="module")
def hall(maps: Maps, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    brands: dict[str, dict[str, Any]] = {
        "": {},
        "eventually_due": {"collection": "upfront"},
        "future": {"future_requirements": "include"},
    }
    with ExitStack() as stack:
        sandbox = stack.enter_context(running(as_of=RULES_DAY))
        markets = {
            way: stack.enter_context(market(tmp_path_factory.mktemp("market"), sandbox, maps, **brand))
            for way, brand in brands.items()
        }
        yield Hall(sandbox, markets)


@pytest.mark.parametrize(("shelf", "locale", "subject", "country", "business_type"), LISTED)
def test_every_id_is_settled_in_whatever_list(
    hall: Hall, shelf: str, locale: str, subject: str, country: str, business_type: str
) -> None:
    visit = hall.enter(shelf, locale, country, business_type)
    if subject == "representative":
        visit.walker.values = Values(country)
    if subject == PERSON:
        visit.settle({one for one in visit.listed() if one.startswith(("representative.", "owners."))})
    persons = hall.sandbox.account(visit.account)["persons"]
    asked = {one.replace(PERSON, next(iter(persons), PERSON)) for one in batches()[subject]}
    visit.ask(FORCED[shelf](sorted(asked)))
    assert asked <= visit.listed()
    visit.settle(asked)


@pytest.mark.parametrize(("role", "country", "locale"), ROLES)
def test_everything_is_settled_of_a_person_of_each_list(
    hall: Hall, role: str, country: str, locale: str
) -> None:
    visit = hall.enter("", locale, country, "company")
    visit.ask([{"due": [f"{role}.first_name", f"{role}.last_name", f"company.{role}_provided"]}])
    before = set(hall.sandbox.account(visit.account)["persons"])

    def persons() -> list[str]:
        there = hall.sandbox.account(visit.account)["persons"]
        return [one for one in there if one not in before]

    visit.walker.go_on_until(f"{HOST}/onboarding/people/{role}", lambda: bool(persons()))
    asked = {one.replace(role, persons()[0], 1) for one in batches()[role]}
    visit.ask([{"due": sorted(asked)}])
    visit.settle(asked | {f"{role}.first_name", f"{role}.last_name", f"company.{role}_provided"})
    assert LISTED_ROLES[role] in str(hall.sandbox.account(visit.account)["persons"][persons()[0]])


@pytest.mark.parametrize("country", ["US", "JP", "FR"])
def test_what_no_form_can_ask_is_settled_on_stripes_own_page(hall: Hall, country: str) -> None:
    visit = hall.enter("", "en", country, "individual")
    asked = {*HANDED_OFF[:2], *random_ids(country)}
    visit.ask([{"interv": sorted(asked)}])
    visit.settle(asked)
