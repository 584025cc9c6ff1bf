"""Every error text tells by itself which question it is about: the summary on top shows it far from there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from forms.kinds import KINDS, Asking
from forms.questions import Question, untranslated
from forms.words import say
from onboarding.maps import Circumstances, Maps
from onboarding.maps.values import Group
from onboarding.subjects import join_subject

ASKING = Asking(untranslated, "en")


def questions(maps: Maps, group: Group, country: str) -> Iterator[Question]:
    circumstances = Circumstances(country, "company", None)
    for one in group.questions:
        if one.wording.kind == "address":
            continue  # its words name the parts, which have labels of their own
        subject = "person_1" if one.personal else "company"
        ids = frozenset(join_subject(subject, each) if one.personal else each for each in one.settles)
        yield maps.ask(one, subject, circumstances, ids)


def texts(question: Question) -> set[str]:
    words = KINDS[question.kind].words
    slots = {*words, *question.words} - {"instead"}
    filler = {
        "limit": 3,
        "age": 13,
        "megabytes": 10,
        "pixels": 8000,
        "least": 1,
        "example": "X",
        "year": 1850,
    }
    return {say(question, words, untranslated, slot, **filler) for slot in slots}


def test_no_two_questions_of_a_page_say_the_same(maps: Maps) -> None:
    for country in maps.countries:
        for group in maps.groups:
            said = Counter(text for one in questions(maps, group, country) for text in texts(one))
            assert [text for text, often in said.items() if often > 1] == [], (country, group.id)


def test_words_of_a_kind_take_the_label_of_the_question() -> None:
    named = {"date_of_birth", "address", "bank_account", "consent"}
    for name in KINDS.keys() - named:
        for slot, message in KINDS[name].words.items():
            assert "{label}" in message.text, (name, slot)
