"""What is sent, with which keys, and what is made of the answers."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from forms.questions import Upload
from onboarding.calls import CreatePerson, FileOf, UpdateAccount, UpdatePerson, UploadFile
from onboarding.gateway import Refused, Unavailable
from onboarding.stripe_gateway import StripeGateway
from tests.gateway.conftest import Answer, Asked, Stub

FRONT = "person_1.verification.document.front"
UPLOAD = UploadFile(FRONT, Upload("front.png", "image/png", b"\x89PNG content", "identity_document"))
PERSON = {"verification": {"document": {"front": FileOf(FRONT)}}, "first_name": "Jenny", "email": ""}
REFUSED = Answer({"error": {"type": "invalid_request_error", "param": "dob[year]"}}, 400)
MISMATCHED = Answer({"error": {"type": "idempotency_error", "message": "other params"}}, 400)


def plain(name: str, **more: Any) -> Answer:
    return Answer({"id": name, "object": name.partition("_")[0], **more})


def keys(asked: list[Asked]) -> list[str]:
    return [each.headers.get("idempotency-key", "") for each in asked if each.method == "POST"]


def test_submit_sends_files_then_persons_then_the_account(stub: Stub, gateway: StripeGateway) -> None:
    stub.answer(plain("file_1"), plain("person_1"), plain("acct_1", email="a"))
    calls = (UPLOAD, UpdatePerson("person_1", PERSON), UpdateAccount({"company": {"owners_provided": True}}))
    performed = gateway.perform("acct_1", calls, key="s_1:nonce")
    assert [each.path for each in stub.asked] == [
        "/v1/files",
        "/v1/accounts/acct_1/persons/person_1",
        "/v1/accounts/acct_1",
    ]
    assert stub.asked[1].params == {
        "verification[document][front]": "file_1",
        "first_name": "Jenny",
        "email": "",
    }
    assert stub.asked[2].params == {"company[owners_provided]": "true"}
    assert performed.files == {FRONT: "file_1"}
    assert performed.persons["person_1"]["id"] == "person_1"
    assert performed.account == {"id": "acct_1", "object": "acct", "email": "a"}


def test_file_is_sent_for_the_account_as_it_is(stub: Stub, gateway: StripeGateway) -> None:
    stub.answer(plain("file_1"), plain("acct_1"))
    gateway.perform("acct_1", (UPLOAD,), key="k")
    upload, after = stub.asked
    assert upload.headers["stripe-account"] == "acct_1"
    assert b'filename="front.png"' in upload.raw
    assert b"\x89PNG content" in upload.raw
    assert b"identity_document" in upload.raw
    assert (after.method, after.path) == ("GET", "/v1/accounts/acct_1")


def test_person_created_is_told_by_placeholder(stub: Stub, gateway: StripeGateway) -> None:
    stub.answer(plain("person_9"), plain("acct_1"))
    call = CreatePerson("owners", {"relationship": {"owner": True}})
    assert gateway.perform("acct_1", (call,), key="k").created == {"owners": "person_9"}


def test_repeated_submit_has_the_same_keys_and_another_has_not(stub: Stub, gateway: StripeGateway) -> None:
    calls = (UPLOAD, CreatePerson("owners", {}), UpdatePerson("person_1", {}), UpdateAccount({"email": "a"}))
    for key in ("k-1", "k-1", "k-2"):
        stub.answer(plain("file_1"), plain("person_9"), plain("person_1"), plain("acct_1"))
        gateway.perform("acct_1", calls, key=key)
    sent = keys(stub.asked)
    assert sent[:4] == sent[4:8]
    assert not set(sent[:4]) & set(sent[8:])
    assert len(set(sent[:4])) == 4
    assert all(0 < len(key) <= 255 for key in sent)


def test_other_file_or_answer_under_the_same_key_is_another_request(
    stub: Stub, gateway: StripeGateway
) -> None:
    """A refused page is sent again with the same nonce and something corrected: Stripe must take it."""
    other = UploadFile(FRONT, Upload("front.png", "image/png", b"\x89PNG other", "identity_document"))
    for upload, email in ((UPLOAD, "a"), (other, "b")):
        stub.answer(plain("file_1"), plain("acct_1"))
        gateway.perform("acct_1", (upload, UpdateAccount({"email": email})), key="k")
    assert len(set(keys(stub.asked))) == 4


def test_corrected_person_under_the_same_key_is_not_made_twice(stub: Stub, gateway: StripeGateway) -> None:
    stub.answer(plain("person_9"), plain("acct_1"))
    gateway.perform("acct_1", (CreatePerson("owners", {"first_name": "Jeny"}),), key="k")
    mark = stub.asked[0].params["metadata[submission]"]
    page = {
        "object": "list",
        "data": [{"id": "person_9", "metadata": {"submission": mark}}],
        "has_more": False,
    }
    stub.answer(MISMATCHED, Answer(page), plain("person_9", first_name="Jenny"), plain("acct_1"))
    stub.asked.clear()
    performed = gateway.perform("acct_1", (CreatePerson("owners", {"first_name": "Jenny"}),), key="k")
    assert performed.created == {"owners": "person_9"}
    assert [(each.method, each.path.partition("?")[0]) for each in stub.asked] == [
        ("POST", "/v1/accounts/acct_1/persons"),
        ("GET", "/v1/accounts/acct_1/persons"),
        ("POST", "/v1/accounts/acct_1/persons/person_9"),
        ("GET", "/v1/accounts/acct_1"),
    ]


def test_person_that_was_not_made_after_all_is_made(stub: Stub, gateway: StripeGateway) -> None:
    empty = Answer({"object": "list", "data": [], "has_more": False})
    stub.answer(MISMATCHED, empty, plain("person_9"), plain("acct_1"))
    assert gateway.perform("acct_1", (CreatePerson("owners", {}),), key="k").created == {"owners": "person_9"}
    assert len(set(keys(stub.asked))) == 2


REPLAYED = {"Idempotent-Replayed": "true", "Request-Id": "req_old"}
KEPT_500 = Answer({"error": {"type": "api_error"}}, 500, REPLAYED)
ONE_PAGE = {"object": "list", "has_more": False}


def test_old_success_is_read_again(stub: Stub, gateway: StripeGateway) -> None:
    """A page sent twice answers with what was true the first time; that must not pass for the present."""
    old = Answer({"id": "acct_1", "object": "account", "charges_enabled": False}, headers=REPLAYED)
    stub.answer(old, plain("acct_1", charges_enabled=True))
    performed = gateway.perform("acct_1", (UpdateAccount({"email": "a"}),), key="k")
    assert performed.account["charges_enabled"] is True
    assert [each.method for each in stub.asked] == ["POST", "GET"]


@pytest.mark.parametrize("call", [UPLOAD, UpdatePerson("person_1", {}), UpdateAccount({"email": "a"})])
def test_old_failure_does_not_last_for_a_day(stub: Stub, gateway: StripeGateway, call: Any) -> None:
    """Stripe keeps a 500 under its key; the next try goes out under another."""
    stub.answer(KEPT_500, plain("acct_1"))
    gateway.perform("acct_1", (call,), key="k")
    assert len(set(keys(stub.asked))) == 2


def test_person_of_a_kept_failure_is_looked_for_first(stub: Stub, gateway: StripeGateway) -> None:
    """A 500 may come after the person was made: then there must not be a second one."""
    call = CreatePerson("owners", {"first_name": "Jenny"})
    stub.answer(Answer({"error": {}}, 500))
    with pytest.raises(Unavailable):
        gateway.perform("acct_1", (call,), key="k")
    mark = stub.asked[0].params["metadata[submission]"]
    page = Answer({**ONE_PAGE, "data": [{"id": "person_9", "metadata": {"submission": mark}}]})
    stub.answer(KEPT_500, page, plain("person_9"), plain("acct_1"))
    assert gateway.perform("acct_1", (call,), key="k").created == {"owners": "person_9"}
    stub.answer(KEPT_500, Answer({**ONE_PAGE, "data": []}), plain("person_8"), plain("acct_1"))
    assert gateway.perform("acct_1", (call,), key="k").created == {"owners": "person_8"}


def test_account_of_a_kept_failure_is_looked_for_first(stub: Stub, gateway: StripeGateway) -> None:
    stub.answer(plain("acct_1"))
    gateway.create_account({"country": "US", "metadata": {"seller": "s_1"}}, key="create:s_1")
    sent = stub.asked[0].params
    assert (sent["country"], sent["metadata[seller]"]) == ("US", "s_1")
    made = {"id": "acct_1", "metadata": {"submission": sent["metadata[submission]"]}}
    stub.answer(KEPT_500, Answer({**ONE_PAGE, "data": [{"id": "acct_0"}, made]}))
    assert gateway.create_account({"country": "US"}, key="create:s_1")["id"] == "acct_1"
    stub.answer(KEPT_500, Answer({**ONE_PAGE, "data": []}), plain("acct_2"))
    assert gateway.create_account({"country": "US"}, key="create:s_1")["id"] == "acct_2"


def test_account_made_before_comes_as_it_is_now(stub: Stub, gateway: StripeGateway) -> None:
    stub.answer(plain("acct_1"))
    gateway.create_account({}, key="create:s_1")
    mark = stub.asked[0].params["metadata[submission]"]
    now = {"id": "acct_1", "email": "a", "metadata": {"submission": mark}}
    old = Answer({"id": "acct_1", "object": "account"}, headers=REPLAYED)
    stub.answer(old, Answer({**ONE_PAGE, "data": [now]}))
    assert gateway.create_account({}, key="create:s_1")["email"] == "a"
    stub.answer(old, Answer({**ONE_PAGE, "data": []}))
    assert gateway.create_account({}, key="create:s_1")["id"] == "acct_1"


@pytest.mark.parametrize(
    ("call", "param", "place"),
    [
        (UpdatePerson("person_1", {}), "person_1.dob.year", "person_1"),
        (CreatePerson("owners", {}), "owners.dob.year", "owners"),
        (UpdateAccount({"email": "a"}), "dob.year", "account"),
        (UPLOAD, FRONT, FRONT),
    ],
)
def test_refusal_is_placed_where_the_form_finds_it(
    stub: Stub, gateway: StripeGateway, call: Any, param: str, place: str
) -> None:
    stub.answer(REFUSED)
    with pytest.raises(Refused) as refused:
        gateway.perform("acct_1", (call,), key="k")
    assert (refused.value.param, refused.value.place) == (param, place)


def test_calls_after_a_failed_one_are_not_made(stub: Stub, gateway: StripeGateway) -> None:
    stub.answer(plain("file_1"), Answer({"error": {}}, 500))
    with pytest.raises(Unavailable):
        gateway.perform("acct_1", (UPLOAD, UpdatePerson("person_1", PERSON), UpdateAccount({})), key="k")
    assert len(stub.asked) == 2


def test_every_person_on_every_page(stub: Stub, gateway: StripeGateway) -> None:
    def page(first: int, count: int, more: bool) -> Answer:
        data = [{"id": f"person_{number}", "object": "person"} for number in range(first, first + count)]
        return Answer({"object": "list", "data": data, "has_more": more, "url": "/x"})

    stub.answer(page(0, 100, more=True), page(100, 5, more=False))
    assert [each["id"] for each in gateway.persons("acct_1")] == [f"person_{n}" for n in range(105)]
    assert [each.path for each in stub.asked] == [
        "/v1/accounts/acct_1/persons?limit=100",
        "/v1/accounts/acct_1/persons?limit=100&starting_after=person_99",
    ]


def test_person_gone_already_counts_as_deleted(stub: Stub, gateway: StripeGateway) -> None:
    stub.refuse(404, type="invalid_request_error", code="resource_missing", message="No such person")
    gateway.delete_person("acct_1", "person_1")
    assert (stub.asked[0].method, stub.asked[0].path) == ("DELETE", "/v1/accounts/acct_1/persons/person_1")


def test_link_to_stripes_own_form(stub: Stub, gateway: StripeGateway) -> None:
    stub.answer(Answer({"object": "account_link", "url": "https://connect.stripe.com/x"}))
    url = gateway.account_link("acct_1", refresh_url="http://r", return_url="http://b", upfront=True)
    assert url == "https://connect.stripe.com/x"
    assert stub.asked[0].params == {
        "account": "acct_1",
        "type": "account_onboarding",
        "refresh_url": "http://r",
        "return_url": "http://b",
        "collection_options[fields]": "eventually_due",
        "collection_options[future_requirements]": "omit",
    }


def test_capability_is_requested(stub: Stub, gateway: StripeGateway) -> None:
    stub.answer(Answer({"object": "capability", "id": "transfers", "requirements": {"currently_due": ["x"]}}))
    capability = gateway.request_capability("acct_1", "transfers", key="k")
    assert capability["requirements"]["currently_due"] == ["x"]
    assert stub.asked[0].params == {"requested": "true"}


def test_everything_past_the_gateway_is_plain(stub: Stub, gateway: StripeGateway) -> None:
    account = {
        "id": "acct_1",
        "object": "account",
        "external_accounts": {"object": "list", "data": [{"id": "ba_1", "object": "bank_account"}]},
        "requirements": {"errors": [{"code": "c"}], "currently_due": []},
    }
    stub.answer(Answer(account))
    answered = gateway.account("acct_1")
    assert answered == account
    assert {type(answered), type(answered["external_accounts"]["data"][0])} == {dict}


def test_threads_share_connections_and_tell_nobody_about_us(stub: Stub, gateway: StripeGateway) -> None:
    stub.answer(
        Answer({"id": "acct_1", "object": "account"}, headers={"Set-Cookie": "a=b", "Request-Id": "r"})
    )
    for _ in range(5):
        thread = threading.Thread(target=gateway.account, args=("acct_1",))
        thread.start()
        thread.join()
    assert len({each.client for each in stub.asked}) == 1
    assert not any("x-stripe-client-telemetry" in each.headers for each in stub.asked)
    assert not any("cookie" in each.headers for each in stub.asked)
    assert all(each.headers["authorization"] == "Bearer sk_test_stub" for each in stub.asked)


def test_key_is_not_shown(gateway: StripeGateway) -> None:
    assert "sk_test_stub" not in repr(vars(gateway))
