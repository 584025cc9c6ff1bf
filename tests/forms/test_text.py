from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.normalise import code, digits_only, tidy
from tests.forms.asking import LIVE, TEST, in_locale, question, says, take

BASE = "individual.thing"


@pytest.mark.parametrize(
    "name", ["O", "O’Neil", "Anne-Marie", "van der Berg", "Łukasz", "x" * 128, "de la CRUZ"]
)
def test_a_name_is_sent_as_it_was_typed(name: str) -> None:
    assert take(question("text", options={"name": True}), f"  {name} ") == {BASE: name}


@pytest.mark.parametrize(
    ("kind", "options", "typed", "expected"),
    [
        ("text", {}, "", ["Label: enter an answer"]),
        ("text", {}, "   ", ["Label: enter an answer"]),
        ("text", {"max": 3}, "abcd", ["Label: use 3 characters or fewer"]),
        ("text", {"min": 3}, "ab", ["Label: use 3 characters or more"]),
        ("text", {"pattern": "[a-z]+"}, "a1", ["Label: check what you entered and change it"]),
        ("text", {"code": True}, " ab-12.c ", {BASE: "AB12C"}),
        ("text", {"script": "kana"}, "タロウ", {BASE: "タロウ"}),
        ("text", {"script": "kana"}, "太郎", ["Label: use the letters that the question names"]),
        ("text", {"script": "kanji"}, "株式会社", {BASE: "株式会社"}),
        ("long_text", {}, "one\r\n\r\n two  three \n", {BASE: "one\n\ntwo three"}),
        ("names", {}, "", {BASE: [""]}),
        ("names", {}, "Jo Bloggs\n\n Joe  Blow ", {BASE: ["Jo Bloggs", "Joe Blow"]}),
        ("names", {"most": 1}, "a\nb", ["Label: enter 1 names or fewer"]),
        ("email", {}, "jenny.rosen@example.com", {BASE: "jenny.rosen@example.com"}),
        ("email", {}, "jenny.rosen", ["Label: enter an address in the format name@example.com"]),
        ("url", {}, "example.com/shop", {BASE: "https://example.com/shop"}),
        ("url", {}, "https://accessible.stripe.com", {BASE: "https://accessible.stripe.com"}),
        ("url", {}, "javascript:alert(1)", ["Label: enter a full web address, like https://www.example.com"]),
        ("url", {}, "shop", ["Label: enter a full web address, like https://www.example.com"]),
    ],
)
def test_text_kinds(kind: str, options: dict[str, Any], typed: str, expected: Any) -> None:
    assert take(question(kind, options=options), typed) == expected


def test_blank_optional_text_sends_nothing() -> None:
    assert take(question("text", optional=True), "") == {}


def test_the_question_s_own_words_come_first() -> None:
    assert take(question("text", words={"missing": says("Enter your first name")}), "") == [
        "Enter your first name"
    ]


WRONG_PHONE = ["Label: enter the number in full, with its country code if it is from another country"]


@pytest.mark.parametrize(
    ("country", "options", "typed", "live", "test"),
    [
        ("US", {}, "(415) 555-2671", "+14155552671", "+14155552671"),
        ("US", {}, "+44 20 7946 0958", "+442079460958", "+442079460958"),
        ("FR", {}, "06 12 34 56 78", "+33612345678", "+33612345678"),
        ("FR", {}, "0612345678", "+33612345678", "+33612345678"),
        ("US", {}, "0000000000", WRONG_PHONE, "0000000000"),
        ("DE", {}, "0000000000", WRONG_PHONE, "0000000000"),
        ("DE", {}, "+1 0000000000", WRONG_PHONE, "+10000000000"),
        ("US", {}, "12", WRONG_PHONE, WRONG_PHONE),
        (
            "US",
            {"only_region": True},
            "+33612345678",
            ["Label: enter a number of the country where your account is"],
            None,
        ),
    ],
)
def test_phones(country: str, options: dict[str, Any], typed: str, live: Any, test: Any) -> None:
    one = question("phone", country=country, options=options)
    assert take(one, typed, LIVE) == ({BASE: live} if isinstance(live, str) else live)
    if test is not None:
        assert take(one, typed, TEST) == ({BASE: test} if isinstance(test, str) else test)


@pytest.mark.parametrize(
    ("kind", "options", "locale", "typed", "expected"),
    [
        ("number", {}, "en", "25", {BASE: 25}),
        ("number", {}, "en", "２５", {BASE: 25}),
        ("number", {}, "en", "1,000", {BASE: 1000}),
        ("number", {}, "de", "1.000", {BASE: 1000}),
        ("number", {}, "fr", "1\u202f000", {BASE: 1000}),
        ("number", {"decimals": 2}, "fr", "33,3", {BASE: "33.3"}),
        ("number", {"decimals": 2}, "fr", "33.3", {BASE: "33.3"}),
        ("number", {"decimals": 2}, "en", "33,3 %", {BASE: "33.3"}),
        ("number", {"decimals": 2}, "en", "100.00", {BASE: 100}),
        ("number", {}, "en", "2.5", ["Label: enter a whole number, like 25"]),
        ("number", {}, "en", "many", ["Label: enter a number in figures, like 25"]),
        ("number", {"max": 100}, "en", "101", ["Label: enter a number that is 100 or less"]),
        ("number", {"min": 1}, "en", "-1", ["Label: enter a number that is 1 or more"]),
        ("number", {}, "en_XA", "7", {BASE: 7}),
    ],
)
def test_numbers(kind: str, options: dict[str, Any], locale: str, typed: str, expected: Any) -> None:
    assert take(question(kind, options=options), typed, in_locale(locale)) == expected


@pytest.mark.parametrize(
    ("currency", "typed", "minor"),
    [("usd", "$1,234.50", 123450), ("jpy", "1234", 1234), ("kwd", "1.5", 1500), ("eur", "12", 1200)],
)
def test_money_is_sent_in_minor_units(currency: str, typed: str, minor: int) -> None:
    one = question("money", "business_profile.annual_revenue", options={"currency": currency})
    assert take(one, {f"{one.base}.amount": typed}) == {
        f"{one.base}.amount": minor,
        f"{one.base}.currency": currency,
    }


def test_parts_of_a_minor_unit_are_refused() -> None:
    one = question("money", options={"currency": "jpy"})
    assert take(one, {f"{one.base}.amount": "1.5"}) == ["Label: enter an amount without cents"]


_noise = st.sampled_from([" ", "-", ".", "\u2011", "\u00a0", "(", ")", "/", "\u200b", "–", "\u3000"])


@settings(max_examples=40, deadline=None)
@given(st.text("0123456789", min_size=1, max_size=12), st.lists(_noise, max_size=8), st.randoms())
def test_codes_are_taken_in_any_familiar_writing(digits: str, noise: list[str], random: Any) -> None:
    signs = [chr(ord(sign) + 0xFEE0) if random.random() < 0.5 else sign for sign in digits]
    for each in noise:
        signs.insert(random.randint(0, len(signs)), each)
    assert digits_only("".join(signs)) == digits


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=30))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert code(code(text)) == code(text)
