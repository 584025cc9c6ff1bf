"""What verification says to a paper that is not taken: the words name the paper that is."""

from __future__ import annotations

import pytest

from onboarding.maps import Maps

KINDS = ("verification_document_invalid", "verification_document_type_not_supported")
COUNTRY = "verification_document_country_not_supported"
PAPERS = {
    "company.verification.document": "extract from the register",
    "documents.company_license.files": "trade licence",
    "documents.company_memorandum_of_association.files": "memorandum of association",
    "documents.company_ministerial_decree.files": "decree",
    "documents.company_registration_verification.files": "certificate of registration",
    "documents.company_tax_id_verification.files": "tax number",
    "documents.proof_of_registration.files": "extract from the register",
    "documents.proof_of_address.files": "bank statement",
    "documents.proof_of_business_presence.files": "lease",
    "documents.proof_of_ultimate_beneficial_ownership.files": "list of all owners",
    "documents.bank_account_ownership_verification.files": "letter from the bank",
    "individual.verification.document": "identity card",
    "person_1.verification.additional_document": "home address",
    "person_1.documents.passport.files": "passport",
    "person_1.documents.visa.files": "residence permit",
    "person_1.documents.company_authorization.files": "signed by the company",
}


@pytest.mark.parametrize(("requirement", "named"), PAPERS.items())
@pytest.mark.parametrize("code", KINDS)
def test_the_words_name_the_paper(maps: Maps, code: str, requirement: str, named: str) -> None:
    words = maps.words_for(code, requirement)
    assert words is not None
    assert named in words.message.text
    assert ("passport" in words.message.text) is (requirement in OF_A_PERSON)


OF_A_PERSON = ("individual.verification.document", "person_1.documents.passport.files")


def test_every_question_for_a_document_has_words_of_its_own(maps: Maps) -> None:
    questions = [question for group in maps.groups for question in group.questions]
    documents = [one for one in questions if one.wording.kind == "document"]
    assert [one.id for one in documents if not set(KINDS) <= set(one.errors)] == []


def test_papers_of_a_company_come_from_the_country_of_the_company(maps: Maps) -> None:
    for requirement in ("company.verification.document", "documents.company_license.files"):
        words = maps.words_for(COUNTRY, requirement)
        assert words is not None
        assert "in which the company is registered" in words.message.text
    words = maps.words_for(COUNTRY, "individual.verification.document")
    assert words is not None
    assert "Upload a passport" in words.message.text
