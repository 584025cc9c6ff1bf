"""A page as a visitor finds it: its forms, problems and links; nothing is known of any page in particular."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

_BUTTONS = ("submit", "button", "reset", "image")


@dataclass(frozen=True, slots=True)
class Control:
    """One input of a form as it would be filled. kind: its type, "select" or "textarea".

    value: what it holds now; values: what can be chosen, for selects, radios and check boxes.
    apart: it stands elsewhere on the page and is no question of the form, such as the language.
    """

    name: str
    kind: str
    value: str
    values: tuple[str, ...] = ()
    apart: bool = False


@dataclass(frozen=True, slots=True)
class PageForm:
    """A form: where it goes, its controls by name in the order of the page, and what its button says."""

    action: str
    method: str
    controls: tuple[Control, ...]
    button: str = ""

    @property
    def asks(self) -> tuple[Control, ...]:
        """The controls that a visitor is to answer."""
        return tuple(control for control in self.controls if control.kind != "hidden" and not control.apart)


@dataclass(frozen=True, slots=True)
class PageProblem:
    """One line of the error summary. target: the name of the input it links to, "" for the whole page."""

    target: str
    text: str


class Page:
    """An answered request, parsed."""

    def __init__(self, url: str, status: int, text: str) -> None:
        self.url = url
        self.status = status
        self.soup = BeautifulSoup(text, "html.parser")
        self.main = self.soup.find("main") or self.soup

    @property
    def heading(self) -> str:
        """The words of its h1."""
        found = self.main.find("h1")
        return _words(found) if isinstance(found, Tag) else ""

    @property
    def language(self) -> str:
        """What `lang` says ("fr-CA")."""
        return str(self.soup.html.get("lang", "")) if self.soup.html else ""

    @property
    def text(self) -> str:
        """All words of its main part."""
        return _words(self.main)

    @property
    def standing(self) -> str:
        """The seller's standing, on the status page; "" elsewhere."""
        found = self.soup.select_one("[data-standing]")
        return str(found["data-standing"]) if found else ""

    @property
    def problems(self) -> tuple[PageProblem, ...]:
        """The lines of the error summary."""
        return tuple(
            PageProblem(self._named(item.find("a")), _words(item))
            for item in self.soup.select("[role=alert] li")
        )

    @property
    def forms(self) -> tuple[PageForm, ...]:
        """The forms of its main part, in order."""
        return tuple(self._form(tag) for tag in self.main.find_all("form"))

    @property
    def question_form(self) -> PageForm | None:
        """The form that asks something; the one that asks most where there are several."""
        asking = [form for form in self.forms if form.asks]
        return max(asking, key=lambda form: len(form.asks), default=None)

    @property
    def button_link(self) -> str:
        """Where its main link button leads, "" when there is none or it leads to another host."""
        for link in self.main.select(".actions a.button"):
            address = urljoin(self.url, str(link["href"]))
            if urlsplit(address).netloc == urlsplit(self.url).netloc:
                return address
        return ""

    def _named(self, link: object) -> str:
        target = str(link.get("href", "")).lstrip("#") if isinstance(link, Tag) else ""
        found = self.soup.find(id=target) if target else None
        if not isinstance(found, Tag):
            return ""
        inner = found if found.get("name") else found.select_one("[name]")
        return str(inner["name"]) if isinstance(inner, Tag) else ""

    def _form(self, tag: Tag) -> PageForm:
        action = urljoin(self.url, str(tag.get("action") or self.url))
        method = str(tag.get("method", "get")).lower()
        button = tag.select_one("button:not([name])")
        return PageForm(action, method, tuple(self._controls(tag)), _words(button) if button else "")

    def _controls(self, form: Tag) -> Iterator[Control]:
        """Those within, and those elsewhere that name the form."""
        yield from _controls(form)
        for tag in self.soup.select(f'select[form="{form.get("id", "")}"]'):
            yield replace(_select(str(tag["name"]), tag), apart=True)


def _controls(form: Tag) -> Iterator[Control]:
    choosing: dict[str, list[Tag]] = {}
    for tag in form.find_all(["input", "select", "textarea"]):
        name, kind = str(tag.get("name", "")), str(tag.get("type", "text"))
        if not name or kind in _BUTTONS or tag.has_attr("disabled"):
            continue
        if kind in ("radio", "checkbox"):
            choosing.setdefault(name, []).append(tag)
            continue
        yield _select(name, tag) if tag.name == "select" else _typed(name, kind, tag)
    for name, tags in choosing.items():
        checked = next((str(tag.get("value", "on")) for tag in tags if tag.has_attr("checked")), "")
        values = tuple(str(tag.get("value", "on")) for tag in tags)
        yield Control(name, str(tags[0]["type"]), checked, values)


def _typed(name: str, kind: str, tag: Tag) -> Control:
    if tag.name == "textarea":
        return Control(name, "textarea", tag.get_text())
    return Control(name, kind, str(tag.get("value", "")))


def _select(name: str, tag: Tag) -> Control:
    options = tag.find_all("option")
    chosen = next(
        (option for option in options if option.has_attr("selected")), options[0] if options else None
    )
    values = tuple(str(option.get("value", option.get_text())) for option in options)
    return Control(name, "select", values[options.index(chosen)] if chosen else "", values)


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())
