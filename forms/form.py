"""Builds forms from questions. The class of a form is made once; an instance serves one request."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from werkzeug.datastructures import CombinedMultiDict

from forms.base_form import OpenKept, SellerForm
from forms.kinds import KINDS
from forms.kinds.base import Asking
from forms.markup import Recent
from forms.questions import Known, Problem, Question

_classes: Recent[type[SellerForm]] = Recent(1024)


def build_form(
    questions: Sequence[Question],
    asking: Asking,
    *,
    rules: Sequence[str] = (),
    known: Known | None = None,
    formdata: Any = None,
    files: Any = None,
    problems: Sequence[Problem] = (),
    kept: OpenKept | None = None,
    wanted: Collection[str] = (),
) -> SellerForm:
    """The form that asks `questions`.

    rules: names in `forms.rules.RULES`; known: what Stripe holds, put into the inputs where nothing was
    sent; formdata, files: what was sent (multi-dicts), None on a first view; problems: shown in place.
    kept: opens the tokens of files that an earlier sending left with Stripe.
    wanted: ids at which something was found wrong, also when answers come back: of a document with a side
    among them, that side is required and the other one is not.
    Questions whose kind is unknown raise KeyError: maps are checked for that.
    """
    key = (tuple(questions), asking.locale, asking.test_mode, tuple(rules))
    made = _classes.get(key, lambda: _form_class(tuple(questions), asking, tuple(rules)))
    sent = formdata is not None or files is not None
    return made(
        replace(asking, wanted=frozenset(wanted)) if wanted else asking,
        known=known or {},
        formdata=CombinedMultiDict([each for each in (files, formdata) if each is not None])
        if sent
        else None,
        prefill={} if sent else _prefill(questions, known or {}),
        problems=problems,
        kept=kept,
    )


def _form_class(questions: tuple[Question, ...], asking: Asking, rules: tuple[str, ...]) -> type[SellerForm]:
    """A subclass whose fields are called as the requirements; of two inputs of one name the first stays."""
    fields: dict[str, Any] = {}
    asks = []
    for question in questions:
        kind = KINDS[question.kind]
        own = {name: unbound for name, unbound in kind.fields(question, asking).items() if name not in fields}
        if own:
            fields |= own
            asks.append((question, kind, tuple(own)))
    return type("QuestionsForm", (SellerForm,), {**fields, "asks": tuple(asks), "rules": rules})


def _prefill(questions: Sequence[Question], known: Known) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if known:
        for question in questions:
            found |= KINDS[question.kind].prefill(question, known)
    return found
