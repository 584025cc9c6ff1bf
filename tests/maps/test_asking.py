"""How requirements find their place, their wording and their error words."""

from __future__ import annotations

import pytest

from forms.form import build_form
from forms.kinds import Asking
from forms.questions import Problem, Question, untranslated
from onboarding.maps import About, Circumstances, Maps

US = Circumstances("US", "individual", None)
FR = Circumstances("FR", "company", None)

PLACES = [
    ("individual.dob.day", "identity", "date_of_birth", "individual", "dob.day"),
    ("person_1AB.dob", "identity", "date_of_birth", "person_1AB", "dob"),
    ("owners.address.line1", "home_address", "address", "owners", "address.line1"),
    ("company.business_vat_id_number", "company_numbers", "vat_id", "company", "business_vat_id_number"),
    ("individual.verification.document.front", "identity_documents", "document", "individual", None),
    ("person_1.political_exposure", "identity", "political_exposure", "person_1", "political_exposure"),
    ("external_account", "bank_account", "external_account", "account", "external_account"),
    ("external_account.routing_number", "bank_account", "external_account", "account", None),
    ("tos_acceptance.ip", "terms", "tos_acceptance", "account", "tos_acceptance.ip"),
    ("business_profile.annual_revenue", "business_size", "annual_revenue", "account", None),
]


@pytest.mark.parametrize(("requirement", "group", "question", "subject", "field"), PLACES)
def test_a_requirement_has_its_place(
    maps: Maps, requirement: str, group: str, question: str, subject: str, field: str | None
) -> None:
    place = maps.place(requirement)
    assert place is not None
    assert (place.group.id, place.question.id, place.subject) == (group, question, subject)
    assert field is None or place.field == field


@pytest.mark.parametrize(
    "requirement", ["", ".", "person_1", "interv_x.y", "company.shoe", "a" * 5000, "a." * 900]
)
def test_the_unknown_has_none(maps: Maps, requirement: str) -> None:
    assert maps.place(requirement) is None


def ask(maps: Maps, circumstances: Circumstances, *due: str) -> Question:
    place = maps.place(due[0])
    assert place is not None
    return maps.ask(place.question, place.subject, circumstances, frozenset(due))


def test_the_same_question_is_the_same_object(maps: Maps) -> None:
    assert ask(maps, US, "individual.email") is ask(maps, US, "individual.email")


def test_a_question_settles_what_is_due(maps: Maps) -> None:
    question = ask(maps, US, "individual.address.postal_code", "individual.address.city")
    assert question.settles == ("individual.address.city", "individual.address.postal_code")
    assert question.base == "individual.address"


COMPANY_NAMES = [
    ("AE", "Exactly as on the trade licence"),
    ("IT", "Exactly as it is registered, with its legal form"),
]


@pytest.mark.parametrize(("country", "hint"), COMPANY_NAMES)
def test_the_name_of_a_company_is_as_registered_there(maps: Maps, country: str, hint: str) -> None:
    question = ask(maps, Circumstances(country, "company", None), "company.name")
    assert question.hint is not None
    assert question.hint.text == hint


ID_NUMBERS = [
    (("individual.ssn_last_4",), "individual.ssn_last_4", "Last 4 digits"),
    (("individual.id_number",), "individual.id_number", "Social Security number (SSN) or ITIN"),
    (("individual.ssn_last_4", "individual.id_number"), "individual.id_number", "Social Security number"),
]


@pytest.mark.parametrize(("due", "base", "label"), ID_NUMBERS)
def test_the_id_number_is_asked_as_far_as_it_is_due(
    maps: Maps, due: tuple[str, ...], base: str, label: str
) -> None:
    question = ask(maps, US, *due)
    assert question.base == base
    assert question.label.text.startswith(label)


TERMS = [
    ("US", "Employer Identification Number (EIN)"),
    ("FR", "SIREN number"),
    ("GB", "Companies House number"),
    ("DE", "Commercial register number (HRB or HRA)"),
    ("CA", "Business Number (BN) or corporation number"),
]


@pytest.mark.parametrize(("country", "label"), TERMS)
def test_a_country_has_its_own_terms(maps: Maps, country: str, label: str) -> None:
    assert ask(maps, Circumstances(country, "company", None), "company.tax_id").label.text == label


def test_nobody_elses_details_are_filled_in_by_the_browser(maps: Maps) -> None:
    assert ask(maps, FR, "individual.first_name").autocomplete == "given-name"
    assert ask(maps, FR, "owners.first_name").autocomplete == "off"
    assert not ask(maps, FR, "person_1.first_name").about_self


def test_structures_are_those_of_the_country_and_never_none(maps: Maps) -> None:
    american = ask(maps, Circumstances("US", "non_profit", None), "company.structure")
    assert [one.value for one in american.choices] == ["incorporated_non_profit", "unincorporated_non_profit"]
    assert len(ask(maps, FR, "company.structure").choices) > 20


