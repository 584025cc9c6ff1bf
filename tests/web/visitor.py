"""A visitor of the pages who holds each one to the rules of the house."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

OWN_HOSTS = {"", "localhost", "127.0.0.1"}
ALLOWED_LINKS = {"stripe.com", "connect.stripe.com", "market.example"}


class Seen:
    """One page that was answered."""

    def __init__(self, response: TestResponse) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.location = response.headers.get("Location", "")
        self.html = response.get_data(as_text=True)
        response.close()
        self.soup: Any = BeautifulSoup(self.html, "html.parser")

    @property
    def heading(self) -> str:
        """Words of the h1."""
        return words(self.soup.h1)

    @property
    def title(self) -> str:
        return words(self.soup.title)

    @property
    def text(self) -> str:
        """Words of the main part."""
        return words(self.soup.main)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Lines of the summary: id of the input linked to, words."""
        lines = self.soup.select("#summary li")
        return [(str(li.a["href"]).lstrip("#") if li.a else "", words(li)) for li in lines]

    def fields(self, action: str = "") -> dict[str, str]:
        """What the page's main form would send as it stands."""
        form = next(form for form in self.soup.main.find_all("form") if action in str(form["action"]))
        return _fields(form)

    def action(self) -> str:
        """Where the page's main form goes."""
        return str(self.soup.main.find("form")["action"])


class Visitor:
    """Visits pages over the test client; every page is checked as it comes."""

    def __init__(self, app: Flask, address: str = "203.0.113.9") -> None:
        self.client = app.test_client()
        self.address = address

    def get(self, path: str, status: int = 200, **headers: str) -> Seen:
        """The page at a path, which must answer with that status; redirects are not followed."""
        return self._seen(self.client.get(path, headers=headers, environ_base=self._from()), status)

    def follow(self, path: str) -> Seen:
        """The page that a path leads to in the end."""
        response = self.client.get(path, environ_base=self._from(), follow_redirects=True)
        return self._seen(response, 200)

    def post(self, path: str, sent: dict[str, Any], status: int = 303) -> Seen:
        """Sends a form; must answer with that status."""
        response = self.client.post(path, data=sent, environ_base=self._from())
        return self._seen(response, status)

    def send(self, page: Seen, answers: dict[str, Any], status: int = 303) -> Seen:
        """Fills the page's main form and sends it."""
        return self.post(page.action(), {**page.fields(), **answers}, status)

    def press(self, page: Seen, action: str, status: int = 303) -> Seen:
        """Presses the button of the form that goes to an address with `action` in it."""
        form = next(form for form in page.soup.find_all("form") if action in str(form["action"]))
        return self.post(str(form["action"]), _fields(form), status)

    @property
    def cookie(self) -> str:
        """The session's cookie as the browser keeps it."""
        found = self.client.get_cookie("onboarding")
        assert found
        return found.value

    def _from(self) -> dict[str, str]:
        return {"REMOTE_ADDR": self.address}

    def _seen(self, response: TestResponse, status: int) -> Seen:
        seen = Seen(response)
        assert seen.status == status, (
            f"{seen.status}, not {status}: {seen.heading or seen.location} {seen.problems}"
        )
        check_headers(seen)
        if response.mimetype == "text/html" and status not in (301, 302, 303):
            check_page(seen)
        return seen


def check_headers(seen: Seen) -> None:
    """The headers that every answer has."""
    policy = seen.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert seen.headers["X-Content-Type-Options"] == "nosniff"
    assert seen.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in seen.headers["Cache-Control"] or "immutable" in seen.headers["Cache-Control"]


def check_page(seen: Seen) -> None:
    """The rules that every page keeps."""
    soup = seen.soup
    assert len(soup.find_all("h1")) == 1
    assert seen.heading in seen.title
    if soup.html["lang"] == "en":
        assert seen.title.removeprefix("Error: ").startswith(seen.heading)
    assert soup.html["lang"]
    assert soup.html["dir"] in ("ltr", "rtl")
    assert soup.select_one("a.skip[href='#main']")
    assert soup.find(id="main")
    _check_ids(soup)
    _check_controls(soup)
    _check_forms(soup)
    _check_sources(seen)
    assert not soup.find_all(style=True), "inline style"
    assert not [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert not soup.find_all(attrs={"placeholder": True})
    assert not soup.find_all("input", type="number")


def _check_ids(soup: Any) -> None:
    ids = Counter(str(tag["id"]) for tag in soup.find_all(id=True))
    assert not [name for name, count in ids.items() if count > 1], ids
    for name in ("aria-describedby", "aria-labelledby"):
        for tag in soup.find_all(attrs={name: True}):
            missing = [one for one in str(tag[name]).split() if one not in ids]
            assert not missing, f"{name} of {tag.get('id')} names {missing}"
    for link in soup.select("a[href^='#']"):
        assert str(link["href"])[1:] in ids, link
    for label in soup.find_all("label"):
        assert label.get("for") in ids, label


def _check_controls(soup: Any) -> None:
    labelled = {label.get("for") for label in soup.find_all("label")}
    for control in soup.select("input:not([type=hidden]), select, textarea"):
        assert control.get("id") in labelled, f"{control.get('name')} has no label"
    for control in soup.select("[aria-invalid]"):
        fieldset = control.find_parent("fieldset")
        described = str(control.get("aria-describedby", "")) + str(
            fieldset and fieldset.get("aria-describedby")
        )
        assert "-error" in described or "-problem" in described, control
    for button in soup.find_all(["button", "a"]):
        assert words(button) or button.get("aria-label"), button
    assert words(soup.select_one("legend")) if soup.find("fieldset") and soup.find("legend") else True


def _check_forms(soup: Any) -> None:
    for form in soup.find_all("form"):
        assert form["action"].startswith("/"), form["action"]
        assert form["method"] == "post"
        assert form.find("input", attrs={"name": "csrf_token", "value": True}), form["action"]


def _check_sources(seen: Seen) -> None:
    nonce = re.search(r"'nonce-([^']+)'", seen.headers["Content-Security-Policy"])
    for tag in seen.soup.find_all(["script", "style"]):
        assert tag.get("src") or tag.get("nonce") == (nonce and nonce[1])
    for tag in seen.soup.find_all(src=True) + seen.soup.find_all("link", href=True):
        assert urlsplit(str(tag.get("src") or tag["href"])).hostname in {None, *OWN_HOSTS}, tag
    for link in seen.soup.select("a[href]"):
        assert (urlsplit(str(link["href"])).hostname or "") in OWN_HOSTS | ALLOWED_LINKS, link


def _fields(form: Tag) -> dict[str, str]:
    found: dict[str, str] = {}
    for control in form.find_all(["input", "select", "textarea"]):
        name, kind = str(control.get("name", "")), control.get("type")
        if control.name == "select":
            chosen = control.find("option", selected=True) or control.find("option")
            found[name] = str(chosen["value"]) if chosen else ""
        elif control.name == "textarea":
            found[name] = control.get_text().removeprefix("\n")
        elif kind in ("radio", "checkbox"):
            if control.has_attr("checked"):
                found[name] = str(control["value"])
        elif kind != "file":
            found[name] = str(control.get("value", ""))
    return found


def words(tag: object) -> str:
    """All words in a piece of a page."""
    return " ".join(tag.get_text(" ", strip=True).split()) if isinstance(tag, Tag) else ""
