"""Checks the maps against the form engine: its options, checks, rules and words; and tries the examples.

The engine is imported here only, and late: reading maps needs none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.options import Takes
from onboarding.maps import shapes
from onboarding.maps.loading import Sheet
from onboarding.maps.mistakes import did_you_mean
from onboarding.maps.placeholders import placeholders
from onboarding.maps.reading import Mistake, Path_

APART = (("digits", "pattern"), ("files", "sides"))
"""Options of which a question takes one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to ask a question: the question's own, or a variant's. inherited: options of the question."""

    shape: shapes.AskedShape
    kind: str
    inherited: Mapping[str, Any]
    sheet: Sheet
    where: Path_

    def mistake(self, at: Path_, wrong: str, right: str) -> Mistake:
        """A mistake below it."""
        return self.sheet.document.mistake((*self.where, *at), wrong, right)


def ways_to_ask(question: shapes.QuestionShape, sheet: Sheet, where: Path_) -> Iterator[Asked]:
    """The question's own way, then its variants', each with what it inherits."""
    yield Asked(question, question.kind, {}, sheet, where)
    for number, variant in enumerate(question.variants):
        at = (*where, "variants", number)
        yield Asked(variant, variant.kind or question.kind, question.options, sheet, at)


def check_options(asked: Asked) -> Iterator[Mistake]:
    """What is wrong with the options, by what the kind declares."""
    from forms.kinds import KINDS

    kind = KINDS[asked.kind]
    takes = {option.name: option.takes for option in kind.options}
    for name, value in asked.shape.options.items():
        at = ("options", name)
        if name in kind.filled:
            yield asked.mistake(at, f"“{name}” is filled in by the app", "Take it away.")
        elif name not in takes:
            right = did_you_mean(name, takes)
            yield asked.mistake(at, f"“{asked.kind}” has no option “{name}”", right)
        elif wrong := takes[name].fault(value):
            yield asked.mistake(at, f"{name}: {wrong}", _right(value, takes[name]))
    yield from _inherited(asked, takes)
    yield from _together(asked)


def _right(value: Any, takes: Takes) -> str:
    """The nearest right word, where the value or one of its list is a word."""
    words = [one for one in (value if isinstance(value, list) else [value]) if one not in takes.values]
    return did_you_mean(str(next(iter(words), "")), takes.values, otherwise=f"Write {takes.words}.")


def _inherited(asked: Asked, takes: Mapping[str, Takes]) -> Iterator[Mistake]:
    """A variant of another kind inherits options by name; they have to mean something there."""
    for name in asked.inherited.keys() - asked.shape.options.keys():
        if name in takes and takes[name].fault(asked.inherited[name]):
            wrong = f"“{asked.kind}” inherits a value of “{name}” that it does not take"
            yield asked.mistake(("kind",), wrong, f"Write `{name}:` here: {takes[name].words}.")


def _together(asked: Asked) -> Iterator[Mistake]:
    own = asked.shape.options
    least, most = own.get("min"), own.get("max")
    if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
        wrong = f"nothing is at least {least} and at most {most}"
        yield asked.mistake(("options", "min"), wrong, "Make `min` the smaller.")
    for one, other in APART:
        if one in own and other in own:
            yield asked.mistake(("options", other), f"{one} and {other} exclude each other", "Keep one.")


def check_choices(asked: Asked, question: shapes.QuestionShape) -> Iterator[Mistake]:
    """A choice needs something to choose from."""
    if asked.kind == "choice" and not (asked.shape.choices or question.choices):
        yield asked.mistake((), "there is nothing to choose", "Add `choices:`.")


def check_rules(shape: shapes.GroupFile, sheet: Sheet) -> Iterator[Mistake]:
    """Rules that the form does not have."""
    from forms.rules import RULES

    for number, rule in enumerate(shape.rules):
        if rule not in RULES:
            right = did_you_mean(rule, RULES)
            yield sheet.document.mistake(("rules", number), f"the form has no rule “{rule}”", right)


def check_slots(asked: Asked, own: set[str]) -> Iterator[Mistake]:
    """Words that no check of the kind ever says: they would never be seen."""
    from forms.kinds import KINDS

    known = {*KINDS[asked.kind].words, *_SLOTS, *own}
    for slot in asked.shape.words:
        if slot not in known and not slot.endswith(("_missing", "_wrong")):
            right = did_you_mean(slot, known)
            yield asked.mistake(("words", slot), f"“{asked.kind}” never says “{slot}”", right)
    shapes_of = _SHAPED.get(asked.kind, ())
    if (
        "wrong" in asked.shape.words
        and shapes_of
        and not {*asked.inherited, *asked.shape.options} & {*shapes_of}
    ):
        named = " or ".join(f"`{name}:`" for name in shapes_of)
        yield asked.mistake(
            ("words", "wrong"), "nothing would ever be wrong", f"Add {named}, or drop the words."
        )


def check_fills(asked: Asked) -> Iterator[Mistake]:
    """Placeholders of words that the form would not fill there: saying them would fail."""
    from forms.kinds import KINDS
    from forms.rules import WORDS

    said = {**WORDS, **KINDS[asked.kind].words}
    for slot, text in asked.shape.words.items():
        filled = {"label"} | (placeholders(said[slot].text) or set() if slot in said else set())
        named = placeholders(text.en)
        if named is None:
            wrong = f"“{text.en}” has a brace that is no {{placeholder}}"
            yield asked.mistake(("words", slot), wrong, f"Take it away, or write {_in_braces(filled)}.")
        for name in sorted((named or set()) - filled):
            right = did_you_mean(name, filled, otherwise=f"Write {_in_braces(filled)}.")
            yield asked.mistake(("words", slot), f"nothing fills {{{name}}} in “{slot}”", right)


def _in_braces(names: set[str]) -> str:
    return " or ".join(f"{{{name}}}" for name in sorted(names))


_SHAPED = {
    "text": ("pattern",),
    "national_id": ("digits", "pattern"),
    "tax_id": ("digits", "pattern"),
}
"""Kinds that say `wrong` of what does not fit a shape, and the options that make one."""
_SLOTS = {"missing", "wrong", "length"}


def check_names(names: Any, sheet: Sheet, where: Path_) -> Iterator[Mistake]:
    """Checks of numbers that neither python-stdnum nor the engine has."""
    from forms.kinds.id_checks import check_names_like, find_check

    for name in re.split(r"\s*\|\s*", str(names)) if names else ():
        if find_check(name) is None:
            right = did_you_mean(name, check_names_like(name), otherwise="Name a module of python-stdnum.")
            yield sheet.document.mistake(where, f"there is no check “{name}”", right)
