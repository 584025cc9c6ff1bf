from __future__ import annotations

import io
from typing import Any

import pytest
import requests
import stripe
from bs4 import BeautifulSoup

from onboarding.sandbox.running import Running
from tests.sandbox.conftest import US_SELLER, Ask, created

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


def upload(
    client: stripe.StripeClient, account: str, content: bytes = PNG, name: str = "a.png"
) -> stripe.File:
    file = io.BytesIO(content)
    file.name = name
    options: Any = {"stripe_account": account}
    return client.v1.files.create({"purpose": "identity_document", "file": file}, options)


def test_files_are_uploaded_read_and_listed(client: stripe.StripeClient, account: str) -> None:
    made = upload(client, account)
    assert made.to_dict() | {"id": "", "created": 0, "links": {}} == {
        "id": "",
        "object": "file",
        "created": 0,
        "expires_at": None,
        "filename": "a.png",
        "links": {},
        "purpose": "identity_document",
        "size": len(PNG),
        "title": None,
        "type": "png",
        "url": None,
    }
    options: Any = {"stripe_account": account}
    assert client.v1.files.retrieve(made.id, options=options).id == made.id
    assert [each.id for each in client.v1.files.list({}, options).data] == [made.id]
    assert client.v1.files.list().data == []
    with pytest.raises(stripe.InvalidRequestError, match="No such file"):
        client.v1.files.retrieve(made.id)


@pytest.mark.parametrize("content", [b"", b"<html>", b"GIF89a", b"RIFF0000WEBP"])
def test_files_of_other_types_are_refused(client: stripe.StripeClient, account: str, content: bytes) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        upload(client, account, content)
    assert refused.value.param == "file"


def test_a_file_has_to_be_a_file(ask: Ask) -> None:
    found = ask("POST", "/v1/files", data={"purpose": "identity_document", "file": "text"})
    assert found.json()["error"]["message"] == "Invalid hash"
    wrong = ask("POST", "/v1/files", data={"purpose": "holiday"}, files={"file": ("a.png", PNG)})
    assert "Invalid purpose: must be one of" in wrong.json()["error"]["message"]


def give(client: stripe.StripeClient, account: str, front: str) -> stripe.Account:
    values: Any = {"individual": {"verification": {"document": {"front": front}}}}
    return client.v1.accounts.update(account, values)


def test_a_document_is_named_by_its_file(client: stripe.StripeClient, account: str) -> None:
    front = upload(client, account).id
    found = give(client, account, front).to_dict()
    assert found["individual"]["verification"]["document"]["front"] == front


def test_files_of_nobody_or_another_are_not_there(client: stripe.StripeClient, account: str) -> None:
    foreign = upload(client, created(client).id).id
    for front in ("file_nobody", foreign):
        with pytest.raises(stripe.InvalidRequestError, match="No such file upload") as refused:
            give(client, account, front)
        assert refused.value.param == "individual[verification][document][front]"
        assert refused.value.code == "resource_missing"


@pytest.mark.parametrize(
    ("content", "name"), [(PNG, "failed.png"), (PNG + b"sandbox:failure", "a.png")], ids=["name", "content"]
)
def test_a_failing_document_is_asked_again_and_replaced(
    sandbox: Running, client: stripe.StripeClient, content: bytes, name: str
) -> None:
    individual = {**US_SELLER["individual"], "dob": {"day": 2, "month": 2, "year": 1980}}
    account = created(client, **{**US_SELLER, "individual": individual}).id
    sandbox.settle(account)
    due = "individual.verification.document"
    assert due in sandbox.account(account)["requirements"]["currently_due"]
    give(client, account, upload(client, account, content, name).id)
    sandbox.settle(account)
    failed = sandbox.account(account)["requirements"]
    assert due in failed["currently_due"]
    assert [error["code"] for error in failed["errors"] if error["requirement"] == due]
    give(client, account, upload(client, account).id)
    sandbox.settle(account)
    mended = sandbox.account(account)
    assert (mended["requirements"]["currently_due"], mended["charges_enabled"]) == ([], True)


