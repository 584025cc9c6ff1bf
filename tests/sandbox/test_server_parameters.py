from __future__ import annotations

from typing import Any

import pytest
import requests

from onboarding.sandbox.running import Running
from onboarding.sandbox.shapes import accepted
from tests.sandbox.conftest import Ask

NEW = {"type": "custom", "country": "US"}


@pytest.mark.parametrize(
    ("sent", "param", "code", "words"),
    [
        ({"nickname": "x"}, "nickname", "parameter_unknown", "Received unknown parameter: nickname"),
        (
            {"individual[nick]": "x"},
            "individual[nick]",
            "parameter_unknown",
            "Received unknown parameter: individual[nick]",
        ),
        ({"a": "1", "b": "2"}, "a", "parameter_unknown", "Received unknown parameters: a, b"),
        (
            {"business_type": "person"},
            "business_type",
            None,
            "Invalid business_type: must be one of company, government_entity, individual, or non_profit",
        ),
        (
            {"company[structure]": "gang"},
            "company[structure]",
            None,
            "Invalid company[structure]: must be one of",
        ),
        (
            {"individual[dob][day]": "first", "individual[dob][month]": "1", "individual[dob][year]": "1901"},
            "individual[dob][day]",
            "parameter_invalid_integer",
            "Invalid integer: first",
        ),
        (
            {"individual[dob][day]": "1", "individual[dob][month]": "1"},
            "individual[dob][year]",
            "parameter_missing",
            "Missing required param: individual[dob][year].",
        ),
        (
            {"capabilities[transfers][requested]": "yes"},
            "capabilities[transfers][requested]",
            None,
            "Invalid boolean: yes",
        ),
        ({"individual": "Ann"}, "individual", None, "Invalid hash"),
        ({"email[a]": "x"}, "email", None, "Invalid string"),
        ({"business_type": ""}, "business_type", "parameter_invalid_empty", "You passed an empty string"),
        ({"documents[passport][files]": "x"}, "documents[passport]", "parameter_unknown", "Received unknown"),
        (
            {"documents[company_license][files]": "x"},
            "documents[company_license][files]",
            None,
            "Invalid array",
        ),
        ({f"metadata[k{n}]": "v" for n in range(51)}, "metadata", None, "at most 50 keys"),
        ({f"metadata[{'k' * 41}]": "v"}, f"metadata[{'k' * 41}]", None, "at most 40 characters"),
        ({"metadata[a[b]]": "v"}, "metadata[a[b]]", None, "may not contain square brackets"),
        ({"metadata[a]b]": "v"}, "metadata[a]b]", None, "may not contain square brackets"),
        ({"individual[a[b]]": "v"}, "individual[a[b]]", "parameter_unknown", "Received unknown parameter"),
        ({"metadata[k]": "v" * 501}, "metadata[k]", None, "at most 500 characters"),
    ],
)
def test_wrong_parameters_are_refused_as_stripe_does(
    ask: Ask, sent: dict[str, str], param: str, code: str | None, words: str
) -> None:
    found = ask("POST", "/v1/accounts", data={**NEW, **sent})
    error = found.json()["error"]
    assert found.status_code == 400, error
    assert (error.get("param"), error.get("code")) == (param, code)
    assert words in error["message"]
    assert error["type"] == "invalid_request_error"
    assert error["request_log_url"].startswith("https://dashboard.stripe.com/test/logs/req_")
    assert found.headers["Stripe-Should-Retry"] == "false"


@pytest.mark.parametrize("spelling", ["full_name_aliases[]", "full_name_aliases[0]"])
def test_lists_in_both_spellings(ask: Ask, account: str, spelling: str) -> None:
    found = ask(
        "POST", f"/v1/accounts/{account}", data={f"individual[{spelling.replace('[', '][', 1)}": "Jen"}
    )
    assert found.json()["individual"]["full_name_aliases"] == ["Jen"]


def test_headers_of_answers(ask: Ask, account: str) -> None:
    found = ask("GET", f"/v1/accounts/{account}", headers={"Stripe-Version": "2023-10-16"})
    assert found.headers["Stripe-Version"] == "2023-10-16"
    assert found.headers["Request-Id"].startswith("req_")
    assert found.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("version", "status"), [("2026-10-28.endive", 200), ("1999-01-01", 400), ("2026-13-01", 400), ("x", 400)]
)
def test_versions_that_never_were_are_refused(ask: Ask, account: str, version: str, status: int) -> None:
    found = ask("GET", f"/v1/accounts/{account}", headers={"Stripe-Version": version})
    assert found.status_code == status


@pytest.mark.parametrize(
    ("authorization", "words"),
    [
        ("", "You did not provide an API key."),
        ("Bearer sk_live_abcdefgh12345678", "Invalid API Key provided: sk_live_"),
        ("Bearer nonsense", "Invalid API Key provided: ********"),
    ],
)
def test_keys(sandbox: Running, session: requests.Session, authorization: str, words: str) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    found = session.get(f"{sandbox.url}/v1/accounts", headers=headers, timeout=5)
    assert found.status_code == 401
    assert found.json()["error"]["message"].startswith(words)
    assert "abcdefgh" not in found.text


@pytest.mark.parametrize("path", ["/v1/accounts/", "/v1/nothing", "/v2/core/accounts"])
def test_unknown_addresses(ask: Ask, path: str) -> None:
    found = ask("GET", path)
    assert found.status_code == 404
    assert found.json()["error"]["message"].startswith(f"Unrecognized request URL (GET: {path}).")


def test_json_bodies_are_not_for_v1(ask: Ask) -> None:
    found = ask("POST", "/v1/accounts", json={"type": "custom"})
    assert found.status_code == 400


def test_shapes_come_from_the_sdk() -> None:
    shape = accepted("account_create")
    assert shape.fields["individual"].fields["dob"].required == {"day", "month", "year"}
    assert shape.fields["individual"].fields["dob"].unsettable
    assert "government_entity" in shape.fields["business_type"].choices
    bank: Any = shape.fields["external_account"]
    assert bank.kind == "string"
    assert {each.kind for each in bank.also} == {"hash"}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe=1", "application/x-www-form-urlencoded"),
        (b"a=1&a[b]=2", "application/x-www-form-urlencoded"),
        (b"a" + b"[b]" * 50 + b"=1", "application/x-www-form-urlencoded"),
        (b"email=%00", "application/x-www-form-urlencoded"),
        (b"junk", "multipart/form-data"),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\nq\r\n--x--", "multipart/form-data; boundary=x"),
    ],
)
def test_bodies_that_cannot_be_read_are_refused(ask: Ask, body: bytes, kind: str) -> None:
    assert ask("POST", "/v1/accounts", data=body, headers={"Content-Type": kind}).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "limit=a",
        "created[gt]=x",
        "starting_after=acct_x",
        "starting_after=acct_x&ending_before=acct_y",
        "expand[]=a.b.c.d.e",
    ],
)
def test_queries_that_make_no_sense_are_refused(ask: Ask, account: str, query: str) -> None:
    assert ask("GET", f"/v1/accounts?{query}").status_code == 400


@pytest.mark.parametrize("url", ["http://[", "http://", "ftp://example.com", "http://example.com:99999"])
def test_addresses_that_lead_nowhere_are_refused(ask: Ask, url: str) -> None:
    found = ask("POST", "/v1/webhook_endpoints", data={"url": url, "enabled_events[]": "*"})
    assert found.json()["error"]["code"] == "url_invalid"
