"""What may be given in place of what is asked: Stripe's lists, the maps', and the seller's choice."""

from __future__ import annotations

from typing import Any

import pytest

from onboarding.alternatives import choose, chosen_before, rivals
from onboarding.maps import Maps
from onboarding.plan import Plan, PlannedGroup, State, make_plan
from onboarding.requirements import read_snapshot

SSN, DOCUMENT = "individual.ssn_last_4", "individual.verification.document"
URL, DESCRIPTION = "business_profile.url", "business_profile.product_description"


def plan(maps: Maps, *due: str, either: Any = (), business_type: str = "individual", **lists: Any) -> Plan:
    alternatives = [{"original_fields_due": a, "alternative_fields_due": b} for a, b in either]
    raw = {"currently_due": list(due), "alternatives": alternatives, **lists}
    account = {"id": "acct_1", "country": "US", "business_type": business_type, "requirements": raw}
    return make_plan(read_snapshot(account, (), 0), maps)


def at(plan: Plan, requirement: str) -> PlannedGroup:
    return next(found for found in plan.groups if requirement in found.due)


def bases(group: PlannedGroup) -> list[str]:
    return [question.base for question in group.questions]


def test_the_page_of_the_original_has_both_ways(maps: Maps) -> None:
    group = at(plan(maps, SSN, "individual.email", either=[([SSN], [DOCUMENT])]), SSN)
    assert SSN in bases(group)
    instead = choose(group, {1})
    assert SSN not in bases(instead)
    assert DOCUMENT in bases(instead)
    assert instead.due == (DOCUMENT,)
    assert choose(group, ()) is group


def test_a_choice_leaves_the_rest_of_the_page(maps: Maps) -> None:
    group = at(plan(maps, URL, "business_profile.mcc"), URL)
    assert bases(group) == ["business_profile.mcc", URL]
    assert bases(choose(group, {1})) == ["business_profile.mcc", DESCRIPTION]


def test_a_description_that_is_asked_too_is_no_substitute_for_the_website(maps: Maps) -> None:
    assert at(plan(maps, URL, DESCRIPTION), URL).alternatives == ()


def test_what_stripe_lists_and_the_maps_know_is_one(maps: Maps) -> None:
    assert len(at(plan(maps, URL, either=[([URL], [DESCRIPTION])]), URL).alternatives) == 1


def test_several_ways_to_one_thing_exclude_each_other(maps: Maps) -> None:
    either = [([SSN], [DOCUMENT]), ([SSN], ["individual.id_number"]), (["individual.email"], [])]
    group = at(plan(maps, SSN, either=either), SSN)
    assert rivals(group, 1) == {1, 2}


@pytest.mark.parametrize(
    "instead",
    ["interv_1.form", "individual.verification.proof_of_liveness", "owners.email", "no such thing"],
)
def test_what_cannot_be_asked_here_is_no_way(maps: Maps, instead: str) -> None:
    group = at(plan(maps, SSN, either=[([SSN], [instead])]), SSN)
    assert group.alternatives == ()


def test_an_alternative_leads_around_what_only_stripe_can_ask(maps: Maps) -> None:
    film = "individual.verification.proof_of_liveness"
    found = plan(maps, film, either=[([film], [DOCUMENT])])
    assert [one.requirement for one in found.hand_offs] == [film]
    assert at(found, DOCUMENT).startable


def test_an_error_at_either_way_stands_on_the_page(maps: Maps) -> None:
    for wrong, chosen in ((SSN, frozenset[int]()), (DOCUMENT, frozenset({1}))):
        error = {"requirement": wrong, "code": "verification_document_expired", "reason": "No."}
        group = at(plan(maps, SSN, either=[([SSN], [DOCUMENT])], errors=[error]), SSN)
        assert group.state is State.PROBLEM
        assert {problem.listed for problem in group.problems} == {wrong}
        assert chosen_before(group) == chosen


def test_a_person_has_alternatives_of_their_own(maps: Maps) -> None:
    number, document = "representative.ssn_last_4", "representative.verification.document"
    found = plan(maps, number, either=[([number], [document])], business_type="company")
    assert document in bases(choose(at(found, number), {1}))
