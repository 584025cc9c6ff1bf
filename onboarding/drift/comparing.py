"""Compares what an SDK knows with what was accepted, and says what has neither a map nor a decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from forms.questions import Choice
from onboarding.drift.annotations import LayoutChanged
from onboarding.drift.asking import PARTS
from onboarding.drift.ledger import Ledger
from onboarding.drift.reading import ACCOUNT_TO_PAY, PERSON, VOCABULARIES, Facts
from onboarding.drift.stubs import draft
from onboarding.maps import Maps, Place
from onboarding.maps.values import Wording
from onboarding.problems import BANK
from onboarding.requirements import CAPABILITY_STATUSES

ENOUGH, FEW = 0.8, 2
"""Share of what was accepted of a list in a file that has to be found again, else its layout has changed; and
how many it may lose all the same, unless it loses all.

Stripe adds words often and takes one away now and then, so that a loss this large is the reader's.
"""


class State(StrEnum):
    """What is to be said of an item."""

    NEW = "new"
    GONE = "gone"
    PARTLY_GONE = "partly gone"
    CHANGED = "changed"
    DIVIDED = "divided"
    UNDECIDED = "undecided"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to be said. fails: staff have to act; stub: YAML to start from, "" where none would help."""

    item: str
    state: State
    words: str
    fails: bool
    stub: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What one SDK differs in. counts: how many words were found, by vocabulary."""

    sdk: str
    accepted: str
    counts: Mapping[str, int]
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether there is nothing to act on."""
        return not any(finding.fails for finding in self.findings)

    def plain(self) -> dict[str, Any]:
        """JSON-able."""
        return {**asdict(self), "sound": self.sound}


def compare(facts: Facts, ledger: Ledger, maps: Maps, today: date) -> Report:
    """The report on one SDK. Raises `LayoutChanged` when too little of it was found."""
    _check_enough(facts, ledger.accepted)
    comparing = _Comparing(facts, ledger, maps, today)
    counts = {"parameter": len(facts.parameters), **{name: len(facts.values[name]) for name in VOCABULARIES}}
    findings = (*comparing.present(), *comparing.beyond(), *comparing.gone(), *comparing.forms())
    return Report(facts.version, ledger.accepted.version, counts, findings)


def _check_enough(facts: Facts, accepted: Facts) -> None:
    found = {**facts.sizes, **{name: len(facts.values[name]) for name in VOCABULARIES}}
    expected = {**accepted.sizes, **{name: len(accepted.values[name]) for name in VOCABULARIES}}
    for name, size in expected.items():
        left = found.get(name, 0)
        if size and (not left or size - left > max(FEW, size * (1 - ENOUGH))):
            raise LayoutChanged(f"only {left} of {size} were found in {name}")


class _Comparing:
    def __init__(self, facts: Facts, ledger: Ledger, maps: Maps, today: date) -> None:
        self.facts, self.ledger, self.maps, self.today = facts, ledger, maps, today
        self.before = frozenset(ledger.accepted.items())
        self.now = frozenset(facts.items())

    def present(self) -> Iterator[Finding]:
        """What the SDK knows: new words, and those without a map or a decision that still holds."""
        for item in self.facts.items():
            decision = self.ledger.decision(item)
            mapped = is_mapped(item, self.maps)
            if decision is None and not mapped:
                state = State.UNDECIDED if item in self.before else State.NEW
                yield Finding(item, state, _undecided(item), True, draft(item, self.facts, self.maps))
            elif decision is not None and not mapped and decision.until < self.today:
                words = (
                    f"decided as {decision.decision} by {decision.owner} until {decision.until}: look again"
                )
                yield Finding(item, State.EXPIRED, words, True, draft(item, self.facts, self.maps))
            elif item not in self.before:
                known = (
                    "the maps have it" if mapped or decision is None else f"decided as {decision.decision}"
                )
                yield Finding(item, State.NEW, f"{known}; accept it", False)

    def beyond(self) -> Iterator[Finding]:
        """Decisions about ids and codes that the SDK has no word for, once their last day has passed."""
        for decision in self.ledger.decisions:
            for item in decision.items if decision.until < self.today else ():
                if "*" not in item and item not in self.now | self.before:
                    words = f"decided by {decision.owner} until {decision.until}: look again"
                    yield Finding(item, State.EXPIRED, words, True)

    def gone(self) -> Iterator[Finding]:
        """What was accepted and is in none of the SDK's types any more."""
        for item in sorted(self.before - self.now):
            words = _LOST.get(item.partition(":")[0], "")
            asked = bool(words) and self._relied_on(item)
            yield Finding(item, State.GONE, words if asked else "nothing depends on it", asked)

    def _relied_on(self, item: str) -> bool:
        """Whether the maps have it, and no decision says otherwise; the app itself reads every shape."""
        decision = self.ledger.decision(item)
        if item.startswith("shape:"):
            return decision is None or decision.decision == "mapped"
        return is_mapped(item, self.maps) and (decision is None or decision.until < self.today)

    def forms(self) -> Iterator[Finding]:
        """Parameters of another type than was accepted, in all files or in some, and words gone from some."""
        for path, now in sorted(self.facts.forms.items()):
            before = self.ledger.accepted.forms.get(path, {})
            item = path if ":" in path else f"parameter:{path}"
            if lost := [file for file in before if file not in now]:
                words = f"in {', '.join(lost)} no more, only in {', '.join(now)}; see which call sends it"
                yield Finding(item, State.PARTLY_GONE, words, self._relied_on(item))
            kept = {file: before[file] for file in now if file in before}
            if len(set(now.values())) > 1 and now != before:
                words = f"files disagree: {_by_form(now)}; was {_by_form(kept)}"
                yield Finding(item, State.DIVIDED, words, self._relied_on(item))
            elif any(now[file] != form for file, form in kept.items()):
                words = f"was {_forms(kept)} and is {_forms(now)}; see whether the question still fits"
                yield Finding(item, State.CHANGED, f"{words}, then accept it", self._relied_on(item))


