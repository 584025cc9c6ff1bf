from __future__ import annotations

from typing import Any

import pytest
import stripe

from onboarding.sandbox.running import Running
from tests.sandbox.conftest import US_BANK, Ask, created


@pytest.fixture
def company(client: stripe.StripeClient) -> str:
    return created(client, business_type="company").id


def add(client: stripe.StripeClient, account: str, **params: Any) -> dict[str, Any]:
    wanted: Any = params
    found: dict[str, Any] = client.v1.accounts.persons.create(account, wanted).to_dict()
    return found


def test_persons_are_listed_newest_first_and_by_role(client: stripe.StripeClient, company: str) -> None:
    names = ["Ann", "Ben", "Cleo"]
    for name in names:
        add(client, company, first_name=name, relationship={"owner": name != "Ben"})
    found = client.v1.accounts.persons.list(company)
    assert [each.first_name for each in found.data] == ["Cleo", "Ben", "Ann"]
    owners = client.v1.accounts.persons.list(company, {"relationship": {"owner": True}})
    assert [each.first_name for each in owners.data] == ["Cleo", "Ann"]


def test_requirements_take_the_persons_prefix(client: stripe.StripeClient, company: str) -> None:
    before = client.v1.accounts.retrieve(company).to_dict()["requirements"]["currently_due"]
    assert "representative.first_name" in before
    person = add(client, company, relationship={"representative": True, "title": "CEO"})
    after = client.v1.accounts.retrieve(company).to_dict()["requirements"]["currently_due"]
    assert f"{person['id']}.first_name" in after
    assert "representative.first_name" not in after
    assert "first_name" in person["requirements"]["currently_due"]


def test_one_representative_at_a_time(client: stripe.StripeClient, company: str) -> None:
    first = add(client, company, relationship={"representative": True})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        add(client, company, relationship={"representative": True})
    assert refused.value.param == "relationship[representative]"
    with pytest.raises(stripe.InvalidRequestError, match="representative cannot be deleted"):
        client.v1.accounts.persons.delete(company, first["id"])
    off: Any = {"relationship": {"representative": False}}
    client.v1.accounts.persons.update(company, first["id"], off)
    add(client, company, relationship={"representative": True})
    gone = client.v1.accounts.persons.delete(company, first["id"])
    assert gone.to_dict() == {"id": first["id"], "object": "person", "deleted": True}
    with pytest.raises(stripe.InvalidRequestError) as missing:
        client.v1.accounts.persons.retrieve(company, first["id"])
    assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")


def test_ownership_over_a_hundred_is_refused(client: stripe.StripeClient, company: str) -> None:
    add(client, company, relationship={"owner": True, "percent_ownership": 60})
    with pytest.raises(stripe.InvalidRequestError, match="would exceed 100 percent"):
        add(client, company, relationship={"owner": True, "percent_ownership": 41})
    assert len(client.v1.accounts.persons.list(company).data) == 1


def test_persons_of_other_accounts_are_not_there(client: stripe.StripeClient, company: str) -> None:
    person = add(client, company, first_name="Ann")
    other = created(client, business_type="company").id
    with pytest.raises(stripe.InvalidRequestError, match="No such person"):
        client.v1.accounts.persons.retrieve(other, person["id"])


def bank(client: stripe.StripeClient, account: str, **over: Any) -> dict[str, Any]:
    wanted: Any = {"external_account": {**US_BANK, **over}}
    found: dict[str, Any] = client.v1.accounts.external_accounts.create(account, wanted).to_dict()
    return found


def test_bank_accounts_are_added_changed_and_deleted(client: stripe.StripeClient, account: str) -> None:
    first, second = bank(client, account), bank(client, account, account_number="000111111116")
    assert (first["default_for_currency"], second["default_for_currency"]) == (True, False)
    assert second["last4"] == "1116"
    banks = client.v1.accounts.external_accounts
    with pytest.raises(stripe.InvalidRequestError, match="You cannot delete the default external account"):
        banks.delete(account, first["id"])
    renamed: Any = banks.update(
        account, second["id"], {"account_holder_name": "Jenny", "default_for_currency": True}
    )
    assert (renamed.account_holder_name, renamed.default_for_currency) == ("Jenny", True)
    assert banks.delete(account, first["id"]).to_dict()["deleted"] is True
    assert [each.id for each in banks.list(account).data] == [second["id"]]


@pytest.mark.parametrize(
    ("sent", "returned"),
    [
        ({"country": "DE", "currency": "eur", "account_number": "DE89370400440532013000"}, "110000000"),
        (
            {"country": "AU", "currency": "aud", "account_number": "000123456", "routing_number": "110000"},
            "11 0000",
        ),
    ],
)
def test_routing_numbers_come_back_as_recorded(
    client: stripe.StripeClient, sent: dict[str, Any], returned: str
) -> None:
    holder: Any = {"object": "bank_account", **sent}
    account = created(client, country=sent["country"], external_account=holder).to_dict()
    assert account["external_accounts"]["data"][0]["routing_number"] == returned


