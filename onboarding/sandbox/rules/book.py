"""The requirement lists and check rules as data, read once and resolved for one kind of account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # built without libyaml: slower, the same
    from yaml import SafeLoader  # type: ignore[assignment]

Ids = dict[str, tuple[str, ...]]

ROLES = ("representative", "owners", "directors", "executives")
"""Prefixes under which requirements of persons stand who do not exist yet."""

_LISTS = (
    *("now", "later", "then", "then_later", "with_persons"),
    *("future", "future_later", "recheck", "pending"),
)


@dataclass(frozen=True)
class Lists:
    """Everything that accounts of one kind have to give, ids by subject, each list in file order.

    `now`, `later` … are explained at the top of facts/lists.yaml. `not_in_future`, `also_in_future` and
    `cards_only` are full ids. `extras` holds the ids that only a further capability needs, by capability.
    """

    now: Ids
    later: Ids
    then: Ids
    then_later: Ids
    future: Ids
    future_later: Ids
    recheck: Ids
    pending: Ids
    with_persons: Ids
    persons_only: tuple[str, ...] = ()
    alternatives: tuple[tuple[str, str], ...] = ()
    not_in_future: frozenset[str] = frozenset()
    also_in_future: frozenset[str] = frozenset()
    repeats: bool = False
    settle_within: int | None = None
    cards_only: frozenset[str] = frozenset()
    future_deadline: str | None = None
    extras: dict[str, Ids] = field(default_factory=dict)


@dataclass(frozen=True)
class Checking:
    """How verification runs for accounts of one kind; see facts/checks.yaml."""

    keyed: bool
    holds: str
    shows: dict[str, Any]
    documents_hold_capabilities: bool
    lets: frozenset[str] = frozenset()


@cache
def facts(name: str) -> dict[str, Any]:
    """The parsed file facts/<name>.yaml."""
    text = resources.files("onboarding.sandbox.rules.facts").joinpath(f"{name}.yaml").read_text("utf-8")
    loaded = yaml.load(text, Loader=SafeLoader)
    assert isinstance(loaded, dict)
    return loaded


@cache
def families() -> dict[str, frozenset[str]]:
    """Names of families of countries and who belongs to them."""
    found: dict[str, frozenset[str]] = {}
    for name, words in facts("lists")["families"].items():
        codes: set[str] = set()
        for word in words.split():
            codes |= found.get(word, frozenset((word,)))
        found[name] = frozenset(codes)
    return found


@cache
def _countries(words: str) -> frozenset[str]:
    codes: set[str] = set()
    for word in words.split():
        codes |= families().get(word, frozenset((word,)))
    return frozenset(codes)


def in_force(row: Mapping[str, Any], day: str) -> bool:
    """Whether a row's `from`/`until` include the ISO day."""
    return str(row.get("from", "")) <= day <= str(row.get("until", "9999"))


def _matches(
    row: Mapping[str, Any], codes: frozenset[str], agreement: str, kind: str, mode: str, day: str
) -> bool:
    if not in_force(row, day):
        return False
    if row["countries"] != "any" and codes.isdisjoint(_countries(row["countries"])):
        return False
    if row["types"] != "any" and kind not in row["types"].split():
        return False
    wanted = row.get("for", "card_payments")
    if wanted != mode and not (wanted == "any" and mode != "none"):
        return False
    return row["countries"] == "any" or str(row.get("agreement", "full")) == agreement


def _bundle(items: Iterable[str]) -> list[str]:
    bundles = facts("lists")["bundles"]
    found: list[str] = []
    for item in items:
        found.extend(bundles[item[1:]] if item.startswith("$") else [item])
    return found


def full_id(subject: str, item: str) -> str:
    """`item` of a subject as the account lists it: `individual` + `dob.day`; account ids stand alone."""
    return item if subject == "account" else f"{subject}.{item}"


