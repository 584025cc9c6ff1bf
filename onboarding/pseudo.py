"""Locales made in memory from the English source, for tests: they show what no translation has shown yet.

`en_XA` is accented, bracketed and 40 % longer: a text without brackets was not marked, and a box that is too
small cuts it off. `ar_XB` runs from right to left, letters and pages alike: what still starts at the left was
not mirrored. Their names are those that Android and Firefox use.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from babel.support import NullTranslations

_KEPT = re.compile(r"(%\(\w+\)[a-z]|%%|\{[^{}]*\}|<[^<>]*>|&\w+;)")
_WORD = re.compile(r"\S+")
_ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçđéƒĝĥíĵķļɱñóþɋŕšţúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĻṀÑÓÞɊŔŠŢÚṼŴẊÝŽ",
)
_GROWTH = 0.4
_OVERRIDE, _END = "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{POP DIRECTIONAL FORMATTING}"


def lengthened(text: str) -> str:
    """The text accented, bracketed and 40 % longer; placeholders, tags and entities stay as they are."""
    accented = _pieces(text, lambda piece: piece.translate(_ACCENTED))
    return f"[{accented}{' ~' * round(len(text) * _GROWTH / 2)}]" if text else text


def mirrored(text: str) -> str:
    """The text with every word running from right to left; placeholders, tags and entities do not."""
    return _pieces(text, lambda piece: _WORD.sub(rf"{_OVERRIDE}\g<0>{_END}", piece))


def _pieces(text: str, change: Callable[[str], str]) -> str:
    return "".join(piece if _KEPT.fullmatch(piece) else change(piece) for piece in _KEPT.split(text))


PSEUDO: dict[str, tuple[str, Callable[[str], str]]] = {
    "en_XA": ("en", lengthened),
    "ar_XB": ("ar", mirrored),
}
"""The locale as whose dates, money and names each is written, and what it does to the English text."""


class PseudoTranslations(NullTranslations):
    """Answers every lookup with the English source made strange."""

    def __init__(self, locale: str) -> None:
        super().__init__()
        self._strange = PSEUDO[locale][1]

    def gettext(self, message: str) -> str:
        return self._strange(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._strange(super().ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        return self._strange(str(super().pgettext(context, message)))

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self._strange(super().npgettext(context, msgid1, msgid2, n))
