"""The form that sellers fill: bound inputs of several questions, checked once, with its problems in place."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar

from flask import has_request_context
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.i18n import DummyTranslations

from forms.asked import Asked, SummaryLine
from forms.inputs import FileInput, Input, Said
from forms.kinds.base import Asking, Fault, Kind
from forms.questions import Answers, KeptFile, Known, Problem, Question, Upload
from forms.rules import RULES
from forms.rules import WORDS as RULE_WORDS
from forms.words import EXPIRED, say

OpenKept = Callable[[str, str], KeptFile | None]
"""(input name, token) -> the file that the token stands for, None where it is not to be believed."""

_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
_OWN_WORDS = DummyTranslations()
"""WTForms' own words are never shown: every check of ours brings translated ones."""


class SellerForm(FlaskForm):
    """Base of the forms that `forms.form.build_form` makes; one instance serves one request.

    form[name] is the input of a requirement; `asked` are the questions as the page asks them; `top`
    what is wrong with the page as a whole; `nonce` is the same for every sending of one shown form;
    `reshaped` is true where another country's inputs are wanted, and nothing is to be checked or sent.
    """

    asks: ClassVar[tuple[tuple[Question, Kind, tuple[str, ...]], ...]] = ()
    rules: ClassVar[tuple[str, ...]] = ()

    nonce = HiddenField(name="_nonce")
    prefilled = HiddenField(name="_prefilled")

    class Meta(FlaskForm.Meta):
        """Without the words of WTForms."""

        def get_translations(self, _form: Any) -> Any:
            return _OWN_WORDS

    def __init__(
        self,
        asking: Asking,
        *,
        known: Known,
        formdata: Any,
        prefill: Mapping[str, Any],
        problems: Iterable[Problem] = (),
        kept: OpenKept | None = None,
    ) -> None:
        """formdata: what was sent, files among it, or None; prefill: data by input name where nothing was."""
        meta = {} if has_request_context() else {"csrf": False}
        super().__init__(formdata=formdata, data=prefill, meta=meta)
        self._asking = asking
        self._verdict: bool | None = None
        self.sent = formdata is not None
        self.reshaped = self.sent and _is_reshaped(formdata)
        self.top: list[Said] = []
        self.asked = tuple(
            Asked(question, kind, tuple(self[name] for name in names), asking, known)
            for question, kind, names in self.asks
        )
        for asked in self.asked:
            asked.turned = self.reshaped and formdata.get("_country") == asked.base
        self._renew()
        if kept and self.sent:
            self._take_kept(formdata, kept)
        for problem in problems:
            self.add_problem(problem)
        if not self.sent:
            self._note_prefilled()

    def _renew(self) -> None:
        if not self.sent or not _NONCE.fullmatch(self.nonce.data or ""):
            self.nonce.data = secrets.token_urlsafe(18)

    def _take_kept(self, formdata: Any, kept: OpenKept) -> None:
        """Files that an earlier sending of this page left with Stripe."""
        found: dict[str, dict[str, KeptFile]] = {}
        for line in formdata.getlist("_kept"):
            name, _, token = str(line).partition(" ")
            if (file := kept(name, token)) is not None:
                found.setdefault(name, {})[token] = file
        for each in self._files():
            each.keep(found.get(each.name, {}))

    def _files(self) -> Iterator[FileInput]:
        return (each for asked in self.asked for each in asked.fields if isinstance(each, FileInput))

    def keep_files(self, keep: Callable[[str, Upload], str | None]) -> None:
        """Before a page that was not taken comes back: hands every good file to `keep`, which sends it on and
        answers a token for it, so that the seller need not choose it again. Call it after `validate`."""
        for each in self._files():
            if not each.said and all(isinstance(file, Upload) for file in each.data):
                tokens = [keep(each.name, file) for file in each.data]
                each.tokens = tuple(token for token in tokens if token)

    def look_into_files(self) -> None:
        """Checks the chosen files alone, so that the good ones can be kept where nothing else is checked."""
        for each in self._files():
            each.validate(self)

    def _note_prefilled(self) -> None:
        """Names, never values, of what may be cleared and of what may be left as Stripe holds it."""
        noted = [
            each.name
            for asked in self.asked
            for each in asked.fields
            if (each.filled and _may_clear(asked, each)) or (asked.held and not asked.faulty)
        ]
        self.prefilled.data = " ".join(noted)

    def validate(self, extra_validators: Any = None) -> bool:
        """Checks everything, once: each input, the inputs of a question together, the page's rules."""
        if self._verdict is None:
            sound = super().validate(extra_validators) or not self._forged()
            for asked in self.asked:
                self._check(asked)
            if not any(asked.faulty for asked in self.asked):
                self._apply_rules()
            if not sound:
                self.top.append(Said(self._asking.translate(EXPIRED)))
            self._verdict = not self.top and not any(_is_shown_faulty(asked) for asked in self.asked)
        return self._verdict

    def _forged(self) -> bool:
        """True where the page's token was not sent or has expired."""
        return bool(self["csrf_token"].errors) if "csrf_token" in self else False

    def _check(self, asked: Asked) -> None:
        if self._is_kept(asked):
            return
        for each in asked.fields:
            each.said += [Said(str(text)) for text in each.errors]
        if not any(each.errors for each in asked.fields):
            values = {each.name: each.data for each in asked.fields}
            for fault in asked.kind.check(asked.question, values, self._asking):
                self._say(asked, fault, asked.kind.words)

    def _is_kept(self, asked: Asked) -> bool:
        """True where a secret that Stripe holds was left blank, to stay as it is."""
        blank = asked.kind.secret and not any(each.filled for each in asked.fields)
        return blank and {each.name for each in asked.fields} <= self._noted()

    def _noted(self) -> set[str]:
        return set((self.prefilled.data or "").split()) if self.sent else set()

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
            if not self._is_kept(asked):
                values = {each.name: each.data for each in asked.fields}
                found |= asked.kind.answers(asked.question, values)
        cleared = self._noted() - set(found)
        return found | {
            each.name: ""
            for asked in self.asked
            for each in asked.fields
            if each.name in cleared and _may_clear(asked, each)
        }

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
        """Everything that is wrong, in page order, each text once for each question. Questions that say the
        same as others are named in all of their lines, and those that quote Stripe, which speaks of none."""
        on_top = [SummaryLine("", line.text, line.english) for line in self.top]
        lines = [(asked, line) for asked in self.asked for line in asked.summary()]
        times = Counter(line.text for _, line in lines)
        unclear = {asked.base for asked, line in lines if line.english or times[line.text] > 1}
        named = (
            line._replace(about=asked.called) if asked.base in unclear else line for asked, line in lines
        )
        return [*on_top, *named]


