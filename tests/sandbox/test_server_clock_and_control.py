from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
import stripe
from bs4 import BeautifulSoup

from onboarding.sandbox.clock import Clock
from onboarding.sandbox.running import Running, running
from tests.sandbox.conftest import US_SELLER, client_of, created


def requirements(sandbox: Running, account: str) -> dict[str, Any]:
    found: dict[str, Any] = sandbox.account(account)["requirements"]
    return found


def test_a_fast_clock_needs_no_stepping(session: requests.Session) -> None:
    with running(clock="fast:600") as sandbox:
        account = created(client_of(sandbox.url, session), **US_SELLER).id
        until = time.monotonic() + 3
        while time.monotonic() < until and not sandbox.account(account)["payouts_enabled"]:
            time.sleep(0.02)
        assert sandbox.account(account)["payouts_enabled"]
        types = [event["type"] for event in sandbox.control("GET", "events")["events"]]
        assert "person.updated" in types


@pytest.mark.parametrize("how", ["slow", "fast", "fast:x", ""])
def test_clocks_that_there_are_not(how: str) -> None:
    with pytest.raises(ValueError, match="Right would be: real, fast:60 or manual"):
        Clock(how)


def test_everything_survives_in_the_state_file(tmp_path: Path, session: requests.Session) -> None:
    file = tmp_path / "deep" / "state.json"
    with running(state=file) as sandbox:
        client = client_of(sandbox.url, session)
        account = created(client, **US_SELLER).id
        client.v1.accounts.create({"type": "custom"}, {"idempotency_key": "one"})
        now = sandbox.step(10)
        before = client.v1.accounts.retrieve(account).to_dict()
    assert file.stat().st_mode & 0o777 == 0o600
    with running(state=file) as sandbox:
        client = client_of(sandbox.url, session)
        assert sandbox.control("GET", "clock")["now"] == now
        assert client.v1.accounts.retrieve(account).to_dict() == before
        client.v1.accounts.create({"type": "custom"}, {"idempotency_key": "one"})
        assert len(sandbox.accounts()) == 2
        sandbox.step(60)
        assert sandbox.account(account)["charges_enabled"]


def test_a_broken_state_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    file.write_text("{]", "utf-8")
    with pytest.raises(ValueError, match=r"state\.json is not a state file"), running(state=file):
        pass


def test_any_error_on_any_requirement(sandbox: Running, client: stripe.StripeClient) -> None:
    account = created(client, **US_SELLER).id
    sandbox.settle(account)
    requirement = "individual.verification.document"
    error = {"code": "verification_document_expired", "requirement": requirement}
    sandbox.force(account, error=error)
    found = requirements(sandbox, account)
    assert found["errors"][0]["code"] == "verification_document_expired"
    assert requirement in found["currently_due"]
    sandbox.force(account, clear=True)
    assert requirements(sandbox, account)["errors"] == []


SAME: list[tuple[str, dict[str, Any]]] = [
    ("company.structure", {"company": {"structure": "llc"}}),
    ("company.business_vat_id_number", {"company": {"vat_id": "123456789012345"}}),
    ("company.address.line1", {"company": {"address": {"line1": "address_full_match"}}}),
    ("business_profile.url", {"business_profile": {"url": "https://shop.example"}}),
    ("business_type", {"business_type": "company"}),
    ("tos_acceptance.ip", {"tos_acceptance": {"date": 1714320018, "ip": "203.0.113.7"}}),
]


@pytest.mark.parametrize(("item", "params"), SAME, ids=[item for item, _ in SAME])
@pytest.mark.parametrize("how", ["due", "past_due", "later", "error", "future", "alternatives"])
def test_what_is_forced_ends_when_its_parameter_is_sent_again(
    sandbox: Running, client: stripe.StripeClient, item: str, params: dict[str, Any], how: str
) -> None:
    account = created(client, country="AE", business_type="company").id
    update: Callable[..., Any] = client.v1.accounts.update
    update(account, params)
    ways: dict[str, Any] = {
        "error": {"requirement": item, "code": "any_code_at_all"},
        "alternatives": [{"original": ["company.horse"], "instead": [item]}],
    }
    forced = "company.horse" if how == "alternatives" else item
    sandbox.force(account, **{how: ways.get(how, [item])})
    place = "future_requirements" if how == "future" else "requirements"
    name = "eventually_due" if how == "later" else "currently_due"
    assert forced in sandbox.account(account)[place][name]
    update(account, {"business_profile": {"name": "Another shop"}})
    assert forced in sandbox.account(account)[place][name]
    update(account, params)
    assert forced not in sandbox.account(account)[place][name]


