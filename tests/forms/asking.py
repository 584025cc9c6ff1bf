"""Questions and submits of the form engine's tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from forms.base_form import SellerForm
from forms.form import build_form
from forms.kinds import Asking
from forms.questions import Message, Question, untranslated

LIVE = Asking(untranslated, "en", False, date(2026, 11, 22))
TEST = Asking(untranslated, "en", True, date(2026, 11, 22))


def in_locale(locale: str) -> Asking:
    return Asking(untranslated, locale, False, date(2026, 11, 22))


def says(text: str) -> Message:
    return Message(f"test.{text}", text)


def question(kind: str, base: str = "individual.thing", *, country: str = "US", **more: Any) -> Question:
    return Question(
        id=base,
        kind=kind,
        base=base,
        settles=more.pop("settles", (base,)),
        country=country,
        label=more.pop("label", says("Label")),
        **more,
    )


def sent(
    questions: Question | Sequence[Question],
    values: Mapping[str, Any],
    asking: Asking = LIVE,
    files: Mapping[str, Any] | None = None,
    rules: Sequence[str] = (),
) -> SellerForm:
    several = [questions] if isinstance(questions, Question) else questions
    form = build_form(
        several, asking, formdata=MultiDict(values), files=files and MultiDict(files), rules=rules
    )
    form.validate()
    return form


def texts(form: SellerForm) -> list[str]:
    return [line.text for line in form.summary]


def take(one: Question, values: Mapping[str, Any] | str, asking: Asking = LIVE) -> Any:
    """The answers to a form of one question, or the texts of what is wrong with them."""
    form = sent(one, {one.base: values} if isinstance(values, str) else values, asking)
    return texts(form) or form.answers()
