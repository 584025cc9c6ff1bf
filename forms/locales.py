"""Babel's knowledge of a locale; made-up locales of tests ("en_XA") stand on their language."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date


@lru_cache(maxsize=256)
def babel_locale(name: str) -> Locale:
    """The locale called `name`, else its language, else English."""
    for each in (name, name.partition("_")[0]):
        try:
            return Locale.parse(each)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


WORLD_ENGLISH = "en_001"
"""English of no country: the day before the month, as everywhere but in America."""


@lru_cache(maxsize=256)
def local(name: str, country: str) -> Locale:
    """How dates of the locale called `name` are written in that country; "" for a country not known.

    English alone is American, and puts the month first for sellers in Great Britain.
    """
    language = name.partition("_")[0]
    there = babel_locale(f"{language}_{country}")
    if country and not there.territory and language == "en":
        return babel_locale(WORLD_ENGLISH)
    return there if there.territory else babel_locale(name)


def long_date(day: date, here: Locale) -> str:
    """A date in words; CLDR has "1 janvier" where French writes "1er janvier"."""
    written = format_date(day, "long", locale=here)
    return written.replace("1", "1er", 1) if here.language == "fr" and day.day == 1 else written
