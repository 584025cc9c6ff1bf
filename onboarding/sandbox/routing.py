"""What Stripe shows of a bank account's numbers in test mode (all recorded, see the sources of the rules)."""

from __future__ import annotations

import hashlib
import re
from typing import Any

_TEST_BANK = "STRIPE TEST BANK"
_BANKS = {
    ("EG", "NBEGEGCX331"): "NATIONAL BANK OF EGYPT",
    ("KE", "BARCKENXMDR"): "ABSA BANK KENYA PLC",
    ("KR", "SGSEKRSLXXX"): "SG SECURITIES KOREA CO., LTD.",
    ("US", "122105155"): "US BANK NA",
    ("LK", "AAAALKLXXXX-7010999"): "BANK OF CEYLON",
    ("SA", "RIBLSARIXXX"): "RIYAD BANK",
    ("TR", "ADABTRIS"): "DUNYA KATILIM BANKASI A.S.",
    ("UY", "999"): "Otros Bancos",
    ("VN", "01101100"): "STATE BANK OF VIETNAM",
    ("ZA", "FIRNZAJJ"): "FIRSTRAND BANK LIMITED",
}
_SHOWN = {("MY", "HBMBMYKL"): "TESTMYKLXXX", ("ZA", "FIRNZAJJ"): "FIRNZAJJXXX"}
_WITHOUT = {"GI": "11-00-00000", "NZ": "110000", "PE": "999"}


def shown(values: dict[str, Any]) -> str:
    """The routing number as the API answers it; countries that have none get a test number."""
    country, sent = values["country"], str(values.get("routing_number") or "")
    if not sent:
        return _WITHOUT.get(country, "110000000")
    if (country, sent) in _SHOWN:
        return _SHOWN[country, sent]
    if country == "AU" and re.fullmatch("[0-9]{6}", sent):
        return f"{sent[:2]} {sent[2:]}"
    return sent.replace("-", "") if country == "AZ" else sent


def bank_name(values: dict[str, Any]) -> str:
    """The name of the bank behind a routing number."""
    return _BANKS.get((values["country"], str(values.get("routing_number") or "")), _TEST_BANK)


def payout_methods(values: dict[str, Any]) -> list[str]:
    """`instant` only with the American test number (recorded)."""
    instant = values["country"] == "US" and values.get("routing_number") == "110000000"
    return ["standard", "instant"] if instant else ["standard"]


def fingerprint(values: dict[str, Any]) -> str:
    """The same for the same account, whoever holds it."""
    number = str(values.get("account_number") or values.get("number") or "")
    whole = f"{values.get('country')}:{values.get('routing_number')}:{number}"
    return hashlib.sha256(whole.encode()).hexdigest()[:16]
