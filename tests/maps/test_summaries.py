"""The summary on top of a page that was sent empty: every line says which question it is about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.datastructures import MultiDict

from forms.form import build_form
from forms.questions import Question
from onboarding.maps import Circumstances, Maps
from tests.forms.asking import LIVE

SUBJECTS = {"individual": ("account", "individual"), "company": ("company", "representative")}
MOST_ADDRESSES = {"JP": 2, "TH": 2}


def pages(maps: Maps, country: str, business_type: str) -> Iterator[tuple[Question, ...]]:
    """Every page about each subject, with all that the country may ask on it."""
    circumstances = Circumstances(country, business_type, None)
    for group in maps.groups:
        asked = [one for one in group.questions if maps.asks(one, country)]
        for subject in SUBJECTS[business_type]:
            of_persons = subject in ("individual", "representative")
            here = [one for one in asked if one.personal == of_persons]
            if here:
                yield tuple(
                    maps.ask(
                        one,
                        subject,
                        circumstances,
                        frozenset(f"{subject}.{each}" if one.personal else each for each in one.settles),
                    )
                    for one in here
                )


@pytest.mark.parametrize("business_type", SUBJECTS)
def test_no_two_lines_of_a_summary_are_the_same(maps: Maps, business_type: str) -> None:
    addresses: dict[str, int] = {}
    for country in maps.countries:
        for questions in pages(maps, country, business_type):
            form = build_form(questions, LIVE, formdata=MultiDict())
            form.validate()
            lines = [(line.about, line.text) for line in form.summary]
            assert len(set(lines)) == len(lines), (country, lines)
            count = sum(question.kind == "address" for question in questions)
            addresses[country] = max(addresses.get(country, 0), count)
    assert {country: addresses[country] for country in MOST_ADDRESSES} == MOST_ADDRESSES
