"""The maps in use: every look-up that the rest of the project makes, each cheap whatever the maps hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from forms.questions import Choice, Message, Question
from onboarding.maps.pointing import Pointer
from onboarding.maps.values import (
    About,
    BankForm,
    Circumstances,
    Country,
    ErrorWords,
    Group,
    MapQuestion,
    Place,
    Refusal,
    Wording,
    kind_of_subject,
)
from onboarding.subjects import is_person, join_subject, split_subject

T = TypeVar("T")

SELF = {"account", "company", "individual", "representative"}
"""Subjects that the person typing answers for, so that browsers may fill in what they know."""

DEEPEST = 12
"""Parts of an id that are looked at. Stripe's deepest has 6; odd ids must not cost more for being long."""


@dataclass(frozen=True, slots=True)
class Contents:
    """All that was built from the files."""

    hash: str
    groups: tuple[Group, ...]
    countries: Mapping[str, Country]
    banks: Mapping[str, BankForm]
    errors: Mapping[str, ErrorWords]
    refusals: tuple[Refusal, ...]
    reasons: Mapping[str, Message]
    capabilities: Mapping[str, Message]
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    capability_reasons: Mapping[str, Message] = field(default_factory=dict)
    capability_countries: Mapping[str, frozenset[str]] = field(default_factory=dict)
    documents: Mapping[str, Mapping[str, tuple[Mapping[str, Any], ...]]] = field(default_factory=dict)


class Maps:
    """A set of requirement maps, whole and checked. hash: sha256 of its content, the name of the release."""

    def __init__(self, contents: Contents) -> None:
        self.hash = contents.hash
        self.groups = contents.groups
        self.countries = contents.countries
        self.contents = contents
        self._literal, self._personal = _index(contents.groups)
        self._place: Callable[[str], Place | None] = lru_cache(8192)(self._find)
        self._pointer = Pointer(contents.groups, self.place, self.asks)
        self._ask: Callable[..., Question] = lru_cache(4096)(self._resolve)
        self._rank: Callable[[MapQuestion, str, Circumstances], int] = lru_cache(4096)(_rank_of)

    def place(self, requirement: str) -> Place | None:
        """Where a requirement, or an input of the question that settles it, is asked; None if nowhere."""
        return self._place(requirement)

    def ask(
        self, question: MapQuestion, subject: str, circumstances: Circumstances, due: frozenset[str]
    ) -> Question:
        """The question as put to that subject; the same object for the same arguments.

        due: whole ids that Stripe lists and this question settles, or that the seller may correct.
        """
        return self._ask(question, subject, circumstances, due)

    def rank(self, question: MapQuestion, subject: str, circumstances: Circumstances) -> int:
        """Place of a question on its page; family names come first where that is the custom."""
        return self._rank(question, kind_of_subject(subject), circumstances)

    def family_first(self, circumstances: Circumstances) -> bool:
        """Whether family names stand before given names there, as they do where both are asked."""
        family, given = (self.place(f"individual.{one}") for one in ("last_name", "first_name"))
        if family is None or given is None:
            return False
        ranks = [self.rank(one.question, "individual", circumstances) for one in (family, given)]
        return ranks[0] < ranks[1]

    def companions(self, group: Group, subject: str, circumstances: Circumstances) -> tuple[str, ...]:
        """Whole ids that this group asks whenever a person is added, whether Stripe lists them or not."""
        if not is_person(subject) or subject.startswith("person_"):
            return ()
        return tuple(
            join_subject(subject, question.settles[0])
            for question in group.questions
            if question.new_person
            and self.asks(question, circumstances.country)
            and (not question.new_person_in or circumstances.country in question.new_person_in)
        )

    def asks(self, question: MapQuestion, country: str) -> bool:
        """Whether a country asks for that at all, be it seldom; what Stripe lists is asked everywhere."""
        offered = self.country(country)
        if question.wording.choices == "structures" and offered and not offered.structures_of:
            return False
        if question.only_in is not None and country not in question.only_in:
            return False
        return country not in question.not_in

    def words_for(self, code: str, requirement: str) -> ErrorWords | None:
        """Words for a verification error: by field and code, code in the group, code, longest family."""
        place = self.place(requirement)
        tables = [place.question.errors, place.group.errors] if place else []
        found = next((table[code] for table in tables if code in table), None)
        return found or self.contents.errors.get(code) or _family(self.contents.errors, code)

    def has_words_at(self, requirement: str, code: str) -> bool:
        """Whether the question that settles the requirement has words of its own for that code."""
        place = self.place(requirement)
        return place is not None and code in place.question.errors

    def points(self, words: ErrorWords, requirement: str, about: About) -> tuple[str, ...]:
        """Whole ids at which the words of an error stand besides the `requirement` that Stripe lists."""
        return self._pointer.points(words.point_at, requirement, about)

    def refusal_words(self, code: str, param: str, message: str) -> Message | None:
        """Words for a call refused at once: by code, then parameter ("individual[phone]"), then message."""
        dotted, lower = re.sub(r"\[([^\]]*)\]", r".\1", param), message.lower()
        found = (one.text for one in self.contents.refusals if one.fits(code, dotted, lower))
        return next(found, None)

    def disabled_reason(self, reason: str) -> Message | None:
        """Words for why payments or payouts are off."""
        return self.contents.reasons.get(reason) or _family(self.contents.reasons, reason)

    def capability_reason(self, reason: str) -> Message | None:
        """Words for why a single capability is off."""
        table = self.contents.capability_reasons
        return table.get(reason) or _family(table, reason)

    def capability(self, name: str) -> Message | None:
        """What a capability is called; None for one that the maps do not know."""
        return self.contents.capabilities.get(name)

    def offers(self, capability: str, circumstances: Circumstances) -> bool:
        """Whether an account can have a capability; it can where the maps say nothing of that.

        Under the recipient agreement there are transfers and nothing else (recorded).
        """
        if circumstances.agreement == "recipient" and capability != "transfers":
            return False
        countries = self.contents.capability_countries.get(capability)
        return countries is None or circumstances.country in countries

    def country(self, code: str) -> Country | None:
        """What Stripe offers in a country; None where it has no accounts."""
        return self.countries.get(code)

    def bank(self, country: str) -> BankForm | None:
        """How a bank account of that country is asked for."""
        return self.contents.banks.get(country)

    def accepted(self, country: str, name: str) -> tuple[Mapping[str, Any], ...]:
        """Documents that a country takes, by list ("identity"), as the kind `document` draws them."""
        documents = self.contents.documents
        return documents.get(country, documents.get("", {})).get(name, ())

    def choices(self, name: str, circumstances: Circumstances) -> tuple[Choice, ...]:
        """A named list ("structures", "business_types"): the country's own, else all; never empty."""
        country = self.country(circumstances.country)
        own: tuple[Choice, ...] = ()
        if country and name == "structures":
            own = country.structures(circumstances.business_type)
        elif country and name == "business_types":
            own = country.business_types
        return own or self.contents.choices[name]

    def _find(self, requirement: str) -> Place | None:
        subject, relative = split_subject(requirement)
        personal = subject == "individual" or is_person(subject)
        parts = requirement.split(".", DEEPEST)[:DEEPEST]
        for length in range(len(parts), 0, -1):
            whole = ".".join(parts[:length])
            found = self._literal.get(whole)
            if found is None and personal:
                found = self._personal.get(split_subject(whole)[1])
            if found is not None:
                return Place(found[0], found[1], subject, relative)
        return None

    def _resolve(
        self, question: MapQuestion, subject: str, circumstances: Circumstances, due: frozenset[str]
    ) -> Question:
        fields = due | {split_subject(one)[1] for one in due}
        wording = question.worded(subject, circumstances, fields)
        choices = wording.choices
        return Question(
            id=question.id,
            kind=wording.kind,
            base=join_subject(subject, wording.sends) if question.personal else wording.sends,
            settles=_settles(question, subject, due),
            country=circumstances.country,
            label=wording.label,
            hint=wording.hint,
            why=wording.why,
            words=wording.words,
            choices=self.choices(choices, circumstances) if isinstance(choices, str) else choices,
            options=self._options(wording, circumstances),
            autocomplete=wording.autocomplete if kind_of_subject(subject) in SELF else "off",
            optional=wording.optional,
            about_self=kind_of_subject(subject) in SELF,
        )

    def _abroad(self, country: Country | None) -> Mapping[str, Any]:
        """Banks of other countries and accounts in other currencies, where Stripe takes them."""
        banks = {code: self.bank(code) for code in country.bank_countries} if country else {}
        several = country.currencies if country and len(country.currencies) > 1 else ()
        return {
            "elsewhere": {code: bank.options for code, bank in banks.items() if bank},
            "other_currencies": several,
        }

    def _options(self, wording: Wording, circumstances: Circumstances) -> Mapping[str, Any]:
        """The wording's options over what the country brings along: bank form, currency, documents."""
        country = self.country(circumstances.country)
        if wording.kind == "bank_account" and (bank := self.bank(circumstances.country)):
            return {**bank.options, **self._abroad(country), **wording.options}
        if wording.kind == "money" and country:
            return {"currency": country.currency, **wording.options}
        if name := wording.options.get("accepts"):
            return {"accepted": self.accepted(circumstances.country, name), **wording.options}
        return wording.options