def test_numbers_that_are_not_for_tests_are_refused(
    client: stripe.StripeClient, account: str, ask: Ask
) -> None:
    del client
    fields = {f"external_account[{name}]": value for name, value in US_BANK.items()}
    refused = ask(
        "POST", f"/v1/accounts/{account}", data={**fields, "external_account[account_number]": "123456"}
    )
    error = refused.json()["error"]
    assert refused.status_code == 400
    assert error["code"] == "account_number_invalid"
    assert error["param"] == "external_account[account_number]"
    assert error["doc_url"] == "https://stripe.com/docs/error-codes/account-number-invalid"
    assert error["message"].startswith("You must use a test bank account number in test mode.")


def test_tokens_work_once(client: stripe.StripeClient, account: str) -> None:
    details: Any = {key: value for key, value in US_BANK.items() if key != "object"}
    token = client.v1.tokens.create({"bank_account": details})
    assert token.type == "bank_account"
    client.v1.accounts.update(account, {"external_account": token.id})
    assert client.v1.tokens.retrieve(token.id).used
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.accounts.update(account, {"external_account": token.id})
    assert refused.value.code == "token_already_used"


def test_a_refused_change_spends_no_token(client: stripe.StripeClient, account: str) -> None:
    details: Any = {key: value for key, value in US_BANK.items() if key != "object"}
    token = client.v1.tokens.create({"bank_account": details})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.accounts.update(account, {"external_account": token.id, "email": "nobody"})
    client.v1.accounts.update(account, {"external_account": token.id})


def test_person_tokens(client: stripe.StripeClient, company: str) -> None:
    person: Any = {"first_name": "Ann", "relationship": {"owner": True}}
    token = client.v1.tokens.create({"person": person})
    assert token.id.startswith("cpt_")
    made = client.v1.accounts.persons.create(company, {"person_token": token.id})
    assert made.first_name == "Ann"


def test_an_unrequested_capability_is_a_preview(client: stripe.StripeClient) -> None:
    account = created(client, capabilities={"transfers": {"requested": True}}).id
    found = client.v1.accounts.capabilities.retrieve(account, "card_payments").to_dict()
    assert (found["status"], found["requested"], found["requested_at"]) == ("unrequested", False, None)
    assert "individual.phone" in found["requirements"]["currently_due"]
    assert client.v1.accounts.retrieve(account).to_dict()["capabilities"] == {"transfers": "inactive"}
    asked = client.v1.accounts.capabilities.update(account, "card_payments", {"requested": True})
    assert (asked.status, asked.requested) == ("inactive", True)
    with pytest.raises(stripe.InvalidRequestError, match="cannot be unrequested"):
        client.v1.accounts.capabilities.update(account, "card_payments", {"requested": False})
    with pytest.raises(stripe.InvalidRequestError, match="No such capability"):
        client.v1.accounts.capabilities.retrieve(account, "card_tricks")


def test_an_errored_bank_account_is_enabled_by_an_empty_update(
    sandbox: Running, client: stripe.StripeClient, account: str
) -> None:
    held = bank(client, account)
    sandbox.force(account, errored=True)
    banks = client.v1.accounts.external_accounts
    assert banks.retrieve(account, held["id"]).to_dict()["status"] == "errored"
    assert banks.update(account, held["id"], {}).to_dict()["status"] == "new"


def statuses(client: stripe.StripeClient, account: str) -> dict[str, list[str]]:
    """Statuses of the bank accounts and cards, by currency, as the account tells them; newest first."""
    found: dict[str, list[str]] = {}
    for each in client.v1.accounts.retrieve(account).to_dict()["external_accounts"]["data"]:
        found.setdefault(each["currency"], []).append(each["status"])
    return found


def test_a_new_bank_account_takes_the_place_of_the_one_whose_payouts_came_back(
    sandbox: Running, client: stripe.StripeClient, account: str
) -> None:
    euros = {"country": "DE", "currency": "eur", "account_number": "DE89370400440532013000"}
    bank(client, account)
    bank(client, account, **euros)
    sandbox.force(account, errored=True)
    assert statuses(client, account) == {"usd": ["errored"], "eur": ["errored"]}
    dollar: Any = {"external_account": US_BANK}
    client.v1.accounts.update(account, dollar)
    assert statuses(client, account) == {"usd": ["new"], "eur": ["errored"]}
    euro: Any = {"external_account": {**US_BANK, **euros}}
    client.v1.accounts.update(account, euro)
    assert statuses(client, account) == {"usd": ["new"], "eur": ["new"]}
    listed = client.v1.accounts.external_accounts.list(account)
    assert [each.to_dict()["default_for_currency"] for each in listed.data] == [True, True]


def test_a_card_may_be_errored_too(sandbox: Running, client: stripe.StripeClient, account: str) -> None:
    wanted: Any = {"external_account": {"object": "card", "number": "4000056655665556", "currency": "usd"}}
    wanted["external_account"] |= {"exp_month": 12, "exp_year": 2040}
    client.v1.accounts.external_accounts.create(account, wanted)
    assert statuses(client, account) == {"usd": ["new"]}
    sandbox.force(account, errored=True)
    assert statuses(client, account) == {"usd": ["errored"]}


def test_a_status_has_to_be_a_word(sandbox: Running, account: str) -> None:
    with pytest.raises(Exception, match="status has to be like"):
        sandbox.force(account, errored=True, status=7)
