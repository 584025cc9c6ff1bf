"""What kinds with one input have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms.fields.core import UnboundField

from forms.inputs import Input, Look, WrongInput
from forms.kinds.base import Asking, Plain, held
from forms.questions import Answers, Known, Message, Question
from forms.words import say

AUTOCOMPLETE = {
    "first_name": "given-name",
    "last_name": "family-name",
    "email": "email",
    "phone": "tel",
    "support_phone": "tel",
    "support_email": "email",
    "name": "organization",
    "title": "organization-title",
    "url": "url",
    "gender": "sex",
    "line1": "address-line1",
    "line2": "address-line2",
    "city": "address-level2",
    "state": "address-level1",
    "postal_code": "postal-code",
    "country": "country",
    "day": "bday-day",
    "month": "bday-month",
    "year": "bday-year",
}
"""Autofill tokens by the last part of a requirement id (WCAG 2.2, input purposes); others have none."""


def html_id(name: str) -> str:
    """The id of the input called `name`: dots would make selectors awkward."""
    return name.replace(".", "-")


def token(question: Question, name: str) -> str:
    """The autofill token of an input; none where somebody else than the person typing is asked about."""
    if not question.about_self:
        return "off"
    if question.autocomplete not in ("", "off"):
        return question.autocomplete
    return AUTOCOMPLETE.get(name.rpartition(".")[2], "off")


class Wrong(Exception):
    """Raised by a kind's own check; slot names the words, values fill them."""

    def __init__(self, slot: str, **values: object) -> None:
        super().__init__(slot)
        self.slot = slot
        self.values = values


def make_input(
    kind: Any, question: Question, asking: Asking, name: str, look: Look, clean: Any, *, of: type = Input
) -> UnboundField[Any]:
    """An unbound input called `name`; `clean(typed)` raises `Wrong`, which becomes words to show."""

    def cleaned(typed: Any) -> Any:
        try:
            return clean(typed)
        except Wrong as wrong:
            text = say(question, kind.words, asking.translate, wrong.slot, **wrong.values)
        raise WrongInput(text)

    return of(asking.translate(question.label), look=look, clean=cleaned, id=html_id(name))


class OneInput(Plain):
    """A kind with one input, called as the question's base."""

    name = ""
    words: Mapping[str, Message] = {}
    input_class: type = Input

    def fields(self, question: Question, asking: Asking) -> Mapping[str, UnboundField[Any]]:
        """The one input."""

        def clean(typed: Any) -> Any:
            return self.clean(question, asking, typed) if typed else self.blank(question)

        look = self.look(question, asking)
        unbound = make_input(self, question, asking, question.base, look, clean, of=self.input_class)
        return {question.base: unbound}

    def look(self, question: Question, asking: Asking) -> Look:
        """How the input is drawn."""
        return Look(autocomplete=token(question, question.base))

    def clean(self, question: Question, asking: Asking, typed: str) -> Any:
        """The clean value of what was typed, which is not blank; raises `Wrong`."""
        raise NotImplementedError

    def blank(self, question: Question) -> Any:
        """The clean value of an input left blank."""
        if question.optional:
            return None
        raise Wrong("missing")

    def answers(self, question: Question, values: Mapping[str, Any]) -> Answers:
        """The one value; nothing where an optional input was left blank."""
        value = values.get(question.base)
        return {} if value is None else {question.base: value}

    def prefill(self, question: Question, known: Known) -> dict[str, Any]:
        """The known value as it is."""
        value = held(known, question.base)
        return {} if value in (None, "") else {question.base: value}

    def show(self, question: Question, known: Known, asking: Asking) -> tuple[str, ...]:
        """The known value as text."""
        value = held(known, question.base)
        return () if value in (None, "") else (str(value),)