def test_a_role_that_is_forced_ends_when_its_person_is_sent_again(
    sandbox: Running, client: stripe.StripeClient
) -> None:
    account = created(client, country="AE", business_type="company").id
    person = client.v1.accounts.persons.create(
        account, {"first_name": "Jane", "relationship": {"representative": True}}
    )
    for item in ("representative.first_name", f"{person.id}.first_name"):
        sandbox.force(account, due=[item])
        client.v1.accounts.persons.update(account, person.id, {"last_name": "Roe"})
        due = sandbox.account(account)["requirements"]["currently_due"]
        assert f"{person.id}.first_name" in due
        assert "representative.first_name" not in due
        client.v1.accounts.persons.update(account, person.id, {"first_name": "Jane"})
        assert f"{person.id}.first_name" not in sandbox.account(account)["requirements"]["currently_due"]


def test_a_past_deadline(sandbox: Running, client: stripe.StripeClient) -> None:
    account = created(client, **US_SELLER).id
    sandbox.settle(account)
    now = sandbox.control("GET", "clock")["now"]
    sandbox.force(account, due=["individual.email"], deadline=now + 100)
    assert requirements(sandbox, account)["past_due"] == []
    sandbox.step(101)
    found = requirements(sandbox, account)
    assert (found["past_due"], found["disabled_reason"]) == (["individual.email"], "requirements.past_due")
    last = sandbox.control("GET", "events")["events"][0]
    assert (last["type"], last["created"]) == ("account.updated", now + 100)


def test_what_else_can_be_made_to_happen(sandbox: Running, client: stripe.StripeClient) -> None:
    account = created(client, **US_SELLER).id
    sandbox.settle(account)
    future = sandbox.force(account, future=["individual.nationality"])["future_requirements"]
    assert future["currently_due"] == ["individual.nationality"]
    assert any(
        item.startswith("interv_")
        for item in sandbox.force(account, interv=True)["requirements"]["currently_due"]
    )
    rejected = sandbox.force(account, rejected="rejected.other")["requirements"]
    assert rejected["disabled_reason"] == "rejected.other"
    sandbox.force(account, clear=True)
    paused = sandbox.force(account, paused="charges")
    assert (paused["charges_enabled"], paused["requirements"]["currently_due"]) == (False, [])
    sandbox.control("POST", f"accounts/{account}/forget", {})
    assert sandbox.accounts() == []


@pytest.mark.parametrize(
    ("path", "asked"),
    [("clock", {"seconds": -1}), ("clock", {}), ("accounts/acct_x/settle", {}), ("tea", {})],
)
def test_what_the_control_refuses(sandbox: Running, path: str, asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"Not understood|does not have access|There is nothing here"):
        sandbox.control("POST", path, asked)


@pytest.mark.parametrize(
    ("path", "asked", "words"),
    [
        ("faults", {"kind": "500", "count": -1}, "count has to be a whole number from 1 to 10000"),
        ("faults", {"kind": "500", "count": [1]}, "count has to be a whole number"),
        ("faults", {"kind": "500", "path": 3}, "path has to be a text"),
        ("faults", {"kind": "slow", "milliseconds": 1.5}, "milliseconds has to be a whole number from 0"),
        ("clock", {"seconds": "soon"}, "seconds has to be a number from 0"),
        ("clock", {}, "seconds has to be a number from 0"),
        ("delivered", {"seconds": []}, "seconds has to be a number from 0"),
        ("endpoints", {}, "an endpoint has"),
        ("accounts/{}/force", {"rejected": {"a": 1}}, 'rejected has to be like "rejected.other"'),
        ("accounts/{}/force", {"due": 3}, "due has to be like"),
        ("accounts/{}/force", {"error": {}}, "shows what each of its keys takes"),
        ("accounts/{}/force", {"interv": 3}, "interv has to be like true"),
    ],
)
def test_what_is_wrong_is_told_in_words(
    sandbox: Running, account: str, path: str, asked: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match="Not understood") as told:
        sandbox.control("POST", path.format(account), asked)
    assert words in str(told.value)
    assert "object" not in str(told.value)
    assert sandbox.account(account)["requirements"]["disabled_reason"] != "rejected.other"


def test_no_table_has_a_heading_without_words(sandbox: Running, session: requests.Session) -> None:
    sandbox.fault("500")
    page = session.get(f"{sandbox.url}/control", timeout=5).text
    assert "Kind</th>" in page
    assert '<th scope="col"></th>' not in page


def test_reset_forgets_everything(sandbox: Running, client: stripe.StripeClient) -> None:
    created(client)
    sandbox.fault("500")
    sandbox.reset()
    assert sandbox.accounts() == []
    assert client.v1.events.list().data == []


