"""The gateway against the sandbox over HTTP: what the stub cannot tell, because it agrees with everything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest
import requests

from forms.questions import Upload
from onboarding import stripe_gateway
from onboarding.calls import CreatePerson, FileOf, UpdateAccount, UpdatePerson, UploadFile
from onboarding.creation import CONTROLLER
from onboarding.development.servers import free_port, sandbox_running
from onboarding.gateway import Gone, Misconfigured, Refused
from onboarding.stripe_gateway import Connection, StripeGateway

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8cfc0f01f00050001ff56c72f0d0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sandbox's address."""
    folder: Path = tmp_path_factory.mktemp("sandbox")
    with sandbox_running(folder, free_port()) as base:
        yield base


@pytest.fixture
def gateway(base: str) -> Iterator[StripeGateway]:
    """A gateway to the sandbox."""
    opened = connect(base)
    yield opened
    opened.close()


def connect(base: str, key: str = "sk_test_sandbox") -> StripeGateway:
    return StripeGateway(Connection(key=key, webhook_secrets=("whsec_x",), api_base=base, files_base=base))


def create(gateway: StripeGateway, business_type: str = "company", key: str = "") -> str:
    params = {
        "country": "US",
        "business_type": business_type,
        "controller": CONTROLLER,
        "capabilities": {"transfers": {"requested": True}, "card_payments": {"requested": True}},
    }
    return str(gateway.create_account(params, key=key or token_hex(8))["id"])


def test_start_sent_twice_makes_one_account(gateway: StripeGateway) -> None:
    key = token_hex(8)
    first = create(gateway, key=key)
    assert create(gateway, key=key) == first
    assert create(gateway) != first
    account = gateway.account(first)
    assert account["country"] == "US"
    assert account["requirements"]["currently_due"]


def test_account_whose_answer_was_lost_is_found_among_many(
    gateway: StripeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stripe_gateway, "PAGE", 1)
    account = create(gateway, key="found")
    create(gateway)
    made = gateway.account(account)["created"]
    found = gateway.created_account("found", since=made, until=made + 60)
    assert found is not None
    assert found["id"] == account
    assert gateway.created_account("other", since=made, until=made + 60) is None
    assert gateway.created_account("found", since=made - 9, until=made - 1) is None


def test_submit_sent_twice_makes_one_person_and_one_file(gateway: StripeGateway) -> None:
    account = create(gateway)
    front = "owners.verification.document.front"
    calls = (
        UploadFile(front, Upload("front.png", "image/png", PNG, "identity_document")),
        CreatePerson(
            "owners",
            {
                "first_name": "Jenny",
                "relationship": {"owner": True},
                "verification": {"document": {"front": FileOf(front)}},
            },
        ),
    )
    first = gateway.perform(account, calls, key="k")
    second = gateway.perform(account, calls, key="k")
    assert (first.files, first.created) == (second.files, second.created)
    assert [person["id"] for person in gateway.persons(account)] == [first.created["owners"]]
    assert first.account["id"] == account


def test_corrected_person_of_the_same_page_is_not_made_twice(gateway: StripeGateway) -> None:
    account = create(gateway)
    for name in ("Jeny", "Jenny"):
        person = CreatePerson("owners", {"first_name": name, "relationship": {"owner": True}})
        performed = gateway.perform(account, (person,), key="k")
    persons = gateway.persons(account)
    assert [person["first_name"] for person in persons] == ["Jenny"]
    assert performed.created == {"owners": persons[0]["id"]}


def test_refusal_names_the_question(gateway: StripeGateway) -> None:
    account = create(gateway, "individual")
    with pytest.raises(Refused) as refused:
        gateway.perform(
            account, (UpdateAccount({"individual": {"dob": {"day": 1, "month": 1, "year": 2025}}}),), key="k"
        )
    assert refused.value.param == "individual.dob.year"
    assert refused.value.request_id


def test_refusal_of_a_person_names_the_person(gateway: StripeGateway) -> None:
    account = create(gateway)
    performed = gateway.perform(
        account, (CreatePerson("owners", {"relationship": {"owner": True}}),), key="k"
    )
    person = performed.created["owners"]
    wrong = UpdatePerson(person, {"dob": {"day": 1, "month": 1, "year": 2025}})
    with pytest.raises(Refused) as refused:
        gateway.perform(account, (wrong,), key="k-2")
    assert (refused.value.param, refused.value.place) == (f"{person}.dob.year", person)


def test_all_persons_are_listed_newest_first(gateway: StripeGateway) -> None:
    account = create(gateway)
    made = [
        gateway.perform(account, (CreatePerson("owners", {"relationship": {"owner": True}}),), key=f"k-{n}")
        for n in range(3)
    ]
    ids = [performed.created["owners"] for performed in made]
    assert [person["id"] for person in gateway.persons(account)] == ids[::-1]
    gateway.delete_person(account, ids[0])
    gateway.delete_person(account, ids[0])
    assert len(gateway.persons(account)) == 2


def test_account_of_nobody_is_gone(gateway: StripeGateway) -> None:
    with pytest.raises(Gone):
        gateway.account("acct_1Nobody000000000")


def test_wrong_key_is_a_matter_for_staff(base: str) -> None:
    gateway = connect(base, key="not_a_key")
    with pytest.raises(Misconfigured):
        gateway.account("acct_1Nobody000000000")
    gateway.close()


def test_link_and_capability(gateway: StripeGateway) -> None:
    account = create(gateway)
    url = gateway.account_link(
        account, refresh_url="http://127.0.0.1/r", return_url="http://127.0.0.1/b", upfront=False
    )
    assert url.startswith("http")
    capability = gateway.request_capability(account, "us_bank_account_ach_payments", key="k")
    assert capability["requested"] is True


def test_a_connection_dropped_halfway_keeps_no_page_stuck(base: str, gateway: StripeGateway) -> None:
    account = create(gateway)
    calls = (
        CreatePerson("owners", {"first_name": "Jenny", "relationship": {"owner": True}}),
        UpdateAccount({"business_profile": {"url": "https://shop.example.com"}}),
    )
    for path in ("/v1/accounts/*/persons", f"/v1/accounts/{account}"):
        fault = {"kind": "drop", "phase": "during", "method": "POST", "path": path}
        requests.post(f"{base}/control/api/faults", json=fault, timeout=5)
    performed = gateway.perform(account, calls, key="k")
    assert performed.account["business_profile"]["url"] == "https://shop.example.com"
    again = gateway.perform(account, calls, key="k")
    assert again.created == performed.created
    assert [person["id"] for person in gateway.persons(account)] == [performed.created["owners"]]
