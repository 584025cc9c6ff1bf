from __future__ import annotations

from typing import Any

import pytest
import requests
import stripe
from stripe import Account, BankAccount, Person

from onboarding.sandbox.running import Running, running
from tests.sandbox.conftest import CUSTOM, KEY, US_BANK, US_SELLER, Ask, client_of, created


def plain(found: Any) -> dict[str, Any]:
    result: dict[str, Any] = found.to_dict()
    return result


def test_a_new_account_lists_what_it_has_to_give(client: stripe.StripeClient) -> None:
    account = plain(created(client))
    assert account["requirements"]["currently_due"] == account["requirements"]["past_due"]
    assert "individual.first_name" in account["requirements"]["currently_due"]
    assert account["requirements"]["disabled_reason"] == "requirements.past_due"
    assert account["capabilities"] == {"card_payments": "inactive", "transfers": "inactive"}
    assert account["controller"]["fees"] == {"payer": "application"}
    assert account["type"] == "none"


def test_type_custom_reads_back_as_application_custom(client: stripe.StripeClient) -> None:
    account = plain(client.v1.accounts.create({"type": "custom", "capabilities": CUSTOM["capabilities"]}))
    assert account["controller"] == {
        "fees": {"payer": "application_custom"},
        "is_controller": True,
        "losses": {"payments": "application"},
        "requirement_collection": "application",
        "stripe_dashboard": {"type": "none"},
        "type": "application",
    }
    assert account["type"] == "custom"
    assert account["country"] == "US"


def test_a_seller_gets_from_nothing_to_enabled(sandbox: Running, client: stripe.StripeClient) -> None:
    account = created(client, **US_SELLER)
    seen = []
    for _ in range(4):
        found = plain(client.v1.accounts.retrieve(account.id))
        seen.append((found["individual"]["verification"]["status"], found["capabilities"]["card_payments"]))
        sandbox.step(10)
    assert seen == [
        ("pending", "pending"),
        ("pending", "pending"),
        ("verified", "pending"),
        ("verified", "active"),
    ]
    assert found["charges_enabled"] is True
    assert found["payouts_enabled"] is True
    assert found["requirements"]["currently_due"] == []


def test_every_key_of_the_sdks_types_is_there(client: stripe.StripeClient) -> None:
    account = plain(created(client, **US_SELLER))
    absent = {"deleted", "OBJECT_NAME"}
    assert set(Account.__annotations__) - absent <= set(account)
    assert set(Person.__annotations__) - absent <= set(account["individual"])
    bank = account["external_accounts"]["data"][0]
    assert set(BankAccount.__annotations__) - absent - {"customer"} <= set(bank)


def test_secrets_are_never_answered(client: stripe.StripeClient, ask: Ask) -> None:
    id_ = created(client, **US_SELLER).id
    body = ask("GET", f"/v1/accounts/{id_}").text
    assert "000000000" not in body.replace("110000000", "").replace("+10000000000", "")
    assert '"id_number_provided": true' in body
    assert '"ssn_last_4_provided": true' in body
    assert '"phone": "+10000000000"' in body


