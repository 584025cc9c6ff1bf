"""The plan: whatever Stripe lists has a place in it, and the maps only decide how it is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from forms.questions import untranslated
from onboarding.maps import Maps
from onboarding.mending import elsewhere, key_of
from onboarding.plan import Plan, State, make_plan, new_person
from onboarding.problems import UNEXPLAINED, tell
from onboarding.requirements import STOPPED_BANKS, Snapshot, read_snapshot


def snapshot(
    *due: str,
    business_type: str = "individual",
    country: str = "US",
    given: tuple[str, ...] = (),
    **more: Any,
) -> Snapshot:
    requirements = {"currently_due": list(due), **more.pop("requirements", {})}
    about = {"id": "acct_1", "country": country, "business_type": business_type}
    plain = read_snapshot({**about, "requirements": requirements, **more}, (), 0)
    return replace(plain, given=frozenset(given))


def group(plan: Plan, requirement: str) -> Any:
    return next(found for found in plan.groups if requirement in found.ids)


def test_what_is_due_together_is_asked_together(maps: Maps) -> None:
    plan = make_plan(snapshot("individual.dob.day", "individual.dob.month", "individual.first_name"), maps)
    (identity,) = plan.groups
    assert [question.base for question in identity.questions] == ["individual.first_name", "individual.dob"]
    assert set(identity.due) == {"individual.dob.day", "individual.dob.month", "individual.first_name"}


def test_an_unknown_requirement_becomes_a_hand_off_and_is_told(maps: Maps) -> None:
    plan = make_plan(snapshot("individual.favourite_colour"), maps)
    assert [one.requirement for one in plan.hand_offs] == ["individual.favourite_colour"]
    assert plan.unmapped == ("individual.favourite_colour",)


@pytest.mark.parametrize(
    "requirement",
    [
        "interv_1.identity_verification.form",
        "individual.verification.proof_of_liveness",
        "settings.konbini_payments.support_hours",
    ],
)
def test_what_the_api_cannot_take_is_handed_off(maps: Maps, requirement: str) -> None:
    plan = make_plan(snapshot(requirement), maps)
    assert [one.requirement for one in plan.hand_offs] == [requirement]
    assert plan.groups == ()


def test_eventually_due_is_asked_only_upfront(maps: Maps) -> None:
    later = snapshot(requirements={"eventually_due": ["individual.id_number"]})
    assert make_plan(later, maps).groups == ()
    assert make_plan(later, maps, upfront=True).groups[0].due == ("individual.id_number",)


def test_terms_wait_for_everything_else(maps: Maps) -> None:
    terms = ("tos_acceptance.date", "tos_acceptance.ip")
    waiting = make_plan(snapshot("individual.email", *terms), maps)
    assert group(waiting, "tos_acceptance.date").state is State.CANNOT_START
    assert group(make_plan(snapshot(*terms), maps), "tos_acceptance.date").startable


@pytest.mark.parametrize("part", ["", ".amount", ".fiscal_year_end"])
def test_what_stripe_takes_only_together_is_asked_together(maps: Maps, part: str) -> None:
    asked = group(
        make_plan(snapshot(f"business_profile.annual_revenue{part}"), maps),
        "business_profile.annual_revenue" + part,
    )
    assert [one.id for one in asked.questions] == ["annual_revenue", "fiscal_year_end"]


def test_what_is_asked_of_an_individual_where_a_company_sells_is_handed_off(maps: Maps) -> None:
    mixed = replace(snapshot("individual.first_name", "company.name"), business_type="company")
    plan = make_plan(mixed, maps)
    assert [one.requirement for one in plan.hand_offs] == ["individual.first_name"]
    assert [one.due for one in plan.groups] == [("company.name",)]


def test_what_is_confirmed_of_the_lists_waits_for_them(maps: Maps) -> None:
    declared = ("company.ownership_declaration.date", "company.ownership_declaration.ip")
    open_lists = make_plan(snapshot("company.owners_provided", *declared, "external_account"), maps)
    assert group(open_lists, declared[0]).state is State.CANNOT_START
    assert group(open_lists, "external_account").startable
    full = make_plan(snapshot(*declared, "external_account"), maps)
    assert group(full, declared[0]).startable


def test_states_follow_what_is_due_given_and_checked(maps: Maps) -> None:
    plan = make_plan(
        snapshot(
            "individual.email",
            given=("individual.phone", "individual.first_name"),
            requirements={"pending_verification": ["individual.id_number"]},
        ),
        maps,
    )
    assert group(plan, "individual.email").state is State.IN_PROGRESS
    assert group(plan, "individual.first_name").state is State.COMPLETED
    assert group(plan, "individual.id_number").state is State.CHECKING


def test_an_address_that_holds_only_stripes_country_is_no_answer(maps: Maps) -> None:
    assert make_plan(snapshot(given=("individual.address.country",)), maps).groups == ()
    begun = make_plan(snapshot("individual.address.city", given=("individual.address.country",)), maps)
    assert begun.groups[0].state is State.NOT_STARTED


def test_a_failed_identity_points_at_the_answers_that_can_be_wrong(maps: Maps) -> None:
    document = "individual.verification.document"
    error = {"requirement": document, "code": "verification_failed_keyed_identity", "reason": "No match"}
    given = ("individual.first_name", "individual.last_name", "individual.dob.day")
    plan = make_plan(snapshot(document, given=given, requirements={"errors": [error]}), maps)
    assert group(plan, document).state is State.PROBLEM
    identity = group(plan, "individual.first_name")
    assert identity.state is State.PROBLEM
    assert not identity.due


def test_an_unknown_code_keeps_stripes_reason(maps: Maps) -> None:
    error = {"requirement": "individual.email", "code": "brand_new_code", "reason": "Because"}
    plan = make_plan(snapshot("individual.email", requirements={"errors": [error]}), maps)
    assert [(one.message, one.reason) for one in plan.problems] == [(None, "Because")]


def test_placeholders_of_lists_become_role_tasks(maps: Maps) -> None:
    due = ("owners.first_name", "owners.dob.day", "company.owners_provided", "company.directors_provided")
    plan = make_plan(snapshot(*due, business_type="company", country="GB"), maps)
    assert [(task.subject, task.missing, task.provided) for task in plan.roles] == [
        ("owners", True, "company.owners_provided"),
        ("directors", False, "company.directors_provided"),
    ]
    assert plan.groups == ()


def test_the_first_page_of_a_new_owner_asks_what_stripe_lists_there(maps: Maps) -> None:
    due = ("owners.first_name", "owners.last_name", "owners.dob.day", "owners.email")
    first = new_person(snapshot(*due, business_type="company", country="GB"), maps, "owners")
    assert first is not None
    assert [question.base for question in first.questions] == [
        "owners.first_name",
        "owners.last_name",
        "owners.dob",
    ]


@pytest.mark.parametrize(
    ("country", "asked"), [("US", {"first_name", "last_name"}), ("GB", {"first_name", "last_name", "dob"})]
)
def test_a_second_owner_can_be_added_though_none_is_listed(maps: Maps, country: str, asked: set[str]) -> None:
    first = new_person(snapshot(business_type="company", country=country), maps, "owners")
    assert first is not None
    assert {question.base for question in first.questions} == {f"owners.{each}" for each in asked}


def test_the_same_snapshot_gives_the_same_questions(maps: Maps) -> None:
    one, two = (make_plan(snapshot("individual.email"), maps).groups[0].questions for _ in range(2))
    assert one[0] is two[0]


def test_no_list_is_ever_too_odd(maps: Maps) -> None:
    odd = [
        "",
        ".",
        "..",
        "a" * 5000,
        ".".join("abc" * 100),
        "person_",
        "person_1.",
        "owners.",
        "ünï.cøde",
        "individual",
    ]
    plan = make_plan(snapshot(*odd, requirements={"pending_verification": odd, "past_due": odd * 30}), maps)
    told = {one.requirement for one in plan.hand_offs} | {one for found in plan.groups for one in found.ids}
    assert {one for one in odd if one} <= told | {"owners."}


def test_the_family_name_comes_first_where_that_is_the_custom(maps: Maps) -> None:
    plan = make_plan(snapshot("individual.first_name", "individual.last_name", country="HU"), maps)
    assert [question.base for question in plan.groups[0].questions] == [
        "individual.last_name", "individual.first_name",
    ]  # fmt: skip


@pytest.mark.parametrize("business_type", ["individual", "company", "non_profit", "government_entity"])
@pytest.mark.parametrize("requirement", ["owners.email", "company.directors_provided"])
def test_lists_of_persons_are_asked_of_whatever_type_stripe_asks(
    maps: Maps, requirement: str, business_type: str
) -> None:
    plan = make_plan(snapshot(requirement, business_type=business_type), maps)
    assert [task.state for task in plan.roles] == [State.NOT_STARTED]


PROOF = "documents.bank_account_ownership_verification.files"


def faulty(*statuses: str, **more: Any) -> Snapshot:
    """An account of which nothing is due, with such bank accounts."""
    banks = [{"status": status, "default_for_currency": True} for status in statuses]
    return snapshot(given=("external_account",), external_accounts={"data": banks}, **more)


@pytest.mark.parametrize("upfront", [False, True])
@pytest.mark.parametrize("status", sorted(STOPPED_BANKS))
def test_a_bank_account_that_stripe_does_not_pay_to_is_asked_anew(
    maps: Maps, status: str, upfront: bool
) -> None:
    plan = make_plan(faulty(status), maps, upfront=upfront)
    bank = plan.find("bank_account")
    assert bank is not None
    assert (bank.startable, bank.state) == (True, State.PROBLEM)
    assert [question.base for question in bank.questions] == ["external_account"]
    (problem,) = bank.problems
    assert (problem.requirement, problem.code) == ("external_account", status)
    assert problem.message is not None
    assert "payouts have stopped" in problem.message.text


def test_a_status_that_nobody_knows_is_told_generically(maps: Maps) -> None:
    (bank,) = make_plan(faulty("on_holiday"), maps).groups
    (problem,) = bank.problems
    assert (bank.id, bank.startable, problem.message) == ("bank_account", True, None)
    assert tell(problem, untranslated).text == UNEXPLAINED.text


def test_several_bank_accounts_are_told_of_each_once(maps: Maps) -> None:
    (bank,) = make_plan(faulty("errored", "errored", "tokenized_account_number_deactivated"), maps).groups
    assert [one.code for one in bank.problems] == ["errored", "tokenized_account_number_deactivated"]


def test_whose_a_bank_account_is_can_be_shown_by_a_document(maps: Maps) -> None:
    bank, proof = make_plan(faulty("verification_failed"), maps).groups
    assert (bank.id, proof.id, proof.state) == ("bank_account", "bank_documents", State.PROBLEM)
    (other,) = elsewhere(make_plan(faulty("verification_failed"), maps), bank)
    assert key_of(other) == proof.place


def test_nothing_is_to_do_while_that_document_is_being_checked(maps: Maps) -> None:
    checked = {"pending_verification": [PROOF]}
    plan = make_plan(faulty("verification_failed", requirements=checked), maps)
    assert (plan.problems, [one for one in plan.groups if one.due]) == ((), [])
    assert make_plan(faulty("errored", requirements=checked), maps).problems


def test_a_sound_bank_account_is_asked_for_by_stripe_alone(maps: Maps) -> None:
    (bank,) = make_plan(faulty("new"), maps).groups
    assert (bank.due, bank.problems, bank.state) == ((), (), State.COMPLETED)
