"""Changes of country, business type and structure over the sandbox: carried over, finished, or undone."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest
from sqlalchemy import event

from forms.questions import Answers
from onboarding import store
from onboarding.calls import CreatePerson, UpdateAccount
from onboarding.carrying import MOST, people
from onboarding.changes import GOOD_FOR, Along
from onboarding.gateway import GatewayError, Plain, Refused, Unavailable
from onboarding.requirements import ROLES
from onboarding.sellers import Wanted
from tests.sellers.conftest import Office

NAMED: Answers = {
    "individual.first_name": "Ada", "individual.last_name": "Byron",
    "individual.dob.day": 1, "individual.dob.month": 1, "individual.dob.year": 1901,
}  # fmt: skip


def accounts(office: Office) -> set[str]:
    return {str(one["id"]) for one in office.sandbox.accounts()}


def change(office: Office, seller: str, nonce: str = "change", **what: str) -> None:
    decided, _ = office.sellers.decided(seller)
    office.sellers.change(seller, replace(decided, **what), nonce=nonce)


def account_of(office: Office, seller: str) -> str:
    return office.sellers.overview(seller).snapshot.account


def test_another_country_is_a_new_account_with_what_goes_along(office: Office) -> None:
    seller = office.begin("US")
    office.submit(seller, ("identity", ""), NAMED)
    left = account_of(office, seller)
    change(office, seller, country="FR")
    account = office.gateway.account(account_of(office, seller))
    assert (account["country"], account["individual"]["first_name"]) == ("FR", "Ada")
    assert account["individual"]["dob"]["year"] == 1901
    assert accounts(office) == {account["id"]} != {left}
    assert office.sellers.row(seller).country == "FR"


def test_a_new_account_has_what_the_brand_knows_too(office: Office) -> None:
    seller = office.begin("US", "company")
    office.sellers.brand = replace(office.sellers.brand, prefill={"company.phone": "0000000000"})
    office.submit(seller, ("business", ""), {"business_profile.url": "https://accessible.stripe.com"})
    change(office, seller, country="FR")
    account = office.gateway.account(account_of(office, seller))
    assert account["business_profile"]["url"] == "https://accessible.stripe.com"
    assert account["company"]["phone"] == "0000000000"


def test_a_company_takes_its_name_and_representative_along(office: Office) -> None:
    seller = office.begin("GB", "company")
    office.submit(seller, ("identity", "representative"), {"representative.first_name": "Ada"})
    change(office, seller, country="FR")
    snapshot = office.sellers.overview(seller).snapshot
    assert [one.roles for one in snapshot.persons] == [frozenset({"representative"})]
    assert office.sellers.overview(seller).names == {snapshot.persons[0].id: "Ada"}


def board(office: Office, seller: str) -> None:
    """A company with a representative who owns a part, a director with little told, and one nobody knows."""
    ada: Plain = {
        "first_name": "Ada", "last_name": "Byron", "dob": {"day": 1, "month": 1, "year": 1901},
        "relationship": {"representative": True, "owner": True, "title": "CEO"},
    }  # fmt: skip
    bob: Plain = {"first_name": "Bob", "relationship": {"director": True, "executive": True}}
    for number, params in enumerate((ada, bob, {"relationship": {"owner": True}})):
        call = CreatePerson("owners", params)
        office.gateway.perform(account_of(office, seller), (call,), key=f"person-{number}")
    office.sellers.reread(seller)


def shown(office: Office, seller: str) -> list[tuple[str, str, set[str]]]:
    persons = reversed(office.gateway.persons(account_of(office, seller)))
    return [
        (one.get("first_name", ""), one["relationship"].get("title") or "",
         {role for role in ROLES if one["relationship"].get(role)})
        for one in persons
    ]  # fmt: skip


def test_everybody_of_a_company_goes_along_with_their_roles(office: Office) -> None:
    seller = office.begin("GB", "company")
    board(office, seller)
    decided, _ = office.sellers.decided(seller)
    along = office.sellers.people_after(seller, replace(decided, country="US"))
    assert along == Along(("Ada Byron", "Bob"), ("",))
    office.sandbox.fault("500", method="POST", path="/v1/accounts/*/persons", phase="after", count=1)
    try:
        change(office, seller, country="US")
    except GatewayError:
        office.sandbox.control("DELETE", "faults")
    office.sellers.overview(seller)
    assert shown(office, seller) == [
        ("Ada", "CEO", {"representative", "owner"}), ("Bob", "", {"director", "executive"}),
    ]  # fmt: skip
    assert office.gateway.persons(account_of(office, seller))[1]["dob"]["year"] == 1901


def test_whoever_represents_a_company_goes_along_as_an_individual(office: Office) -> None:
    seller = office.begin("GB", "company")
    board(office, seller)
    decided, _ = office.sellers.decided(seller)
    wanted = replace(decided, country="US", business_type="individual")
    assert office.sellers.people_after(seller, wanted) == Along(("Ada Byron",), ("Bob", ""))
    office.sellers.change(seller, wanted, nonce="n")
    assert office.gateway.account(account_of(office, seller))["individual"]["first_name"] == "Ada"


def test_as_many_go_along_as_a_seller_can_wait_for() -> None:
    persons = [{"id": f"person_{n}", "first_name": "A", "relationship": {"owner": True}} for n in range(30)]
    persons[3]["relationship"] = {"representative": True}
    going = people({"country": "GB"}, persons, "US")
    assert len(going) == MOST
    assert next(iter(going)) == "person_3"
    assert "person_29" in going


@pytest.mark.parametrize(("country", "told"), [("JP", True), ("US", False)])
def test_names_in_scripts_go_along_where_they_are_asked(country: str, told: bool) -> None:
    person = {"id": "person_1", "first_name_kana": "アダ", "last_name": "Byron"}
    going = people({"country": "JP", "individual": person}, (), country)
    assert ("first_name_kana" in going["person_1"]) is told
    assert going["person_1"]["relationship"] == {"representative": True}


def test_an_account_that_worked_is_left_as_it_is(office: Office) -> None:
    seller = office.begin("US")
    left = account_of(office, seller)
    with office.sellers.database.write() as tx:
        kept = store.find_snapshot(tx, seller=seller)
        assert kept is not None
        store.save_snapshot(tx, seller=seller, snapshot=replace(kept.snapshot, served=True))
    change(office, seller, country="FR")
    assert accounts(office) == {left, account_of(office, seller)}


@pytest.mark.parametrize("path", ["/v1/accounts", "/v1/accounts/*"])
@pytest.mark.parametrize("method", ["POST", "GET", "DELETE"])
@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_move_that_breaks_off_is_taken_up_by_the_next_request(
    office: Office, path: str, method: str, phase: str
) -> None:
    seller = office.begin("US")
    office.submit(seller, ("identity", ""), NAMED)
    office.sandbox.fault("drop", method=method, path=path, phase=phase)
    try:
        change(office, seller, country="FR")
    except GatewayError:
        office.sellers.plan(seller)
    office.sandbox.control("DELETE", "faults")
    overview = office.sellers.overview(seller)
    assert overview.snapshot.country == "FR"
    assert accounts(office) == {overview.snapshot.account}
    assert office.gateway.account(overview.snapshot.account)["individual"]["first_name"] == "Ada"


def test_an_individual_becomes_a_company_in_place(office: Office) -> None:
    seller = office.begin("US")
    office.submit(seller, ("identity", ""), NAMED)
    before = account_of(office, seller)
    change(office, seller, business_type="company", structure="private_corporation")
    overview = office.sellers.overview(seller)
    assert (overview.snapshot.account, overview.snapshot.business_type) == (before, "company")
    assert overview.snapshot.structure == "private_corporation"
    assert list(overview.names.values()) == ["Ada Byron"]
    assert office.sellers.row(seller).business_type == "company"
    change(office, seller, nonce="back", business_type="individual", structure="")
    assert office.gateway.account(before)["individual"]["first_name"] == "Ada"


@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_change_in_place_that_breaks_off_is_finished(office: Office, phase: str) -> None:
    seller = office.begin("US")
    office.sandbox.fault("drop", method="POST", path="/v1/accounts/*", phase=phase)
    with pytest.raises(GatewayError):
        change(office, seller, business_type="company")
    assert office.sellers.overview(seller).snapshot.business_type == "company"


def unfinished(office: Office, seller: str) -> int:
    with office.sellers.database.read() as tx:
        return len(store.unfinished_changes(tx, seller=seller))


def breaks_off(office: Office, seller: str, nonce: str = "change", **what: str) -> str:
    """A change whose account is created while the answer is lost; the account left."""
    left, moments = account_of(office, seller), count(int(office.sandbox.control("GET", "clock")["now"]))
    office.sellers.clock = lambda: next(moments)
    office.sandbox.fault("500", method="POST", path="/v1/accounts", phase="after", count=4)
    with pytest.raises(Unavailable):
        change(office, seller, nonce, **what)
    office.sandbox.control("DELETE", "faults")
    return left


def later(office: Office, seconds: int) -> None:
    clock = office.sellers.clock
    office.sellers.clock = lambda: clock() + seconds


def test_a_reading_in_between_does_not_hide_what_broke_off(office: Office) -> None:
    seller = office.begin("GB")
    left = breaks_off(office, seller, country="FR")
    office.sellers.refresh(left)
    office.sellers.refresh(left)
    assert office.sellers.overview(seller).snapshot.country == "FR"
    assert accounts(office) == {account_of(office, seller)}
    assert not unfinished(office, seller)


def test_what_broke_off_while_stripe_was_away_is_taken_up_at_once(office: Office) -> None:
    seller = office.begin("GB")
    office.sandbox.fault("500", method="POST", path="/v1/accounts", phase="after", count=8)
    with pytest.raises(Unavailable):
        change(office, seller, country="FR")
    office.sandbox.fault("500", method="GET", path="/v1/accounts/*", count=8)
    assert office.sellers.overview(seller).snapshot.country == "GB"
    office.sandbox.control("DELETE", "faults")
    assert office.sellers.overview(seller).snapshot.country == "FR"


@pytest.mark.parametrize("late", [True, False])
def test_what_broke_off_long_ago_is_given_up(office: Office, late: bool) -> None:
    seller = office.begin("GB")
    left = breaks_off(office, seller, country="FR")
    assert len(accounts(office)) == 2
    later(office, GOOD_FOR + 1 if late else GOOD_FOR // 2)
    assert (office.sellers.overview(seller).snapshot.account == left) is late
    assert accounts(office) == {account_of(office, seller)}
    assert not unfinished(office, seller)
    change(office, seller, nonce="anew", country="FR")
    assert office.sellers.overview(seller).snapshot.country == "FR"


def test_giving_up_that_breaks_off_is_taken_up_too(office: Office) -> None:
    seller = office.begin("GB")
    left = breaks_off(office, seller, country="FR")
    later(office, GOOD_FOR + 1)
    office.sandbox.fault("500", method="DELETE", path="/v1/accounts/*", count=4)
    assert office.sellers.overview(seller).snapshot.account == left
    office.sandbox.control("DELETE", "faults")
    assert unfinished(office, seller) == 1
    assert office.sellers.overview(seller).snapshot.account == left
    assert accounts(office) == {left}


def test_who_has_gone_on_with_the_account_keeps_it(office: Office) -> None:
    seller = office.begin("GB")
    left = breaks_off(office, seller, country="FR")
    row = office.sellers.row(seller)
    office.sellers.perform(row, (UpdateAccount({"email": "a@example.com"}),), "n", None)
    assert office.sellers.overview(seller).snapshot.account == left
    assert accounts(office) == {left}


@pytest.mark.parametrize("before", [True, False])
def test_account_that_has_begun_to_work_since_is_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    """One that worked before is left, as the seller wanted, and never deleted."""
    seller = office.begin("GB")
    works = {**office.gateway.account(account_of(office, seller)), "charges_enabled": True}
    ask = office.gateway.account

    def answer(account: str) -> Plain:
        return works if account == works["id"] else ask(account)

    monkeypatch.setattr(office.gateway, "account", answer)
    if before:
        office.sellers.reread(seller)
    left = breaks_off(office, seller, country="FR")
    office.sellers.refresh(left)
    if before:
        assert office.sellers.overview(seller).snapshot.country == "FR"
        assert accounts(office) == {left, account_of(office, seller)}
    else:
        assert office.sellers.overview(seller).snapshot.account == left
        assert accounts(office) == {left}


def test_half_a_change_in_place_is_finished_and_switching_back_works(office: Office) -> None:
    seller = office.begin("GB")
    office.submit(seller, ("identity", ""), NAMED)
    office.sandbox.fault("500", path="/v1/accounts/*/persons*", count=8)
    with pytest.raises(Unavailable):
        change(office, seller, business_type="company")
    office.sandbox.control("DELETE", "faults")
    office.sellers.refresh(account_of(office, seller))
    assert list(office.sellers.overview(seller).names.values()) == ["Ada Byron"]
    assert not unfinished(office, seller)
    change(office, seller, nonce="back", business_type="individual")
    later(office, 2)
    office.sellers.mark_stale(office.sellers.row(seller))
    assert office.sellers.overview(seller).snapshot.business_type == "individual"


@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_change_in_place_of_long_ago_is_completed_where_stripe_has_it(office: Office, phase: str) -> None:
    seller = office.begin("GB")
    office.submit(seller, ("identity", ""), NAMED)
    account = account_of(office, seller)
    office.sandbox.fault("500", method="POST", path=f"/v1/accounts/{account}", phase=phase, count=8)
    with pytest.raises(Unavailable):
        change(office, seller, business_type="company")
    office.sandbox.control("DELETE", "faults")
    later(office, GOOD_FOR + 1)
    made = phase == "after"
    assert (office.sellers.overview(seller).snapshot.business_type == "company") is made
    assert not unfinished(office, seller)


def test_an_ordinary_view_does_not_look_for_changes(office: Office) -> None:
    seller = office.begin("GB")
    asked: list[str] = []
    event.listen(office.sellers.database.engine, "before_cursor_execute", lambda *all_: asked.append(all_[2]))
    office.sellers.plan(seller)
    assert len([one for one in asked if one.startswith("SELECT")]) == 1
    assert not [one for one in asked if "change" in one]


def test_what_stripe_refuses_is_undone(office: Office) -> None:
    seller = office.begin("FR", "company")
    with pytest.raises(Refused):
        change(office, seller, business_type="government_entity")
    assert office.sellers.overview(seller).snapshot.business_type == "company"
    with pytest.raises(Refused):
        change(office, seller, nonce="other", country="ZZ")
    assert office.sellers.overview(seller).snapshot.country == "FR"


def test_what_is_as_wanted_costs_nothing(office: Office) -> None:
    seller = office.begin("US")
    decided, _ = office.sellers.decided(seller)
    assert decided == Wanted("US", "individual", "", "full")
    assert office.calls(lambda: office.sellers.change(seller, decided, nonce="n")) == 0


def test_a_change_sent_twice_is_made_once(office: Office) -> None:
    seller = office.begin("US")
    change(office, seller, country="FR")
    decided, _ = office.sellers.decided(seller)
    office.sellers.change(seller, replace(decided, country="US"), nonce="change")
    assert account_of(office, seller) in accounts(office)
    assert len(accounts(office)) == 1
