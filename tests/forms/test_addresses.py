from __future__ import annotations

from typing import Any

import pytest

from forms.form import build_form
from forms.kinds import KINDS
from forms.kinds.address_words import WORDS
from forms.kinds.area_names import AREA_NAMES
from forms.kinds.choice import countries
from forms.kinds.places import area_options, place, written
from forms.normalise import alphabetical
from forms.questions import Problem, untranslated
from tests.forms.asking import LIVE, in_locale, question, says, sent, take, texts

COUNTRIES = [code for code, _ in countries("en")]
BASE = "individual.address"
US = {"line1": "address_full_match", "city": "Oakland", "state": "CA", "postal_code": "94607"}


def typed(values: dict[str, str]) -> dict[str, str]:
    return {f"{BASE}.{part}": value for part, value in values.items()}


@pytest.mark.parametrize(
    ("country", "order", "labels"),
    [
        (
            "US",
            ["line1", "line2", "city", "state", "postal_code"],
            {"state": "State", "postal_code": "ZIP code"},
        ),
        ("CA", ["line1", "line2", "city", "state", "postal_code"], {"state": "Province or territory"}),
        (
            "GB",
            ["line1", "line2", "city", "postal_code"],
            {"city": "Town or city", "postal_code": "Postcode"},
        ),
        ("FR", ["line1", "line2", "postal_code", "city"], {}),
        ("DE", ["line1", "line2", "postal_code", "city"], {}),
        ("JP", ["postal_code", "state", "line1", "line2"], {"state": "Prefecture"}),
        (
            "IE",
            ["line1", "line2", "city", "state", "postal_code"],
            {"state": "County", "postal_code": "Eircode"},
        ),
        ("SG", ["line1", "line2", "postal_code"], {}),
        ("HK", ["state", "city", "line1", "line2"], {"state": "Area", "city": "District"}),
    ],
)
def test_parts_order_and_labels_are_the_country_s(
    country: str, order: list[str], labels: dict[str, str]
) -> None:
    found = place(country)
    assert list(found.order) == order
    assert {part: found.labels[part].text for part in labels} == labels


def test_a_part_that_is_due_is_asked_whatever_the_country_s_form() -> None:
    one = question("address", BASE, country="SG", settles=(f"{BASE}.line1", f"{BASE}.city"))
    values = typed({"line1": "1 Raffles Place", "postal_code": "048616"})
    assert take(one, values) == ["Enter the city"]


def test_a_list_of_all_parts_makes_none_of_them_due() -> None:
    settles = tuple(f"{BASE}.{part}" for part in ("line1", "line2", "city", "state", "postal_code"))
    one = question("address", BASE, country="DE", settles=settles)
    found = take(one, typed({"line1": "Weg 1", "city": "Bonn", "postal_code": "53111"}))
    assert found[f"{BASE}.country"] == "DE"
    assert f"{BASE}.state" not in found


@pytest.mark.parametrize(
    ("country", "values", "expected"),
    [
        ("US", {}, None),
        ("US", {"postal_code": "9460"}, ["Enter a full ZIP code, like 95014"]),
        ("US", {"postal_code": "９４６０７"}, None),
        ("US", {"state": "ZZ"}, ["Choose the state from the list"]),
        ("US", {"line1": ""}, ["Enter the first line of the address"]),
        ("GB", {"postal_code": "sw1a1aa", "city": "London"}, None),
        ("GB", {"postal_code": "SW1A-1AA", "city": "London"}, None),
        ("CA", {"postal_code": "h3z2y7", "state": "QC"}, None),
        ("NO", {"postal_code": "0025", "city": "Oslo"}, None),
    ],
)
def test_addresses(country: str, values: dict[str, str], expected: Any) -> None:
    found = take(question("address", BASE, country=country), typed(US | values))
    if expected:
        assert found == expected
    else:
        assert found[f"{BASE}.country"] == country
        assert found[f"{BASE}.line1"] == "address_full_match"


