"""Every code of a verification error has words wherever it may stand, and something that mends it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from forms.questions import untranslated
from onboarding.maps import About, Maps, load_maps
from onboarding.maps.values import ErrorWords
from onboarding.mending import sections_of
from onboarding.paths import data_root
from onboarding.plan import Plan, make_plan, new_person
from onboarding.planned import PlannedGroup, RoleTask
from onboarding.problems import RequirementProblem, problems_of, tell
from onboarding.requirements import STOPPED_BANKS, RequirementError, Snapshot, read_snapshot
from onboarding.subjects import (
    LISTED_ROLES,
    PROVIDED,
    held_role,
    names_people,
    needs_hand_off,
    of_list,
    split_subject,
)
from tests.matrix.catalogue import check_page
from tests.property.vocabulary import PERSON, UNKNOWN_CODE, codes, every_id

ANSWER, PEOPLE, FILE = "a new answer", "the people of the company", "a file"
STRIPE, SUPPORT = "Stripe's own page", "support"


@pytest.fixture(scope="module")
def maps() -> Maps:
    return load_maps(data_root() / "requirement_maps")


@pytest.mark.parametrize("code", [*codes(), UNKNOWN_CODE])
@pytest.mark.parametrize("country", ["US", "JP", "FR"])
def test_words_and_a_way_wherever_it_stands(maps: Maps, code: str, country: str) -> None:
    """The page of what Stripe names shows the words and asks for it anew; or Stripe's own page is the way."""
    for requirement in every_id():
        snapshot = found_wrong(requirement, code, country)
        plan = make_plan(snapshot, maps)
        problem = next(one for one in plan.problems if (one.listed, one.code) == (requirement, code))
        assert problem.stands_as_listed
        assert code not in tell(problem, untranslated).text
        if needs_hand_off(requirement):
            assert requirement in {one.requirement for one in plan.hand_offs}
            continue
        check_offers(snapshot, plan, problem, maps)
        section, *_ = sections_of(plan, problem)
        if isinstance(section, PlannedGroup):
            assert any(requirement in question.settles for question in section.questions), requirement
        else:
            subject, _ = split_subject(requirement)
            assert section.subject in (of_list(requirement), held_role(requirement), subject)


def check_offers(snapshot: Snapshot, plan: Plan, problem: RequirementProblem, maps: Maps) -> None:
    """What the catalogue says mends it is what the pages offer, whatever it stands at."""
    words, at = maps.words_for(problem.code, problem.listed), problem.listed
    sections = sections_of(plan, problem)
    asked = [question for one in sections if isinstance(one, PlannedGroup) for question in one.questions]
    subject, _ = split_subject(at)
    if subject in LISTED_ROLES and (page := new_person(snapshot, maps, subject)):
        asked += page.questions
    told = mends(words) if words else (ANSWER, SUPPORT)
    if FILE in told:
        assert any(question.kind == "document" for question in asked), at
    if ANSWER in told and at not in PROVIDED:
        assert asked, at
    points = maps.points(words, at, About(snapshot.country)) if words else ()
    assert set(points).isdisjoint(PROVIDED) or any(isinstance(one, RoleTask) for one in sections), at
    assert (STRIPE in told) == (at in {one.requirement for one in plan.hand_offs}), at
    for section in sections:
        here = [one for one in section.problems if (one.listed, one.code) == (at, problem.code)]
        assert {one.hand_off for one in here} <= {STRIPE in told}
        assert {one.support for one in here} <= {SUPPORT in told}


def test_the_words_say_what_the_pages_offer(maps: Maps) -> None:
    """By the English: whoever is told to upload has an input for it, and so on."""
    for words in every_words(maps):
        text, told = words.message.text.lower(), mends(words)
        assert ("upload" in text) == (FILE in told), text
        assert ("payments partner, stripe" in text) == (STRIPE in told), text
        assert ("contact support" in text) == (SUPPORT in told), text
        assert PEOPLE not in told or re.search("director|owner|executive|name |person", text), text


