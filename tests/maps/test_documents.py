"""Accepted documents: every country has its list, sellers read it, and mistakes in it are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict

from forms.form import build_form
from forms.kinds import Asking
from forms.questions import untranslated
from onboarding.maps import Circumstances, Maps, check_maps
from onboarding.maps.shapes import LISTS

Folder = Callable[..., Path]

DOCUMENTS = """\
schema: 1
documents:
  passport: {name: Passport}
  card: {name: Identity card, both_sides: true}
general:
  identity: [passport]
  address: [card]
  company: [card]
accepted:
  "NO": {}
  US:
    identity: [card: State ID, passport]
"""


def read(maps: Maps, country: str, requirement: str, business_type: str = "individual") -> tuple[str, ...]:
    place = maps.place(requirement)
    assert place is not None
    circumstances = Circumstances(country, business_type, None)
    one = maps.ask(place.question, place.subject, circumstances, frozenset({requirement}))
    view = build_form([one], Asking(untranslated, "en")).asked[0].view
    return tuple(view.accepted.documents) if view.accepted else ()


def test_every_country_takes_something_as_proof_of_everything(maps: Maps) -> None:
    for country in maps.countries:
        for name in LISTS:
            assert maps.accepted(country, name), (country, name)


def test_everybody_can_show_a_passport(maps: Maps) -> None:
    for country in maps.countries:
        names = [one["name"].context for one in maps.accepted(country, "identity")]
        assert {"document.passport", "document.foreign_passport"} & set(names), country


IDENTITY = [
    ("JP", "My Number card, front only (マイナンバーカード)"),
    ("SG", "Identity card (NRIC): front and back"),
    ("HK", "Identity card (HKID): front and back"),
    ("MX", "Voter card (INE): front and back"),
    ("BR", "Driving licence (CNH): front and back"),
    ("AE", "Identity card (Emirates ID): front and back"),
    ("US", "State ID card: front and back"),
    ("NO", "Identity card (nasjonalt ID-kort): front and back"),
    ("EG", "Driving licence: front and back"),
    ("XX", "Identity card: front and back"),
]


@pytest.mark.parametrize(("country", "line"), IDENTITY)
def test_sellers_read_the_documents_of_their_country(maps: Maps, country: str, line: str) -> None:
    assert line in read(maps, country, "individual.verification.document")


@pytest.mark.parametrize("country", ["GB", "IE", "AU", "NZ", "CA", "BS"])
def test_no_identity_card_is_asked_where_there_is_none(maps: Maps, country: str) -> None:
    assert not any("Identity card" in line for line in read(maps, country, "person_1.verification.document"))


PROOF = "individual.verification.additional_document"
COMPANY = [
    ("FR", "company.verification.document", "Extract from the company register (extrait Kbis)"),
    ("DE", "company.verification.document", "Extract from the company register (Handelsregisterauszug)"),
    ("GB", "documents.proof_of_registration.files", "Certificate of incorporation (Companies House)"),
    ("US", "company.verification.document", "Letter from the IRS, such as SS-4 or 147C"),
    ("AT", PROOF, "Letter or certificate from an authority (Meldezettel)"),
    ("FR", "documents.proof_of_address.files", "Electricity, gas, water or internet bill"),
]  # fmt: skip


@pytest.mark.parametrize(("country", "requirement", "line"), COMPANY)
def test_papers_have_their_local_names(maps: Maps, country: str, requirement: str, line: str) -> None:
    assert line in read(maps, country, requirement, "company")


def test_the_companys_document_has_two_sides_and_the_missing_one_is_asked_for(maps: Maps) -> None:
    base = "company.verification.document"
    place = maps.place(base)
    assert place is not None
    one = maps.ask(place.question, "company", Circumstances("DE", "company", None), frozenset({base}))
    form = build_form([one], Asking(untranslated, "en"), formdata=MultiDict(), wanted=[f"{base}.back"])
    assert [field.name for field in form.asked[0].fields] == [f"{base}.front", f"{base}.back"]
    form.validate()
    assert [line.id for line in form.summary] == [f"{base}.back".replace(".", "-")]


def test_a_small_list_is_sound(folder: Folder) -> None:
    assert check_maps(folder({"documents.yaml": DOCUMENTS})) == ()


MISTAKES = [
    ("identity: [passport]", "identity: [pasport]", 6, "no document is “pasport”", "“passport”"),
    ("identity: [passport]", "identity: [tea]", 6, "no document is “tea”", "Name it under"),
    ("identity: [passport]\n  address", "address", 5, "there is no general list “identity”", "Add it."),
    ("[card: State ID, passport]", "[card, card: ID]", 12, "“card” stands here twice", "Keep one"),
    ('  "NO": {}\n', "", 9, "NO has no accepted documents", "Add `NO: {}`"),
    ('"NO": {}', 'SE: {}\n  "NO": {}', 10, "no country is “SE”", "Add it to countries.yaml."),
    ("general:", "  visa: {name: Visa}\ngeneral:", 5, "no country takes “visa”", "Take it away."),
    ("identity: [card", "identify: [card", 12, "“identify” is not a key here", "“identity”"),
    (
        "[card: State ID, passport]",
        "[{card: a, passport: b}]",
        12,
        "cannot be such a table",
        "a table of keys",
    ),
]


@pytest.mark.parametrize(("before", "after", "line", "wrong", "right"), MISTAKES)
def test_a_mistake_is_told(
    folder: Folder, before: str, after: str, line: int, wrong: str, right: str
) -> None:
    root = folder({"documents.yaml": DOCUMENTS.replace(before, after, 1)})
    found = [one for one in check_maps(root) if wrong in one.wrong]
    assert [(one.file, one.line) for one in found] == [("documents.yaml", line)]
    assert right in found[0].right


def test_a_question_that_accepts_an_unknown_list_is_told(folder: Folder) -> None:
    group = """\
schema: 1
group: papers
order: 2
title: Papers
why: We have to know.
questions:
  - id: paper
    settles: ["{person}.verification.document"]
    kind: document
    options: {accepts: identities}
    label: Paper
"""
    (found,) = check_maps(folder({"documents.yaml": DOCUMENTS, "groups/papers.yaml": group}))
    assert (found.line, found.wrong) == (10, "accepts: “identities” is not identity, address or company")
    assert "“identity”" in found.right
