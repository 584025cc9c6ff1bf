"""What is the same for everybody leaves compressed, pages with tokens never."""

from __future__ import annotations

import gzip

from tests.web.conftest import MakeApp

GZIP = {"Accept-Encoding": "gzip"}


def test_style_sheets_leave_compressed_for_who_takes_it(make_app: MakeApp) -> None:
    client = make_app().test_client()
    plain = client.get("/static/onboarding.css", buffered=True)
    small = client.get("/static/onboarding.css", headers=GZIP, buffered=True)
    assert plain.headers.get("Content-Encoding") is None
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert small.content_length == len(small.data) < len(plain.data) / 2
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Accept-Encoding" in small.headers["Vary"]


def test_who_has_the_compressed_one_is_told_so(make_app: MakeApp) -> None:
    client = make_app().test_client()
    etag = client.get("/static/onboarding.css", headers=GZIP, buffered=True).headers["ETag"]
    again = client.get("/static/onboarding.css", headers={**GZIP, "If-None-Match": etag}, buffered=True)
    assert again.status_code == 304


def test_pages_are_never_compressed_here(make_app: MakeApp) -> None:
    page = make_app().test_client().get("/start", headers=GZIP)
    assert page.status_code == 200
    assert "Content-Encoding" not in page.headers