def _forms(by_file: Mapping[str, str]) -> str:
    return " or ".join(dict.fromkeys(by_file.values()))


def _by_form(by_file: Mapping[str, str]) -> str:
    """The forms, each with the files that have it."""
    if len(set(by_file.values())) < 2:
        return _forms(by_file) or "nowhere"
    found = {form: [file for file, one in by_file.items() if one == form] for form in by_file.values()}
    return "; ".join(f"{form} in {', '.join(files)}" for form, files in found.items())


def _undecided(item: str) -> str:
    bank = item.startswith(f"parameter:{ACCOUNT_TO_PAY}")
    learns = "forms/kinds/bank_account.py" if bank else _LEARNS.get(item.partition(":")[0])
    return f"{UNDECIDED}; {learns} would have to learn it" if learns else UNDECIDED


UNDECIDED = "no map has it and nothing is decided about it"
_LEARNS = dict.fromkeys(("capability_status", "person_status", "shape"), "onboarding/requirements.py")
_LOST = {
    "parameter": "the maps still ask for it, and no call takes it",
    "choice": "the maps still offer it, and no call takes it",
    "structure": "the maps still offer it, and no call takes it",
    "business_type": "the maps still offer it, and no call takes it",
    "capability": "the maps still have it, and an account that asks for it is refused",
    "shape": "the app reads it (onboarding/requirements.py), and no answer has it",
}
"""Vocabulary -> what it means when a word that we rely on is gone; words for any other harm nobody."""


def is_mapped(item: str, maps: Maps) -> bool:
    """Whether the maps see to the item by themselves: they ask for it, or have words of its own for it."""
    vocabulary, _, name = item.partition(":")
    contents = maps.contents
    match vocabulary:
        case "parameter":
            return _asks(name, maps)
        case "choice":
            return _offers(name, maps)
        case "error_code":
            return name in contents.errors
        case "disabled_reason":
            return name in contents.reasons
        case "capability_disabled_reason":
            return name in contents.capability_reasons
        case "capability_status":
            return name in CAPABILITY_STATUSES
        case "bank_status":
            return maps.has_words_at(BANK, name)
        case "capability":
            return name in contents.capabilities
        case "structure" | "business_type":
            return any(choice.value == name for choice in contents.choices[f"{vocabulary}s"])
    return False


def _place(path: str, maps: Maps) -> Place | None:
    return maps.place(path.replace(PERSON, "person_1."))


def _asks(path: str, maps: Maps) -> bool:
    """Whether a question takes exactly this parameter, by its own name or as a part of what it sends."""
    if path.startswith(ACCOUNT_TO_PAY):
        kind, _, part = path.removeprefix(ACCOUNT_TO_PAY).partition(".")
        return kind == "bank_account" and part in PARTS[kind]
    place = _place(path, maps)
    if place is None:
        return False
    question, last = place.question, path.rpartition(".")[2]
    name = place.field if question.personal else path
    if name in question.settles:
        return True
    wordings = (question.wording, *(variant.wording for variant in question.variants))
    return any(
        one.sends == name or (name.rpartition(".")[0] == one.sends and last in PARTS.get(one.kind, ()))
        for one in wordings
    )


def _offers(choice: str, maps: Maps) -> bool:
    """Whether the question for a parameter offers this value, or asks in a way that needs no list."""
    path, _, value = choice.partition("=")
    place = _place(path, maps)
    if place is None or not _asks(path, maps):
        return False
    wordings = (place.question.wording, *(variant.wording for variant in place.question.variants))
    return any(isinstance(one.choices, str) or value in _values(one) for one in wordings)


def _values(wording: Wording) -> set[str]:
    """What the answers of a choice or of "yes or no" are sent as."""
    sent = wording.options.values() if wording.kind == "yes_no" else ()
    return {choice.value for choice in wording.choices if isinstance(choice, Choice)} | {
        str(one) for one in sent
    }
