"""Babel's knowledge of a locale; made-up locales of tests ("en_XA") stand on their language."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError


@lru_cache(maxsize=256)
def babel_locale(name: str) -> Locale:
    """The locale called `name`, else its language, else English."""
    for each in (name, name.partition("_")[0]):
        try:
            return Locale.parse(each)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")
