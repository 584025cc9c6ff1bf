"""What a kind of question has to know how to do.

A kind holds every aspect of one way to ask: its inputs, how they are cleaned and checked, what is sent,
how known values are put back, and how an answer is shown to the seller again. One file per kind or
family; `forms.kinds.KINDS` is the registry; `templates/kinds/<name>.html` draws it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from wtforms.fields.core import UnboundField

from forms.questions import Answers, Known, Question, Translate


@dataclass(frozen=True, slots=True)
class Asking:
    """In which words and for whom a form is built. locale: as Babel writes it ("fr_CA")."""

    translate: Translate
    locale: str
    test_mode: bool = False


class Kind(Protocol):
    """One way to ask."""

    name: str

    def fields(self, question: Question, asking: Asking) -> Mapping[str, UnboundField[Any]]:
        """Unbound WTForms fields by input name (requirement ids); order is the order on the page."""
        ...

    def answers(self, question: Question, values: Mapping[str, Any]) -> Answers:
        """Clean values, as Stripe takes them, from the validated data of this question's inputs by name."""
        ...

    def prefill(self, question: Question, known: Known) -> dict[str, Any]:
        """Data by input name from what Stripe already holds; secrets are never among them."""
        ...

    def show(self, question: Question, known: Known, asking: Asking) -> tuple[str, ...]:
        """Lines for "check your answers"; empty when nothing is known. Secrets as "•••• 1234" at most."""
        ...
