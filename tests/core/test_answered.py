"""What was answered in a group, what is open there, and the group opened again for what was answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.questions import Answers
from onboarding.answered import answered, reopened
from onboarding.calls import CreatePerson, UpdateAccount, UpdatePerson, denied, settled
from onboarding.maps import Maps
from onboarding.plan import PlannedGroup, make_plan
from onboarding.requirements import Snapshot, merge_snapshot, read_snapshot, remember


def snapshot(*due: str, given: tuple[str, ...] = (), **more: object) -> Snapshot:
    account = {
        "id": "acct_1", "country": "US", "business_type": "individual",
        "requirements": {"currently_due": list(due), **more},
    }  # fmt: skip
    return replace(read_snapshot(account, (), 0), given=frozenset(given))


def company(given: tuple[str, ...] = (), **roles: tuple[str, ...]) -> Snapshot:
    account = {"id": "acct_1", "country": "GB", "business_type": "company"}
    persons = [{"id": one, "relationship": dict.fromkeys(held, True)} for one, held in roles.items()]
    made = read_snapshot(account, persons, 0)
    return replace(made, given=made.given | set(given))


def planned(found: Snapshot, maps: Maps, group: str, subject: str = "") -> PlannedGroup:
    there = make_plan(found, maps).find(group, subject)
    assert there is not None
    return there


def rows(group: PlannedGroup) -> dict[str, tuple[bool, bool]]:
    return {one.question.base: (one.given, one.open) for one in answered(group)}


def test_a_number_given_in_part_and_asked_whole_is_two_rows(maps: Maps) -> None:
    found = snapshot("individual.id_number", given=("individual.ssn_last_4_provided",))
    there = planned(found, maps, "id_number")
    assert rows(there) == {"individual.ssn_last_4": (True, False), "individual.id_number": (False, True)}
    assert [one.base for one in there.questions] == ["individual.id_number"]
    assert [one.base for one in reopened(there).questions] == ["individual.ssn_last_4"]


def test_a_number_given_whole_is_one_row_though_stripe_has_its_end_too(maps: Maps) -> None:
    found = snapshot(given=("individual.ssn_last_4_provided", "individual.id_number_provided"))
    there = planned(found, maps, "id_number")
    assert rows(there) == {"individual.id_number": (True, False)}
    assert [one.base for one in there.questions] == ["individual.id_number"]


def test_a_number_of_another_country_is_not_asked_by_its_end(maps: Maps) -> None:
    found = replace(
        snapshot(given=("individual.ssn_last_4_provided", "individual.id_number_provided")), country="BR"
    )
    there = planned(found, maps, "id_number")
    assert rows(there) == {"individual.id_number": (True, False)}
    assert [one.base for one in there.questions] == ["individual.id_number"]


def test_what_is_only_checked_or_pointed_at_has_no_row(maps: Maps) -> None:
    found = snapshot(
        "individual.last_name",
        given=("individual.first_name",),
        pending_verification=["individual.dob.day"],
        errors=[{"requirement": "individual.maiden_name", "code": "verification_failed_other", "reason": ""}],
    )
    there = planned(found, maps, "identity")
    assert {"individual.maiden_name"} <= {one.base for one in there.questions}
    assert rows(there) == {"individual.first_name": (True, False), "individual.last_name": (False, True)}


def test_a_group_opened_again_asks_nothing_that_stripe_waits_for(maps: Maps) -> None:
    there = reopened(
        planned(snapshot("individual.last_name", given=("individual.first_name",)), maps, "identity")
    )
    assert [one.base for one in there.questions] == ["individual.first_name"]
    assert (there.due, there.problems) == ((), ())


def test_only_the_representative_is_asked_for_further_roles(maps: Maps) -> None:
    found = company(
        ("person_1.relationship.title", "person_2.relationship.title"),
        person_1=("representative", "owner"), person_2=("director",),
    )  # fmt: skip
    own = rows(planned(found, maps, "role", "person_1"))
    assert own.keys() == {"person_1.relationship.title", "person_1.relationship.owner"}
    assert rows(planned(found, maps, "role", "person_2")).keys() == {"person_2.relationship.title"}


def test_a_role_that_was_denied_is_an_answer_until_it_is_given(maps: Maps) -> None:
    said = "person_1.relationship.director"
    before = company((said,), person_1=("representative",))
    assert before.denied == {said}
    assert said in rows(planned(before, maps, "role", "person_1"))
    assert remember(before, company(person_1=("representative",))).denied == {said}
    later = remember(before, company(person_1=("representative", "director")))
    assert said in later.given
    assert not later.denied
    assert not remember(before, company(person_2=("representative",))).denied
    assert not remember(later, company(person_1=("representative",))).denied


def test_a_submit_about_somebody_else_keeps_what_was_denied() -> None:
    before = company(("person_1.relationship.owner",), person_1=("representative",))
    other = {"id": "person_2", "relationship": {"owner": True}}
    account = {"id": "acct_1", "country": "GB", "business_type": "company"}
    assert merge_snapshot(before, account, (other,), 1).denied == {"person_1.relationship.owner"}
    own = {"id": "person_1", "relationship": {"representative": True, "title": "Boss"}}
    assert merge_snapshot(before, account, (own,), 1).denied == {"person_1.relationship.owner"}


@pytest.mark.parametrize(
    ("call", "ids"),
    [
        (CreatePerson("representative", {"relationship": {"owner": False}}), {"person_9.relationship.owner"}),
        (UpdatePerson("person_1", {"relationship": {"owner": False, "director": True, "title": ""}}),
         {"person_1.relationship.owner"}),
        (UpdatePerson("person_1", {"first_name": "Ada"}), set()),
        (UpdateAccount({"company": {"owners_provided": False}}), set()),
    ],
)  # fmt: skip
def test_calls_tell_which_roles_somebody_is_said_not_to_have(
    call: CreatePerson | UpdatePerson | UpdateAccount, ids: set[str]
) -> None:
    assert denied((call,), {"representative": "person_9"}) == ids


def test_what_stripe_does_not_tell_of_is_remembered_until_it_asks_again(maps: Maps) -> None:
    number = "company.registration_number"
    asking = replace(company(), country="AU", requirements=snapshot(number).requirements)
    answers: Answers = {number: "000000000"}
    said = settled(planned(asking, maps, "company_numbers").questions, answers, {})
    after = company().after_sending(said)
    assert after.untold == {number}
    assert rows(planned(after, maps, "company_numbers")) == {number: (True, False)}
    assert remember(after, company()).untold == {number}
    assert not remember(after, asking).untold
    assert not asking.after_sending(said).untold
    assert not remember(after, replace(company(), account="acct_2")).untold


def test_what_stripe_tells_of_is_not_remembered_besides(maps: Maps) -> None:
    found = snapshot("individual.dob.day", "individual.dob.month", "individual.dob.year")
    answers: Answers = {"individual.dob.day": 1, "individual.dob.month": 2, "individual.dob.year": 1903}
    said = settled(planned(found, maps, "identity").questions, answers, {})
    assert said == answers.keys()
    assert not snapshot(given=tuple(answers)).after_sending(said).untold


def test_an_empty_answer_settles_nothing_and_a_new_person_has_an_id(maps: Maps) -> None:
    ids = ("representative.first_name", "representative.full_name_aliases")
    there = planned(snapshot(*ids), maps, "identity", "representative")
    answers: Answers = {ids[0]: "Ada", ids[1]: [""]}
    said = settled(there.questions, answers, {"representative": "person_1"})
    assert said == {"person_1.first_name"}
