"""Boxes that have to be ticked: terms accepted, statements made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forms.inputs import Input, Look, TickInput
from forms.kinds.base import Asking, Plain, held
from forms.kinds.single import Wrong, make_input
from forms.questions import Answers, Known, Message, Question
from forms.words import YES


class Consent(Plain):
    """A box that has to be ticked: terms that are accepted here and now.

    Sends the literal "consent" at the base, which stands for date, ip and user agent of the moment.
    `links`, filled in by code: pairs of words and address, shown after the label. words: missing.
    """

    name = "consent"
    filled = ("links",)
    words: Mapping[str, Message] = {
        "missing": Message(context="form.consent.missing", text="Tick the box to accept the terms"),
    }

    def fields(self, question: Question, asking: Asking) -> Mapping[str, Any]:
        def clean(ticked: Any) -> Any:
            if not ticked and not question.optional:
                raise Wrong("missing")
            return ticked

        look = Look(draw="checkbox")
        return {question.base: make_input(self, question, asking, question.base, look, clean, of=TickInput)}

    def answers(self, question: Question, values: Mapping[str, Any]) -> Answers:
        return {question.base: "consent"} if values.get(question.base) else {}

    def prefill(self, question: Question, known: Known) -> dict[str, Any]:
        """Never: what is accepted is accepted on the page itself."""
        return {}

    def show(self, question: Question, known: Known, asking: Asking) -> tuple[str, ...]:
        return (asking.translate(YES),) if held(known, f"{question.base}.date") else ()

    def view(self, question: Question, inputs: Sequence[Input], asking: Asking) -> Any:
        links = question.options.get("links", ())
        return [(asking.translate(words), address) for words, address in links if _is_web(address)]


def _is_web(address: str) -> bool:
    return address.startswith(("https://", "http://", "/"))


class Declaration(Consent):
    """A statement that the seller makes by ticking a box. links, words: as for consent."""

    name = "declaration"
    words: Mapping[str, Message] = {
        "missing": Message(context="form.declaration.missing", text="Tick the box to confirm: {label}"),
    }
