"""Cleans what people type, so that any familiar way of writing a value is taken."""

from __future__ import annotations

import unicodedata

_JOINERS = frozenset(".·・,'’/\\")
"""Punctuation that people put inside codes, besides spaces, dashes and brackets."""


def tidy(text: str) -> str:
    """Text without space around it, runs of space made one, invisible characters gone; case is kept.

    >>> tidy("  Anne‑Marie   O’Neil ")
    'Anne‑Marie O’Neil'
    """
    return " ".join("".join(sign for sign in _nfc(text) if _visible(sign)).split())


def tidy_lines(text: str) -> str:
    """Like `tidy`, keeping lines apart; blank lines at the ends go."""
    return "\n".join(tidy(line) for line in text.splitlines()).strip("\n")


def code(text: str) -> str:
    """A code without spaces, dashes, dots or brackets, in upper case, its digits ASCII.

    >>> code("(gb) 29-nwbk 6016.1331 ９２６８ 19")
    'GB29NWBK60161331926819'
    """
    signs = unicodedata.normalize("NFKC", text)
    bare = "".join(_ascii_digit(sign) for sign in signs if not _separates(sign))
    # Signs that stood apart may combine once what was between them has gone.
    return unicodedata.normalize("NFKC", bare.upper())


def alphabetical(name: str) -> tuple[str, str]:
    """A key to sort names by as people look for them: accents and case decide only between equals.

    >>> sorted(["Zambie", "États-Unis", "Espagne"], key=alphabetical)
    ['Espagne', 'États-Unis', 'Zambie']
    """
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return bare.casefold(), name


def digits_only(text: str) -> str:
    """`code`, or "" where anything but digits is left of it."""
    bare = code(text)
    return bare if bare.isascii() and bare.isdigit() else ""


def plain_digits(text: str) -> str:
    """Text in compatibility form with every script's digits made ASCII; punctuation and space stay."""
    return "".join(_ascii_digit(sign) for sign in unicodedata.normalize("NFKC", text)).strip()


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _visible(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co")


def _separates(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category[0] in "ZC" or category in ("Pd", "Ps", "Pe") or sign in _JOINERS or sign == "\u2212"


def _ascii_digit(sign: str) -> str:
    return sign if sign.isascii() or not sign.isdecimal() else str(unicodedata.decimal(sign))
