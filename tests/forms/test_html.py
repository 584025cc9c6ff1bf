"""The house rules of the seller's pages, held for every kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from forms.form import build_form
from forms.kinds import KINDS
from forms.kinds.document_checks import ACCEPT
from forms.questions import Choice, Question
from tests.forms.asking import LIVE, in_locale, question, says, sent

CHOICES = (Choice("one", says("One")), Choice("two", says("Two")))
BASES = {
    "address": "individual.address",
    "bank_account": "external_account",
    "date_of_birth": "individual.dob",
    "document": "individual.verification.document",
}


def one_of(kind: str, **more: Any) -> Question:
    more.setdefault("hint", says("A hint"))
    more.setdefault("why", says("A reason"))
    choices = CHOICES if kind == "choice" else ()
    return question(kind, BASES.get(kind, f"individual.{kind}"), choices=choices, **more)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_partial(kind: str) -> None:
    assert (Path(__file__).parents[2] / "templates" / "kinds" / f"{kind}.html").is_file()


@pytest.mark.parametrize("kind", KINDS)
def test_every_slot_named_by_a_kind_has_english_words_that_say_what_to_do(kind: str) -> None:
    for message in KINDS[kind].words.values():
        assert not {"invalid", "please", "sorry", "oops"} & set(message.text.lower().split())


@pytest.mark.parametrize("faulty", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_house_rules(kind: str, faulty: bool, draw: Any) -> None:
    one = one_of(kind)
    form = sent(one, {}) if faulty else build_form([one], LIVE)
    page: Any = draw(form.asked[0])
    ids = [each["id"] for each in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    controls = page.find_all(["input", "select", "textarea"])
    assert controls
    for control in controls:
        assert page.find("label", attrs={"for": control["id"]})
        assert control["name"].startswith(one.base)
        assert control.get("type") != "number"
        for banned in ("placeholder", "capture", "style", "required"):
            assert not control.has_attr(banned)
    for each in page.find_all(attrs={"aria-describedby": True}):
        assert set(each["aria-describedby"].split()) <= set(ids)
    assert {"A hint", "A reason"} <= {p.text for p in page.find_all("p")}
    assert not page.find(["script", "style"])
    fails = kind != "names"
    assert bool(page.find(attrs={"aria-invalid": "true"})) is (faulty and fails)
    assert bool(page.select(".field--error .error p")) is (faulty and fails)


@pytest.mark.parametrize(
    "kind", ["address", "bank_account", "date", "date_of_birth", "document", "choice", "yes_no"]
)
def test_several_inputs_stand_in_a_fieldset(kind: str, draw: Any) -> None:
    page = draw(build_form([one_of(kind)], LIVE).asked[0])
    assert page.find("fieldset").find("legend").text == "Label"


@pytest.mark.parametrize(
    ("kind", "base", "attributes"),
    [
        (
            "text",
            "individual.first_name",
            {"autocomplete": "given-name", "spellcheck": "false", "type": "text"},
        ),
        ("text", "company.name", {"autocomplete": "organization"}),
        ("text", "individual.relationship.title", {"autocomplete": "organization-title"}),
        (
            "email",
            "individual.email",
            {"autocomplete": "email", "type": "email", "spellcheck": "false", "dir": "ltr"},
        ),
        ("phone", "individual.phone", {"autocomplete": "tel", "type": "tel", "inputmode": "tel"}),
        ("url", "business_profile.url", {"autocomplete": "url", "inputmode": "url"}),
        ("number", "individual.n", {"inputmode": "numeric", "type": "text"}),
        ("money", "individual.n", {"inputmode": "decimal", "dir": "ltr"}),
        ("national_id", "individual.id_number", {"autocomplete": "off", "type": "text", "dir": "ltr"}),
        ("tax_id", "company.tax_id", {"autocomplete": "off", "type": "text"}),
        ("document", "individual.verification.document", {"accept": ACCEPT}),
    ],
)
def test_attributes(kind: str, base: str, attributes: dict[str, str], draw: Any) -> None:
    page = draw(build_form([question(kind, base)], LIVE).asked[0])
    found = page.find("input")
    assert {name: found.get(name) for name in attributes} == attributes


def test_parts_have_their_tokens_and_order(draw: Any) -> None:
    page = draw(build_form([question("date_of_birth", "individual.dob")], in_locale("fr")).asked[0])
    tokens = [each["autocomplete"] for each in page.find_all("input")]
    assert tokens == ["bday-day", "bday-month", "bday-year"]
    page = draw(build_form([question("address", "individual.address")], LIVE).asked[0])
    assert [each["autocomplete"] for each in page.find_all(["input", "select"])] == [
        "address-line1",
        "address-line2",
        "address-level2",
        "address-level1",
        "postal-code",
    ]


@pytest.mark.parametrize("kind", ["text", "email", "phone", "address", "date_of_birth"])
def test_nobody_fills_in_himself_for_another(kind: str, draw: Any) -> None:
    page = draw(build_form([one_of(kind, about_self=False)], LIVE).asked[0])
    assert {each.get("autocomplete") for each in page.find_all(["input", "select"])} == {"off"}


def test_the_limits_of_files_stand_before_the_input(draw: Any) -> None:
    html = str(draw(build_form([one_of("document")], LIVE).asked[0]))
    assert "10 MB" in html
    assert "8000 pixels" in html
    assert html.index("10 MB") < html.index('type="file"')


def test_optional_questions_say_so(draw: Any) -> None:
    page = draw(build_form([question("text", "individual.x", optional=True)], LIVE).asked[0])
    assert page.find("label").text == "Label (optional)"


def test_a_whole_fragment(draw: Any) -> None:
    form = sent(question("text", "individual.first_name", hint=says("As on your ID")), {})
    assert str(draw(form.asked[0])) == (
        '<div class="field field--error"><label class="label" for="individual-first_name">Label</label>'
        '<p class="hint" id="individual-first_name-hint">As on your ID</p>'
        '<div class="error" id="individual-first_name-error"><p>Label: enter an answer</p></div>'
        '<input aria-describedby="individual-first_name-hint individual-first_name-error" '
        'aria-invalid="true" '
        'autocomplete="given-name" class="input w-full input--error" id="individual-first_name" '
        'name="individual.first_name" spellcheck="false" type="text" value=""/></div>'
    )
