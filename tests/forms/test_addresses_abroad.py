"""Addresses in another country than the account's: Stripe lists their parts by the account's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from forms.form import build_form
from forms.inputs import Input
from forms.kinds.address import AddressView
from forms.kinds.places import area_options, place
from forms.questions import Question, untranslated
from tests.forms.asking import LIVE, question, sent, take, texts

_WITH_A_FULL_AGREEMENT = """
AE AT AU BE BG BR CA CH CY CZ DE DK EE ES FI FR GB GI GR HK HR HU IE IN IT JP
LI LT LU LV MT MX MY NL NO NZ PL PT RO SE SG SI SK TH US
"""
FULL = _WITH_A_FULL_AGREEMENT.split()
OTHERS = ["GH", "KR"]
"""Countries without and with postal codes whose accounts are of another sort."""
CODELESS = {"AE", "GH", "HK"}

BASE = "representative.address"
PARTS = ("line1", "city", "state", "postal_code")
LISTED = tuple(f"{BASE}.{part}" for part in PARTS)
WHOLE = (*LISTED, f"{BASE}.line2", f"{BASE}.country")


def typed(values: dict[str, str]) -> dict[str, str]:
    return {f"{BASE}.{part}": value for part, value in values.items()}


def asks(settles: Sequence[str], country: str = "GB") -> Question:
    return question("address", BASE, country=country, settles=tuple(settles), options={"country": "ask"})


def view_of(one: Question, home: str, known: dict[str, str] | None = None) -> AddressView:
    form = build_form([one], LIVE, known=typed({"country": home, **(known or {})}))
    found = form.asked[0].view
    assert isinstance(found, AddressView)
    return found


def shown(view: AddressView) -> dict[str, Any]:
    return {part.input.name.rpartition(".")[2]: part for part in view.parts}


def some(part: Input, home: str) -> str:
    name = part.name.rpartition(".")[2]
    if name == "state" and (areas := area_options(home, "en", untranslated)):
        return str(areas.pairs[1][0])
    return (place(home).example or "00000").split(",")[0] if name == "postal_code" else "Somewhere"


def fill(one: Question, country: str, known: dict[str, str] | None = None) -> set[str]:
    """What is settled by somebody who lives there and fills every input that is shown."""
    values = {part.input.name: some(part.input, country) for part in view_of(one, country, known).parts}
    answers = take(one, values | typed({"country": country}))
    assert isinstance(answers, dict), answers
    return set(answers)


@pytest.mark.parametrize("home", [*FULL, *OTHERS])
def test_every_part_that_is_due_is_asked_and_settled_wherever_somebody_lives(home: str) -> None:
    for country in [*FULL, *OTHERS]:
        written_there = {f"{BASE}.{part}" for part in (*place(home).order, *place(country).order)}
        settled = fill(asks(LISTED, country), home)
        assert set(LISTED) & written_there <= settled, country
        insisted = [one for one in LISTED if one not in settled]
        if insisted:
            assert set(insisted) <= fill(asks(insisted, country), home), country


@pytest.mark.parametrize("home", sorted(CODELESS))
def test_a_postal_code_may_be_left_blank_where_there_are_none(home: str) -> None:
    one = asks(LISTED)
    view = view_of(one, home)
    assert shown(view)["postal_code"].label == "Postal code (optional)"
    values = {part.input.name: some(part.input, home) for part in view.parts}
    answers = take(one, values | typed({"country": home, "postal_code": ""}))
    assert {f"{BASE}.{part}" for part in ("line1", "city", "country")} <= set(answers)
    assert f"{BASE}.postal_code" not in answers


def test_a_postal_code_that_stripe_insists_on_is_asked_with_advice() -> None:
    one = asks([f"{BASE}.postal_code"])
    part = shown(view_of(one, "HK"))["postal_code"]
    assert (part.label, part.hint) == ("Postal code", "If the address has no postal code, enter 00000")
    held = {"country": "HK", "line1": "1 Queen's Road", "city": "Central", "state": "Hong Kong Island"}
    assert texts(sent(one, typed(held)))
    assert take(one, typed(held | {"postal_code": "00000"}))[f"{BASE}.postal_code"] == "00000"


@pytest.mark.parametrize(
    ("home", "order"),
    [
        ("SG", ["line1", "line2", "city", "state", "postal_code"]),
        ("JP", ["postal_code", "state", "city", "line1", "line2"]),
        ("HK", ["state", "city", "line1", "line2", "postal_code"]),
        ("AE", ["line1", "line2", "city", "state", "postal_code"]),
        ("DE", ["line1", "line2", "postal_code", "city", "state"]),
    ],
)
def test_parts_besides_the_country_s_own_stand_where_readers_look_for_them(
    home: str, order: list[str]
) -> None:
    assert list(shown(view_of(asks(LISTED, "US"), home))) == order


def test_parts_besides_the_country_s_own_have_general_labels() -> None:
    labels = {part: each.label for part, each in shown(view_of(asks(LISTED, "US"), "SG")).items()}
    assert labels["city"] == "City"
    assert labels["state"] == "State, province or region"


def test_a_change_of_an_address_abroad_keeps_what_stripe_would_list_again() -> None:
    view = view_of(asks(WHOLE, "US"), "DE", {"state": "Bavaria"})
    assert shown(view)["state"].label == "State, province or region (optional)"
    assert "state" not in shown(view_of(asks(WHOLE, "GB"), "DE"))


AMERICAN = {
    "country": "US",
    "line1": "1 Main Street",
    "line2": "Flat 2",
    "city": "Oakland",
    "state": "CA",
    "postal_code": "94607",
}


def test_parts_that_the_new_country_does_not_have_are_unset() -> None:
    one = asks(WHOLE, "SG")
    before = build_form([one], LIVE, known=typed(AMERICAN))
    moved = AMERICAN | {"country": "SG", "line1": "1 Raffles Place", "line2": "", "postal_code": "048616"}
    form = sent(one, typed(moved) | {"_prefilled": before.prefilled.data or ""})
    unset = {"line2": "", "city": "", "state": ""}
    kept = {"country": "SG", "line1": "1 Raffles Place", "postal_code": "048616"}
    assert form.answers() == typed(unset | kept)


def test_a_part_that_a_third_country_left_is_unset() -> None:
    one = asks(LISTED, "GB")
    held = {"country": "BR", "line1": "Rua 1", "city": "Rio", "state": "RJ", "postal_code": "20000-000"}
    before = build_form([one], LIVE, known=typed(held))
    moved = {"country": "FR", "line1": "1 rue de Rivoli", "city": "Paris", "postal_code": "75001"}
    form = sent(one, typed(moved) | {"_prefilled": before.prefilled.data or ""})
    assert form.answers() == typed(moved | {"state": ""})


def test_parts_that_stay_are_sent_as_they_are() -> None:
    one = asks(WHOLE, "SG")
    before = build_form([one], LIVE, known=typed(AMERICAN))
    form = sent(one, typed(AMERICAN) | {"_prefilled": before.prefilled.data or ""})
    assert form.answers() == typed(AMERICAN)


def test_the_summary_and_the_page_name_the_same_inputs() -> None:
    form = sent(asks(LISTED, "US"), typed({"country": "SG"}))
    parts = [line.id.rpartition("-")[2] for line in form.summary]
    assert parts == ["line1", "city", "state", "postal_code"]


def test_a_part_that_neither_stripe_nor_the_country_wants_is_not_asked() -> None:
    assert "city" not in shown(view_of(asks([f"{BASE}.line1"], "SG"), "SG"))


def test_the_advice_is_on_the_page(draw: Any) -> None:
    form = build_form([asks([f"{BASE}.postal_code"])], LIVE, known=typed({"country": "HK"}))
    page = draw(form.asked[0])
    field = page.find("input", attrs={"name": f"{BASE}.postal_code"})
    assert page.find(id=field["aria-describedby"]).string == "If the address has no postal code, enter 00000"
