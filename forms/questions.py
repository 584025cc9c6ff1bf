"""What a form is built from: questions, the texts they carry, and the answers they give.

Nothing here imports the rest of the project, so that the core may speak of questions while the form
engine stays usable, and testable, by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """A text that people read.

    context: stable key, the msgctxt ("identity.date_of_birth.label"); text: the English source, the msgid,
    with named `{placeholders}`. english: what fills some of them wherever the message is said: names that
    exist in English only, and are marked so on the page.
    """

    context: str
    text: str
    english: tuple[tuple[str, str], ...] = ()


class Translate(Protocol):
    """Turns a message into the seller's language; `values` fill its named placeholders."""

    def __call__(self, message: Message, /, **values: object) -> str: ...


def untranslated(message: Message, /, **values: object) -> str:
    """The English source itself: the `Translate` of tests and of the command line."""
    filled = {**dict(message.english), **values}
    return message.text.format_map(filled) if filled else message.text


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a choice: the value that is sent, and the words shown."""

    value: str
    label: Message


@dataclass(frozen=True, eq=False, kw_only=True)
class Question:
    """One thing asked in one go, resolved for one subject of one seller.

    Questions are resolved once and shared between requests; two are equal only when they are the same
    object, so they serve as keys of caches. Anything that changes from view to view (problems, what is
    already known) stands beside a question, never in it.

    id: stable id in the map ("date_of_birth").
    kind: name of a kind in `forms.kinds` ("date_of_birth").
    base: dotted path under which its inputs stand ("individual.dob", "individual.first_name",
        "external_account"). Input names are requirement ids: `base` itself or `base` + "." + part.
    settles: requirement ids, whole, that answering it settles.
    country: two-letter code of the account's country, whose forms and checks apply.
    words: error texts by slot: "missing", "wrong" and what the kind names besides.
    options: settings of the kind from the map (lengths, checks, purpose, sides, currency, …).
    autocomplete: HTML autofill token for the whole or, where the kind has parts, "" for the kind's own.
    about_self: false when another person than the one typing is asked about.
    """

    id: str
    kind: str
    base: str
    settles: tuple[str, ...]
    country: str
    label: Message
    hint: Message | None = None
    why: Message | None = None
    words: Mapping[str, Message] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    autocomplete: str = "off"
    optional: bool = False
    about_self: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with an answer, to show beside its question and in the summary on top.

    requirement: id of the input or requirement it stands at; "" where it concerns the whole page.
    text: the words, already in the seller's language.
    english: true where the words quote Stripe's own English reason, as there are no others.
    """

    requirement: str
    text: str
    english: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that the seller chose, checked and waiting to be sent on; never written anywhere.

    purpose: Stripe's file purpose ("identity_document"). media_type: by content, not by name.
    """

    filename: str
    media_type: str
    content: bytes
    purpose: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that Stripe has from an earlier sending of the same page. id: "file_…"."""

    id: str


Answer = (
    str
    | int
    | bool
    | Upload
    | KeptFile
    | list[str]
    | list[Upload]
    | list[Upload | KeptFile]
    | dict[str, Any]
    | None
)
"""A clean value as Stripe takes it; `""` unsets; None is left out."""

Answers = dict[str, Answer]
"""Clean values by requirement id (or, where a kind sends more than is required, by parameter path)."""

Known = Mapping[str, Any]
"""Values that Stripe already holds, by the same ids; never stored by us."""
