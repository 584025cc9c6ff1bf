"""Answers become calls: files first, then persons, then one account update."""

from __future__ import annotations

from forms.questions import Answers, KeptFile, Upload
from onboarding.calls import (
    CONSENT,
    Consent,
    CreatePerson,
    FileOf,
    UpdateAccount,
    UpdatePerson,
    UploadFile,
    make_calls,
)

FILE = Upload("front.png", "image/png", b"png", "identity_document")


def test_answers_of_an_individual_are_one_account_update() -> None:
    answers: Answers = {
        "individual.dob.day": 1,
        "individual.dob.month": 2,
        "business_profile.url": "https://a.test",
    }
    assert make_calls(answers) == (
        UpdateAccount(
            {"individual": {"dob": {"day": 1, "month": 2}}, "business_profile": {"url": "https://a.test"}}
        ),
    )


def test_files_go_first_and_their_ids_are_filled_in_later() -> None:
    place = "individual.verification.document.front"
    document = {"verification": {"document": {"front": FileOf(place)}}}
    assert make_calls({place: FILE}) == (UploadFile(place, FILE), UpdateAccount({"individual": document}))


def test_several_files_of_one_requirement_keep_their_order() -> None:
    calls = make_calls({"documents.company_license.files": [FILE, FILE]})
    assert [call.place for call in calls] == [
        "documents.company_license.files.0", "documents.company_license.files.1", "account",
    ]  # fmt: skip


def test_a_person_is_updated_before_the_account() -> None:
    calls = make_calls({"company.name": "A", "person_1.email": "a@example.com"})
    assert calls == (
        UpdatePerson("person_1", {"email": "a@example.com"}),
        UpdateAccount({"company": {"name": "A"}}),
    )


def test_a_placeholder_becomes_a_person_with_that_role() -> None:
    calls = make_calls({"owners.first_name": "A", "owners.relationship.percent_ownership": 25})
    relationship = {"owner": True, "percent_ownership": 25}
    assert calls == (CreatePerson("owners", {"first_name": "A", "relationship": relationship}),)


def test_consent_takes_moment_ip_and_user_agent() -> None:
    calls = make_calls({"tos_acceptance": CONSENT}, Consent(7, "203.0.113.7", "UA"))
    assert calls == (UpdateAccount({"tos_acceptance": {"date": 7, "ip": "203.0.113.7", "user_agent": "UA"}}),)


def test_nothing_answered_is_no_call() -> None:
    assert make_calls({"individual.email": None}) == ()
    assert make_calls({}) == ()


def test_an_unset_value_is_sent_as_an_empty_string() -> None:
    assert make_calls({"individual.address.line2": ""}) == (
        UpdateAccount({"individual": {"address": {"line2": ""}}}),
    )


def test_a_file_that_stripe_has_is_named_and_not_sent_again() -> None:
    files: list[Upload | KeptFile] = [KeptFile("file_1"), FILE]
    upload, update = make_calls({"documents.company_license.files": files})
    assert upload == UploadFile("documents.company_license.files.1", FILE)
    assert isinstance(update, UpdateAccount)
    sent = update.params["documents"]["company_license"]["files"]
    assert sent == ["file_1", FileOf("documents.company_license.files.1")]


def test_documents_of_an_individual_are_the_persons() -> None:
    answers: Answers = {"individual.documents.passport.files": [FILE], "individual.email": "a@example.com"}
    upload, person, account = make_calls(answers, individual="person_1")
    place = "individual.documents.passport.files.0"
    assert upload == UploadFile(place, FILE)
    assert person == UpdatePerson("person_1", {"documents": {"passport": {"files": [FileOf(place)]}}})
    assert account == UpdateAccount({"individual": {"email": "a@example.com"}})
