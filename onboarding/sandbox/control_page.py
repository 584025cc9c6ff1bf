"""The control page: what there is, and a plain form for everything that can be made to happen."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import Any

from onboarding.sandbox import pages
from onboarding.sandbox.envelope import Answer
from onboarding.sandbox.faults import EVENT_KINDS, PHASES, REQUEST_KINDS
from onboarding.sandbox.pages import choice, field, form, row, table
from onboarding.sandbox.world import World

REJECTIONS = (
    "rejected.other",
    "rejected.fraud",
    "rejected.listed",
    "rejected.terms_of_service",
    "fraud_other",
)
STATUSES = ("errored", "verification_failed", "tokenized_account_number_deactivated", "new")
"""Of a bank account; the API takes any other word too."""
PAUSES = ("charges", "payouts", "listed", "under_review", "platform_paused")

_API = """
<h2>The same as JSON, for tests</h2>
<ul>
<li><code>GET /control/api/ready</code>, <code>/accounts</code>, <code>/accounts/{id}</code>,
<code>/clock</code>,
<code>/faults</code>, <code>/events</code></li>
<li><code>POST /control/api/clock {"seconds": 30}</code> moves the clock; checks that are due end, in
order.</li>
<li><code>POST /control/api/accounts/{id}/settle</code> ends all checks of one account, whatever the clock
says.</li>
<li><code>POST /control/api/accounts/{id}/force</code> with one or more of
<code>{"error": {"code": "…", "requirement": "…", "reason": "…"}}</code>, <code>{"deadline":
1714320000}</code>,
<code>{"future": ["…"], "deadline": …}</code>, <code>{"due": ["…"]}</code>, <code>{"past_due":
["…"]}</code>, <code>{"later": ["…"]}</code>,
<code>{"pending": ["…"]}</code>, <code>{"interv": true}</code>, <code>{"rejected": "rejected.other"}</code>,
<code>{"paused": "charges"}</code>, <code>{"errored": true, "status": "verification_failed"}</code>,
<code>{"payout": true}</code>, <code>{"settle": "currently_due"}</code>,
<code>{"clear": true}</code>.</li>
<li><code>POST /control/api/accounts/{id}/forget</code> drops an account without an event.</li>
<li><code>POST /control/api/faults {"kind": "500", "count": 1, "method": "POST", "path": "/v1/accounts*",
"phase": "after", "milliseconds": 0}</code>. Phases: <em>before</em>, nothing is done; <em>during</em>, it
fails
halfway and the idempotency key remembers the failure; <em>after</em>, it is done and only the answer is
lost.
Kinds for events: duplicate, delay (with milliseconds), reorder; <code>event</code> names the type.
<code>DELETE</code> empties the queue; <code>POST /control/api/faults/{id}/clear</code> takes one
away.</li>
<li><code>POST /control/api/endpoints {"url": "…", "secret": "whsec_…"}</code> adds a Connect endpoint.
<code>POST /control/api/events/{id}/resend</code> sends an event again.
<code>POST /control/api/delivered {"seconds": 5}</code> waits until every event was tried.</li>
<li><code>POST /control/api/reset</code> forgets everything.</li>
</ul>
<h2>Test values</h2>
<p>Date of birth 1901-01-01 is verified after a while, 1902-01-01 at once, others are not. Address line 1
<code>address_full_match</code>, <code>address_no_match</code>. Identity number 000000000 matches, 111111111
does not.
A file whose name says <code>failed</code>, or that holds the text <code>sandbox:failure</code>, is not
accepted;
<code>file_identity_document_success</code> and <code>…_failure</code> need no upload.
Bank account number 000123456789 works in the United States; payouts to 000111111116 come back, and that
000999999992 is the seller's cannot be told.</p>
"""


def overview(world: World) -> Answer:
    """All accounts, the clock, faults, and what can be done."""
    now = datetime.fromtimestamp(world.now, UTC).strftime("%Y-%m-%d %H:%M:%S")
    body = [
        "<h1>Sandbox</h1>",
        f"<p>It is <strong>{now}</strong> UTC on the sandbox's clock ({escape(world.clock.how)}).</p>",
        form("/control/do/clock", "Move the clock", field("Seconds", "seconds", "30")),
        _accounts(world),
        "<h2>Faults</h2>",
        table("Waiting", ("Kind", "How often", "Where", "When", ""), _faults(world)),
        form(
            "/control/do/faults",
            "Add the fault",
            choice("Kind", "kind", (*REQUEST_KINDS, *EVENT_KINDS)),
            field("How often", "count", "1"),
            choice("Method", "method", ("", "GET", "POST", "DELETE")),
            field("Path", "path", hint="/v1/accounts*"),
            choice("Phase", "phase", PHASES),
            field("Milliseconds", "milliseconds", "0"),
        ),
        _events(world),
        form("/control/do/reset", "Forget everything"),
        _API,
    ]
    return pages.page("Sandbox", "".join(body))


def _accounts(world: World) -> str:
    rows = []
    for account_id, held in list(world.state.accounts.items()):
        if held.state.deleted:
            continue
        with world.reading(account_id) as (held_now, found):
            link = f'<a href="/control/accounts/{account_id}"><code>{account_id}</code></a>'
            kind = f"{held_now.state.country} {held_now.state.business_type or ''}"
            flags = f"charges {_yes(found.charges_enabled)}, payouts {_yes(found.payouts_enabled)}"
            due = f"{len(found.requirements['currently_due'])} due"
            waiting = f"{len(found.requirements['pending_verification'])} being checked"
            rows.append(row(link, escape(kind), flags, due, waiting))
    return table("Accounts", ("Id", "What", "Enabled", "Due", "Being checked"), rows)


def _yes(flag: bool) -> str:
    return "on" if flag else "off"


def _faults(world: World) -> list[str]:
    return [
        row(
            escape(each["kind"]),
            str(each["count"]),
            escape(f"{each['method']} {each['path']}{each['event']}"),
            escape(f"{each['phase']}, {each['milliseconds']} ms"),
            form(f"/control/do/faults/{each['id']}/clear", "Clear"),
        )
        for each in world.faults.listed()
    ]


def _events(world: World) -> str:
    with world.lock:
        last = list(reversed(world.state.events.values()))[:20]
    rows = [
        row(
            escape(event["type"]),
            f"<code>{escape(event.get('account', ''))}</code>",
            f"{event['pending_webhooks']} to deliver",
            form(f"/control/do/events/{event['id']}/resend", "Send again"),
        )
        for event in last
    ]
    return "<h2>Events</h2>" + table("The last 20", ("Type", "Account", "Left", ""), rows)


def account(world: World, account_id: str) -> Answer:
    """One account: its lists, its checks, and a form for each thing that can happen to it."""
    with world.reading(account_id) as (held, found):
        lists = {**found.requirements, **{f"future {k}": v for k, v in found.future_requirements.items()}}
        rows = [row(escape(name), _listed(name, value)) for name, value in lists.items()]
        checks = [
            row(escape(c.subject), escape(c.requirement), c.state, escape(c.code or ""), _moment(c.due))
            for c in held.state.checks
        ]
        banks = [row(escape(id_), escape(bank["status"])) for id_, bank in found.bank_accounts.items()]
        states = ", ".join(f"{name}: {each['status']}" for name, each in found.capabilities.items())
        body = [
            f"<h1><code>{account_id}</code></h1><p>{escape(states)}; charges {_yes(found.charges_enabled)}, ",
            f'payouts {_yes(found.payouts_enabled)}. <a href="/control">All accounts</a></p>',
            table("Lists", ("List", "What is in it"), rows),
            table("Checks", ("Subject", "Requirement", "State", "Code", "Due"), checks),
            table("Bank accounts", ("Id", "Status"), banks),
            "<h2>Make happen</h2>",
            _forms(f"/control/do/accounts/{account_id}"),
        ]
    return pages.page(account_id, "".join(body))


def _moment(seconds: int | None) -> str:
    """A time as people read it, and as the API gives it."""
    if not seconds:
        return "—"
    try:
        read = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
    except (OverflowError, OSError, ValueError):  # a deadline may be forced to any number
        return f"<code>{seconds}</code>"
    return f"{read} UTC (<code>{seconds}</code>)"


def _listed(name: str, value: Any) -> str:
    return _moment(value) if name.endswith("current_deadline") else _shown(value)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "<br>".join(f"<code>{escape(str(item))}</code>" for item in value) or "—"
    return f"<code>{escape(str(value))}</code>" if value is not None else "—"


def _forms(base: str) -> str:
    force = f"{base}/force"
    ids = field("Requirements, with spaces between", "ids", hint="individual.verification.document")
    return "".join(
        (
            form(f"{base}/settle", "End all checks now"),
            form(
                force,
                "Add the error",
                field("Code", "code", hint="verification_document_expired"),
                field("Requirement", "requirement", hint="individual.verification.document"),
                field("Reason", "reason"),
            ),
            form(force, "Make due", '<input type="hidden" name="list" value="due">', ids),
            form(force, "Make past due", '<input type="hidden" name="list" value="past_due">', ids),
            form(force, "Make due eventually", '<input type="hidden" name="list" value="later">', ids),
            form(force, "Make due in future", '<input type="hidden" name="list" value="future">', ids),
            form(force, "Be checking", '<input type="hidden" name="list" value="pending">', ids),
            form(
                force, "Set a deadline", field("Seconds from now, less than 0 for the past", "deadline", "-1")
            ),
            form(force, "Ask for an intervention", '<input type="hidden" name="interv" value="true">'),
            form(force, "Reject", choice("Reason", "rejected", REJECTIONS)),
            form(force, "Pause with empty lists", choice("What", "paused", PAUSES)),
            form(force, "Make a payout", '<input type="hidden" name="payout" value="true">'),
            form(
                force,
                "Set the status of the bank accounts",
                '<input type="hidden" name="errored" value="true">',
                choice("Status", "status", STATUSES),
            ),
            form(
                force,
                "Take all that is due as given",
                '<input type="hidden" name="settle" value="currently_due">',
            ),
            form(force, "Undo all that was made happen", '<input type="hidden" name="clear" value="true">'),
            form(f"{base}/forget", "Forget this account"),
        )
    )


def as_asked(parts: list[str], sent: dict[str, str], now: int) -> dict[str, Any]:
    """What a form of this page asks for, as the JSON API takes it."""
    if parts[-1] != "force":
        return dict(sent)
    if "code" in sent:
        return {"error": {name: sent[name] for name in ("code", "requirement", "reason") if sent.get(name)}}
    if "list" in sent:
        return {sent["list"]: sent.get("ids", "").split()}
    if "deadline" in sent:
        text = sent["deadline"].strip()
        return {"deadline": now + int(text) if text.removeprefix("-").isdecimal() else text}
    return {name: True if value == "true" else value for name, value in sent.items()}


def refused(words: str, status: int) -> Answer:
    """A form that was not understood."""
    return pages.page(
        "Not done", f'<h1>Not done</h1><p>{escape(words)}</p><p><a href="/control">Back</a></p>', status
    )
