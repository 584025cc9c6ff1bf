"""Numbers that no person and no company can have, and what is said of them, in every country."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest
from werkzeug.datastructures import MultiDict

from forms.base_form import SellerForm
from forms.form import build_form
from forms.kinds import Asking
from forms.questions import Question, untranslated
from onboarding.maps import Circumstances, Maps
from onboarding.maps.loading import read_folder
from onboarding.maps.shapes import GroupFile, QuestionShape
from tests.maps.conftest import ROOT

PERSON = ("individual.id_number",)
COMPANY = ("company.tax_id", "company.registration_number", "company.vat_id")
NO_NUMBERS = (
    "1",
    "12",
    "<b>x</b>",
    "<b>123456</b>",
    "<script>alert(1)</script>",
    "abc",
    "\x00\x1b\x07",
    "{{7*7}}",
)
STRIPES = ("000000000", "000000001", "111111111", "222222222", "222221000", "222221005")
"""Stripe's test numbers, by which a check ends as wanted."""


def everybody(maps: Maps) -> Iterator[Question]:
    """Every number, as it is asked of every sort of seller of every country."""
    for country, place in maps.countries.items():
        for business_type in (choice.value for choice in place.business_types):
            structures = (choice.value for choice in place.structures(business_type))
            for structure in (None, *structures):
                where = Circumstances(country, business_type, structure)
                for requirement in PERSON if business_type == "individual" else COMPANY:
                    at = maps.place(requirement)
                    assert at is not None
                    yield maps.ask(at.question, at.subject, where, frozenset({requirement}))


@pytest.fixture(scope="module")
def asked(maps: Maps) -> list[Question]:
    """Each way to ask once: most sorts of sellers of a country are asked alike."""
    return list({(one.country, one.base, one.label.context): one for one in everybody(maps)}.values())


def fill(question: Question, typed: str, *, test_mode: bool = False) -> SellerForm:
    asking = Asking(untranslated, "en", test_mode=test_mode)
    return build_form([question], asking, formdata=MultiDict({question.base: typed}))


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_is_never_taken(asked: list[Question], typed: str) -> None:
    taken = [(one.country, one.base) for one in asked if fill(one, typed).validate()]
    assert taken == []


def test_control_characters_are_never_sent(asked: list[Question]) -> None:
    for one in asked:
        form = fill(one, "\x00HRB\x1b 123\x07456\x7f")
        sent = "".join(map(str, form.answers().values())) if form.validate() else ""
        assert not [sign for sign in sent if unicodedata.category(sign) == "Cc"], (one.country, one.base)


@pytest.mark.parametrize("typed", STRIPES)
def test_stripes_numbers_are_taken_in_test_mode(asked: list[Question], typed: str) -> None:
    refused = [(one.country, one.base) for one in asked if not fill(one, typed, test_mode=True).validate()]
    assert refused == []


def test_the_last_4_digits_stay_4_in_test_mode(maps: Maps) -> None:
    place = maps.place("individual.ssn_last_4")
    assert place is not None
    due = frozenset({"individual.ssn_last_4"})
    one = maps.ask(place.question, place.subject, Circumstances("US", "individual", None), due)
    assert fill(one, "0000", test_mode=True).validate()
    assert not fill(one, "000000000", test_mode=True).validate()


def test_a_number_that_is_too_short_is_told_in_the_maps_own_words(asked: list[Question]) -> None:
    for one in asked:
        form = fill(one, "1")
        assert not form.validate()
        assert [line.text for line in form.summary] == [one.words["wrong"].text], (one.country, one.base)


def test_hints_are_in_step_with_the_shapes(asked: list[Question]) -> None:
    for one in asked:
        told = re.match(r"(\d+) digits", one.hint.text if one.hint else "")
        lengths = one.options.get("digits")
        if told and lengths is None:
            assert re.fullmatch(one.options["pattern"], "1" * int(told[1])), (one.country, one.hint)
        elif told:
            assert lengths == int(told[1]), (one.country, one.hint)


def test_what_a_hint_shows_is_taken(asked: list[Question]) -> None:
    shown = 0
    for one in asked:
        for example in re.findall(r"as in (.+?)(?: or |$)", one.hint.text if one.hint else "", re.IGNORECASE):
            assert fill(one, example).validate(), (one.country, one.base, example)
            shown += 1
    assert shown > 10


def numbers() -> Iterator[tuple[str, QuestionShape]]:
    for shape, _ in read_folder(ROOT).of(GroupFile):
        for question in shape.questions:
            if question.kind in ("national_id", "tax_id"):
                yield f"{shape.group}.{question.id}", question


def test_every_country_has_examples() -> None:
    without = {
        (name, str(variant.when))
        for name, question in numbers()
        for variant in question.variants
        if not (variant.tests and variant.tests.ok and variant.tests.bad)
    }
    assert without == set()
