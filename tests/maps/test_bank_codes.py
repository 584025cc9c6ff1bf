"""Codes of banks and the words beside them: hints call right what is taken, errors say what is true."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from werkzeug.datastructures import MultiDict

from forms.base_form import SellerForm
from forms.form import build_form
from forms.kinds import Asking
from forms.questions import Question, untranslated
from onboarding.maps import Circumstances, Maps

COUNTED = re.compile(r"(\d+)(?:( to | or )(\d+))? (digits|letters and digits)")
"""How hints and errors tell a length."""
ELEVEN = ("LK", "MD", "PA", "QA")
"""Countries of which only a BIC of 11 is known to be taken."""
ODD = ("A" * 10 + "É", "AAAA-PAPA_XXX", "０" * 7 + "<")


def ask(maps: Maps, country: str) -> Question:
    place = maps.place("external_account")
    assert place is not None
    due = frozenset({"external_account"})
    return maps.ask(place.question, "account", Circumstances(country, "individual", None), due)


def fill(maps: Maps, country: str, typed: dict[str, str]) -> SellerForm:
    inputs = MultiDict({f"external_account.{name}": value for name, value in typed.items()})
    return build_form([ask(maps, country)], Asking(untranslated, "en", test_mode=True), formdata=inputs)


def codes(maps: Maps) -> Iterator[tuple[str, str, str]]:
    """Country, name and hint of every code that is asked for beside an account number."""
    for country in maps.contents.banks:
        names = {part["name"] for part in ask(maps, country).options["parts"]}
        (asked,) = fill(maps, country, {}).asked
        for part in asked.view.parts:
            name = part.input.name.rpartition(".")[2]
            if name in names:
                yield country, name, part.hint


def lengths(words: str) -> tuple[set[int], str] | None:
    """The lengths that words tell, and of what."""
    told = COUNTED.search(words)
    if told is None:
        return None
    least, most = int(told[1]), int(told[3] or told[1])
    return {least, most} if told[2] == " or " else set(range(least, most + 1)), told[4]


def samples(length: int) -> tuple[str, ...]:
    return "1" * length, "Z" * length, f"A1{'B2' * length}"[:length]


def said(maps: Maps, country: str, name: str, typed: str) -> str:
    """What the form says to one code; "" where it is taken."""
    form = fill(maps, country, {name: typed})
    form.validate()
    return next((line.text for line in form.summary if line.id == f"external_account-{name}"), "")


def test_what_a_hint_calls_right_is_taken(maps: Maps) -> None:
    for country, name, hint in codes(maps):
        if name == "ifsc":
            continue
        counted = lengths(hint)
        assert counted, (country, name, hint)
        for typed in (one for length in counted[0] for one in samples(length)):
            if counted[1] == "letters and digits" or typed.isdigit():
                assert said(maps, country, name, typed) == "", (country, name, hint, typed)


def test_what_is_said_of_a_slip_is_true(maps: Maps) -> None:
    for country, name, hint in codes(maps):
        for typed in (*ODD, *(one for length in range(1, 24) for one in samples(length))):
            words = said(maps, country, name, typed)
            if words and (told := lengths(words)):
                assert lengths(hint) == told, (country, name, hint, words)
                signs = re.sub(r"\W", "", typed)
                fits = signs.isdigit() if told[1] == "digits" else signs.isalnum() and signs.isascii()
                assert not (fits and signs == typed and len(signs) in told[0]), (country, name, typed, words)


@pytest.mark.parametrize("typed", ["AAAA{0}{0}", "aaaa {0}2x", "AAAA{0}{0}XXX", "1ABC{0}22123"])
def test_a_bic_of_8_or_11_is_taken_everywhere(maps: Maps, typed: str) -> None:
    countries = [country for country, name, _ in codes(maps) if name == "swift"]
    assert len(countries) > 40
    for country in countries:
        assert said(maps, country, "swift", typed.format(country)) == "", country


@pytest.mark.parametrize("country", ELEVEN)
def test_a_bic_of_8_is_sent_as_its_head_offices(maps: Maps, country: str) -> None:
    numbers = {"LK": "0000012345", "MD": "MD07AG123456789012345678", "QA": "QA87CITI123456789012345678901"}
    typed = {"account_number": numbers.get(country, "000123456789"), "branch_code": "7010999"}
    short, branch = f"AAAA{country}{country}", "-7010999" if country == "LK" else ""
    for bic in (short, f"{short}XXX"):
        form = fill(maps, country, {**typed, "swift": bic})
        assert form.validate(), [line.text for line in form.summary]
        account = form.answers()["external_account"]
        assert isinstance(account, dict)
        assert account["routing_number"] == f"{short}XXX{branch}"


def test_a_bic_of_8_stays_as_it_is_elsewhere(maps: Maps) -> None:
    form = fill(maps, "KE", {"swift": "BARCKENX", "account_number": "000123456789"})
    assert form.validate()
    account = form.answers()["external_account"]
    assert isinstance(account, dict)
    assert account["routing_number"] == "BARCKENX"


def test_a_slip_in_an_indian_code_is_told_by_how_it_is_built(maps: Maps) -> None:
    (hint,) = [hint for country, _, hint in codes(maps) if country == "IN"]
    assert hint == "4 letters, a zero and 6 letters or digits"
    for typed in ("HDFC1004051", "HDFC000405", "1DFC0004051"):
        assert "four letters, a zero" in said(maps, "IN", "ifsc", typed)
    for typed in ("hdfc 0004051", "ICIC0ABC1D2"):
        assert said(maps, "IN", "ifsc", typed) == ""
