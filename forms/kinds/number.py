"""Numbers and amounts of money, written as people of the locale write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import NumberFormatError, format_currency, format_decimal, parse_decimal
from wtforms.fields.core import UnboundField

from forms.inputs import Look
from forms.kinds.base import Asking, held
from forms.kinds.single import OneInput, Wrong, make_input
from forms.locales import babel_locale
from forms.normalise import plain_digits
from forms.options import CURRENCY, NUMBER, WIDTH, Option, one_of, whole
from forms.questions import Answers, Known, Message, Question

WITHOUT_MINOR = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)
"""Currencies whose smallest unit is the whole (Stripe; UGX and ISK are written with two places there)."""
WITH_THREE = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))
"""Currencies with a thousand minor units."""


def minor_places(currency: str) -> int:
    """Decimal places of a currency as Stripe counts them: 0, 2 or 3."""
    currency = currency.upper()
    return 0 if currency in WITHOUT_MINOR else 3 if currency in WITH_THREE else 2


def read_decimal(typed: str, locale: str) -> Decimal | None:
    """The number that was typed, in the locale's writing or with a plain point; None if it is none.

    >>> read_decimal("1 234,50", "fr"), read_decimal("33.3", "fr")
    (Decimal('1234.50'), Decimal('33.3'))
    """
    bare = re.sub(r"[^\d.,\-+]", "", plain_digits(typed).replace("\u2212", "-"))
    if not any(sign.isdigit() for sign in bare) or re.search(r"[^\W\d_]{4,}", typed):
        return None
    if re.fullmatch(r"[-+]?\d+\.\d{1,2}", bare):
        return Decimal(bare)
    try:
        return parse_decimal(bare, locale=babel_locale(locale), strict=True)
    except (NumberFormatError, InvalidOperation):
        return _swapped(bare)


def _swapped(bare: str) -> Decimal | None:
    """A number in another country's writing, where only one reading makes sense."""
    if match := re.fullmatch(r"([-+]?\d{1,3}(?:[.,]\d{3})*|[-+]?\d+)[.,](\d{1,2})", bare):
        return Decimal(re.sub(r"[.,]", "", match[1]) + "." + match[2])
    if re.fullmatch(r"[-+]?\d{1,3}([.,]\d{3})(\1|[.,]\d{3})*", bare):
        return Decimal(re.sub(r"[.,]", "", bare))
    return None


class Number(OneInput):
    """A number.

    Whole numbers are sent as such, others as text with a point. words: missing, wrong, whole,
    too_small {limit}, too_large {limit}.
    """

    name = "number"
    options: tuple[Option, ...] = (
        Option("min", NUMBER, "The least."),
        Option("max", NUMBER, "The most."),
        Option("decimals", whole(), "How many places after the point are taken.", 0),
        Option("unit", one_of("percent"), "What stands after it: a % sign."),
        Option("width", WIDTH, "How wide the input is.", "w-10"),
    )
    words: Mapping[str, Message] = {
        "missing": Message(context="form.number.missing", text="{label}: enter a number"),
        "wrong": Message(context="form.number.wrong", text="{label}: enter a number in figures, like 25"),
        "whole": Message(context="form.number.whole", text="{label}: enter a whole number, like 25"),
        "too_small": Message(
            context="form.number.too_small", text="{label}: enter a number that is {limit} or more"
        ),
        "too_large": Message(
            context="form.number.too_large", text="{label}: enter a number that is {limit} or less"
        ),
    }

    def look(self, question: Question, asking: Asking) -> Look:
        decimal = "decimal" if question.options.get("decimals") else "numeric"
        return Look(width=question.options.get("width", "w-10"), inputmode=decimal, code=True)

    def view(self, question: Question, inputs: Any, asking: Asking) -> Any:
        return "%" if question.options.get("unit") == "percent" else ""

    def clean(self, question: Question, asking: Asking, typed: str) -> int | str:
        number = read_decimal(str(typed), asking.locale)
        if number is None:
            raise Wrong("wrong")
        places = question.options.get("decimals", 0)
        if number != round(number, places):
            raise Wrong("wrong" if places else "whole")
        self._within(question, number, asking)
        return int(number) if number == int(number) else f"{number.normalize():f}"

    def _within(self, question: Question, number: Decimal, asking: Asking) -> None:
        least, most = question.options.get("min"), question.options.get("max")
        if least is not None and number < Decimal(str(least)):
            raise Wrong("too_small", limit=format_decimal(least, locale=babel_locale(asking.locale)))
        if most is not None and number > Decimal(str(most)):
            raise Wrong("too_large", limit=format_decimal(most, locale=babel_locale(asking.locale)))

    def show(self, question: Question, known: Known, asking: Asking) -> tuple[str, ...]:
        value = held(known, question.base)
        return () if value is None else (format_decimal(value, locale=babel_locale(asking.locale)),)


class Money(Number):
    """An amount of money, in one input called base + ".amount"; sent in minor units with its currency.

    words: as for number, and too_precise.
    """

    name = "money"
    options = (
        Option("min", NUMBER, "The least, in whole units."),
        Option("max", NUMBER, "The most, in whole units."),
        Option("currency", CURRENCY, "The currency; else that of the account's country."),
    )
    words: Mapping[str, Message] = {
        **Number.words,
        "missing": Message(context="form.money.missing", text="{label}: enter an amount"),
        "wrong": Message(context="form.money.wrong", text="{label}: enter an amount in figures, like 1,000"),
        "whole": Message(context="form.money.whole", text="{label}: enter an amount without cents"),
    }

    def fields(self, question: Question, asking: Asking) -> Mapping[str, UnboundField[Any]]:
        def clean(typed: Any) -> Any:
            return self.clean(question, asking, typed) if typed else self.blank(question)

        name = f"{question.base}.amount"
        look = Look(width="w-20", inputmode="decimal", code=True)
        return {name: make_input(self, question, asking, name, look, clean)}

    def view(self, question: Question, inputs: Any, asking: Asking) -> Any:
        return _currency(question).upper()

    def clean(self, question: Question, asking: Asking, typed: str) -> int:
        amount = read_decimal(str(typed), asking.locale)
        if amount is None:
            raise Wrong("wrong")
        self._within(question, amount, asking)
        minor = amount.scaleb(minor_places(_currency(question)))
        if minor != int(minor):
            raise Wrong("wrong" if minor_places(_currency(question)) else "whole")
        return int(minor)

    def answers(self, question: Question, values: Mapping[str, Any]) -> Answers:
        amount = values.get(f"{question.base}.amount")
        if amount is None:
            return {}
        return {f"{question.base}.amount": amount, f"{question.base}.currency": _currency(question)}

    def prefill(self, question: Question, known: Known) -> dict[str, Any]:
        amount = held(known, f"{question.base}.amount")
        if amount is None:
            return {}
        return {f"{question.base}.amount": f"{_whole(amount, _currency(question)):f}"}

    def show(self, question: Question, known: Known, asking: Asking) -> tuple[str, ...]:
        amount = held(known, f"{question.base}.amount")
        if amount is None:
            return ()
        currency = _currency(question)
        return (
            format_currency(_whole(amount, currency), currency.upper(), locale=babel_locale(asking.locale)),
        )


def _currency(question: Question) -> str:
    return str(question.options.get("currency", "usd")).lower()


def _whole(amount: int, currency: str) -> Decimal:
    return Decimal(amount).scaleb(-minor_places(currency))
