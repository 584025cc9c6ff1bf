"""Somebody who onboards by reading the pages alone: finds the form, fills it by its inputs, sends it.

Knows the start page's choices and that `data-standing` says where one is, and nothing else of any page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import urlsplit

import requests
from flask import Flask

from onboarding.development.driver import PICTURE
from onboarding.development.pages import Page, PageForm
from tests.matrix.values import Values

DONE = ("enabled", "complete")
HOST = "http://localhost"
MOST_PAGES = 90
MOST_WAITS = 5

Fields = list[tuple[str, str]]
Files = list[tuple[str, PICTURE]]


class Lost(Exception):
    """The pages lead no further; the words say where and why."""


@dataclass
class Walk:
    """What happened: places asked, in order and once each, and the last standing."""

    asked: list[str] = field(default_factory=list)
    standing: str = ""


class Hands:
    """Opens pages of the app by its test client, and those of another host over HTTP."""

    def __init__(self, app: Flask, address: str = "203.0.113.9") -> None:
        self.client, self.environ = app.test_client(), {"REMOTE_ADDR": address}

    def open(self, url: str) -> Page:
        """Goes to an address and wherever it leads."""
        if not url.startswith(HOST):
            return self._outside(requests.get(url, timeout=30, allow_redirects=False))
        with self.client.get(url.removeprefix(HOST), environ_base=self.environ) as got:
            return self._arrive(url, got.status_code, got.get_data(as_text=True), got.location)

    def send(self, form: PageForm, fields: Fields, files: Files) -> Page:
        """Sends a form."""
        if not form.action.startswith(HOST):
            posted = requests.post(form.action, data=fields, timeout=30, allow_redirects=False)
            return self._outside(posted)
        body: dict[str, list[object]] = {}
        for name, value in fields:
            body.setdefault(name, []).append(value)
        for name, (filename, content, media) in files:
            body.setdefault(name, []).append((BytesIO(content), filename, media))
        path = form.action.removeprefix(HOST)
        with self.client.post(path, data=body, environ_base=self.environ) as got:
            return self._arrive(form.action, got.status_code, got.get_data(as_text=True), got.location)

    def _outside(self, got: requests.Response) -> Page:
        return self._arrive(got.url, got.status_code, got.text, got.headers.get("Location"))

    def _arrive(self, url: str, status: int, text: str, to: str | None) -> Page:
        if status in (302, 303) and to:
            return self.open(to if to.startswith("http") else HOST + to)
        return Page(url, status, text)


class Walker:
    """Takes one seller from the start page to enabled. wait: lets verification happen."""

    def __init__(self, hands: Hands, values: Values, wait: Callable[[], None]) -> None:
        self.hands, self.values, self.wait = hands, values, wait
        self.walk = Walk()
        self.waits = 0
        self.added: set[str] = set()
        self.refused: tuple[str, ...] = ()

    def onboard(self, country: str, business_type: str) -> Walk:
        """The whole way. Raises `Lost` where the pages lead nowhere."""
        page = self._start(country, business_type)
        for _ in range(MOST_PAGES):
            if page.status >= 400 and page.status != 422:
                raise Lost(f"{page.url} answered {page.status}: {page.heading}")
            self.walk.standing = page.standing or self.walk.standing
            if page.standing in DONE and not page.button_link:
                return self.walk
            page = self._go_on(page)
        raise Lost(f"after {MOST_PAGES} pages still at {page.url}: {page.heading}")

    def begin(self, country: str, business_type: str, done: Callable[[], bool]) -> None:
        """From the start page on, until something holds. Raises `Lost` where the pages lead nowhere."""
        self._until(self._start(country, business_type), done)

    def go_on_until(self, url: str, done: Callable[[], bool]) -> None:
        """From an address on, until something holds. Raises `Lost` where the pages lead nowhere."""
        self.waits = 0
        self._until(self.hands.open(url), done)

    def _until(self, page: Page, done: Callable[[], bool]) -> None:
        for _ in range(MOST_PAGES):
            if done():
                return
            if page.status >= 400 and page.status != 422:
                raise Lost(f"{page.url} answered {page.status}: {page.heading}")
            page = self._go_on(page)
        raise Lost(f"after {MOST_PAGES} pages still at {page.url}: {page.heading}")

    def _start(self, country: str, business_type: str) -> Page:
        page = self.hands.open(f"{HOST}/start")
        form = page.question_form
        assert form is not None
        chosen = {"country": country, "business_type": business_type}
        fields = [(each.name, chosen.get(each.name, each.value)) for each in form.controls]
        return self.hands.send(form, fields, [])

    def _go_on(self, page: Page) -> Page:
        if not page.url.startswith(HOST):
            return self.hands.send(page.forms[0], _hidden(page.forms[0]), [])
        if form := page.question_form:
            return self._fill(page, form)
        if "/people/" in page.url:
            return self._list(page)
        if page.button_link:
            return self.hands.open(page.button_link)
        return self._look(page)

    def _fill(self, page: Page, form: PageForm) -> Page:
        fields: Fields = []
        files: Files = []
        for control in form.controls:
            answer = None if control.kind == "hidden" else self.values.answer(control)
            if isinstance(answer, tuple):
                files.append((control.name, answer))
            else:
                fields.append((control.name, control.value if answer is None else str(answer)))
        self._note(page)
        answered = self.hands.send(form, fields, files)
        told = tuple(f"{each.target}: {each.text}" for each in answered.problems)
        if answered.status == 422 and told == self.refused:
            raise Lost(f"{page.url} refuses {_shown(form, fields)}: {'; '.join(told) or answered.heading}")
        self.refused = told if answered.status == 422 else ()
        return answered

    def _note(self, page: Page) -> None:
        place = _place(page.url)
        if place not in self.walk.asked:
            self.walk.asked.append(place)

    def _list(self, page: Page) -> Page:
        """One person is added to each list; then these are all."""
        role = page.url.rpartition("/")[2]
        if role not in self.added and page.button_link:
            self.added.add(role)
            return self.hands.open(page.button_link)
        self._note(page)
        form = next(form for form in page.forms if form.action == page.url)
        return self.hands.send(form, _hidden(form), [])

    def _look(self, page: Page) -> Page:
        """The page asks nothing: there is something at Stripe, something wrong, or something to wait for."""
        if form := next((form for form in page.forms if form.action.endswith("/hand-off")), None):
            if "at Stripe" in self.walk.asked:
                raise Lost("Stripe's own page was there and is asked for again")
            self.walk.asked.append("at Stripe")
            return self.hands.send(form, _hidden(form), [])
        if not page.standing:
            return self.hands.open(f"{HOST}/onboarding")
        if self.waits == MOST_WAITS:
            raise Lost(f"{page.standing} for ever: {page.text[:400]}")
        self.waits += 1
        self.wait()
        return self.hands.open(page.url)


def _hidden(form: PageForm) -> Fields:
    return [(each.name, each.value) for each in form.controls]


def _place(url: str) -> str:
    """The place that an address names; a person's id is a person."""
    first, *rest = urlsplit(url).path.removeprefix("/onboarding/").strip("/").split("/")
    return " ".join([first, *("person" if part.startswith("person_") else part for part in rest)])


def _shown(form: PageForm, fields: Fields) -> str:
    asked = {control.name for control in form.asks}
    return ", ".join(f"{name}={value!r}" for name, value in fields if name in asked)
