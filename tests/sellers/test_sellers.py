"""What sellers do, end to end without pages: calls counted, nothing made twice, nothing lost."""

from __future__ import annotations

import pytest

from forms.questions import Answers, untranslated
from onboarding.gateway import Refused, Unavailable
from onboarding.outcome import NotSaved, Saved, TryAgain
from onboarding.sellers import SellerGone
from onboarding.standing import Standing
from tests.sellers.conftest import CONSENT, Office

CONTACT: Answers = {"individual.email": "seller@example.com", "individual.phone": "0000000000"}


def test_a_start_sent_twice_makes_one_account(office: Office) -> None:
    first = office.begin(nonce="the same")
    assert office.begin(nonce="the same") == first
    assert len(office.sandbox.accounts()) == 1


def test_a_start_whose_answer_was_lost_finds_its_account_again(office: Office) -> None:
    office.sandbox.fault("drop", method="POST", path="/v1/accounts", phase="after")
    with pytest.raises(Exception, match="Stripe"):
        office.begin(nonce="again")
    seller = office.begin(nonce="again")
    assert len(office.sandbox.accounts()) == 1
    assert office.sellers.overview(seller).standing is Standing.RESTRICTED


@pytest.mark.parametrize("phase", ["before", "during", "after"])
def test_a_start_that_is_given_up_leaves_no_account(office: Office, phase: str) -> None:
    office.sandbox.fault("drop", method="POST", path="/v1/accounts", phase=phase)
    with pytest.raises(Unavailable):
        office.begin("FR", "company", nonce="lost")
    office.sellers.give_up("lost")
    assert office.sandbox.accounts() == []
    seller = office.begin("FR", "company", nonce="lost")
    assert len(office.sandbox.accounts()) == 1
    assert office.sellers.overview(seller).standing is Standing.RESTRICTED


def test_a_start_that_was_refused_can_be_given_up(office: Office) -> None:
    with pytest.raises(Refused):
        office.begin("XX", nonce="refused")
    office.sellers.give_up("refused")
    assert office.sandbox.accounts() == []


def test_a_start_with_an_account_is_not_given_up(office: Office) -> None:
    office.begin(nonce="there")
    office.sellers.give_up("there")
    office.sellers.give_up("never")
    assert len(office.sandbox.accounts()) == 1


def test_an_unknown_seller_is_gone(office: Office) -> None:
    with pytest.raises(SellerGone):
        office.sellers.overview("s_nobody")


def test_a_page_with_nothing_to_prefill_asks_stripe_nothing(office: Office) -> None:
    seller = office.begin()
    assert office.calls(lambda: office.sellers.overview(seller)) == 0
    assert office.calls(lambda: office.sellers.open(seller, "contact")) == 0


def test_a_submitted_group_is_one_call_and_names_the_next(office: Office) -> None:
    seller = office.begin()
    outcomes = []
    assert office.calls(lambda: outcomes.append(office.submit(seller, ("contact", ""), CONTACT))) == 1
    assert outcomes == [Saved(("home_address", ""))]


def test_answers_given_are_prefilled_by_one_call(office: Office) -> None:
    seller = office.begin()
    office.submit(seller, ("contact", ""), CONTACT)
    before = office.gateway.asked
    opened = office.sellers.open(seller, "contact")
    assert office.gateway.asked - before == 1
    assert opened is not None
    assert opened.known["individual.email"] == "seller@example.com"


def test_a_person_costs_one_call_more(office: Office) -> None:
    seller = office.begin("GB", "company")
    names: Answers = {"representative.first_name": "A", "representative.last_name": "B"}
    assert office.calls(lambda: office.submit(seller, ("identity", "representative"), names)) == 2


def test_a_second_page_about_the_representative_corrects_the_first(office: Office) -> None:
    seller = office.begin("GB", "company")
    stale = office.sellers.open(seller, "contact", "representative")
    assert stale is not None
    office.submit(seller, ("identity", "representative"), {"representative.first_name": "A"})
    answers: Answers = {"representative.email": "a@example.com"}
    outcome = office.sellers.submit(
        seller, stale, answers, nonce="n2", consent=CONSENT, translate=untranslated
    )
    assert isinstance(outcome, Saved)
    assert len(office.sellers.overview(seller).snapshot.persons) == 1


