"""Checks of identity, tax, company and bank numbers, by name: python-stdnum's, and ours for what it lacks.

A name is a module of python-stdnum ("us.ssn", "fr.siren", "iban", "luhn") or one of `OWN`. A check takes
a compact number and says whether it can be one. They are applied to live accounts only: Stripe's test
numbers satisfy no check digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from pkgutil import walk_packages

Check = Callable[[str], bool]

_NAME = re.compile(r"[a-z]{2}_?\.[a-z0-9_]+|iban|bic|luhn|lei")


def weighted(number: str, weights: tuple[int, ...]) -> int:
    """Sum of digits times weights."""
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))


def clabe(number: str) -> bool:
    """Mexico's CLABE: 18 digits, the last from the others, weighted 3, 7, 1, each product modulo 10."""
    if not re.fullmatch(r"\d{18}", number):
        return False
    products = (int(digit) * (3, 7, 1)[place % 3] % 10 for place, digit in enumerate(number[:17]))
    return (10 - sum(products) % 10) % 10 == int(number[17])


def us_routing(number: str) -> bool:
    """ABA routing number: nine digits whose sum, weighted 3, 7, 1, is a multiple of ten."""
    return bool(re.fullmatch(r"\d{9}", number)) and weighted(number, (3, 7, 1) * 3) % 10 == 0


def au_acn(number: str) -> bool:
    """Australian company number: nine digits, the last the tens' complement weighted 8 to 1."""
    fits = bool(re.fullmatch(r"\d{9}", number))
    return fits and (10 - weighted(number, (8, 7, 6, 5, 4, 3, 2, 1)) % 10) % 10 == int(number[8])


def hkid(number: str) -> bool:
    """Hong Kong identity card: one or two letters, six digits, check digit or A, modulo 11."""
    match = re.fullmatch(r"([A-Z]{1,2})(\d{6})([\dA])", number)
    if not match:
        return False
    letters = [36, *(ord(letter) - 55 for letter in match[1])][-2:]
    values = [*letters, *map(int, match[2]), int(match[3], 16)]
    return sum(value * weight for value, weight in zip(values, range(9, 0, -1), strict=True)) % 11 == 0


def _shaped(pattern: str) -> Check:
    compiled = re.compile(pattern)
    return lambda number: compiled.fullmatch(number) is not None


def nzbn(number: str) -> bool:
    """New Zealand business number: a 13-digit GTIN that starts with 94."""
    return bool(re.fullmatch(r"94\d{11}", number)) and weighted(number, (1, 3) * 7) % 10 == 0


def cz_ico(number: str) -> bool:
    """Czech and Slovak company number: eight digits, the last from the others weighted 8 to 2, modulo 11."""
    if not re.fullmatch(r"\d{8}", number):
        return False
    return (11 - weighted(number, (8, 7, 6, 5, 4, 3, 2)) % 11) % 10 == int(number[7])


def bg_eik(number: str) -> bool:
    """Bulgaria's company number: nine digits as in its VAT number, and four more for a branch."""
    bare = number.removeprefix("BG")
    return _taken("bg.vat", bare[:9] if len(bare) == 13 else bare)


def hu_adoszam(number: str) -> bool:
    """Hungary's tax number: eight digits with a check digit, and three more; or ten of the register."""
    bare = number.removeprefix("HU")
    if re.fullmatch(r"\d{10}", number):
        return True
    return len(bare) in (8, 11) and bare.isdigit() and _taken("hu.anum", bare[:8])


def _taken(name: str, number: str) -> bool:
    """Whether a module of python-stdnum takes a number."""
    return bool(import_module(f"stdnum.{name}").is_valid(number))


OWN: Mapping[str, Check] = {
    "au.acn": au_acn,
    "au.bsb": _shaped(r"\d{6}"),
    "bg.eik": bg_eik,
    "cz.ico": cz_ico,
    "fr.rna": _shaped(r"W[0-9A-Z]{9}"),
    "gb.crn": _shaped(r"\d{6,8}|R0\d{6}|[A-Z]{2}R?\d{4,6}[A-Z]{0,2}"),
    "hk.hkid": hkid,
    "hk.br": _shaped(r"\d{8}(\d{3})?"),
    "hu.adoszam": hu_adoszam,
    "ie.crn": _shaped(r"\d{5,6}"),
    "mx.clabe": clabe,
    "nl.kvk": _shaped(r"\d{8}"),
    "nz.nzbn": nzbn,
    "pl.krs": _shaped(r"\d{10}"),
    "us.aba": us_routing,
    # The middle digits have been given out further than python-stdnum knows (general knowledge).
    "us.itin": _shaped(r"9\d{2}(5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\d{4}"),
}
"""What python-stdnum has not. Shapes without a check digit are only shapes."""


@lru_cache(maxsize=256)
def find_check(name: str) -> Check | None:
    """The check called `name`; None where there is none of that name (the map check reports it)."""
    if name in OWN:
        return OWN[name]
    if not _NAME.fullmatch(name):
        return None
    try:
        valid = import_module(f"stdnum.{name}").is_valid
    except (ImportError, AttributeError):
        return None
    return lambda number: bool(valid(number))


def check_names_like(name: str) -> list[str]:
    """Names of checks in the same country as `name`, else of all: what may have been meant."""
    import stdnum

    found = {module.name.removeprefix("stdnum.") for module in walk_packages(stdnum.__path__, "stdnum.")}
    names = sorted({one for one in (*found, *OWN) if "." in one})
    country = name.partition(".")[0]
    return [one for one in names if one.partition(".")[0] == country] or names


def passes(name: str, number: str) -> bool:
    """True where one of the checks in `name`, parted by "|", takes the number, or none is known."""
    checks = [check for each in name.split("|") if (check := find_check(each.strip()))]
    return not checks or any(check(number) for check in checks)