def test_titles_name_the_subject(maps: Maps) -> None:
    place = maps.place("owners.first_name")
    assert place is not None
    titles = {
        subject: place.group.title_for(subject, FR).text for subject in ("individual", "owners", "person_1")
    }
    assert titles == {
        "individual": "Your identity",
        "owners": "Identity of the owner",
        "person_1": "Identity of this person",
    }


def test_a_new_person_is_asked_for_a_name(maps: Maps) -> None:
    place = maps.place("owners.first_name")
    assert place is not None
    assert maps.companions(place.group, "owners", FR) == (
        "owners.first_name", "owners.last_name", "owners.dob.day",
    )  # fmt: skip
    assert maps.companions(place.group, "owners", US) == ("owners.first_name", "owners.last_name")
    japan = Circumstances("JP", "company", None)
    assert "directors.last_name_kana" in maps.companions(place.group, "directors", japan)
    assert maps.companions(place.group, "person_1", FR) == ()


def test_family_names_come_first_where_that_is_the_custom(maps: Maps) -> None:
    place = maps.place("individual.first_name")
    assert place is not None
    first, last = place.group.questions[:2]
    japan = Circumstances("JP", "individual", None)
    assert maps.rank(first, "individual", US) < maps.rank(last, "individual", US)
    assert maps.rank(first, "individual", japan) > maps.rank(last, "individual", japan)


ERRORS = [
    # field and code; code in the group; code; family; none
    (
        "verification_document_address_mismatch",
        "individual.verification.additional_document",
        "address.line1",
    ),
    ("verification_failed_keyed_identity", "person_1.verification.document", "first_name"),
    ("verification_failed_keyed_match", "company.verification.document", "tax_id"),
    (
        "verification_document_missing_back",
        "company.verification.document",
        "verification.document.back",
    ),
    (
        "verification_document_missing_front",
        "company.verification.document",
        "verification.document.front",
    ),
    ("invalid_phone_number", "individual.phone", "phone"),
]


@pytest.mark.parametrize(("code", "requirement", "points"), ERRORS)
def test_errors_point_at_what_can_be_corrected(maps: Maps, code: str, requirement: str, points: str) -> None:
    words = maps.words_for(code, requirement)
    assert words is not None
    subject = requirement.partition(".")[0]
    assert f"{subject}.{points}" in maps.points(words, requirement, About("IN"))


def test_an_unknown_code_has_the_words_of_its_family(maps: Maps) -> None:
    words = maps.words_for("verification_document_upside_down", "person_1.verification.document")
    assert words is not None
    assert words.upload
    assert maps.words_for("brand_new", "person_1.verification.document") is None


def test_errors_of_a_company_do_not_point_at_persons(maps: Maps) -> None:
    words = maps.words_for("verification_document_name_mismatch", "company.verification.document")
    assert words is not None
    assert maps.points(words, "company.verification.document", About()) == (
        "company.verification.document",
        "company.name",
    )


def test_a_paper_with_one_input_asks_for_all_of_its_pages_there(maps: Maps) -> None:
    words = maps.words_for("verification_document_missing_back", "documents.company_license.files")
    assert words is not None
    assert "all of its pages" in words.message.text
    assert not words.point_at


REFUSALS = [
    ("account_number_invalid", "bank_account[account_number]", "", "refusal.account_number_invalid"),
    ("", "individual[dob][year]", "Must be at least 13 years of age", "refusal.dob_year"),
    ("", "company[phone]", "", "refusal.phone"),
    ("", "business_profile[support_phone]", "", "refusal.support_phone"),
    (
        "",
        "",
        "The total combined ownership of the company would exceed 100 percent.",
        "refusal.combined_ownership",
    ),
]


@pytest.mark.parametrize(("code", "param", "message", "context"), REFUSALS)
def test_refusals_have_words(maps: Maps, code: str, param: str, message: str, context: str) -> None:
    words = maps.refusal_words(code, param, message)
    assert words is not None
    assert words.context == context


def test_an_unknown_refusal_has_none(maps: Maps) -> None:
    assert maps.refusal_words("", "shoe", "No.") is None


def test_money_is_asked_in_the_currency_of_the_country(maps: Maps) -> None:
    assert ask(maps, FR, "business_profile.annual_revenue.amount").options["currency"] == "eur"


@pytest.mark.parametrize(
    ("requirement", "said"),
    [("verification.document", "has expired"), ("verification.additional_document", "6 months old")],
)
def test_a_document_is_too_old_by_its_kind(maps: Maps, requirement: str, said: str) -> None:
    found = maps.words_for("verification_document_expired", f"individual.{requirement}")
    assert found is not None
    assert said in found.message.text
    assert not ("has expired" in found.message.text and "months" in found.message.text)


def test_what_is_wrong_with_the_account_stands_at_a_part_that_is_shown(maps: Maps) -> None:
    place = maps.place("external_account")
    assert place
    for country in maps.countries:
        circumstances = Circumstances(country, "individual", None)
        asked = maps.ask(place.question, place.subject, circumstances, frozenset({"external_account"}))
        form = build_form(
            [asked], Asking(untranslated, "en"), problems=[Problem("external_account", "Wrong")]
        )
        assert [line.text for line in form.summary] == ["Wrong"], country