def test_account_tokens(client: stripe.StripeClient) -> None:
    legal: Any = {
        "account": {
            "business_type": "individual",
            "individual": {"first_name": "Ann"},
            "tos_shown_and_accepted": True,
        }
    }
    token = client.v1.tokens.create(legal)
    assert token.id.startswith("ct_")
    made = client.v1.accounts.create({"type": "custom", "country": "US", "account_token": token.id}).to_dict()
    assert made["individual"]["first_name"] == "Ann"
    assert made["tos_acceptance"]["ip"] == "127.0.0.1"
    with pytest.raises(stripe.InvalidRequestError, match="created with an account token"):
        client.v1.accounts.update(made["id"], {"individual": {"first_name": "Eve"}})
    client.v1.accounts.update(made["id"], {"email": "a@example.com"})
    more: Any = {"account": {"individual": {"last_name": "Lee"}}}
    changed = client.v1.accounts.update(made["id"], {"account_token": client.v1.tokens.create(more).id})
    assert changed.to_dict()["individual"]["last_name"] == "Lee"


def link(client: stripe.StripeClient, account: str, **more: Any) -> stripe.AccountLink:
    wanted: Any = {
        "account": account,
        "type": "account_onboarding",
        "refresh_url": "http://127.0.0.1:1/again",
        "return_url": "http://127.0.0.1:1/back",
        **more,
    }
    return client.v1.account_links.create(wanted)


def test_a_link_works_once_and_settles(
    sandbox: Running, client: stripe.StripeClient, account: str, session: requests.Session
) -> None:
    made = link(client, account)
    assert made.expires_at - made.created == 300
    page = session.get(made.url, timeout=5)
    assert "individual.first_name" in page.text
    assert "form-action 'self' http://127.0.0.1:1" in page.headers["Content-Security-Policy"]
    again = session.get(made.url, timeout=5, allow_redirects=False)
    assert (again.status_code, again.headers["Location"]) == (303, "http://127.0.0.1:1/again")
    button = BeautifulSoup(page.text, "html.parser").select_one("form")
    assert button is not None
    sent = {"do": "settle"}
    done = session.post(sandbox.url + str(button["action"]), data=sent, timeout=5, allow_redirects=False)
    assert (done.status_code, done.headers["Location"]) == (303, "http://127.0.0.1:1/back")
    found = client.v1.accounts.retrieve(account).to_dict()
    assert found["requirements"]["currently_due"] == []


@pytest.mark.parametrize("fields", ["currently_due", "eventually_due"])
@pytest.mark.parametrize("future", ["include", "omit", None])
def test_a_link_that_includes_it_settles_what_is_announced(
    sandbox: Running,
    client: stripe.StripeClient,
    account: str,
    session: requests.Session,
    fields: str,
    future: str | None,
) -> None:
    sandbox.force(account, future=["zunk.foo"], deadline=2_000_000_000)
    options = {"fields": fields, **({"future_requirements": future} if future else {})}
    page = session.get(link(client, account, collection_options=options).url, timeout=5)
    assert ("zunk.foo" in page.text) == (future == "include")
    button: Any = BeautifulSoup(page.text, "html.parser").select_one("form")
    session.post(sandbox.url + str(button["action"]), data={"do": "settle"}, timeout=5, allow_redirects=False)
    left = client.v1.accounts.retrieve(account).to_dict()["future_requirements"]["currently_due"]
    assert left == ([] if future == "include" else ["zunk.foo"])


def test_a_link_expires(
    sandbox: Running, client: stripe.StripeClient, account: str, session: requests.Session
) -> None:
    made = link(client, account)
    sandbox.step(300)
    late = session.get(made.url, timeout=5, allow_redirects=False)
    assert late.headers["Location"] == "http://127.0.0.1:1/again"
    assert session.get(f"{made.url}x", timeout=5).status_code == 404


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"return_url": "back"}, "return_url"),
        ({"type": "account_party"}, "type"),
        ({"refresh_url": None}, "refresh_url"),
    ],
)
def test_links_that_cannot_be(
    client: stripe.StripeClient, account: str, more: dict[str, Any], param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        link(client, account, **more)
    assert refused.value.param == param