def submit(session: requests.Session, base: str, page: str, button: str, **fields: str) -> requests.Response:
    """Press a button of the control page, as a browser would."""
    for form in BeautifulSoup(page, "html.parser").select("form"):
        pressed = form.select_one("button")
        if pressed is not None and pressed.text == button:
            sent = {str(each["name"]): str(each.get("value", "")) for each in form.select("input")}
            for choice in form.select("select"):
                option = choice.select_one("option")
                sent[str(choice["name"])] = option.text if option else ""
            return session.post(base + str(form["action"]), data={**sent, **fields}, timeout=5)
    raise AssertionError(f"no button {button}")


def test_the_control_page_does_it_all_by_forms(
    sandbox: Running, client: stripe.StripeClient, session: requests.Session
) -> None:
    account = created(client, **US_SELLER).id
    overview = session.get(f"{sandbox.url}/", timeout=5)
    assert overview.url == f"{sandbox.url}/control"
    assert account in overview.text
    assert "script" not in overview.headers["Content-Security-Policy"]
    assert submit(session, sandbox.url, overview.text, "Move the clock", seconds="60").status_code == 200
    assert sandbox.account(account)["charges_enabled"]
    submit(session, sandbox.url, overview.text, "Add the fault", kind="drop", count="3")
    assert sandbox.control("GET", "faults")["faults"][0]["count"] == 3
    detail = session.get(f"{sandbox.url}/control/accounts/{account}", timeout=5).text
    made = submit(session, sandbox.url, detail, "Make due", ids="individual.email individual.phone")
    assert made.url.endswith(account)
    assert requirements(sandbox, account)["currently_due"] == ["individual.email", "individual.phone"]
    submit(
        session,
        sandbox.url,
        detail,
        "Add the error",
        code="verification_other",
        requirement="individual.email",
    )
    assert requirements(sandbox, account)["errors"][0]["code"] == "verification_other"
    submit(session, sandbox.url, detail, "Set the status of the bank accounts", status="on_holiday")
    detail = session.get(f"{sandbox.url}/control/accounts/{account}", timeout=5).text
    assert "<td>on_holiday</td>" in detail
    for button in (
        "Make a payout",
        "Ask for an intervention",
        "Reject",
        "Pause with empty lists",
        "Set a deadline",
    ):
        assert submit(session, sandbox.url, detail, button).status_code == 200
    assert submit(session, sandbox.url, detail, "Forget this account").url.endswith("/control")
    assert sandbox.accounts() == []


def test_one_fault_is_cleared_and_the_others_stay(sandbox: Running, session: requests.Session) -> None:
    sandbox.fault("500")
    sandbox.fault("503")
    page = session.get(f"{sandbox.url}/control", timeout=5).text
    assert submit(session, sandbox.url, page, "Clear").url.endswith("/control")
    assert submit(session, sandbox.url, page, "Clear").status_code == 200
    assert [each["kind"] for each in sandbox.control("GET", "faults")["faults"]] == ["503"]


def test_times_are_shown_as_people_read_them(
    sandbox: Running, account: str, session: requests.Session
) -> None:
    for deadline, shown in ((1714320018, "2024-04-28 16:00:18 UTC"), (10**17, str(10**17))):
        sandbox.control("POST", f"accounts/{account}/force", {"deadline": deadline})
        page = session.get(f"{sandbox.url}/control/accounts/{account}", timeout=5).text
        assert shown in page
        assert str(deadline) in page


def test_other_sites_cannot_press_the_buttons(sandbox: Running, session: requests.Session) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        found = session.post(f"{sandbox.url}/control/do/reset", headers=headers, timeout=5)
        assert found.status_code == 403


def test_the_command_listens_keeps_and_stops(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    command = (sys.executable, "-m", "onboarding.sandbox", "--port", "0", "--state", str(state))
    begun = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        assert line.startswith("sandbox listening on http://127.0.0.1:"), process.stderr.read()
        assert time.monotonic() - begun < 5
        sandbox = Running(line.split()[-1])
        assert sandbox.control("GET", "ready")["ready"] is True
        requests.post(
            f"{sandbox.url}/v1/accounts", data={"type": "custom"}, auth=("sk_test_a", ""), timeout=5
        )
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(5) == 0
        assert process.stderr.read() == ""
    assert len(json.loads(state.read_text("utf-8"))["accounts"]) == 1


def test_reading_an_account_is_quick(
    sandbox: Running, client: stripe.StripeClient, session: requests.Session
) -> None:
    account = created(client, **US_SELLER).id
    url = f"{sandbox.url}/v1/accounts/{account}"
    took = []
    for _ in range(30):
        begun = time.perf_counter()
        session.get(url, auth=("sk_test_a", ""), timeout=5)
        took.append(time.perf_counter() - begun)
    assert sorted(took)[15] < 0.02  # far below the 40 ms of a stalled connection, whatever the machine