class _Gathering:
    """Collects rows one after the other."""

    def __init__(self) -> None:
        self.lists: dict[str, dict[str, list[str]]] = {name: {} for name in _LISTS}
        self.persons_only: list[str] = []
        self.alternatives: dict[str, str] = {}
        self.not_in_future: set[str] = set()
        self.also_in_future: set[str] = set()
        self.cards_only: set[str] = set()
        self.repeats = False
        self.settle_within: int | None = None
        self.deadline: str | None = None
        self.extras: dict[str, Ids] = {}

    def add(self, row: Mapping[str, Any]) -> None:
        for target in row.get("drop", ()):
            self._drop(target)
        for name in _LISTS:
            for subject, items in row.get(name, {}).items():
                held = self.lists[name].setdefault(subject, [])
                held.extend(item for item in _bundle(items) if item not in held)
        self.persons_only.extend(row.get("persons_only", ()))
        self.alternatives.update(row.get("alternatives", {}))
        self.not_in_future.update(row.get("not_in_future", ()))
        self.also_in_future.update(row.get("also_in_future", ()))
        self.cards_only.update(row.get("cards_only", ()))
        self.repeats = row.get("repeats", self.repeats)
        self.settle_within = row.get("settle_within", self.settle_within)
        self.deadline = str(row["deadline"]) if "deadline" in row else self.deadline

    def _drop(self, target: str) -> None:
        for held in self.lists.values():
            held.pop(target, None)
            subject, _, item = target.partition(".")
            for place, name in ((subject, item), ("account", target)):
                if name in held.get(place, ()):
                    held[place].remove(name)

    def rename(self, old: str, new: str) -> None:
        """Move everything of one subject to another."""
        for held in self.lists.values():
            if old in held:
                held[new] = held.pop(old)

    def empty(self) -> bool:
        return not self.lists["now"]

    def done(self) -> Lists:
        frozen = {name: {s: tuple(items) for s, items in held.items()} for name, held in self.lists.items()}
        return Lists(
            **frozen,
            persons_only=tuple(self.persons_only),
            alternatives=tuple(sorted(self.alternatives.items())),
            not_in_future=frozenset(self.not_in_future),
            also_in_future=frozenset(self.also_in_future),
            repeats=self.repeats,
            settle_within=self.settle_within,
            cards_only=frozenset(self.cards_only),
            future_deadline=self.deadline,
            extras=self.extras,
        )


@lru_cache(maxsize=2048)
def lists_for(
    country: str,
    agreement: str,
    kind: str,
    mode: str,
    structure: str,
    capabilities: tuple[str, ...],
    day: str,
    dashboard: str = "",
) -> Lists:
    """The lists of one kind of account on one ISO day.

    kind: a business type, or "unset" for none: then an individual's list stands under `representative`
    (recorded). mode: "card_payments" (with or without transfers), "transfers" or "none" when no capability
    is requested. structure: company structure or "". capabilities: the requested ones, sorted.
    dashboard: the kind of Stripe dashboard, "" where it is not known.
    """
    gathering = _Gathering()
    for codes in (frozenset({country}), frozenset({country, "other"})):
        listed = "individual" if kind == "unset" else kind
        _collect(gathering, (codes, agreement, listed, mode, day), (structure, dashboard), capabilities)
        if not gathering.empty():
            break
    if kind == "unset":
        gathering.rename("individual", "representative")
        _collect(gathering, (codes, agreement, kind, mode, day), (structure, dashboard), capabilities)
    return gathering.done()


_Wanted = tuple[frozenset[str], str, str, str, str]
"""Codes, agreement, business type, mode and day, as `_matches` takes them."""


def _collect(
    gathering: _Gathering, wanted: _Wanted, shape: tuple[str, str], capabilities: tuple[str, ...]
) -> None:
    for row in facts("lists")["rows"]:
        if _matches(row, *wanted) and _shaped(row, *shape):
            _take(gathering, row, capabilities)


def _shaped(row: Mapping[str, Any], structure: str, dashboard: str) -> bool:
    if row.get("dashboard", dashboard) != dashboard:
        return False
    return "structures" not in row or structure in row["structures"].split()


def _take(gathering: _Gathering, row: Mapping[str, Any], capabilities: tuple[str, ...]) -> None:
    capability = row.get("capability")
    if capability is None:
        gathering.add(row)
    elif capability in capabilities:
        gathering.extras[capability] = {s: tuple(_bundle(items)) for s, items in row["now"].items()}


@lru_cache(maxsize=1024)
def checking_for(country: str, agreement: str, day: str) -> Checking:
    """How verification runs in a country under an agreement on an ISO day."""
    keyed, holds, shows = True, "nothing", dict[str, Any]()
    lets: set[str] = set()
    for row in facts("checks")["verification"]:
        if row.get("agreement", agreement) != agreement or not in_force(row, day):
            continue
        if "countries" in row and (agreement != "full" or country not in _countries(row["countries"])):
            continue
        keyed = row.get("keyed", keyed)
        holds = row.get("holds", holds)
        shows |= row.get("shows", {})
        lets.update(row.get("lets", ()))
    documents = country in facts("checks")["documents_hold_capabilities"]
    return Checking(keyed, holds, shows, documents, frozenset(lets))
