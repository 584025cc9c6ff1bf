"""`make bench`: every ratio that the project promises, measured and printed; 0 only when all are kept."""

from __future__ import annotations

import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests
import stripe
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from benchmarks import handwritten
from benchmarks.browser import usable
from benchmarks.growth import growth
from benchmarks.measure import NEEDED, Ratio, Request, asking, in_turn, one_by_one, side_by_side
from onboarding.app import create_app
from onboarding.config import SANDBOX_KEY, SANDBOX_SIGNER, read_settings
from onboarding.development.cast import SELLERS
from onboarding.development.pages import Page, PageForm
from onboarding.development.servers import free_port, sandbox_running
from onboarding.migrations import migrate

GROUPS = ("home_address", "business")
GIVEN = "import flask, flask_wtf, wtforms, stripe, babel, flask_babel, sqlalchemy, pytest, bs4"
"""The given packages, nothing done with them."""
ANSWER = "import wsgi; wsgi.app.test_client().get('/', follow_redirects=True)"
"""The app as it is served, with the default settings but for its database, up to its first page."""
LATE = (
    "import stripe, requests, structlog, dramatiq, apscheduler.schedulers.background, phonenumbers, "
    "email_validator, iso18245, stdnum, PIL.Image, pikepdf, onboarding.maps.checking; "
    "from babel.support import Translations"
)
"""What a worker imports sooner or later."""
WEIGHT_LIMIT = 15_000
MEMORY_LIMIT = 150
STARTS = 5


def main() -> int:
    """Runs every measurement."""
    with tempfile.TemporaryDirectory(prefix="onboarding-bench-") as made:
        folder = Path(made)
        with sandbox_running(folder, free_port()) as sandbox:
            ratios = [*_ratios(folder, sandbox), *usable(folder / "browser", sandbox, GROUPS)]
    print("\n".join(map(str, ratios)))
    print(f"The start is compared with `{GIVEN}`; both have their bytecode.")
    return 0 if all(ratio.kept for ratio in ratios) else 1


def _ratios(folder: Path, sandbox: str) -> Iterator[Ratio]:
    ours, client = _engine(folder, sandbox)
    account = _newest_account(sandbox)
    theirs = handwritten.create_app(
        key=SANDBOX_KEY,
        base=sandbox,
        account=account,
        signer=SANDBOX_SIGNER,
        database=folder / "hand.sqlite3",
    )
    pages = {group: _page(client, f"/onboarding/{group}") for group in GROUPS}
    mine = in_turn([asking(ours, _environ(client, f"/onboarding/{group}")) for group in GROUPS])
    other = in_turn([asking(theirs, EnvironBuilder(path=f"/{group}").get_environ()) for group in GROUPS])
    yield Ratio("GET of the pages with states and industries", *side_by_side(mine, other), 1.0)
    wrong = in_turn([_wrong_post(ours, client, page) for page in pages.values()])
    yield Ratio("invalid POST, against our own GET", *side_by_side(wrong, mine), 1.2)
    hooks = side_by_side(_events(ours, "/webhooks/stripe", account), _events(theirs, "/webhook", account))
    yield Ratio("webhook intake", *hooks, 0.5)
    yield from growth(asking(theirs, EnvironBuilder(path=f"/{GROUPS[0]}").get_environ()))
    yield from _weights(client, pages)
    yield from _starts(folder)


def _engine(folder: Path, sandbox: str) -> tuple[Flask, FlaskClient]:
    url = f"sqlite:///{folder / 'engine.sqlite3'}"
    migrate(url)
    environ = {"DATABASE_URL": url, "STRIPE_API_BASE": sandbox, "TASKS": "none", "LOG_LEVEL": "error"}
    app = create_app(read_settings(environ))
    client = app.test_client()
    start = _page(client, "/start")
    form = start.question_form
    assert form, "the start page has no form"
    given = {name: str(SELLERS[0].answers[name]) for name in ("country", "business_type", "locale")}
    began = client.post(form.action, data={**_held(form), **given})
    assert began.status_code == 303, f"the start answered {began.status_code}"
    return app, client


def _page(client: FlaskClient, path: str) -> Page:
    answer = client.get(path)
    assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return Page(f"http://localhost{path}", answer.status_code, answer.text)


def _held(form: PageForm) -> dict[str, str]:
    return {control.name: control.value for control in form.controls}


def _environ(client: FlaskClient, path: str, **more: Any) -> dict[str, Any]:
    found = client.get_cookie("onboarding")
    headers = Headers({"Cookie": f"onboarding={found.value}" if found else ""})
    environ: dict[str, Any] = EnvironBuilder(path=path, headers=headers, **more).get_environ()
    return environ


