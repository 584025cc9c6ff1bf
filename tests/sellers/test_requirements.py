"""Over the sandbox: alternatives settle, capabilities are previewed and asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.questions import Answers, Upload, untranslated
from onboarding.alternatives import choose
from onboarding.deadlines import is_late
from onboarding.outcome import Saved
from onboarding.standing import Standing
from tests.sellers.conftest import CONSENT, Office

NUMBER, DOCUMENT = "individual.id_number", "individual.verification.document"
FRONT = Upload("front.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"0" * 2000, "identity_document")


def account(office: Office) -> str:
    return str(office.sandbox.accounts()[0]["id"])


@pytest.mark.parametrize("instead", [False, True])
def test_either_way_settles(office: Office, instead: bool) -> None:
    seller = office.begin()
    pair = {"original": [NUMBER], "instead": [DOCUMENT]}
    office.sandbox.force(account(office), alternatives=[pair])
    office.sellers.reread(seller)
    opened = office.sellers.open(seller, "id_number")
    assert opened is not None
    (number,) = [n for n, one in enumerate(opened.planned.alternatives, 1) if DOCUMENT in one.instead]
    opened = replace(opened, planned=choose(opened.planned, {number} if instead else ()))
    answers: Answers = {f"{DOCUMENT}.front": FRONT} if instead else {NUMBER: "000000000"}
    outcome = office.sellers.submit(
        seller, opened, answers, nonce="once", consent=CONSENT, translate=untranslated
    )
    assert isinstance(outcome, Saved)
    assert NUMBER not in office.sellers.reread(seller).requirements.due(False)


@pytest.mark.parametrize(("also", "asked"), [((), "ssn_last_4"), ((NUMBER,), "id_number")])
def test_last_digits_found_wrong_are_mended_by_what_is_asked(
    office: Office, also: tuple[str, ...], asked: str
) -> None:
    seller = office.begin()
    error = {"requirement": "individual.ssn_last_4", "code": "verification_failed_id_number_match"}
    office.sandbox.force(account(office), error=error, due=list(also))
    office.sellers.reread(seller)
    opened = office.sellers.open(seller, "id_number")
    assert opened is not None
    assert [question.base for question in opened.planned.questions] == [f"individual.{asked}"]
    digits = {"ssn_last_4": "0000", "id_number": "000000000"}[asked]
    office.submit(seller, ("id_number", ""), {f"individual.{asked}": digits})
    requirements = office.sellers.reread(seller).requirements
    assert not requirements.errors
    assert "individual.ssn_last_4" not in requirements.due(True)


@pytest.mark.parametrize("side", ["back", "front"])
def test_a_missing_side_alone_settles_the_document(office: Office, side: str) -> None:
    seller = office.begin()
    office.sandbox.force(account(office), due=[DOCUMENT])
    code = f"verification_document_missing_{side}"
    office.sandbox.force(account(office), error={"requirement": DOCUMENT, "code": code})
    snapshot = office.sellers.reread(seller)
    assert code in {one.code for one in snapshot.requirements.errors}
    opened = office.sellers.open(seller, "identity_documents")
    assert opened is not None
    assert [one.requirement for one in opened.planned.problems] == [f"{DOCUMENT}.{side}"]
    office.submit(seller, ("identity_documents", ""), {f"{DOCUMENT}.{side}": FRONT})
    requirements = office.sellers.reread(seller).requirements
    assert DOCUMENT not in requirements.due(False)
    assert code not in {one.code for one in requirements.errors}


def test_a_description_settles_the_website(office: Office) -> None:
    seller = office.begin()
    before = office.sellers.reread(seller).requirements.currently_due
    assert "business_profile.url" in before
    office.submit(seller, ("business", ""), {"business_profile.product_description": "Wooden toys for all"})
    assert "business_profile.url" not in office.sellers.reread(seller).requirements.currently_due


def test_a_capability_is_previewed_and_then_asked_for(office: Office) -> None:
    name = "us_bank_account_ach_payments"
    office.sellers.brand = replace(office.sellers.brand, further_capabilities=(name,))
    seller = office.begin()
    assert office.sellers.overview(seller).further == (name,)
    needs = office.sellers.needs(seller, name)
    assert needs is not None
    assert not needs.requested
    assert needs.plan.groups
    assert name not in {one.name for one in office.sellers.reread(seller).capabilities}
    office.sellers.request(seller, name, nonce="once")
    assert office.sellers.overview(seller).further == ()
    asked = office.sellers.needs(seller, name)
    assert asked is not None
    assert asked.requested


def test_others_cannot_be_asked_for(office: Office) -> None:
    seller = office.begin()
    assert office.sellers.needs(seller, "treasury") is None
    office.sellers.request(seller, "treasury", nonce="once")
    assert "treasury" not in {one.name for one in office.sellers.reread(seller).capabilities}


def test_a_new_account_is_incomplete_and_not_late(office: Office) -> None:
    seller = office.begin()
    snapshot = office.sellers.reread(seller)
    assert snapshot.requirements.past_due
    assert not is_late(snapshot)
    assert office.sellers.overview(seller).standing is Standing.RESTRICTED
