"""Every id, in every list, for every country and business type, in every language: a question with words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from html import unescape
from typing import Any

import pytest

from forms.form import build_form
from forms.kinds import Asking
from forms.questions import Message, Question
from onboarding import i18n
from onboarding.maps import Maps
from onboarding.plan import Plan, PlannedGroup, make_plan
from onboarding.problems import RequirementProblem, tell
from onboarding.requirements import PersonShape, Snapshot, read_requirements, read_snapshot
from onboarding.subjects import split_subject
from tests.property.conftest import LOCALES, Stage
from tests.property.places import RAW, everything_has_a_place
from tests.property.vocabulary import HANDED_OFF, PERSON, UNKNOWN_CODE, batches, codes, random_ids

SHELVES = (
    "currently_due",
    "past_due",
    "eventually_due",
    "pending_verification",
    "errors",
    "alternatives",
    "future",
    "future_errors",
)
"""Where Stripe may list something."""

SOLE = ("account", "individual", "legal_guardian", "authorizers", PERSON)
"""Whom Stripe may ask about where the seller is an individual."""
BY_COUNTRY = frozenset({"address", "bank_account", "country", "national_id", "phone", "tax_id"})
HIDDEN = re.compile(r"<(script|style|template)\b.*?</\1>|<[^>]*>", re.DOTALL)


@lru_cache(16)
def sections(business_type: str) -> tuple[tuple[str, ...], ...]:
    """All ids that can concern a business type; those of one `dob` or `address` together."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for subject, ids in batches().items():
        if (subject in SOLE or business_type != "individual") and (
            subject != "individual" or business_type == "individual"
        ):
            for one in ids:
                found[subject, split_subject(one)[1].partition(".")[0]].append(one)
    return tuple(tuple(ids) for ids in found.values())


def lists_of(shelves: dict[str, list[str]], number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two hashes of requirements; codes of errors and what may stand in for what take turns."""
    every = [*codes(), UNKNOWN_CODE]

    def errors(ids: Sequence[str]) -> list[dict[str, str]]:
        named = ((one, every[(place + number) % len(every)]) for place, one in enumerate(ids))
        return [{"requirement": one, "code": code, "reason": "Stripe's own words"} for one, code in named]

    ways = shelves["alternatives"]
    half = len(ways) // 2
    pairs = zip(ways[:half], ways[half:], strict=False)
    now = {
        **{name: shelves[name] for name in SHELVES[:4]},
        "currently_due": [*shelves["currently_due"], *ways],
        "errors": errors(shelves["errors"]),
        "alternatives": [
            {"original_fields_due": [one], "alternative_fields_due": [other]} for one, other in pairs
        ],
    }
    later = shelves["future_errors"]
    return now, {"currently_due": [*shelves["future"], *later], "errors": errors(later)}


def snapshots(country: str, business_type: str) -> Iterator[Snapshot]:
    """One snapshot for each turn, with every id somewhere; after all turns every id has been everywhere."""
    unknown = random_ids(f"{country} {business_type}")
    every = (*sections(business_type), *((one,) for one in (*HANDED_OFF, *unknown)))
    for turn in range(len(SHELVES)):
        shelves: dict[str, list[str]] = {name: [] for name in SHELVES}
        for place, ids in enumerate(every):
            shelves[SHELVES[(place + turn) % len(SHELVES)]] += ids
        now, later = lists_of(shelves, turn)
        about = {"id": "acct_1", "country": country, "business_type": business_type}
        role = "legal_guardian" if business_type == "individual" else "owner"
        there = [PersonShape(PERSON, frozenset({role}))]
        yield _with(read_snapshot(about, (), 0), now, later, there)


def _with(bare: Snapshot, now: Any, later: Any, persons: list[PersonShape]) -> Snapshot:
    return replace(
        bare,
        requirements=read_requirements(now),
        future=read_requirements(later),
        persons=tuple(persons),
    )


class Words:
    """What plans say and ask, each once: what differs in nothing that is drawn is the same."""

    def __init__(self) -> None:
        self.messages: dict[Message, None] = {}
        self.problems: dict[Hashable, RequirementProblem] = {}
        self.questions: dict[Hashable, tuple[Question, tuple[RequirementProblem, ...]]] = {}

    def add(self, plan: Plan) -> None:
        """All groups of a plan, its problems and what it announces."""
        for group in plan.groups:
            self._group(group)
        for section in plan.announced:
            self._say(section.title)
            self._wrong(section.problems)
        self._wrong(plan.problems)

    def _group(self, group: PlannedGroup) -> None:
        for message in (group.title, group.intro, group.why):
            self._say(message)
        assert group.questions, group.id
        at = {one.requirement: one for one in group.problems}
        for question in group.questions:
            wrong = tuple(at[one] for one in question.settles if one in at)
            self.questions.setdefault((drawn_by(question), bool(wrong)), (question, wrong))

    def _say(self, message: Message | None) -> None:
        if message:
            self.messages[message] = None

    def _wrong(self, problems: Iterable[RequirementProblem]) -> None:
        for one in problems:
            self.problems.setdefault((one.message, one.reason), one)


@lru_cache(100_000)
def drawn_by(question: Question) -> Hashable:
    """All that the looks of a question follow from; countries matter where a kind has forms by country."""
    where = question.country if question.kind in BY_COUNTRY else ""
    asked = frozenset(split_subject(one)[1] for one in question.settles)
    said = (question.label, question.hint, question.why, str(question.options))
    return (question.kind, split_subject(question.base)[1], asked, where, *said)


def read(stage: Stage, words: Words, locale: str) -> None:
    """As a seller would, in the language of the request."""
    for message in words.messages:
        legible(i18n.translate(message))
    for problem in words.problems.values():
        legible(tell(problem, i18n.translate).text)
    asking = Asking(i18n.translate, locale, True)
    for question, wrong in words.questions.values():
        form = build_form([question], asking, problems=[tell(one, i18n.translate) for one in wrong])
        assert bool(form.summary) == bool(wrong)
        for asked in form.asked:
            drawn = str(asked.html(stage.market.app.jinja_env))
            assert re.search(r"<(?:input|select|textarea)\b", drawn), asked.id
            legible(asked.label)
            legible(unescape(HIDDEN.sub(" ", drawn)))


def legible(text: str) -> None:
    """Words, and nothing raw."""
    assert text.strip()
    assert not RAW.search(text), (RAW.search(text), text[:300])


@pytest.fixture(scope="module")
def sellers(maps: Maps) -> list[tuple[str, str]]:
    """Country and business type of every kind of seller."""
    return [(code, one.value) for code, country in maps.countries.items() for one in country.business_types]


@pytest.fixture(scope="module")
def words(maps: Maps, sellers: list[tuple[str, str]]) -> Words:
    """What each is asked, in each turn. Every other plan asks early what future rules want."""
    found = Words()
    for number, (country, business_type) in enumerate(sellers):
        for turn, snapshot in enumerate(snapshots(country, business_type)):
            early = (number + turn) % 2 == 0
            plan = make_plan(snapshot, maps, upfront=True, early=early)
            everything_has_a_place(snapshot, plan, early=early)
            found.add(plan)
    return found


@pytest.mark.parametrize("locale", LOCALES)
def test_everything_is_asked_everywhere_in_words(stage: Stage, words: Words, locale: str) -> None:
    assert len(words.questions) > 1000
    with stage.market.app.test_request_context(), i18n.speaking(locale):
        read(stage, words, locale)
