"""Which numbers the parts of a bank account take."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from forms.kinds.base import Asking
from forms.kinds.id_checks import passes


def fits(number: str, rule: Mapping[str, Any], asking: Asking) -> bool:
    """Whether a compact number is one that its rule takes; check digits only of live accounts."""
    if rule.get("iban"):
        return _is_iban(number, asking)
    if (pattern := rule.get("pattern")) and not re.fullmatch(pattern, number):
        return False
    if (digits := rule.get("digits")) and not _has_digits(number, digits):
        return False
    if len(number) > 64:
        return False
    check = rule.get("check")
    return not check or asking.test_mode or passes(check, number)


def routing(options: Mapping[str, Any], given: Mapping[str, str]) -> str | None:
    """The routing number out of its parts; None where none is sent.

    >>> options = {"routing": "{swift}", "parts": [{"name": "swift", "head_office": True}]}
    >>> routing(options, {"swift": "AAAAPAPA"})
    'AAAAPAPAXXX'
    """
    shape = options.get("routing")
    if not shape:
        return None
    whole = {part["name"] for part in options.get("parts", ()) if part.get("head_office")}
    sent = {name: _with_branch(value) if name in whole else value for name, value in given.items()}
    return str(shape).format_map(sent)


def _with_branch(bic: str) -> str:
    """A BIC of 11: one of 8 names the head office, whose branch is XXX (ISO 9362)."""
    return f"{bic}XXX" if len(bic) == 8 else bic


def _has_digits(number: str, digits: int | Sequence[int]) -> bool:
    least, most = (digits, digits) if isinstance(digits, int) else (digits[0], digits[-1])
    return number.isascii() and number.isdigit() and least <= len(number) <= most


def _is_iban(number: str, asking: Asking) -> bool:
    # Test numbers are IBANs in shape only: some countries' have another length than real ones.
    if asking.test_mode:
        return re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}", number) is not None
    return passes("iban", number)
