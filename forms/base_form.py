"""The form that sellers fill: bound inputs of several questions, checked once, with its problems in place."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from flask import has_request_context
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.i18n import DummyTranslations

from forms.asked import Asked, SummaryLine
from forms.inputs import Input, Said
from forms.kinds.base import Asking, Fault, Kind
from forms.questions import Answers, Known, Problem, Question
from forms.rules import RULES
from forms.rules import WORDS as RULE_WORDS
from forms.words import EXPIRED, say

_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
_OWN_WORDS = DummyTranslations()
"""WTForms' own words are never shown: every check of ours brings translated ones."""


class SellerForm(FlaskForm):
    """Base of the forms that `forms.form.build_form` makes; one instance serves one request.

    form[name] is the input of a requirement; `asked` are the questions as the page asks them; `top`
    what is wrong with the page as a whole; `nonce` is the same for every sending of one shown form.
    """

    asks: ClassVar[tuple[tuple[Question, Kind, tuple[str, ...]], ...]] = ()
    rules: ClassVar[tuple[str, ...]] = ()

    nonce = HiddenField(name="_nonce")
    prefilled = HiddenField(name="_prefilled")

    class Meta(FlaskForm.Meta):
        """Without the words of WTForms."""

        def get_translations(self, _form: Any) -> Any:
            return _OWN_WORDS

    def __init__(self, asking: Asking, *, known: Known, formdata: Any, prefill: Mapping[str, Any]) -> None:
        """formdata: what was sent, files among it, or None; prefill: data by input name where nothing was."""
        meta = {} if has_request_context() else {"csrf": False}
        super().__init__(formdata=formdata, data=prefill, meta=meta)
        self._asking = asking
        self._verdict: bool | None = None
        self.sent = formdata is not None
        self.reshaped = formdata is not None and "_country" in formdata
        self.top: list[Said] = []
        self.asked = tuple(
            Asked(question, kind, tuple(self[name] for name in names), asking, known)
            for question, kind, names in self.asks
        )
        self._renew()

    def _renew(self) -> None:
        if not self.sent or not _NONCE.fullmatch(self.nonce.data or ""):
            self.nonce.data = secrets.token_urlsafe(18)
        if not self.sent:
            self.prefilled.data = " ".join(
                each.name
                for asked in self.asked
                for each in asked.fields
                if each.typed and _may_clear(asked, each)
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """Checks everything, once: each input, the inputs of a question together, the page's rules."""
        if self._verdict is None:
            sound = super().validate(extra_validators)
            for asked in self.asked:
                self._check(asked)
            if not any(asked.faulty for asked in self.asked):
                self._apply_rules()
            if not sound and not any(asked.faulty for asked in self.asked):
                self.top.append(Said(self._asking.translate(EXPIRED)))
            self._verdict = not self.summary
        return self._verdict

    def _check(self, asked: Asked) -> None:
        for each in asked.fields:
            each.said += [Said(str(text)) for text in each.errors]
        if not any(each.errors for each in asked.fields):
            values = {each.name: each.data for each in asked.fields}
            for fault in asked.kind.check(asked.question, values, self._asking):
                self._say(asked, fault, asked.kind.words)

    def _apply_rules(self) -> None:
        values = {each.name: each.data for asked in self.asked for each in asked.fields}
        for rule in self.rules:
            for fault in RULES[rule](values):
                if asked := next((each for each in self.asked if fault.name in _names(each)), None):
                    self._say(asked, fault, RULE_WORDS)

    def _say(self, asked: Asked, fault: Fault, words: Mapping[str, Any]) -> None:
        text = say(asked.question, words, self._asking.translate, fault.slot, **dict(fault.values))
        self[fault.name].said.append(Said(text))

    def answers(self) -> Answers:
        """Clean values by requirement; call it after `validate` said yes.

        What was prefilled, may be left blank and was cleared is sent as "", which unsets it.
        """
        found: Answers = {}
        for asked in self.asked:
            found |= asked.kind.answers(asked.question, {each.name: each.data for each in asked.fields})
        cleared = set((self.prefilled.data or "").split()) - set(found)
        for asked in self.asked:
            for each in asked.fields:
                if each.name in cleared and _may_clear(asked, each):
                    found[each.name] = ""
        return found

    def add_problem(self, problem: Problem) -> None:
        """Puts a problem beside the input it names, else beside the question that settles it, else on top."""
        said = Said(problem.text, problem.english)
        place = self._place(problem.requirement)
        lines = self.top if place is None else place.said
        if said not in lines:
            lines.append(said)

    def _place(self, requirement: str) -> Input | None:
        requirement = requirement.replace("[", ".").replace("]", "")
        if not requirement:
            return None
        for fits in (_is_input, _is_settled, _is_above, _is_below):
            for asked in self.asked:
                if (found := fits(asked, requirement)) is not None:
                    return found
        return None

    @property
    def summary(self) -> list[SummaryLine]:
        """Everything that is wrong, in page order, each text once for each question."""
        on_top = [SummaryLine("", line.text, line.english) for line in self.top]
        return [*on_top, *(line for asked in self.asked for line in asked.summary())]


def _names(asked: Asked) -> Iterable[str]:
    return [each.name for each in asked.fields]


def _may_clear(asked: Asked, each: Input) -> bool:
    return asked.optional or each.name.endswith(".line2")


def _is_input(asked: Asked, requirement: str) -> Input | None:
    return next((each for each in asked.fields if each.name == requirement), None)


def _is_settled(asked: Asked, requirement: str) -> Input | None:
    settles = (asked.question.base, *asked.question.settles)
    return asked.field if requirement in settles else None


def _is_above(asked: Asked, requirement: str) -> Input | None:
    """The requirement stands above an input: "individual.dob" above "individual.dob.day"."""
    return next((each for each in asked.fields if each.name.startswith(f"{requirement}.")), None)


def _is_below(asked: Asked, requirement: str) -> Input | None:
    """The requirement stands below the question: "external_account.routing_number" below its base."""
    return asked.field if requirement.startswith(f"{asked.base}.") else None
