"""A seller who onboards by reading the pages: finds forms, fills what they ask by requirement id, sends them.

The driver knows no page, no group and no order. It follows the main button, fills every input for which the
seller has an answer, and stops when the status page says enabled or nothing moves any more.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests

from onboarding.development.pages import Control, Page, PageForm

PICTURE = tuple[str, bytes, str]
"""A file to send: name, content, media type."""

Answer = str | bool | PICTURE
ENABLED = ("enabled", "complete", "pending_enablement", "restricted_enabled")
ROLES = ("representative", "owners", "directors", "executives", "authorizers", "legal_guardian")


class Stuck(Exception):
    """The pages lead no further; the words say where and why."""


@dataclass(frozen=True)
class Person:
    """One person of a company. roles: the subjects under which pages may ask for the person.

    answers: by what follows the subject ("first_name", "dob.day").
    """

    roles: tuple[str, ...]
    answers: Mapping[str, Answer]

    @property
    def name(self) -> str:
        """First and last name, as pages show it."""
        return f"{self.answers['first_name']} {self.answers['last_name']}"


@dataclass(frozen=True)
class Seller:
    """One seller of the demo. answers: by the name of the input, which is the requirement's id.

    mended: answers that take the place of the first ones once a page names them as a problem.
    instead: group -> group; where the first one shows a problem, this seller mends it in the second one.
    meets: inputs that have to be named as a problem on the way; else the journey proves nothing.
    upfront: the brand that asks everything at once is the one to go to.
    """

    title: str
    answers: Mapping[str, Answer]
    persons: tuple[Person, ...] = ()
    mended: Mapping[str, Answer] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)
    meets: tuple[str, ...] = ()
    upfront: bool = False


@dataclass
class Journey:
    """What happened to one seller: groups asked, problems met, and the last standing."""

    asked: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    standing: str = ""


Fields = list[tuple[str, str]]
Files = list[tuple[str, PICTURE]]


class Hands(Protocol):
    """What opens pages and sends forms: plain requests, or a browser. Both answer the page that comes."""

    def open(self, address: str) -> Page:
        """Goes to an address."""

    def send(self, form: PageForm, fields: Fields, files: Files) -> Page:
        """Fills a form of the page at hand with these values, in this order, and presses its button."""


class PlainHands:
    """Requests with the cookies of one visitor."""

    def __init__(self) -> None:
        self.session = requests.Session()

    def open(self, address: str) -> Page:
        """Goes to an address."""
        return _page(self.session.get(address, timeout=30))

    def send(self, form: PageForm, fields: Fields, files: Files) -> Page:
        """Sends the form as a browser without scripts would."""
        if form.method == "get":
            return _page(self.session.get(form.action, params=fields, timeout=30))
        return _page(self.session.post(form.action, data=fields, files=files or None, timeout=60))


class Driver:
    """Takes one seller through the pages at an address.

    tell: called with each line of what happens; wait: called when there is nothing to do but wait for
    verification; it steps the sandbox's clock, or sleeps; hands: what opens pages and sends forms.
    """

    def __init__(
        self,
        address: str,
        seller: Seller,
        tell: Callable[[str], None] = print,
        wait: Callable[[], None] = lambda: time.sleep(0.25),
        hands: Hands | None = None,
    ) -> None:
        self.address, self.seller, self.tell, self.wait = address, seller, tell, wait
        self.hands = hands or PlainHands()
        self.journey = Journey()
        self._added: list[Person] = []
        self._given: set[str] = set()
        self._mending: set[str] = set()
        self._instead = dict(seller.instead)

    def onboard(self, turns: int = 150) -> Journey:
        """From the start page to enabled. Raises `Stuck` where the pages lead nowhere."""
        page = self.get("/")
        for _ in range(turns):
            if page.status >= 500 or page.status in (400, 403, 404, 410, 429):
                raise Stuck(f"{page.url} answered {page.status}: {page.heading}")
            self.journey.standing = page.standing or self.journey.standing
            if page.standing in ENABLED and not page.button_link:
                return self._arrived()
            page = self.go_on(page)
        raise Stuck(f"after {turns} pages the seller is still at {page.url}: {page.heading}")

    def _arrived(self) -> Journey:
        met = "\n".join(self.journey.problems)
        if missed := [name for name in self.seller.meets if name not in met]:
            raise Stuck(f"nothing was wrong with {', '.join(missed)}, which this seller is there to mend")
        return self.journey

    def go_on(self, page: Page) -> Page:
        """One thing that a seller would do on this page."""
        self._read_problems(page)
        if page.problems and (place := self._instead.pop(_place(page.url), "")):
            self._mending |= self._given
            return self.get(f"/onboarding/{place}")
        if form := page.question_form:
            return self._submit(page, form)
        if self._is_list(page):
            return self._list(page)
        if page.button_link:
            return self.hands.open(page.button_link)
        if page.standing:
            return self._look_again(page)
        return self.get("/onboarding")

    def get(self, path: str) -> Page:
        """The page at a path of the app."""
        return self.hands.open(self.address + path)

    def _look_again(self, page: Page) -> Page:
        wrong = page.main.select_one("ul.tasks li:has(.tag.bad) .name a[href]")
        if wrong:
            return self.get(str(wrong["href"]))
        self.wait()
        return self.hands.open(page.url)

    # --- lists of persons: add those that are missing, then say that this is all ---

    def _is_list(self, page: Page) -> bool:
        return any(form.method == "post" for form in page.forms) and _role_at(page.url) != ""

    def _list(self, page: Page) -> Page:
        role = _role_at(page.url)
        for form in page.forms:
            if any(role in person.roles and person.name in form.button for person in self._added):
                self.tell(f"  {form.button}")
                return self.hands.send(form, [(control.name, control.value) for control in form.controls], [])
        if self._next_person(role, page) and page.button_link:
            return self.hands.open(page.button_link)
        form = next(form for form in page.forms if form.method == "post" and form.action == page.url)
        self.tell(f"  says that all {role} have been added")
        return self.hands.send(form, [(control.name, control.value) for control in form.controls], [])

    def _next_person(self, role: str, page: Page | None = None) -> Person | None:
        shown = page.text if page else ""
        for person in self.seller.persons:
            if role in person.roles and person not in self._added and person.name not in shown:
                return person
        return None

    # --- forms ---

    def _submit(self, page: Page, form: PageForm) -> Page:
        person = self._person_on(page, form)
        sent: Fields = []
        files: Files = []
        for control in form.controls:
            answer = self._answer(control, person)
            if isinstance(answer, tuple):
                files.append((control.name, answer))
            else:
                sent += _filled(control, answer)
        self._given |= {control.name for control in form.asks}
        self._tell_group(page, form)
        answered = self.hands.send(form, sent, files)
        if person and answered.status < 400 and person not in self._added:
            self._added.append(person)
        if answered.status == 422:
            self._must_move(page, answered)
        return answered

    def _person_on(self, page: Page, form: PageForm) -> Person | None:
        heads = {control.name.split(".", 1)[0] for control in form.asks}
        if role := next((head for head in ROLES if head in heads), ""):
            return self._next_person(role)
        if any(head.startswith("person_") for head in heads):
            named = [person for person in self.seller.persons if person.name in page.text]
            return named[0] if named else (self._added[-1] if self._added else None)
        return None

    def _answer(self, control: Control, person: Person | None) -> Answer | None:
        name = control.name
        if person and name.split(".", 1)[0] not in self.seller.answers:
            _, _, tail = name.partition(".")
            if name in self._mending and tail in self.seller.mended:
                return self.seller.mended[tail]
            return person.answers.get(tail)
        if name in self._mending and name in self.seller.mended:
            return self.seller.mended[name]
        return self.seller.answers.get(name)

    def _tell_group(self, page: Page, form: PageForm) -> None:
        place = _place(page.url)
        names = ", ".join(dict.fromkeys(control.name for control in form.asks))
        self.journey.asked.append(place)
        self.tell(f"  {page.heading} ({place or 'start'}): {names}")
        mended = [each.name for each in form.asks if each.name in self._mending & self.seller.mended.keys()]
        if mended:
            self.tell(f"    mended: {', '.join(mended)}")

    def _read_problems(self, page: Page) -> None:
        for problem in page.problems:
            line = f"{problem.target or 'the page'}: {problem.text}"
            self.tell(f"    problem: {line}")
            self.journey.problems.append(line)
        if page.problems and page.question_form:
            # A question may first come up among problems with others: then it has nothing to mend yet.
            self._mending |= {control.name for control in page.question_form.asks} & self._given

    def _must_move(self, before: Page, after: Page) -> None:
        if before.status == 422 and before.problems == after.problems:
            said = "; ".join(f"{each.target}: {each.text}" for each in after.problems)
            raise Stuck(f"{after.url} refuses the same again: {said or after.heading}")


def _page(response: requests.Response) -> Page:
    return Page(response.url, response.status_code, response.text)


def _filled(control: Control, answer: Any) -> Fields:
    if control.kind == "file":
        return []
    if control.kind == "checkbox":
        return _checked(control, answer)
    if control.kind == "radio":
        chosen = _radio(control, answer)
        return [(control.name, chosen)] if chosen else []
    return [(control.name, control.value if answer is None else str(answer))]


def _checked(control: Control, answer: Any) -> Fields:
    if isinstance(answer, str):
        return [(control.name, value) for value in control.values if value in answer.split(",")]
    wanted = bool(control.value) if answer is None else bool(answer)
    return [(control.name, control.values[0])] if wanted else []


def _radio(control: Control, answer: Any) -> str:
    wanted = {True: ("true", "yes", "1"), False: ("false", "no", "0")}.get(answer, (str(answer),))
    return next((value for value in control.values if value in wanted), control.value)


def _place(url: str) -> str:
    return urlsplit(url).path.removeprefix("/onboarding/")


def _role_at(url: str) -> str:
    parts = urlsplit(url).path.split("/")
    return next((part for part in parts if part in ROLES), "")
