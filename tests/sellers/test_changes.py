"""Changes of country, business type and structure over the sandbox: carried over, finished, or undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.questions import Answers
from onboarding import store
from onboarding.gateway import GatewayError, Refused
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
