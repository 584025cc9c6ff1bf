"""Every code of a verification error has words wherever it may stand, and something that mends it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from onboarding.maps import Maps, load_maps
from onboarding.maps.values import ErrorWords
from onboarding.paths import data_root
from onboarding.plan import make_plan, needs_hand_off
from onboarding.problems import problems_of
from onboarding.requirements import RequirementError, read_snapshot
from tests.matrix.catalogue import check_page
from tests.property.vocabulary import UNKNOWN_CODE, codes, every_id


@pytest.fixture(scope="module")
def maps() -> Maps:
    return load_maps(data_root() / "requirement_maps")


@pytest.mark.parametrize("code", codes())
def test_words_and_a_way_wherever_it_stands(maps: Maps, code: str) -> None:
    for requirement in every_id():
        found = problems_of((RequirementError(requirement, code, "In English"),), maps)
        assert found[0].listed == requirement
        assert found[0].stands_as_listed
        assert found[0].message is not None
        assert code not in found[0].message.text
        assert maps.place(requirement) or needs_hand_off(requirement) or ways(maps, requirement)


def ways(maps: Maps, requirement: str) -> bool:
    """Whether the plan of an account with it due has a form or Stripe's own page for it."""
    about = {"id": "acct_1", "country": "US", "business_type": "company"}
    plan = make_plan(read_snapshot({**about, "requirements": {"currently_due": [requirement]}}, (), 0), maps)
    return bool(plan.groups or plan.hand_offs or plan.roles)


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
words of its family (`…_*`), else Stripe's own reason, marked as English.

| code | shown at, besides where Stripe lists it | what the seller reads | what mends it |
|---|---|---|---|
"""


def told(maps: Maps) -> str:
    """The whole of docs/errors.md."""
    families = [name for name in maps.contents.errors if name.endswith("*")]
    return HEAD + "".join(row for code in sorted({*codes(), *families}) for row in rows(maps, code))


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
    fields = [point for point in words.point_at if not point.endswith((".back", ".front"))]
    mends = "another file, or a correction" if words.upload and fields else ""
    mends = mends or ("another file" if words.upload else "a correction")
    if name.startswith("`external_request"):
        mends = "Stripe's own page"
    return f"| {name} | {points} | {words.message.text} | {mends} |\n"