def test_a_refusal_stands_beside_its_question_and_saves_nothing(office: Office) -> None:
    seller = office.begin()
    dob = {"individual.dob.day": 1, "individual.dob.month": 1, "individual.dob.year": 2024}
    outcome = office.submit(seller, ("identity", ""), {**dob, "individual.first_name": "A"})
    assert isinstance(outcome, NotSaved)
    assert outcome.problems[0].requirement == "individual.dob.year"
    assert not outcome.problems[0].english
    assert "individual.first_name" not in office.sellers.reread(seller).given


@pytest.mark.parametrize("kind", ["rate_limit", "lock_timeout", "500", "503", "drop", "conflict"])
@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_fault_is_survived_by_sending_the_same_again(office: Office, kind: str, phase: str) -> None:
    seller = office.begin("GB", "company")
    office.submit(seller, ("identity", "representative"), {"representative.first_name": "A"})
    office.sandbox.fault(kind, count=2, method="POST", path="/v1/accounts/*/persons", phase=phase)
    opened = office.sellers.open(seller, "identity", "owners")
    assert opened is not None
    outcomes = []
    for _ in range(2):
        outcomes.append(
            office.sellers.submit(
                seller, opened, {"owners.first_name": "O"}, nonce="one", consent=CONSENT,
                translate=untranslated,
            )
        )  # fmt: skip
        office.sandbox.control("DELETE", "faults")
    assert isinstance(outcomes[0], TryAgain)
    assert isinstance(outcomes[1], Saved)
    owners = [one for one in office.sellers.reread(seller).persons if "owner" in one.roles]
    assert len(owners) == 1


def test_after_a_crash_in_the_middle_the_next_view_reads_what_stripe_took(office: Office) -> None:
    seller = office.begin("GB", "company")
    office.sandbox.fault("drop", method="GET", path="/v1/accounts/*")
    outcome = office.submit(seller, ("identity", "representative"), {"representative.first_name": "A"})
    assert isinstance(outcome, TryAgain)
    assert len(office.sellers.overview(seller).snapshot.persons) == 1


def test_the_representative_can_be_an_owner_too_and_stop_being_one(office: Office) -> None:
    seller = office.begin("GB", "company")
    office.submit(seller, ("identity", "representative"), {"representative.first_name": "A"})
    (person,) = office.sellers.overview(seller).snapshot.persons
    office.sellers.give_role(seller, person.id, "owners", nonce="g")
    assert office.sellers.overview(seller).snapshot.persons[0].roles == {"representative", "owner"}
    office.sellers.remove_person(seller, person.id, "owners", nonce="r")
    assert office.sellers.overview(seller).snapshot.persons[0].roles == {"representative"}


def test_an_owner_with_no_other_role_is_deleted(office: Office) -> None:
    seller = office.begin("GB", "company")
    office.submit(seller, ("identity", "owners"), {"owners.first_name": "A", "owners.last_name": "B"})
    (person,) = office.sellers.overview(seller).snapshot.persons
    assert office.sellers.overview(seller).names == {person.id: "A B"}
    office.sellers.remove_person(seller, person.id, "owners", nonce="r")
    assert office.sellers.overview(seller).snapshot.persons == ()


def test_saying_that_all_owners_are_there_settles_it(office: Office) -> None:
    seller = office.begin("GB", "company")
    office.sellers.complete_role(seller, "owners", nonce="c")
    due = office.sellers.reread(seller).requirements.due(upfront=True)
    assert "company.owners_provided" not in due


def test_a_hand_off_leaves_for_stripes_page_and_is_read_again(office: Office) -> None:
    seller = office.begin()
    address = office.sellers.hand_off(
        seller, refresh_url="http://127.0.0.1/r", return_url="http://127.0.0.1/b"
    )
    assert address.startswith(office.sandbox.url)
    assert office.calls(lambda: office.sellers.overview(seller)) == 1


def test_a_webhook_brings_the_snapshot_up_to_date(office: Office) -> None:
    seller = office.begin()
    account = office.sellers.overview(seller).snapshot.account
    office.sandbox.force(account, rejected="other")
    office.sellers.refresh(account)
    assert office.sellers.overview(seller).standing is Standing.REJECTED
    office.sellers.refresh("acct_of_somebody_else")


def test_while_stripe_is_away_a_company_is_shown_without_names(office: Office) -> None:
    seller = office.begin("GB", "company")
    office.submit(seller, ("identity", "representative"), {"representative.first_name": "A"})
    office.sandbox.fault("503", count=9, method="GET", path="/v1/accounts/*/persons")
    overview = office.sellers.overview(seller)
    office.sandbox.control("DELETE", "faults")
    assert not overview.names
    assert overview.plan.groups
