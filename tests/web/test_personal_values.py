"""The canary: marked values go through every page, and nothing that was written holds any of them."""

from __future__ import annotations

import base64
import io
import logging
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, request

from onboarding.gateway import Misconfigured, Refused, TimedOut
from tests.web.stand_in import StandIn
from tests.web.test_groups import reread
from tests.web.test_journey import ANSWERS, answer
from tests.web.visitor import Seen, Visitor

Begin = Callable[..., Visitor]

MARKED = {
    **ANSWERS,
    "individual.first_name": "Canaryfirst",
    "individual.last_name": "Canarylast",
    "individual.address.line1": "77 Canarystreet",
    "individual.address.city": "Canarytown",
    "individual.email": "canary.mail@example.com",
    "individual.phone": "+1 415 555 2699",
    "individual.ssn_last_4": "7391",
    "business_profile.url": "https://canarysite.example.com",
    "external_account.account_number": "000918273645",
}
MARKS = (
    "canaryfirst", "canarylast", "canarystreet", "canarytown", "canary.mail", "4155552699", "5552699", "7391",
    "canarysite", "918273645", "canaryfile", "canaryowner",
)  # fmt: skip
SECRETS = ("7391", "918273645")
"""Never shown again, not even to the one who typed them once they were taken."""


def test_no_marked_value_is_written_anywhere(
    begin: Begin, app: Flask, gateway: StandIn, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    visitor = begin()
    gateway.lists["currently_due"].append("individual.verification.document")
    reread(visitor)
    pages = [_each_group(visitor, path, gateway) for path in _groups(visitor)]
    pages += [[visitor.get(path) for path in ("/onboarding", "/onboarding/check", "/onboarding/status")]]
    assert "Canaryfirst" in pages[-1][1].text, "the canary never sang"
    _nothing_written(visitor, tmp_path, caplog)
    for page in pages[-1]:
        assert not [mark for mark in SECRETS if mark in page.html]


def test_no_file_touches_the_disk(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", None)  # what Werkzeug would put larger files into
    head = b'--x\r\nContent-Disposition: form-data; name="photo"; filename="passport.jpg"\r\n\r\n'
    body, kind = head + b"canary" * 200_000 + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"
    with app.test_request_context("/", method="POST", data=body, content_type=kind):
        assert len(request.files["photo"].read()) == 1_200_000


def test_no_name_of_a_person_is_written_anywhere(
    begin: Begin, gateway: StandIn, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    visitor = begin("company", "GB")
    form = visitor.get(
        str(visitor.get("/onboarding/people/owners").soup.select_one(".actions a.button")["href"])
    )
    known = {"first_name": "Canaryowner", "last_name": "Canarylast", "email": "canary.mail@example.com",
             "dob.day": "27", "dob.month": "3", "dob.year": "1985"}  # fmt: skip
    names = [str(tag["name"]) for tag in form.soup.main.select("[name*='.']")]
    visitor.send(form, {name: known.get(name.split(".", 1)[1], "") for name in names})
    assert "Canaryowner" in visitor.get("/onboarding/people/owners").text
    visitor.get("/onboarding/people/owners/person_1/remove")
    _nothing_written(visitor, tmp_path, caplog)


def _groups(visitor: Visitor) -> list[str]:
    return [str(link["href"]) for link in visitor.get("/onboarding").soup.select(".tasks a")]


def _each_group(visitor: Visitor, path: str, gateway: StandIn) -> list[Seen]:
    """Every way that a submit can go: outdated, wrong, refused, away, misconfigured, taken."""
    page = visitor.get(path)
    answers = answer(page, MARKED)
    for file in page.soup.select("input[type=file]"):
        answers[str(file["name"])] = (io.BytesIO(b"canaryfile"), "canaryfile.jpg")
    if not any(
        str(value).lower().find("canary") >= 0 or value in MARKED.values() for value in answers.values()
    ):
        return [page]
    seen = [visitor.send(page, {**answers, "csrf_token": "old"}, 422)]
    for error, status in (
        (Refused("Canaryfirst is wrong", code="odd", param="individual.first_name"), 422),
        (TimedOut("no answer"), 503),
        (Misconfigured("not allowed"), 500),
    ):
        if page.soup.select("input[type=file]"):
            break
        gateway.failures += [error] * (
            2 if status == 503 else 1
        )  # a reading is tried before answers are sent
        seen.append(visitor.send(page, answers, status))
        gateway.failures.clear()
    failed = seen[-1] if len(seen) > 1 else None
    assert failed is None or not [mark for mark in MARKS if mark in failed.html.lower()]
    sent = visitor.post(page.action(), {**page.fields(), **_files_again(answers)}, _outcome(page))
    return [*seen, sent]


def _files_again(answers: dict[str, object]) -> dict[str, object]:
    return {
        name: (io.BytesIO(b"canaryfile"), "canaryfile.jpg") if isinstance(value, tuple) else value
        for name, value in answers.items()
    }


def _outcome(page: Seen) -> int:
    return 422 if page.soup.select("input[type=file]") else 303


def _nothing_written(visitor: Visitor, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            _silent(file.name, file.read_bytes())
    _silent(
        "log", "\n".join(f"{record.getMessage()} {record.exc_text}" for record in caplog.records).encode()
    )
    cookie = visitor.cookie
    _silent("cookie", cookie.encode() + _opened(cookie))


def _opened(cookie: str) -> bytes:
    content = cookie.lstrip(".").split(".")[0]
    plain = base64.urlsafe_b64decode(content + "=" * (-len(content) % 4))
    return zlib.decompress(plain) if cookie.startswith(".") else plain


def _silent(where: str, content: bytes) -> None:
    found = [mark for mark in MARKS if mark.encode() in content.lower()]
    assert not found, f"{found} in {where}"
