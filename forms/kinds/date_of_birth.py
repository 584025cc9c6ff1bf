"""Dates in three inputs, in the order of the country and language; the month may be a name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any

from wtforms.fields.core import UnboundField

from forms.inputs import Input, Look
from forms.kinds.base import Asking, Fault, Plain, held
from forms.kinds.single import Wrong, make_input, token
from forms.locales import babel_locale, local, long_date
from forms.normalise import code, digits_only
from forms.options import FLAG, Option, one_of, whole
from forms.questions import Answers, Known, Message, Question

PARTS = ("day", "month", "year")
SHORTEST = 3
"""Letters that the beginning of a month's name has at least: "sept" is September."""

LABELS = {
    "day": Message(context="form.date.day", text="Day"),
    "month": Message(context="form.date.month", text="Month"),
    "year": Message(context="form.date.year", text="Year"),
}

EXAMPLE = Message(context="form.date.example", text="For example, {example}")
EXAMPLE_PARTS = {"day": "27", "month": "3", "year": "1985"}
"""A day over 12 and a month below 10 leave no doubt which is which."""

EARLIEST_YEAR = 1850
"""No answer of ours lies before; test mode's earliest birthday is in 1900, companies may be older."""


TEST_BIRTHDAYS = frozenset(date(year, 1, 1) for year in (1900, 1901, 1902))
"""Birthdays that steer checks in Stripe's test mode; of nobody alive."""


class Date(Plain):
    """A date, in inputs base + ".day", ".month", ".year".

    words: missing, incomplete, not_real, year, too_early {year}, future, too_young {age},
    too_old {age}.
    """

    name = "date"
    options: tuple[Option, ...] = (
        Option("as", one_of("parts", "iso"), "Sent as three numbers, or as one text YYYY-MM-DD.", "parts"),
        Option("future", FLAG, "Days to come are taken.", False),
    )
    several = True
    youngest = 0
    oldest = 0
    words: Mapping[str, Message] = {
        "missing": Message(context="form.date.missing", text="{label}: enter the date"),
        "incomplete": Message(
            context="form.date.incomplete", text="{label}: enter a day, a month and a year"
        ),
        "not_real": Message(
            context="form.date.not_real",
            text="{label}: enter a real date, with a month from 1 to 12 and a day of that month",
        ),
        "year": Message(
            context="form.date.year_short", text="{label}: enter the year with 4 digits, like 1985"
        ),
        "too_early": Message(
            context="form.date.too_early", text="{label}: check the year, it is before {year}"
        ),
        "future": Message(context="form.date.future", text="{label}: enter a date in the past"),
        "too_young": Message(
            context="form.date.too_young", text="{label}: enter a date that is at least {age} years ago"
        ),
        "too_old": Message(
            context="form.date.too_old", text="{label}: enter a date that is no more than {age} years ago"
        ),
    }

    def fields(self, question: Question, asking: Asking) -> Mapping[str, UnboundField[Any]]:
        checks = {"day": _day, "month": partial(_month, locale=asking.locale), "year": self._year}
        return {
            f"{question.base}.{part}": make_input(
                self, question, asking, f"{question.base}.{part}", self._look(question, part), checks[part]
            )
            for part in parts_in_order(asking.locale, question.country)
        }

    def _year(self, typed: Any) -> int | None:
        year = _figure(typed, 9999, "year")
        if year is not None and year < 1000:
            raise Wrong("year")
        if year is not None and year < EARLIEST_YEAR:
            raise Wrong("too_old", age=self.oldest) if self.oldest else Wrong("too_early", year=EARLIEST_YEAR)
        return year

    def _look(self, question: Question, part: str) -> Look:
        name = f"{question.base}.{part}"
        born = token(question, name) if self.youngest else "off"
        # Month names are taken too, so only day and year ask for a keyboard of digits.
        width = "w-10" if part == "month" else "w-4"
        return Look(width=width, inputmode="" if part == "month" else "numeric", autocomplete=born, code=True)

    def check(self, question: Question, values: Mapping[str, Any], asking: Asking) -> Iterable[Fault]:
        names = [f"{question.base}.{part}" for part in parts_in_order(asking.locale, question.country)]
        blank = [name for name in names if values.get(name) is None]
        if len(blank) == len(names) and question.optional:
            return ()
        if blank:
            slot = "missing" if len(blank) == len(names) else "incomplete"
            return [Fault(name, slot) for name in blank]
        return [
            Fault(name, slot, shown)
            for slot, shown in self._faults(question, values, asking)
            for name in names
        ]

    def _faults(
        self, question: Question, values: Mapping[str, Any], asking: Asking
    ) -> Iterable[tuple[str, tuple[tuple[str, object], ...]]]:
        try:
            day = _as_date(question, values)
        except ValueError:
            return [("not_real", ())]
        if day > asking.today and not question.options.get("future"):
            return [("future", ())]
        age = question.options.get("min_age", self.youngest)
        if age and years_between(day, asking.today) < age:
            return [("too_young", (("age", age),))]
        ancient = self.oldest and years_between(day, asking.today) > self.oldest
        if ancient and not (asking.test_mode and day in TEST_BIRTHDAYS):
            return [("too_old", (("age", self.oldest),))]
        return []

    def hint(self, question: Question, asking: Asking) -> str:
        """The map's, else an example in the order of the inputs."""
        if question.hint:
            return super().hint(question, asking)
        parts = parts_in_order(asking.locale, question.country)
        return asking.translate(EXAMPLE, example=" ".join(EXAMPLE_PARTS[part] for part in parts))

    def view(self, question: Question, inputs: Sequence[Input], asking: Asking) -> Any:
        labels = {part: asking.translate(label) for part, label in LABELS.items()}
        return [(each, labels[each.name.rpartition(".")[2]]) for each in inputs]

    def answers(self, question: Question, values: Mapping[str, Any]) -> Answers:
        if any(values.get(f"{question.base}.{part}") is None for part in PARTS):
            return {}
        if question.options.get("as") == "iso":
            return {question.base: _as_date(question, values).isoformat()}
        return {f"{question.base}.{part}": int(values[f"{question.base}.{part}"]) for part in PARTS}

    def prefill(self, question: Question, known: Known) -> dict[str, Any]:
        day = _known_date(question, known)
        return {f"{question.base}.{part}": getattr(day, part) for part in PARTS} if day else {}

    def show(self, question: Question, known: Known, asking: Asking) -> tuple[str, ...]:
        day = _known_date(question, known)
        return (long_date(day, local(asking.locale, question.country)),) if day else ()