def _is_reshaped(formdata: Any) -> bool:
    """True where the button of a country was used to see that country's inputs.

    The Enter key uses the first button of a form, which may be that one; where the country is still the
    one that was shown, the page was meant to be sent.
    """
    base = formdata.get("_country")
    if base is None:
        return False
    shown = dict(each.split(" ", 1) for each in formdata.getlist("_shown") if " " in each)
    return bool(formdata.get(f"{base}.country") != shown.get(base))


def _names(asked: Asked) -> Iterable[str]:
    return [each.name for each in asked.fields]


def _is_shown_faulty(asked: Asked) -> bool:
    return any(each.said for each in asked.drawn)


def _may_clear(asked: Asked, each: Input) -> bool:
    emptied = each.name.rpartition(".")[2] in asked.kind.empties
    return not asked.kind.secret and (asked.optional or emptied)


def _is_input(asked: Asked, requirement: str) -> Input | None:
    return next((each for each in asked.drawn if each.name == requirement), None)


def _is_settled(asked: Asked, requirement: str) -> Input | None:
    settles = (asked.question.base, *asked.question.settles)
    return asked.drawn[0] if requirement in settles else None


def _is_above(asked: Asked, requirement: str) -> Input | None:
    """The requirement stands above an input: "individual.dob" above "individual.dob.day"."""
    return next((each for each in asked.drawn if each.name.startswith(f"{requirement}.")), None)


def _is_below(asked: Asked, requirement: str) -> Input | None:
    """The requirement stands below the question: "external_account.routing_number" below its base."""
    return asked.drawn[0] if requirement.startswith(f"{asked.base}.") else None
