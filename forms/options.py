"""Options of kinds: what a map may write, declared once beside each kind.

From these declarations come the checks of the maps, the schema for editors and the table in the docs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Takes:
    """What may stand as a value. words: after "write"; schema: the same as JSON Schema.

    fault: what is wrong with a value, "" where nothing is. values: the words to choose from, if they are few.
    """

    words: str
    schema: Mapping[str, Any]
    fault: Callable[[Any], str]
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One option. means: one sentence of docs; default: what holds where a map writes nothing."""

    name: str
    takes: Takes
    means: str
    default: Any = None


def pattern_fault(pattern: str) -> str:
    """What is wrong with a regular expression, "" where nothing is: it must compile and be anchored."""
    try:
        re.compile(pattern)
    except re.error as error:
        return f"the pattern cannot be read: {error}"
    anchored = pattern.startswith("^") and pattern.endswith("$") and not pattern.endswith(r"\$")
    return "" if anchored else "the pattern is not anchored"


def shown(value: Any) -> str:
    """A value as YAML has it, for words about it."""
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(shown, value)) if isinstance(value, list | tuple) else str(value)


def _told(words: str, fits: Callable[[Any], bool]) -> Callable[[Any], str]:
    return lambda value: "" if fits(value) else f"“{shown(value)}” is not {words}"


def whole(least: int = 0) -> Takes:
    """A whole number from `least` up."""
    words = f"a whole number from {least} up"
    fault = _told(words, lambda value: type(value) is int and value >= least)
    return Takes(words, {"type": "integer", "minimum": least}, fault)


def one_of(*values: str) -> Takes:
    """One of some words."""
    words = values[0] if len(values) == 1 else f"{', '.join(values[:-1])} or {values[-1]}"
    fault = _told(words, lambda value: isinstance(value, str) and value in values)
    return Takes(words, {"enum": list(values)}, fault, values)


def written(pattern: str, words: str) -> Takes:
    """A text that fits a pattern."""
    fault = _told(words, lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None)
    return Takes(words, {"type": "string", "pattern": f"^(?:{pattern})$"}, fault)


def many(each: Takes, words: str) -> Takes:
    """A list of one or more."""

    def fault(value: Any) -> str:
        if not isinstance(value, list) or not value:
            return f"“{shown(value)}” is not {words}"
        return next(filter(None, map(each.fault, value)), "")

    schema = {"type": "array", "items": each.schema, "minItems": 1}
    return Takes(words, schema, fault, each.values)


def either(one: Takes, other: Takes) -> Takes:
    """One or the other."""
    words = f"{one.words}, or {other.words}"
    fault = _told(words, lambda value: not (one.fault(value) and other.fault(value)))
    schema = {"anyOf": [one.schema, other.schema]}
    return Takes(words, schema, fault, (*one.values, *other.values))


def _pattern(value: Any) -> str:
    return pattern_fault(value) if isinstance(value, str) else f"“{shown(value)}” is not a pattern"


FLAG = Takes(
    "true or false", {"type": "boolean"}, _told("true or false", lambda value: isinstance(value, bool))
)
NUMBER = Takes("a number", {"type": "number"}, _told("a number", lambda value: type(value) in (int, float)))
PATTERN = Takes(
    "a regular expression for the whole, ^…$",
    {"type": "string", "format": "regex", "pattern": r"^\^[\s\S]*\$$"},
    _pattern,
)
COUNTRY = written("[A-Z]{2}", "a country by two capital letters")
COUNTRIES = many(COUNTRY, "a list of countries by two capital letters")
CURRENCY = written("[a-z]{3}", "a currency by three small letters")
CHECK = written(
    r"[a-z0-9_.]+(\s*\|\s*[a-z0-9_.]+)*",
    "a check by its name, several parted by |",
)
SCRIPT = one_of("kana", "kanji", "latin")
WIDTH = one_of("w-4", "w-10", "w-20", "w-full")
INPUTMODE = one_of("text", "numeric", "decimal", "tel", "email", "url")
"""Kinds of values that several kinds take."""
