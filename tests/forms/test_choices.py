from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from forms.kinds.choice import SearchableChoice, countries, merchant_categories
from forms.questions import Choice, Message
from tests.forms.asking import LIVE, question, says, take

BASE = "individual.thing"
SEX = (Choice("male", says("Male")), Choice("female", says("Female")))


@pytest.mark.parametrize(
    ("kind", "more", "typed", "expected"),
    [
        ("choice", {"choices": SEX}, "male", {BASE: "male"}),
        ("choice", {"choices": SEX}, "", ["Choose an answer to “Label”"]),
        ("choice", {"choices": SEX}, "king", ["Choose one of the answers to “Label”"]),
        ("yes_no", {}, "true", {BASE: True}),
        ("yes_no", {}, "false", {BASE: False}),
        ("yes_no", {}, "", ["Choose an answer to “Label”"]),
        ("yes_no", {"options": {"yes": "existing", "no": "none"}}, "false", {BASE: "none"}),
        ("yes_no", {"options": {"as": "checkbox"}}, "true", {BASE: True}),
        ("yes_no", {"options": {"as": "checkbox"}}, {}, {BASE: False}),
        ("yes_no", {"options": {"as": "checkbox"}, "words": {"missing": says("Tick it")}}, {}, ["Tick it"]),
        ("searchable_choice", {}, "5734", {BASE: "5734"}),
        ("searchable_choice", {}, "0001", ["Choose one of the answers to “Label”"]),
        ("country", {}, "NO", {BASE: "NO"}),
        ("country", {}, "ZZ", ["Choose one of the answers to “Label”"]),
        ("country", {"options": {"countries": ["FR"]}}, "NO", ["Choose one of the answers to “Label”"]),
        ("consent", {}, "true", {BASE: "consent"}),
        ("consent", {}, {}, ["Tick the box to accept the terms"]),
        ("declaration", {}, "on", {BASE: "consent"}),
        ("declaration", {}, {}, ["Tick the box to confirm: Label"]),
    ],
)
def test_choices(kind: str, more: dict[str, Any], typed: Any, expected: Any) -> None:
    assert take(question(kind, **more), typed) == expected


def test_countries_are_named_in_the_reader_s_language() -> None:
    assert dict(countries("fr"))["DE"] == "Allemagne"
    assert len(countries("en")) > 240
    assert "EU" not in dict(countries("en"))


def test_lists_are_in_the_order_of_the_reader_s_language() -> None:
    named = [name for _, name in countries("fr")]
    assert named.index("États-Unis") == named.index("Éthiopie") - 1 < named.index("Zambie")
    french = {"Computer Software Stores": "Magasins de logiciels", "Book Stores": "Librairies"}

    def translate(message: Message, /, **_: object) -> str:
        return french.get(message.text, "Zoo")

    asking = replace(LIVE, translate=translate)
    labels = [label for _, label in SearchableChoice().choices(question("searchable_choice"), asking)]
    assert labels[:2] == ["Librairies", "Magasins de logiciels"]


def test_merchant_categories_are_stripe_s() -> None:
    codes = {choice.value for choice in merchant_categories()}
    assert {"5734", "5192", "7372"} <= codes
    assert 250 < len(codes) < 350
