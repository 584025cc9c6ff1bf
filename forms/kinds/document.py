"""Files: an identity document with its sides, or several papers; looked into before Stripe is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms.fields.core import UnboundField

from forms.inputs import FileInput, Look
from forms.kinds.base import Asking, Fault, Plain, held
from forms.kinds.document_checks import (
    ACCEPT,
    LEAST_PIXELS,
    MOST_BYTES,
    MOST_MEGABYTES,
    MOST_PIXELS,
    STARTS,
    Unfit,
    media_type,
    read_whole,
)
from forms.kinds.document_lists import AcceptedView, view_accepted
from forms.kinds.single import Wrong, make_input
from forms.options import FLAG, Option, many, one_of, whole
from forms.questions import Answers, KeptFile, Known, Message, Question, Upload
from forms.words import GIVEN, OPTIONAL, say

LIMITS = Message(
    context="form.document.limits",
    text="Use a colour photo or scan in JPG, PNG or PDF, below {megabytes} MB and {pixels} pixels a side",
)
TIPS: tuple[Message, ...] = (
    Message(context="form.document.whole", text="Show the whole page, with all borders visible"),
    Message(context="form.document.original", text="Take a photo of the original, not of a screen or a copy"),
    Message(context="form.document.current", text="Make sure that the document has not expired"),
)
AGAIN = Message(
    context="form.document.again",
    text="Choose this file again: it could not be kept",
)
KEPT = Message(
    context="form.document.kept",
    text="The file you chose is kept. Choose another one only to replace it",
)
_LIMITS = {"megabytes": MOST_MEGABYTES, "pixels": MOST_PIXELS, "least": LEAST_PIXELS}
_SEEN_AT_ONCE = (
    "too_many", "empty", "too_large", "wrong_type", "too_many_pixels", "too_few_pixels", "unreadable",
)  # fmt: skip
"""Slots of what a script sees as well, once a file is chosen and before it is sent."""
_SIDES: Mapping[str, Message] = {
    "front": Message(context="form.document.front", text="Front of the document"),
    "back": Message(context="form.document.back", text="Back of the document"),
}


@dataclass(frozen=True)
class DocumentPart:
    """One file input as it is drawn; again: what becomes of a good file when the page comes back."""

    input: FileInput
    label: str
    again: str


@dataclass(frozen=True)
class DocumentView:
    """limits: what is taken, before anything is chosen; tips: how to make a picture that passes.

    accepted: which documents the country takes, where the map names a list.
    checks: limits and words for scripts that look into a file once it is chosen, as attributes.
    """

    parts: tuple[DocumentPart, ...]
    accepted: AcceptedView | None
    limits: str
    tips: tuple[str, ...]
    checks: Mapping[str, object]


_PURPOSE = one_of("identity_document", "additional_verification", "account_requirement")
_LISTS = one_of("identity", "address", "company")


class Document(Plain):
    """Files. With sides: inputs base + ".front" and ".back"; else one input at the base for several files.

    A side that Stripe misses is required in any case. The maps fill in `accepted`: name, local and
    both_sides of each document that is taken.
    words: missing, missing_back, too_many {limit}, empty, too_large {megabytes}, wrong_type, password,
    too_many_pixels {pixels}, too_few_pixels {least}, unreadable.
    """

    name = "document"
    options = (
        Option("purpose", _PURPOSE, "What Stripe is told that the file is for; else by the requirement."),
        Option("sides", many(one_of("front", "back"), "a list of front and back"), "Which are asked for."),
        Option("back", one_of("required", "optional"), "Whether the back may be left out.", "optional"),
        Option("files", whole(1), "How many files at most, in place of `sides`.", 1),
        Option("tips", FLAG, "Tips for a good picture; else for identity documents."),
        Option("accepts", _LISTS, "Which list of `documents.yaml` is shown."),
        Option("abroad", FLAG, "Who lives outside the account's country is told to show a passport.", False),
    )
    filled = ("accepted",)
    several = True
    secret = True
    words: Mapping[str, Message] = {
        "missing": Message(context="form.document.missing", text="{label}: choose a file"),
        "missing_back": Message(
            context="form.document.missing_back",
            text="{label}: choose a file that shows the back of the document",
        ),
        "too_many": Message(context="form.document.too_many", text="{label}: choose {limit} files or fewer"),
        "empty": Message(
            context="form.document.empty", text="{label}: this file is empty, choose another one"
        ),
        "too_large": Message(
            context="form.document.too_large",
            text="{label}: choose a file that is smaller than {megabytes} MB",
        ),
        "wrong_type": Message(
            context="form.document.wrong_type", text="{label}: choose a JPG, PNG or PDF file"
        ),
        "password": Message(
            context="form.document.password", text="{label}: choose a PDF file that opens without a password"
        ),
        "too_many_pixels": Message(
            context="form.document.too_many_pixels",
            text="{label}: choose a picture with no more than {pixels} pixels on each side",
        ),
        "too_few_pixels": Message(
            context="form.document.too_few_pixels",
            text="{label}: choose a larger picture, "
            "its longer side needs at least {least} pixels to be readable",
        ),
        "unreadable": Message(
            context="form.document.unreadable",
            text="{label}: this file cannot be opened, save it again or choose another one",
        ),
    }

    def fields(self, question: Question, asking: Asking) -> Mapping[str, UnboundField[Any]]:
        look = Look(draw="file", accept=ACCEPT, several=_most(question) > 1)

        def clean(files: Any) -> tuple[Upload | KeptFile, ...]:
            if len(files) > _most(question):
                raise Wrong("too_many", limit=_most(question))
            return tuple(_checked(file, _purpose(question)) for file in files)

        return {
            name: make_input(self, question, asking, name, look, clean, of=FileInput)
            for name in _names(question)
        }

    def check(self, question: Question, values: Mapping[str, Any], asking: Asking) -> Iterable[Fault]:
        names = _names(question)
        if question.optional and not any(values.get(name) for name in names):
            return
        for name in names:
            if not values.get(name) and not _may_stay_blank(question, name, asking):
                yield Fault(name, "missing_back" if name.endswith(".back") else "missing")

    def view(self, question: Question, inputs: Sequence[FileInput], asking: Asking) -> DocumentView:
        limits = asking.translate(LIMITS, **_LIMITS)
        tips = TIPS if question.options.get("tips", "verification" in question.base) else ()
        parts = tuple(self._part(question, each, asking) for each in inputs)
        accepted = view_accepted(question, asking)
        told = tuple(asking.translate(tip) for tip in tips)
        return DocumentView(parts, accepted, limits, told, self._checks(question, asking))

    def _checks(self, question: Question, asking: Asking) -> Mapping[str, object]:
        values = {**_LIMITS, "limit": _most(question)}
        found: dict[str, object] = {
            "starts": STARTS,
            "most_bytes": MOST_BYTES,
            "most_pixels": MOST_PIXELS,
            "least_pixels": LEAST_PIXELS,
            "most_files": _most(question),
        }
        for slot in _SEEN_AT_ONCE:
            found[slot] = say(question, self.words, asking.translate, slot, **values)
        return {f"data-{name.replace('_', '-')}": value for name, value in found.items()}

    def _part(self, question: Question, each: FileInput, asking: Asking) -> DocumentPart:
        side = _SIDES.get(each.name.rpartition(".")[2]) if _sides(question) else None
        label = asking.translate(side or question.label)
        if side and _may_stay_blank(question, each.name, asking):
            label = asking.translate(OPTIONAL, label=label)
        again = ""
        if each.filled and not each.said:
            again = asking.translate(KEPT if each.tokens else AGAIN)
        return DocumentPart(each, label, again)

    def answers(self, question: Question, values: Mapping[str, Any]) -> Answers:
        given = {name: values[name] for name in _names(question) if values.get(name)}
        if _sides(question):
            return {name: uploads[0] for name, uploads in given.items()}
        return {name: list(uploads) for name, uploads in given.items()}

    def prefill(self, question: Question, known: Known) -> dict[str, Any]:
        """Never: a browser cannot be given a file."""
        return {}

    def show(self, question: Question, known: Known, asking: Asking) -> tuple[str, ...]:
        given = any(held(known, name) for name in _names(question))
        return (asking.translate(GIVEN),) if given else ()


def _sides(question: Question) -> tuple[str, ...]:
    if "files" in question.options:
        return ()
    return tuple(question.options.get("sides", ("front", "back")))


def _names(question: Question) -> tuple[str, ...]:
    return tuple(f"{question.base}.{side}" for side in _sides(question)) or (question.base,)


def _most(question: Question) -> int:
    return int(question.options.get("files", 1))


def _may_stay_blank(question: Question, name: str, asking: Asking) -> bool:
    """Where Stripe misses one side alone, that side is asked for and the other one need not come again."""
    if name in asking.wanted:
        return False
    if question.base not in asking.wanted and asking.wanted.intersection(_names(question)):
        return True
    return name.endswith(".back") and question.options.get("back", "optional") != "required"


def _purpose(question: Question) -> str:
    if purpose := question.options.get("purpose"):
        return str(purpose)
    if question.base.startswith("company.verification"):
        return "additional_verification"
    return "identity_document" if "verification" in question.base else "account_requirement"


def _checked(file: Any, purpose: str) -> Upload | KeptFile:
    if isinstance(file, Upload | KeptFile):
        return file
    try:
        content = read_whole(file.stream)
        found = media_type(content)
    except Unfit as unfit:
        raise Wrong(unfit.slot, **_LIMITS) from None
    return Upload(_plain_name(found), found, content, purpose)


def _plain_name(kind: str) -> str:
    """A name that tells nothing but the type: what sellers call their files may say who they are."""
    return {"image/jpeg": "document.jpg", "image/png": "document.png", "application/pdf": "document.pdf"}[
        kind
    ]
