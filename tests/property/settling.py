"""Takes every requirement from the list it stands in to being settled, for every kind of seller.

One case is one seller of a country and business type. Every id that can concern them stands in one of the
lists, all at once, and a driver that only reads pages answers until none of it is listed any more. From case
to case each id moves on to the next list, and the case to the next language and the next role of a person.
So every id is settled in every country and for every business type, and in every list in every language.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from onboarding import store
from onboarding.calls import PLACEHOLDER_ROLES, CreatePerson
from onboarding.i18n import CHOSEN
from onboarding.maps import Maps, load_maps
from onboarding.paths import data_root
from onboarding.sandbox.running import Running, running
from onboarding.subjects import HELD_ROLES, LISTED_ROLES, split_subject
from tests.matrix.market import NOW, Market, market
from tests.matrix.values import Values
from tests.matrix.walker import HOST, Hands, Lost, Walker
from tests.matrix.walks import AGREEMENTS, RULES_DAY
from tests.property.conftest import LOCALES
from tests.property.vocabulary import HANDED_OFF, PERSON, ROLES, UNKNOWN_CODE, batches, codes, random_ids

LATER = NOW + 90 * 86400

Ids = Sequence[str]
Orders = list[dict[str, Any]]


def _errors(ids: Ids, number: int) -> Orders:
    """Each with another code, and with another one in the next case."""
    every = (*codes(), UNKNOWN_CODE)
    named = ((one, every[(place + number * 31) % len(every)]) for place, one in enumerate(ids))
    return [{"error": {"requirement": one, "code": code}} for one, code in named]


def _alternatives(ids: Ids, _: int) -> Orders:
    """What is asked, or a document instead, which is asked nowhere else."""
    pairs = [{"original": [one], "instead": ["documents.company_license.files"]} for one in ids]
    return [{"alternatives": pairs}]


FORCED: dict[str, Callable[[Ids, int], Orders]] = {
    "currently_due": lambda ids, _: [{"due": ids, "deadline": LATER}],
    "past_due": lambda ids, _: [{"past_due": ids}],
    "eventually_due": lambda ids, _: [{"later": ids}],
    "future": lambda ids, _: [{"future": ids, "deadline": LATER}],
    "errors": _errors,
    "alternatives": _alternatives,
}
"""What the sandbox is told, by the list in which ids are to stand."""

LISTS = tuple(FORCED)

BESIDE = ("legal_guardian", "authorizers", PERSON)
"""Whom Stripe may ask about beside an individual."""


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of seller, the language they read, and the role of the person whose ids are asked too.

    number: of the case; turn: says which id stands in which list.
    """

    number: int
    turn: int
    agreement: str
    country: str
    business_type: str
    locale: str
    role: str

    def shelves(self) -> dict[str, list[str]]:
        """Every id that concerns this seller, by list."""
        found: dict[str, list[str]] = {name: [] for name in LISTS}
        for place, ids in enumerate(sections(self.subjects)):
            found[LISTS[(place + self.turn) % len(LISTS)]] += ids
        return found

    @property
    def subjects(self) -> tuple[str, ...]:
        """Whom the ids are about."""
        kind = "individual" if self.business_type == "individual" else "company"
        return ("account", kind, self.role)

    @property
    def called(self) -> str:
        """The role that somebody real has from the first, "" where the pages are to name them: Stripe asks of
        those by their own id once they are there."""
        if self.role == PERSON:
            return BESIDE[0] if self.business_type == "individual" else "owners"
        return self.role if self.role in LISTED_ROLES else ""