class DateOfBirth(Date):
    """A date of birth.

    Stripe takes nobody under 13. words: as for date.
    Nobody is over 120, by Stripe's own error code; its test birthdays are, and are taken in test mode.
    """

    name = "date_of_birth"
    options = (Option("min_age", whole(), "The fewest whole years.", 13),)
    youngest = 13
    oldest = 120
    words: Mapping[str, Message] = {
        **Date.words,
        "missing": Message(context="form.date_of_birth.missing", text="Enter the date of birth"),
        "future": Message(context="form.date_of_birth.future", text="Enter a date of birth in the past"),
        "too_young": Message(
            context="form.date_of_birth.too_young",
            text="Enter the date of birth of a person who is at least {age} years old",
        ),
        "too_old": Message(
            context="form.date_of_birth.too_old",
            text="{label}: check the year, nobody is more than {age} years old",
        ),
    }


@lru_cache(maxsize=256)
def parts_in_order(locale: str, country: str) -> tuple[str, ...]:
    """Day, month, year as they are written in that language there."""
    pattern = str(local(locale, country).date_formats["short"].pattern)
    places = {"day": pattern.find("d"), "month": pattern.find("M"), "year": pattern.find("y")}
    return tuple(sorted(PARTS, key=lambda part: places[part]))


def years_between(earlier: date, later: date) -> int:
    """Whole years from one day to another; a birthday on 29 February counts on 1 March."""
    return later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))


@lru_cache(maxsize=64)
def _month_names(locale: str) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for each in {"en", locale}:
        months = babel_locale(each).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                found |= {_folded(name): number for number, name in months[context][width].items()}
    return found


def _folded(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", code(name).casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _day(typed: Any) -> int | None:
    return _figure(typed, 31)


def _month(typed: Any, *, locale: str) -> int | None:
    names, written = _month_names(locale), _folded(str(typed or ""))
    if written in names:
        return names[written]
    begun = {
        number for name, number in names.items() if len(written) >= SHORTEST and name.startswith(written)
    }
    return begun.pop() if len(begun) == 1 else _figure(typed, 12)


def _figure(typed: Any, most: int, slot: str = "not_real") -> int | None:
    text = str(typed if typed is not None else "").strip()
    if not text:
        return None
    figures = digits_only(text)
    if not figures or not 1 <= int(figures[:9]) <= most:
        raise Wrong(slot)
    return int(figures)


def _as_date(question: Question, values: Mapping[str, Any]) -> date:
    year, month, day = (int(values[f"{question.base}.{part}"]) for part in ("year", "month", "day"))
    return date(year, month, day)


def _known_date(question: Question, known: Known) -> date | None:
    try:
        if isinstance(text := held(known, question.base), str):
            return date.fromisoformat(text)
        return _as_date(
            question, {f"{question.base}.{part}": held(known, f"{question.base}.{part}") for part in PARTS}
        )
    except (TypeError, ValueError):
        return None