@pytest.mark.parametrize(
    ("line", "box"),
    [
        ("PO Box 3", True),
        ("P.O. Box 3", True),
        ("p o box 12", True),
        ("Post Office Box 12", True),
        ("GPO Box 9", True),
        ("BP 4120", True),
        ("B.P. 12", True),
        ("Boîte postale 12", True),
        ("Case postale 12", True),
        ("Postfach 10 11 12", True),
        ("Postbus 123", True),
        ("Apartado de Correos 3", True),
        ("Caixa Postal 3", True),
        ("Casella postale 3", True),
        ("3 Box Hill Road", False),
        ("12 Old Post Office Lane", False),
        ("1 Poboxska", False),
        ("Calle del Apartado, 5", False),
        ("Rue de la Poste 3", False),
        ("1 Via Po 12", False),
    ],
)
def test_post_office_boxes_are_refused_where_none_is_taken(line: str, box: bool) -> None:
    values = typed(US | {"line2": line})
    anywhere = question("address", BASE, country="US")
    assert take(anywhere, values)[f"{BASE}.line2"] == line
    strict = question("address", BASE, country="US", options={"po_box": False})
    found = take(strict, values)
    assert (found == ["Enter the address of a place, not a PO box"]) is box


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("US", ["Enter the city", "Choose the state from the list", "Enter the ZIP code"]),
        ("GB", ["Enter the town or city", "Enter the postcode"]),
        ("CA", ["Enter the city", "Choose the province or territory from the list", "Enter the postal code"]),
        ("AU", ["Enter the suburb", "Choose the state or territory from the list", "Enter the postcode"]),
        ("IN", ["Enter the city", "Enter the PIN code", "Choose the state from the list"]),
        ("HK", ["Choose the area from the list"]),
    ],
)
def test_errors_call_the_parts_as_their_labels_do(country: str, expected: list[str]) -> None:
    found = take(question("address", BASE, country=country), typed({"line1": "1 Main Street"}))
    assert found == expected


def test_the_map_s_own_words_come_first() -> None:
    words = {"postal_code_wrong": says("Not a code")}
    one = question("address", BASE, country="US", words=words)
    assert take(one, typed(US | {"postal_code": "1"})) == ["Not a code"]


@pytest.mark.parametrize("country", [*COUNTRIES, "XX"])
def test_there_are_words_for_every_part_of_every_country(country: str) -> None:
    due = frozenset(("city", "state", "postal_code"))
    for japanese in {False, country == "JP"}:
        found = place(country, due, insisted=True, japanese=japanese)
        listed = area_options(country, "en", untranslated) is not None and not japanese
        for part in found.required:
            key = found.labels[part].context.rpartition(".")[2]
            wrong = part == "state" and listed
            assert f"{key}_{'wrong' if wrong else 'missing'}" in WORDS
        key = found.labels["postal_code"].context.rpartition(".")[2]
        assert f"{key}_wrong" in WORDS
        assert found.example or not found.postcodes


def test_areas_are_listed_once_in_the_reader_s_script() -> None:
    japan = area_options("JP", "en", untranslated)
    native = area_options("JP", "ja", untranslated, native=True)
    assert japan is not None
    assert native is not None
    assert len(japan.pairs) == len(native.pairs) == 48
    assert ("Hokkaido", "Hokkaido") in japan.pairs
    assert ("北海道", "北海道") in native.pairs


_ENGLISH = """Alberta, British Columbia, Manitoba, New Brunswick, Newfoundland and Labrador,
Northwest Territories, Nova Scotia, Nunavut, Ontario, Prince Edward Island, Quebec, Saskatchewan, Yukon"""
_FRENCH = """Alberta, Colombie-Britannique, Île-du-Prince-Édouard, Manitoba, Nouveau-Brunswick,
Nouvelle-Écosse, Nunavut, Ontario, Québec, Saskatchewan, Terre-Neuve-et-Labrador,
Territoires du Nord-Ouest, Yukon"""


@pytest.mark.parametrize(("locale", "names"), [("en", _ENGLISH), ("fr_CA", _FRENCH)])
def test_canada_s_provinces_are_named_and_sorted_in_the_reader_s_language(locale: str, names: str) -> None:
    options = area_options("CA", locale, untranslated)
    assert options is not None
    assert [label for _, label in options.pairs[1:]] == names.replace("\n", " ").split(", ")


def test_states_that_french_calls_otherwise_are_named_in_french() -> None:
    french = area_options("US", "fr", untranslated)
    english = area_options("US", "en", untranslated)
    assert french is not None
    assert english is not None
    assert {code for code, _ in french.pairs} == {code for code, _ in english.pairs}
    expected = {
        "AS": "Samoa américaines",
        "AA": "Forces armées (AA)",
        "NC": "Caroline du Nord",
        "OR": "Oregon",
    }
    assert {code: french.label(code) for code in expected} == expected
    labels = [label for _, label in french.pairs[1:]]
    assert labels == sorted(labels, key=alphabetical)


def test_names_in_another_language_are_of_areas_that_there_are() -> None:
    for (country, _), names in AREA_NAMES.items():
        options = area_options(country, "en", untranslated)
        assert options is not None
        assert all(code in options for code in names)


def test_japanese_addresses_have_a_town_besides() -> None:
    one = question("address", BASE, country="JP", options={"script": "kanji"})
    values = {
        "postal_code": "1500001",
        "state": "東京都",
        "city": "渋谷区",
        "town": "神宮前 3丁目",
        "line1": "27-15",
    }
    found = take(one, typed(values))
    assert found == typed(values) | {f"{BASE}.country": "JP"}