def test_an_update_is_all_or_nothing(client: stripe.StripeClient, account: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.accounts.update(
            account,
            {
                "email": "new@example.com",
                "individual": {"first_name": "Ann", "dob": {"day": 1, "month": 1, "year": 2024}},
            },
        )
    assert refused.value.param == "individual[dob][year]"
    found = plain(client.v1.accounts.retrieve(account))
    assert found["email"] is None
    assert "individual" not in found


def test_individual_makes_the_representative(client: stripe.StripeClient, account: str) -> None:
    client.v1.accounts.update(account, {"individual": {"first_name": "Ann"}})
    client.v1.accounts.update(account, {"individual": {"last_name": "Lee"}})
    persons = plain(client.v1.accounts.persons.list(account))["data"]
    assert [(each["first_name"], each["last_name"]) for each in persons] == [("Ann", "Lee")]
    assert persons[0]["relationship"]["representative"] is True


def test_country_cannot_be_changed(client: stripe.StripeClient, account: str) -> None:
    params: Any = {"country": "FR"}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.accounts.update(account, params)
    assert refused.value.code == "parameter_unknown"


def test_the_empty_string_unsets(client: stripe.StripeClient, account: str) -> None:
    client.v1.accounts.update(account, {"individual": {"dob": {"day": 1, "month": 1, "year": 1901}}})
    client.v1.accounts.update(account, {"individual": {"dob": ""}})
    found = plain(client.v1.accounts.retrieve(account))
    assert found["individual"]["dob"] == {"day": None, "month": None, "year": None}


def test_metadata_is_merged_and_unset(client: stripe.StripeClient, account: str) -> None:
    client.v1.accounts.update(account, {"metadata": {"a": "1", "b": "2"}})
    found = client.v1.accounts.update(account, {"metadata": {"a": "", "c": "3"}})
    assert plain(found)["metadata"] == {"b": "2", "c": "3"}
    assert plain(client.v1.accounts.update(account, {"metadata": ""}))["metadata"] == {}


def test_unknown_accounts_are_forbidden_not_missing(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.PermissionError) as refused:
        client.v1.accounts.retrieve("acct_nobody")
    assert refused.value.http_status == 403
    assert refused.value.error is not None
    assert refused.value.error.code == "account_invalid"


def test_deleted_accounts_are_gone(client: stripe.StripeClient, account: str) -> None:
    gone = client.v1.accounts.delete(account)
    assert plain(gone) == {"id": account, "object": "account", "deleted": True}
    with pytest.raises(stripe.PermissionError):
        client.v1.accounts.retrieve(account)


def test_accounts_come_newest_first_in_pages(client: stripe.StripeClient) -> None:
    ids = [created(client).id for _ in range(5)]
    first = client.v1.accounts.list({"limit": 2})
    assert [each.id for each in first.data] == [ids[4], ids[3]]
    assert first.has_more
    assert [each.id for each in client.v1.accounts.list({"limit": 2}).auto_paging_iter()] == ids[::-1]
    before = client.v1.accounts.list({"limit": 2, "ending_before": ids[0]})
    assert [each.id for each in before.data] == [ids[2], ids[1]]


@pytest.mark.parametrize(("limit", "words"), [(0, "greater than or equal to 1"), (101, "less than or equal")])
def test_limits_of_pages(client: stripe.StripeClient, limit: int, words: str) -> None:
    with pytest.raises(stripe.InvalidRequestError, match=words) as refused:
        client.v1.accounts.list({"limit": limit})
    assert (refused.value.param, refused.value.code) == ("limit", "parameter_invalid_integer")


def test_reject_and_unreject(client: stripe.StripeClient, account: str) -> None:
    rejected = plain(client.v1.accounts.reject(account, {"reason": "terms_of_service"}))
    assert rejected["requirements"]["disabled_reason"] == "rejected.platform_terms_of_service"
    again = plain(client.v1.accounts.unreject(account))
    assert again["requirements"]["disabled_reason"] == "requirements.past_due"
    with pytest.raises(stripe.InvalidRequestError, match="Invalid reason: must be one of"):
        client.v1.accounts.reject(account, {"reason": "fraud"})


def test_external_account_replaces_the_default(client: stripe.StripeClient, account: str) -> None:
    bank: Any = {"external_account": US_BANK}
    first = plain(client.v1.accounts.update(account, bank))["external_accounts"]["data"][0]["id"]
    second = plain(client.v1.accounts.update(account, bank))["external_accounts"]["data"]
    assert [each["default_for_currency"] for each in second] == [True]
    assert second[0]["id"] != first


def test_the_platforms_own_account(client: stripe.StripeClient, account: str) -> None:
    assert client.v1.accounts.retrieve_current().id == "acct_1SandboxPlatform"
    assert client.v1.accounts.retrieve_current(options={"stripe_account": account}).id == account


def test_rules_of_a_day_and_default_mcc(session: requests.Session) -> None:
    with running(default_mcc="5192", as_of="2024-04-28") as sandbox:
        client = client_of(sandbox.url, session)
        account = plain(created(client))
        assert account["business_profile"]["mcc"] == "5192"
        assert sandbox.account(account["id"])["rules_day"] == "2024-04-28"
        assert "business_profile.mcc" not in account["requirements"]["currently_due"]


def test_the_header_chooses_the_day(sandbox: Running, ask: Ask) -> None:
    made = ask("POST", "/v1/accounts", data={"type": "custom"}, headers={"Sandbox-As-Of": "2024-04-28"})
    assert sandbox.account(made.json()["id"])["rules_day"] == "2024-04-28"
    wrong = ask("POST", "/v1/accounts", data={"type": "custom"}, headers={"Sandbox-As-Of": "yesterday"})
    assert wrong.status_code == 400
    assert "2024-04-28" in wrong.json()["error"]["message"]


def test_french_platforms_need_a_token(session: requests.Session) -> None:
    with running(platform_country="FR") as sandbox:
        client = client_of(sandbox.url, session)
        with pytest.raises(stripe.InvalidRequestError, match="must create accounts via account tokens"):
            created(client)
        account: Any = {"business_type": "individual", "tos_shown_and_accepted": True}
        token = client.v1.tokens.create({"account": account}).id
        made: Any = {"country": "FR", "account_token": token, **CUSTOM}
        found = plain(client.v1.accounts.create(made))
        assert found["tos_acceptance"]["date"]
        assert found["business_type"] == "individual"


def test_expand_replaces_ids(client: stripe.StripeClient, account: str, ask: Ask) -> None:
    image = b"\x89PNG\r\n\x1a\n" + b"0" * 64
    headers = {"Stripe-Account": account}
    upload = ask(
        "POST",
        "/v1/files",
        data={"purpose": "identity_document"},
        files={"file": ("a.png", image)},
        headers=headers,
    )
    front = upload.json()["id"]
    client.v1.accounts.update(account, {"individual": {"verification": {"document": {"front": front}}}})
    expanded = client.v1.accounts.retrieve(account, {"expand": ["individual.verification.document.front"]})
    assert plain(expanded)["individual"]["verification"]["document"]["front"]["object"] == "file"
    with pytest.raises(stripe.InvalidRequestError, match=r"This property cannot be expanded \(email\)"):
        client.v1.accounts.retrieve(account, {"expand": ["email"]})


def test_the_key_may_come_as_basic(sandbox: Running, session: requests.Session, account: str) -> None:
    found = session.get(f"{sandbox.url}/v1/accounts/{account}", auth=(KEY, ""), timeout=5)
    assert found.status_code == 200


def test_owners_are_declared_later(client: stripe.StripeClient) -> None:
    declared: Any = {"ownership_declaration": {"date": 1714320018, "ip": "203.0.113.7"}}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        created(client, country="GB", business_type="company", company=declared)
    assert refused.value.code == "ownership_declaration_not_allowed"
    account = created(client, country="GB", business_type="company").id
    found = plain(client.v1.accounts.update(account, {"company": declared}))
    assert found["company"]["ownership_declaration"]["date"] == 1714320018
