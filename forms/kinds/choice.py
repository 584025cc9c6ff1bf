"""One of several answers: radios or a select, yes or no, a country, a merchant category."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from forms.inputs import Look, TickInput
from forms.kinds.base import Asking, held
from forms.kinds.single import OneInput, Wrong, make_input, token
from forms.locales import babel_locale
from forms.markup import Options
from forms.normalise import alphabetical
from forms.options import COUNTRIES, FLAG, Option, either, one_of, written
from forms.questions import Answers, Choice, Known, Message, Question
from forms.words import CHOOSE, NO, YES

MOST_RADIOS = 8
"""More choices than this are a select."""


class OneOf(OneInput):
    """One of the question's choices, as radios or, if they are many, as a select. words: missing, wrong."""

    name = "choice"
    options: tuple[Option, ...] = (
        Option("as", one_of("radios", "select"), "How it is drawn, whatever the number of choices."),
        Option("unsets", written("[a-z_]+", "one of its choices"), "The choice that takes the answer back."),
    )
    several = True
    words: Mapping[str, Message] = {
        "missing": Message(context="form.choice.missing", text="Choose an answer to “{label}”"),
        "wrong": Message(context="form.choice.wrong", text="Choose one of the answers to “{label}”"),
    }

    def choices(self, question: Question, asking: Asking) -> tuple[tuple[str, str], ...]:
        """Value and words of each choice."""
        return tuple((choice.value, asking.translate(choice.label)) for choice in question.choices)

    def look(self, question: Question, asking: Asking) -> Look:
        pairs = self.choices(question, asking)
        draw = question.options.get("as") or ("radios" if len(pairs) <= MOST_RADIOS else "select")
        blank = (("", asking.translate(CHOOSE)),) if draw == "select" else ()
        return Look(draw=draw, options=Options((*blank, *pairs)), autocomplete=token(question, question.base))

    def clean(self, question: Question, asking: Asking, typed: str) -> Any:
        if typed not in self.values(question):
            raise Wrong("wrong")
        return typed

    def answers(self, question: Question, values: Mapping[str, Any]) -> Answers:
        answers = super().answers(question, values)
        unsets = question.options.get("unsets")
        return {name: "" if value == unsets else value for name, value in answers.items()}

    def values(self, question: Question) -> Any:
        """The values that may be chosen."""
        return {choice.value for choice in question.choices}

    def show(self, question: Question, known: Known, asking: Asking) -> tuple[str, ...]:
        value = held(known, question.base)
        return () if value in (None, "") else (dict(self.choices(question, asking)).get(value, str(value)),)


_SENT = either(FLAG, written("[a-z_]+", "a word of Stripe's"))


class YesNo(OneOf):
    """Yes or no, as radios, or as one box to tick.

    words: missing; a box to tick has to be ticked where the map gives words for that, else it may stay empty.
    """

    name = "yes_no"
    options = (
        Option("as", one_of("radios", "checkbox"), "How it is drawn.", "radios"),
        Option("yes", _SENT, "What is sent for yes.", True),
        Option("no", _SENT, "What is sent for no.", False),
    )

    def fields(self, question: Question, asking: Asking) -> Mapping[str, Any]:
        if question.options.get("as") != "checkbox":
            return super().fields(question, asking)

        def clean(ticked: Any) -> Any:
            if not ticked and "missing" in question.words and not question.optional:
                raise Wrong("missing")
            return ticked

        look = Look(draw="checkbox")
        return {question.base: make_input(self, question, asking, question.base, look, clean, of=TickInput)}

    def choices(self, question: Question, asking: Asking) -> tuple[tuple[str, str], ...]:
        if question.choices:
            return super().choices(question, asking)
        return (("true", asking.translate(YES)), ("false", asking.translate(NO)))

    def values(self, question: Question) -> Any:
        return ("true", "false")

    def answers(self, question: Question, values: Mapping[str, Any]) -> Answers:
        value = values.get(question.base)
        if value in (None, ""):
            return {}
        yes = value is True or value == "true"
        return {
            question.base: question.options.get("yes", True) if yes else question.options.get("no", False)
        }

    def prefill(self, question: Question, known: Known) -> dict[str, Any]:
        value = held(known, question.base)
        if value is None:
            return {}
        yes = value == question.options.get("yes", True)
        return {question.base: yes if question.options.get("as") == "checkbox" else str(yes).lower()}

    def show(self, question: Question, known: Known, asking: Asking) -> tuple[str, ...]:
        value = held(known, question.base)
        if value is None:
            return ()
        return (asking.translate(YES if value == question.options.get("yes", True) else NO),)


class SearchableChoice(OneOf):
    """One of very many choices: a select that a script may turn into a search. words: missing, wrong."""

    name = "searchable_choice"
    options = (Option("from", one_of("mcc"), "Merchant categories, where it has no `choices`.", "mcc"),)
    several = False

    def choices(self, question: Question, asking: Asking) -> tuple[tuple[str, str], ...]:
        if question.choices:
            return super().choices(question, asking)
        named = ((choice.value, asking.translate(choice.label)) for choice in merchant_categories())
        return tuple(sorted(named, key=lambda pair: alphabetical(pair[1])))

    def values(self, question: Question) -> Any:
        return super().values(question) if question.choices else _merchant_codes()

    def look(self, question: Question, asking: Asking) -> Look:
        pairs = (("", asking.translate(CHOOSE)), *self.choices(question, asking))
        return Look(draw="select", options=Options(pairs), autocomplete=token(question, question.base))


@lru_cache(maxsize=1)
def merchant_categories() -> tuple[Choice, ...]:
    """Stripe's merchant categories, by name (source: iso18245, the codes that Stripe gives a name)."""
    from iso18245 import get_all_mccs

    named = sorted((mcc.stripe_description, mcc.mcc) for mcc in get_all_mccs() if mcc.stripe_code)
    return tuple(Choice(code, Message(context=f"mcc.{code}", text=name)) for name, code in named)


@lru_cache(maxsize=1)
def _merchant_codes() -> frozenset[str]:
    return frozenset(choice.value for choice in merchant_categories())


class Country(OneOf):
    """A country, named by Babel. words: missing, wrong."""

    name = "country"
    options = (Option("countries", COUNTRIES, "Those to choose from; else all."),)
    several = False

    def choices(self, question: Question, asking: Asking) -> tuple[tuple[str, str], ...]:
        return countries(asking.locale, tuple(question.options.get("countries", ())))

    def values(self, question: Question) -> Any:
        return question.options.get("countries") or country_codes()

    def look(self, question: Question, asking: Asking) -> Look:
        pairs = (("", asking.translate(CHOOSE)), *self.choices(question, asking))
        return Look(draw="select", options=Options(pairs), autocomplete=token(question, question.base))


@lru_cache(maxsize=256)
def countries(locale: str, only: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """Codes and names of countries in the locale's words, by name; all of them, or only some."""
    names = babel_locale(locale).territories
    codes = only or country_codes()
    named = ((code, str(names.get(code, code))) for code in codes)
    return tuple(sorted(named, key=lambda pair: alphabetical(pair[1])))


_NO_COUNTRIES = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
)
"""Codes that Babel names besides countries: unions, islands reserved for the post, test locales."""


@lru_cache(maxsize=1)
def country_codes() -> tuple[str, ...]:
    """Two-letter codes of all countries."""
    codes = map(str, babel_locale("en").territories)
    return tuple(sorted(c for c in codes if len(c) == 2 and c.isalpha() and c not in _NO_COUNTRIES))