def test_the_country_may_be_asked_and_its_form_follows_without_a_script(draw: Any) -> None:
    one = question("address", BASE, country="US", options={"country": "ask"})
    first = draw(build_form([one], LIVE).asked[0])
    assert first.find("option", selected=True)["value"] == "US"
    assert first.find("label", string="ZIP code")
    form = sent(one, typed({"country": "FR", "line1": "1 rue de Rivoli"}) | {"_country": BASE})
    assert form.reshaped
    shown = first.find("input", attrs={"name": "_shown"})["value"]
    same = typed({"country": "US"}) | {"_country": BASE, "_shown": shown}
    assert not sent(one, same).reshaped, "the Enter key uses the first button, and means to save"
    page = draw(form.asked[0])
    assert page.find("option", selected=True)["value"] == "FR"
    assert page.find("button", attrs={"name": "_country", "value": BASE}).has_attr("formnovalidate")
    assert not page.find(attrs={"name": f"{BASE}.state"})
    assert page.find("input", attrs={"name": f"{BASE}.line1"})["value"] == "1 rue de Rivoli"


def test_the_chosen_country_is_sent_and_judged_by_its_own_form() -> None:
    one = question("address", BASE, country="US", options={"country": "ask"})
    french = {"country": "FR", "line1": "1 rue de Rivoli", "city": "Paris", "postal_code": "75001"}
    assert take(one, typed(french)) == typed(french)
    assert take(one, typed(french | {"country": "XX"})) == ["Choose a country from the list"]
    assert take(one, typed(french | {"country": ""})) == ["Choose the country"]


def test_each_error_stands_at_its_own_part() -> None:
    form = sent(question("address", BASE, country="DE"), {})
    assert [line.id for line in form.summary] == [
        "individual-address-line1",
        "individual-address-postal_code",
        "individual-address-city",
    ]
    assert len(texts(form)) == 3


SOMEWHERE = {"line1": "1 Road", "line2": "Flat 2", "city": "Town", "state": "ST", "postal_code": "12345"}


@pytest.mark.parametrize(
    ("country", "missing", "lines"),
    [
        ("US", "", "1 Road|Flat 2|Town, ST 12345"),
        ("US", "line2 state", "1 Road|Town, 12345"),
        ("US", "city", "1 Road|Flat 2|ST 12345"),
        ("CA", "", "1 Road|Flat 2|Town ST 12345"),
        ("FR", "state", "1 Road|Flat 2|12345 Town"),
        ("FR", "", "1 Road|Flat 2|12345 Town|ST"),
        ("CH", "state", "1 Road|Flat 2|12345 Town"),
        ("GB", "state", "1 Road|Flat 2|Town|12345"),
        ("JP", "city", "12345|ST|1 Road|Flat 2"),
        ("SG", "state", "1 Road|Flat 2|12345|Town"),
        ("PR", "state", "1 Road|Flat 2|Town 12345"),
        ("GN", "state line2", "12345 1 Road Town"),
        ("XX", "", "1 Road|Flat 2|Town|ST|12345"),
    ],
)
def test_addresses_are_written_as_in_their_country(country: str, missing: str, lines: str) -> None:
    given = {part: value for part, value in SOMEWHERE.items() if part not in missing.split()}
    assert "|".join(written(country, given)) == lines


@pytest.mark.parametrize("country", COUNTRIES)
def test_whatever_the_country_every_part_is_written_once(country: str) -> None:
    lines = " ".join(written(country, SOMEWHERE))
    assert [lines.count(value) for value in SOMEWHERE.values()] == [1] * len(SOMEWHERE)


def test_addresses_are_shown_with_their_country() -> None:
    one = question("address", BASE, country="US", options={"country": "ask"})
    kind, known = KINDS["address"], typed(US | {"country": "US"})
    assert kind.show(one, known, in_locale("fr")) == (
        "address_full_match",
        "Oakland, CA 94607",
        "États-Unis",
    )
    assert kind.show(one, typed({"country": "US"}), LIVE) == ()


def test_a_japanese_address_is_shown_in_its_own_order() -> None:
    one = question("address", BASE, country="JP", options={"script": "kanji"})
    known = typed({"postal_code": "1500001", "state": "東京都", "city": "渋谷区", "line1": "27-15"})
    shown = KINDS["address"].show(one, known, LIVE)
    assert shown == ("1500001", "東京都", "渋谷区", "27-15", "Japan")


def test_the_summary_follows_the_page_and_names_what_is_on_it() -> None:
    one = question("address", BASE, country="US", options={"country": "ask"})
    form = sent(one, typed({"country": "FR"}))
    assert [line.id.rpartition("-")[2] for line in form.summary] == ["line1", "postal_code", "city"]
    form.add_problem(Problem(f"{BASE}.state", "No such state"))
    assert form.summary[0].id == "individual-address-country"


def test_a_country_that_is_none_changes_nothing(draw: Any) -> None:
    one = question("address", BASE, country="US", options={"country": "ask"})
    page = draw(sent(one, typed({"country": "<b>"})).asked[0])
    assert page.find("label", string="ZIP code")