def _rank_of(question: MapQuestion, subject: str, circumstances: Circumstances) -> int:
    return question.worded(subject, circumstances, frozenset()).rank


Owned = dict[str, tuple[Group, MapQuestion]]


def _index(groups: tuple[Group, ...]) -> tuple[Owned, Owned]:
    """Owners of whole ids, and of fields of persons; what is sent is owned unless it is settled elsewhere."""
    literal: Owned = {}
    personal: Owned = {}
    for group, question in _all(groups):
        table = personal if question.personal else literal
        table.update(dict.fromkeys(question.settles, (group, question)))
    for group, question in _all(groups):
        table = personal if question.personal else literal
        for wording in (question.wording, *(one.wording for one in question.variants)):
            table.setdefault(wording.sends, (group, question))
    return literal, personal


def _all(groups: tuple[Group, ...]) -> Iterator[tuple[Group, MapQuestion]]:
    return ((group, question) for group in groups for question in group.questions)


def _settles(question: MapQuestion, subject: str, due: frozenset[str]) -> tuple[str, ...]:
    own = tuple(join_subject(subject, one) if question.personal else one for one in question.settles)
    asked = tuple(one for one in own if one in due)
    return (*asked, *sorted(due.difference(own))) or own


def _family(table: Mapping[str, T], name: str) -> T | None:
    """The entry of the longest prefix among keys such as "verification_document_*"."""
    fitting = [key for key in table if key.endswith("*") and name.startswith(key[:-1])]
    return table[max(fitting, key=len)] if fitting else None