@lru_cache
def sections(subjects: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Ids of these subjects; those of one date or one address together, as Stripe lists them."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for subject in subjects:
        for one in batches()[subject]:
            found[subject, split_subject(one)[1].partition(".")[0]].append(one)
    found.pop(("account", "business_type"), None)  # settled before there is an account
    return tuple(tuple(ids) for ids in found.values())


def sellers(maps: Maps) -> list[tuple[str, str]]:
    """Country and business type of every kind of seller."""
    return [(code, kind.value) for code, one in sorted(maps.countries.items()) for kind in one.business_types]


def cases(maps: Maps) -> Iterator[Case]:
    """Every country and business type. Of sellers of the same kind the role moves on each time, the lists
    after all roles, the language after all lists: so everything meets everything."""
    alone, others = count(), count()
    for number, (country, business_type) in enumerate(sellers(maps)):
        single = business_type == "individual"
        roles = BESIDE if single else ROLES
        turn, place = divmod(next(alone if single else others), len(roles))
        agreement = next(one for one in AGREEMENTS if one in maps.countries[country].agreements)
        locale = LOCALES[turn // len(LISTS) % len(LOCALES)]
        yield Case(number, turn, agreement, country, business_type, locale, roles[place])


def settle_share(share: Sequence[Case]) -> list[str]:
    """Plays a share of the cases, one after the other; answers what went wrong."""
    maps = load_maps(data_root() / "requirement_maps")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sandbox = stack.enter_context(running(as_of=RULES_DAY))
        markets = {}
        for agreement in AGREEMENTS:
            (folder / agreement).mkdir()
            everything = {"collection": "upfront", "future_requirements": "include", "agreement": agreement}
            there = market(folder / agreement, sandbox, maps, **everything)
            markets[agreement] = stack.enter_context(there)
        return [wrong for case in share if (wrong := _played(markets[case.agreement], case))]


def _played(there: Market, case: Case) -> str:
    try:
        Visit(there, case).play()
    except (Lost, AssertionError, ValueError) as wrong:
        return f"{case}: {wrong}"
    return ""


class Visit:
    """A seller at work."""

    def __init__(self, there: Market, case: Case) -> None:
        self.there, self.case, self.sandbox = there, case, there.sandbox
        self.sandbox.reset()
        catch_up(self.sandbox)
        # An account has one representative; nobody else may say to be it.
        own = {} if case.role == "representative" else {"representative": "false"}
        self.walker = Walker(Hands(there.app), Values(case.country, own), there.wait)
        self.walker.begin(case.country, case.business_type, lambda: bool(self.sandbox.accounts()))
        with self.walker.hands.client.session_transaction() as session:
            session[CHOSEN] = case.locale
        self.account = str(self.sandbox.accounts()[-1]["id"])
        self.holder = ""

    def play(self) -> None:
        """Everything is listed, asked, answered, and listed no more; then what no form can settle."""
        language = self.walker.hands.open(f"{HOST}/onboarding").language
        assert language == self.case.locale.replace("_", "-"), language
        shelves = self._named(self.case.shelves())
        for name, ids in shelves.items():
            for order in FORCED[name](ids, self.case.number) if ids else ():
                self.sandbox.force(self.account, **order)
        self.there.parts.sellers.refresh(self.account)
        lists = self.lists()
        for name, ids in shelves.items():
            shown = lists["currently_due" if name in ("errors", "alternatives") else name]
            assert set(ids) <= shown, f"not in {name}: {set(ids) - shown}"
        self.settle({one for ids in shelves.values() for one in ids})
        self._nobody_too_many()
        self._hand_off()

    def _named(self, shelves: dict[str, list[str]]) -> dict[str, list[str]]:
        """With somebody real in place of a person who has an id, and of one on a list of persons."""
        role, called = self.case.role, self.case.called
        if not called:
            return shelves
        params = {"first_name": "Jen", "relationship": {PLACEHOLDER_ROLES[called]: True}}
        call = CreatePerson(called, params)
        done = self.there.parts.gateway.perform(self.account, (call,), key=f"person-of-{self.account}")
        there = done.created[called]
        return {name: [_about(one, role, there) for one in ids] for name, ids in shelves.items()}

    def lists(self) -> dict[str, set[str]]:
        """What the sandbox lists now."""
        found = self.sandbox.account(self.account)
        future = found["future_requirements"]
        lists = {name: set(found["requirements"][name]) for name in LISTS[:3]}
        return {**lists, "future": {*future["currently_due"], *future["eventually_due"]}}

    def settle(self, asked: set[str]) -> None:
        """Goes on until none of it is listed, at Stripe and here."""

        def left() -> set[str]:
            return {one for ids in self.lists().values() for one in ids} & self._named_by_now(asked)

        self.walker.go_on_until(f"{HOST}/onboarding/continue", lambda: not left())
        with self.there.parts.database.read() as tx:
            row = store.find_account(tx, account=self.account)
            kept = store.find_snapshot(tx, seller=row.id) if row else None
        assert kept is not None
        requirements, future = kept.snapshot.requirements, kept.snapshot.future
        told = self._named_by_now(asked) & {*requirements.due(True), *future.due(True)}
        assert not told, f"still due in the snapshot: {told}"

    def _named_by_now(self, asked: set[str]) -> set[str]:
        """With the ids by which Stripe goes on to ask of whoever has come to hold the role."""
        if self.case.role in HELD_ROLES and not self.holder:
            self.holder = next(iter(self._holders()), "")
        return asked | {_about(one, self.case.role, self.holder) for one in asked if self.holder}

    def _holders(self) -> list[str]:
        role = PLACEHOLDER_ROLES[self.case.called or self.case.role]
        persons = self.there.parts.gateway.persons(self.account)
        return [str(one["id"]) for one in persons if one["relationship"][role]]

    def _nobody_too_many(self) -> None:
        """A role asked on many pages is one person, and beside an individual there is nobody else."""
        if self.case.role in HELD_ROLES:
            assert len(self._holders()) == 1, self._holders()
        if self.case.business_type == "individual":
            persons = self.there.parts.gateway.persons(self.account)
            assert len(persons) == 2, [one["relationship"] for one in persons]

    def _hand_off(self) -> None:
        """Ids of nobody's vocabulary and those for Stripe's own page; nothing else is due by now."""
        case = self.case
        unknown = random_ids(f"{case.country} {case.business_type}")
        asked = (*HANDED_OFF[:2], *unknown)
        for place, one in enumerate(asked):
            name = LISTS[(place + case.turn) % len(LISTS)]
            for order in FORCED[name]((one,), case.number):
                self.sandbox.force(self.account, **order)
        self.there.parts.sellers.refresh(self.account)
        self.settle(set(asked))


def _about(requirement: str, role: str, person: str) -> str:
    head, _, field = requirement.partition(".")
    return f"{person}.{field}" if head == role else requirement


def catch_up(sandbox: Running) -> None:
    """Sets the sandbox's clock to the app's, which may be ahead: Stripe takes no consent given tomorrow."""
    sandbox.step(max(0, NOW - int(sandbox.control("GET", "clock")["now"])))
