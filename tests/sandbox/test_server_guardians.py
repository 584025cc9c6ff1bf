"""A guardian or authoriser beside an individual, and what was asked of the role before anybody had it."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from onboarding.sandbox.running import Running
from tests.sandbox.conftest import created

BORN = {"day": 1, "month": 1, "year": 1901}
ASKED = ("first_name", "email", "dob.day", "dob.month", "dob.year")
LISTS = {"due": "currently_due", "past_due": "past_due", "later": "eventually_due",
         "pending": "pending_verification"}  # fmt: skip
HELD = (("legal_guardian", "legal_guardian"), ("authorizers", "authorizer"))


@pytest.fixture
def account(client: stripe.StripeClient) -> str:
    return created(client, business_type="individual").id


def add(client: stripe.StripeClient, account: str, **params: Any) -> str:
    wanted: Any = params
    return client.v1.accounts.persons.create(account, wanted).id


def change(client: stripe.StripeClient, account: str, person: str, **params: Any) -> None:
    wanted: Any = params
    client.v1.accounts.persons.update(account, person, wanted)


def individual(client: stripe.StripeClient, account: str, **params: Any) -> None:
    wanted: Any = {"individual": params}
    client.v1.accounts.update(account, wanted)


def names(client: stripe.StripeClient, account: str) -> list[str | None]:
    return [each.first_name for each in client.v1.accounts.persons.list(account).data]


@pytest.mark.parametrize("role", ["legal_guardian", "authorizer", "owner"])
@pytest.mark.parametrize("guardian_first", [True, False])
def test_somebody_beside_an_individual_is_not_the_individual(
    client: stripe.StripeClient, account: str, role: str, guardian_first: bool
) -> None:
    if not guardian_first:
        individual(client, account, first_name="Kid")
    add(client, account, first_name="Mum", last_name="Roe", relationship={role: True})
    before = client.v1.accounts.retrieve(account).to_dict()
    assert before.get("individual", {}).get("first_name") == (None if guardian_first else "Kid")
    assert "individual.last_name" in before["requirements"]["currently_due"]
    individual(client, account, first_name="Kid")
    assert sorted(map(str, names(client, account))) == ["Kid", "Mum"]
    found = client.v1.accounts.retrieve(account).to_dict()["individual"]
    assert (found["first_name"], found["relationship"][role]) == ("Kid", False)


def test_what_is_asked_of_a_guardian_is_listed_by_their_id_and_settles(
    sandbox: Running, client: stripe.StripeClient, account: str
) -> None:
    individual(client, account, first_name="Kid")
    guardian = add(client, account, first_name="Mum", relationship={"legal_guardian": True})
    asked = {f"{guardian}.{item}" for item in ASKED}
    sandbox.force(account, due=sorted(asked))
    shown = client.v1.accounts.persons.retrieve(account, guardian).to_dict()
    assert set(shown["requirements"]["currently_due"]) >= set(ASKED)
    change(client, account, guardian, first_name="Mum", email="mum@example.com", dob=BORN)
    assert not asked & set(sandbox.account(account)["requirements"]["currently_due"])
    alone = client.v1.accounts.retrieve(account).to_dict()["individual"]
    assert (alone.get("email"), alone["dob"]["day"]) == (None, None)


def test_somebody_beside_an_individual_may_live_abroad(client: stripe.StripeClient, account: str) -> None:
    home = {"country": "FR", "line1": "1 rue", "city": "Lyon", "postal_code": "69001"}
    add(client, account, first_name="Mum", relationship={"legal_guardian": True}, address=home)
    with pytest.raises(stripe.InvalidRequestError):
        add(client, account, first_name="Kid", relationship={"representative": True}, address=home)


@pytest.mark.parametrize("kind", ["individual", "company"])
@pytest.mark.parametrize(("prefix", "role"), HELD)
@pytest.mark.parametrize("way", LISTS)
def test_a_role_is_listed_by_the_persons_id_once_somebody_has_it(
    sandbox: Running, client: stripe.StripeClient, way: str, prefix: str, role: str, kind: str
) -> None:
    account = created(client, business_type=kind).id
    sandbox.force(account, **{way: [f"{prefix}.first_name", f"{prefix}.email"]})
    assert f"{prefix}.email" in sandbox.account(account)["requirements"][LISTS[way]]
    person = add(client, account, first_name="Mum", relationship={role: True})
    listed = sandbox.account(account)["requirements"][LISTS[way]]
    assert f"{person}.email" in listed
    assert not [one for one in listed if one.startswith(prefix)]
    assert (f"{person}.first_name" in listed) is (way == "pending")
    client.v1.accounts.persons.delete(account, person)
    assert f"{prefix}.email" in sandbox.account(account)["requirements"][LISTS[way]]


def test_errors_and_what_is_announced_follow_the_person(
    sandbox: Running, client: stripe.StripeClient, account: str
) -> None:
    document, code = "legal_guardian.verification.document", "verification_document_expired"
    sandbox.force(account, error={"requirement": document, "code": code})
    sandbox.force(account, future=["legal_guardian.phone"])
    alternatives = [{"original": ["legal_guardian.id_number"], "instead": [document]}]
    sandbox.force(account, alternatives=alternatives)
    guardian = add(client, account, first_name="Mum", relationship={"legal_guardian": True})
    found = sandbox.account(account)
    own = f"{guardian}.verification.document"
    assert [error["requirement"] for error in found["requirements"]["errors"]] == [own]
    instead = {"original_fields_due": [f"{guardian}.id_number"], "alternative_fields_due": [own]}
    assert instead in found["requirements"]["alternatives"]
    assert f"{guardian}.phone" in found["future_requirements"]["currently_due"]
    change(client, account, guardian, phone="0000000000")
    assert f"{guardian}.phone" not in sandbox.account(account)["future_requirements"]["currently_due"]


def test_of_two_authorisers_the_first_is_asked_and_answers(
    sandbox: Running, client: stripe.StripeClient
) -> None:
    account = created(client, business_type="company").id
    sandbox.force(account, due=["authorizers.email"])
    first, second = (
        add(client, account, first_name=name, relationship={"authorizer": True}) for name in "AB"
    )
    change(client, account, second, email="b@example.com")
    assert f"{first}.email" in sandbox.account(account)["requirements"]["currently_due"]
    change(client, account, first, email="a@example.com")
    due = sandbox.account(account)["requirements"]["currently_due"]
    assert not {f"{first}.email", f"{second}.email", "authorizers.email"} & set(due)
