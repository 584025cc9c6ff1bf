"""What is wrong with a list, or with who holds a role, has a page that mends it, and ways to the others."""

from __future__ import annotations

from typing import Any

import pytest

from onboarding.maps import Maps
from onboarding.mending import elsewhere, key_of, sections_of
from onboarding.plan import Plan, State, make_plan, new_person
from onboarding.requirements import Snapshot, read_snapshot
from onboarding.subjects import LISTED_ROLES
from tests.property.vocabulary import batches, codes

REPRESENTATIVE = "person_1"


def company(*errors: tuple[str, str], due: tuple[str, ...] = (), **more: Any) -> Snapshot:
    """A company in Britain with a representative and an owner; errors: requirement and code of each."""
    wrong = [{"requirement": one, "code": code, "reason": "No."} for one, code in errors]
    lists = {"currently_due": [*due, *(one for one, _ in errors)], "errors": wrong, **more}
    account = {"id": "acct_1", "country": "GB", "business_type": "company", "requirements": lists}
    persons = [{"id": REPRESENTATIVE, "relationship": {"representative": True, "director": True}},
               {"id": "person_2", "relationship": {"owner": True}}]  # fmt: skip
    return read_snapshot(account, persons, 0)


def keys(plan: Plan, requirement: str) -> list[tuple[str, str]]:
    problem = next(one for one in plan.problems if one.listed == requirement)
    return [key_of(section) for section in sections_of(plan, problem)]


@pytest.mark.parametrize("subject", LISTED_ROLES)
def test_every_code_stands_on_the_list_and_has_its_upload(maps: Maps, subject: str) -> None:
    for code in codes():
        for requirement in (f"company.{subject}_provided", f"{subject}.email"):
            plan = make_plan(company((requirement, code)), maps)
            role = plan.role(subject)
            assert role is not None
            assert role.state is State.PROBLEM
            assert role.waits
            assert keys(plan, requirement)[0] == ("", subject)
            if (words := maps.words_for(code, requirement)) and words.upload and requirement in due(plan):
                assert any(section == "company_documents" for section, _ in keys(plan, requirement)), code


def due(plan: Plan) -> set[str]:
    return {role.provided for role in plan.roles}


@pytest.mark.parametrize("subject", LISTED_ROLES)
def test_what_is_wrong_with_somebody_to_be_added_stands_on_their_page(maps: Maps, subject: str) -> None:
    for requirement in batches()[subject]:
        snapshot = company((requirement, "verification_document_expired"))
        page = new_person(snapshot, maps, subject)
        assert page is not None
        assert requirement in {problem.requirement for problem in page.problems}
        assert any(requirement in question.settles for question in page.questions)
        asked = {question.kind for question in page.questions}
        assert "document" in asked


def test_a_list_that_is_wrong_only_as_a_document_says_does_not_wait(maps: Maps) -> None:
    document = "company.verification.document"
    plan = make_plan(company((document, "verification_document_directors_mismatch")), maps)
    directors = plan.role("directors")
    assert directors is not None
    assert directors.state is State.PROBLEM
    assert not directors.waits
    assert keys(plan, document) == [("company_documents", ""), ("", "directors")]
    group = plan.find("company_documents")
    assert group is not None
    assert [key_of(one) for one in elsewhere(plan, group)] == [("", "directors")]
    assert [key_of(one) for one in elsewhere(plan, directors)] == [("company_documents", "")]


@pytest.mark.parametrize("field", ["first_name", "relationship.title", "relationship.representative"])
def test_who_may_not_represent_the_company_can_be_replaced(maps: Maps, field: str) -> None:
    requirement = f"{REPRESENTATIVE}.{field}"
    plan = make_plan(company((requirement, "verification_failed_representative_authority")), maps)
    role = plan.role("representative")
    assert role is not None
    assert role.problems
    assert ("", "representative") in keys(plan, requirement)
    asked = {one for group in plan.groups for one in group.ids}
    assert (
        "relationship.representative" in field
    ) or f"{REPRESENTATIVE}.relationship.representative" not in asked


def test_nobody_is_sent_to_a_role_that_the_person_has_not(maps: Maps) -> None:
    plan = make_plan(company(("person_2.dob.year", "invalid_dob_age_under_18")), maps)
    assert all(subject == "person_2" for _, subject in keys(plan, "person_2.dob.year"))
    assert not any(one.endswith(".representative") for group in plan.groups for one in group.ids)


def test_an_exemption_that_was_refused_leads_to_the_owners(maps: Maps) -> None:
    reason = "company.ownership_exemption_reason"
    plan = make_plan(company((reason, "verification_rejected_ownership_exemption_reason")), maps)
    assert keys(plan, reason) == [("ownership", ""), ("", "owners")]


def test_a_list_and_its_terms_wait_for_what_is_wrong_there(maps: Maps) -> None:
    terms = ("tos_acceptance.date", "tos_acceptance.ip")
    wrong = company(("company.owners_provided", "verification_missing_owners"), due=terms)
    waiting = make_plan(wrong, maps).groups[-1]
    assert waiting.last
    assert waiting.state is State.CANNOT_START


def test_persons_whom_the_account_has_not_are_handed_off(maps: Maps) -> None:
    strange = "person_9.first_name"
    plan = make_plan(company((strange, "verification_failed_keyed_identity"), due=("person_8.email",)), maps)
    assert {group.subject for group in plan.groups} <= {"", REPRESENTATIVE, "person_2"}
    assert {one.requirement for one in plan.hand_offs} == {strange, "person_8.email"}
    assert sections_of(plan, plan.problems[0]) == ()


def test_what_is_wrong_where_no_page_is_has_stripes_page(maps: Maps) -> None:
    plan = make_plan(company(("interv_1.other.form", "verification_failed_other")), maps)
    assert [one.requirement for one in plan.hand_offs] == ["interv_1.other.form"]


def ways(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {
        "alternatives": [
            {"original_fields_due": [one], "alternative_fields_due": [other]} for one, other in pairs
        ]
    }


def test_somebody_to_be_added_has_both_ways(maps: Maps) -> None:
    number, document = "owners.id_number", "owners.verification.document"
    page = new_person(company(due=(number,), **ways((number, document))), maps, "owners")
    assert page is not None
    assert number in {question.base for question in page.questions}
    assert [one.instead for one in page.alternatives] == [(document,)]


def test_stripes_page_is_one_of_the_ways(maps: Maps) -> None:
    document = f"{REPRESENTATIVE}.verification.document"
    film, question = f"{REPRESENTATIVE}.verification.proof_of_liveness", "interv_1.identity_verification.form"
    plan = make_plan(company(due=(document,), **ways((document, film), (document, question))), maps)
    page = plan.find("identity_documents", REPRESENTATIVE)
    assert page is not None
    assert page.at_stripe == (film, question)
    assert page.alternatives == ()
    assert plan.hand_offs == ()
    assert plan.for_stripe == (film, question)