def every_words(maps: Maps) -> Iterator[ErrorWords]:
    """The words of every code, in general and of single groups and questions."""
    yield from maps.contents.errors.values()
    for group in maps.groups:
        yield from group.errors.values()
        for question in group.questions:
            yield from question.errors.values()


def found_wrong(requirement: str, code: str, country: str) -> Snapshot:
    """An account with that error and nothing else."""
    alone = requirement.startswith("individual.")
    error = {"requirement": requirement, "code": code, "reason": "In English"}
    lists = {"currently_due": [requirement], "past_due": [requirement], "errors": [error]}
    kind = "individual" if alone else "company"
    about = {"id": "acct_1", "country": country, "business_type": kind, "requirements": lists}
    return read_snapshot(about, () if alone else ({"id": PERSON, "relationship": {"owner": True}},), 0)


def test_an_unknown_code_keeps_its_reason_and_its_place(maps: Maps) -> None:
    families = ("verification_document_", "invalid_url_", "invalid_address_", "invalid_statement_descriptor_")
    for requirement in every_id():
        (found,) = problems_of((RequirementError(requirement, "something_new", "In English"),), maps)
        assert (found.message, found.reason) == (None, "In English")
    for family in families:
        assert maps.words_for(f"{family}of_a_new_kind", "individual.email") is not None
    assert maps.words_for(UNKNOWN_CODE, "individual.email") is None


def test_the_docs_name_every_code(maps: Maps) -> None:
    check_page("errors.md", told(maps))


HEAD = """\
# Verification errors

What sellers read when verification finds something wrong, by Stripe's code. Made by `tests/matrix` from the
maps; `make pages` writes it anew. The words are changed in `requirement_maps/errors/` and in the groups.

The words stand at the requirement that Stripe names and at the fields in the second column, as far as its
subject has them and in the form in which the country asks for them: in Japan, addresses in kana and kanji.
A group or a question may have words of its own, told below the general ones. A code that is not here gets the
words of its family (`…_*`), else Stripe's own reason, marked as English. Statuses of bank accounts stand here
too: Stripe tells them of the bank account itself, and lists nothing.

The last column says what mends it: a new answer there or in the fields named, a file, the lists of people and
whoever holds a role, Stripe's own page by a one-time link, or support. The pages offer just that.

| code | shown at, besides where Stripe lists it | what the seller reads | what mends it |
|---|---|---|---|
"""


def told(maps: Maps) -> str:
    """The whole of docs/errors.md."""
    families = [name for name in maps.contents.errors if name.endswith("*")]
    every = sorted({*codes(), *STOPPED_BANKS, *families})
    return HEAD + "".join(row for code in every for row in rows(maps, code))


def rows(maps: Maps, code: str) -> Iterator[str]:
    """The general words of a code, then those of single groups and questions."""
    if words := maps.contents.errors.get(code):
        yield row(f"`{code}`", words)
    for group in maps.groups:
        if code in group.errors:
            yield row(f"`{code}` in {group.id.replace('_', ' ')}", group.errors[code])
        for question in group.questions:
            if code in question.errors:
                yield row(f"`{code}` at {question.id.replace('_', ' ')}", question.errors[code])


def row(name: str, words: ErrorWords) -> str:
    """One line of the table."""
    points = ", ".join(f"`{point}`" for point in words.point_at)
    return f"| {name} | {points} | {words.message.text} | {', or '.join(mends(words))} |\n"


def mends(words: ErrorWords) -> tuple[str, ...]:
    """What mends it, by the flags and fields from which the pages are drawn."""
    ways = {
        ANSWER: words.answer,
        PEOPLE: any(names_people(point) for point in words.point_at),
        FILE: words.upload,
        STRIPE: words.hand_off,
        SUPPORT: words.support,
    }
    return tuple(name for name, offered in ways.items() if offered)