def _wrong_post(app: Flask, client: FlaskClient, page: Page) -> Request:
    form = page.question_form
    assert form, f"{page.url} has no form"
    body = urlencode(_held(form) | {control.name: "" for control in form.asks}).encode()
    path = page.url.removeprefix("http://localhost")
    kind = "application/x-www-form-urlencoded"
    environ = _environ(client, path, method="POST", content_type=kind, input_stream=None)
    return asking(app, environ | {"CONTENT_LENGTH": str(len(body))}, body=body, status=422)


def _newest_account(sandbox: str) -> str:
    answer = requests.get(f"{sandbox}/v1/accounts?limit=1", auth=(SANDBOX_KEY, ""), timeout=10)
    return str(answer.json()["data"][0]["id"])


def _events(app: Flask, path: str, account: str) -> Request:
    return one_by_one([_signed(app, path, _event(f"evt_{number:08}", account)) for number in range(NEEDED)])


def _signed(app: Flask, path: str, event: dict[str, Any]) -> Request:
    body = json.dumps(event).encode()
    signature = stripe.WebhookSignature.generate_signature_header(body.decode(), SANDBOX_SIGNER)
    headers = Headers({"Stripe-Signature": str(signature), "Content-Type": "application/json"})
    environ = EnvironBuilder(path=path, method="POST", headers=headers).get_environ()
    return asking(app, environ | {"CONTENT_LENGTH": str(len(body))}, body=body)


def _event(name: str, account: str) -> dict[str, Any]:
    """An event of the size that Stripe sends: an account with some fifty requirements."""
    due = [f"individual.part_{number}.of_something" for number in range(50)]
    hash_ = {
        "currently_due": due,
        "eventually_due": due,
        "past_due": due,
        "errors": [],
        "disabled_reason": None,
    }
    subject = {
        "id": account,
        "object": "account",
        "requirements": hash_,
        "capabilities": {"transfers": "active"},
    }
    return {
        "id": name,
        "object": "event",
        "account": account,
        "api_version": "2026-10-28",
        "created": int(time.time()),
        "data": {"object": subject},
        "livemode": False,
        "type": "account.updated",
    }


def _weights(client: FlaskClient, pages: dict[str, Page]) -> Iterator[Ratio]:
    for group, page in pages.items():
        links = [str(tag["href"]) for tag in page.soup.select("link[rel=stylesheet]")]
        scripts = [str(tag["src"]) for tag in page.soup.select("script[src]")]
        paths = [f"/onboarding/{group}", *links, *scripts]
        weight = sum(len(gzip.compress(client.get(path).data)) for path in paths)
        yield Ratio(
            f"weight of {group} with styles and scripts", weight / 1000, WEIGHT_LIMIT / 1000, 1.0, "kB"
        )


def _starts(folder: Path) -> Iterator[Ratio]:
    """In turn, and each once before: by then both have their bytecode, as an installed app has."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'engine.sqlite3'}"}
    for name in ("PYTHONDONTWRITEBYTECODE", "TASKS"):
        environment.pop(name, None)
    for code in (ANSWER, GIVEN):
        _start(code, environment)
    pairs = [(_start(ANSWER, environment), _start(GIVEN, environment)) for _ in range(STARTS)]
    ours, theirs = (statistics.median(pair[side][0] for pair in pairs) for side in (0, 1))
    yield Ratio(f"start to the first answer, against “{GIVEN[:18]}…”", ours, theirs, 1.3)
    _, memory = _start(f"{ANSWER}; {LATE}", environment)
    yield Ratio("memory of a worker that has used everything", memory, MEMORY_LIMIT, 1.0, "MB")


def _start(code: str, environment: dict[str, str]) -> tuple[float, float]:
    """CPU milliseconds of a fresh interpreter that runs the code, and its largest resident size in MB.

    The size is read from /proc: that of `getrusage` begins with what the parent had when it forked.
    """
    measure = (
        "; import resource as r; u = r.getrusage(r.RUSAGE_SELF)"
        "; h = [line for line in open('/proc/self/status') if line.startswith('VmHWM')]"
        "; print('\\nmeasured', u.ru_utime + u.ru_stime, h[0].split()[1])"
    )
    said = subprocess.run(
        (sys.executable, "-c", code + measure), env=environment, capture_output=True, text=True, check=True
    )
    seconds, kilobytes = said.stdout.split("measured ")[1].split()[:2]  # a log may stand around it
    return float(seconds) * 1000, float(kilobytes) / 1024


if __name__ == "__main__":
    sys.exit(main())
