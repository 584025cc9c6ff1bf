"""Words of the kind `bank_account`: names of its parts, and what can be wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from forms.kinds.base import Asking
from forms.locales import babel_locale
from forms.questions import Message

LABELS: Mapping[str, Message] = {
    "account_number": Message(context="form.bank.account_number", text="Account number"),
    "iban": Message(context="form.bank.iban", text="IBAN"),
    "clabe": Message(context="form.bank.clabe", text="CLABE"),
    "cbu": Message(context="form.bank.cbu", text="CBU"),
    "routing_number": Message(context="form.bank.routing_number", text="Routing number"),
    "sort_code": Message(context="form.bank.sort_code", text="Sort code"),
    "bsb": Message(context="form.bank.bsb", text="BSB"),
    "transit": Message(context="form.bank.transit", text="Transit number"),
    "institution": Message(context="form.bank.institution", text="Institution number"),
    "bank_code": Message(context="form.bank.bank_code", text="Bank code"),
    "branch_code": Message(context="form.bank.branch_code", text="Branch code"),
    "clearing_code": Message(context="form.bank.clearing_code", text="Clearing code"),
    "ifsc": Message(context="form.bank.ifsc", text="IFSC code"),
    "swift": Message(context="form.bank.swift", text="SWIFT or BIC code"),
    "holder": Message(context="form.bank.holder", text="Name on the account"),
    "type": Message(context="form.bank.type", text="Type of account"),
    "currency": Message(context="form.bank.currency", text="Currency of the account"),
    "country": Message(context="form.bank.country", text="Country of the bank"),
}
"""Names of the parts; a map may name a key of these, or bring its own words."""

# Translators: all are numbers, {count} and {most} from 2 up; it stands below the name of an input.
_DIGITS = Message(context="form.bank.digits", text="{count} digits")
_DIGITS_RANGE = Message(context="form.bank.digits_range", text="{least} to {most} digits")
_SIGNS = Message(context="form.bank.signs", text="{count} letters and digits")
_SIGNS_RANGE = Message(context="form.bank.signs_range", text="{least} to {most} letters and digits")
_BIC = Message(context="form.bank.bic", text="8 or 11 letters and digits")
_SIGNS_PATTERN = re.compile(r"\^\[0-9A-Z\]\{(\d+)(?:,(\d+))?\}(\(\[0-9A-Z\]\{3\}\)\?)?\$")
"""Patterns of a part that only say how many letters and digits it has; the last as of a BIC."""

TYPES: Mapping[str, Message] = {
    "checking": Message(context="form.bank.checking", text="Checking or current account"),
    "savings": Message(context="form.bank.savings", text="Savings account"),
    "futsu": Message(context="form.bank.futsu", text="Futsu (ordinary) account"),
    "toza": Message(context="form.bank.toza", text="Toza (current) account"),
}

ELSEWHERE = Message(
    context="form.bank.elsewhere", text="The bank is in another country, or the account in another currency"
)
OTHER_CURRENCY = Message(context="form.bank.other_currency", text="The account is in another currency")
USUAL = Message(context="form.bank.usual_currency", text="The bank’s usual one")
USE_COUNTRY = Message(context="form.bank.use_country", text="Use this country")

MISSING: Mapping[str, Message] = {
    "iban": Message(context="form.bank.iban_missing", text="Enter the IBAN"),
    "routing_number": Message(context="form.bank.routing_number_missing", text="Enter the routing number"),
    "sort_code": Message(context="form.bank.sort_code_missing", text="Enter the sort code"),
    "bsb": Message(context="form.bank.bsb_missing", text="Enter the BSB"),
    "transit": Message(context="form.bank.transit_missing", text="Enter the transit number"),
    "institution": Message(context="form.bank.institution_missing", text="Enter the institution number"),
    "bank_code": Message(context="form.bank.bank_code_missing", text="Enter the bank code"),
    "branch_code": Message(context="form.bank.branch_code_missing", text="Enter the branch code"),
    "clearing_code": Message(context="form.bank.clearing_code_missing", text="Enter the clearing code"),
    "ifsc": Message(context="form.bank.ifsc_missing", text="Enter the IFSC code"),
    "swift": Message(context="form.bank.swift_missing", text="Enter the SWIFT or BIC code"),
}
WRONG: Mapping[str, Message] = {
    "iban": Message(
        context="form.bank.iban_wrong", text="Check the IBAN: it starts with two letters and two digits"
    ),
    "routing_number": Message(
        context="form.bank.routing_number_wrong",
        text="Check the routing number: enter its 9 digits as they stand on a statement",
    ),
    "sort_code": Message(context="form.bank.sort_code_wrong", text="Check the sort code: it has 6 digits"),
    "bsb": Message(context="form.bank.bsb_wrong", text="Check the BSB: it has 6 digits"),
    "transit": Message(context="form.bank.transit_wrong", text="Check the transit number: it has 5 digits"),
    "institution": Message(
        context="form.bank.institution_wrong", text="Check the institution number: it has 3 digits"
    ),
    "ifsc": Message(
        context="form.bank.ifsc_wrong",
        text="Check the IFSC code: four letters, a zero, then six letters or digits, as in HDFC0004051",
    ),
    "swift": Message(
        context="form.bank.swift_wrong", text="Check the SWIFT or BIC code: it has 8 or 11 letters and digits"
    ),
}

SLOTS: Mapping[str, Message] = {
    "account_missing": Message(context="form.bank.account_missing", text="Enter the account number"),
    "account_wrong": Message(
        context="form.bank.account_wrong",
        text="Enter the account number as it stands on a bank statement",
    ),
    "missing": Message(context="form.bank.missing", text="{label}: enter this part of the bank details"),
    "wrong": Message(context="form.bank.wrong", text="{label}: enter it as it stands on a bank statement"),
    "holder_missing": Message(
        context="form.bank.holder_missing",
        text="Enter the name of the person or business that holds the account",
    ),
    "type_missing": Message(context="form.bank.type_missing", text="Choose the type of account"),
    "currency_wrong": Message(
        context="form.bank.currency_wrong", text="Choose a currency from the list, or the usual one"
    ),
    "country_wrong": Message(
        context="form.bank.country_wrong", text="Choose the country of the bank from the list"
    ),
    "currency_missing": Message(
        context="form.bank.currency_missing", text="Choose the currency of the account"
    ),
    **{f"{name}_missing": words for name, words in MISSING.items()},
    **{f"{name}_wrong": words for name, words in WRONG.items()},
}
"""What can be wrong, by slot."""


def length_of(rule: Mapping[str, Any], asking: Asking) -> str:
    """How long a part of the bank details is; the account's own number is known by its length to nobody."""
    if rule["name"] == "account_number":
        return ""
    if digits := rule.get("digits"):
        least, most = (digits, digits) if isinstance(digits, int) else (digits[0], digits[-1])
        return _counted(_DIGITS, _DIGITS_RANGE, least, most, asking)
    shape = _SIGNS_PATTERN.fullmatch(rule.get("pattern", ""))
    if shape is None:
        return ""
    if shape[3]:
        return asking.translate(_BIC) if shape[1] == "8" else ""
    return _counted(_SIGNS, _SIGNS_RANGE, int(shape[1]), int(shape[2] or shape[1]), asking)


def _counted(exact: Message, between: Message, least: int, most: int, asking: Asking) -> str:
    if least == most:
        return asking.translate(exact, count=least)
    return asking.translate(between, least=least, most=most)


def currency_names(currencies: Iterable[str], asking: Asking) -> Iterable[tuple[str, str]]:
    """Codes with their names in the reader's language."""
    names = babel_locale(asking.locale).currencies
    return ((each, f"{names.get(each.upper(), each.upper())} ({each.upper()})") for each in currencies)


def label_of(rule: Mapping[str, Any], asking: Asking) -> str:
    """The label of a part, as its rule says."""
    return told(rule.get("label", rule["name"]), asking)


def told(words: Any, asking: Asking) -> str:
    """Words for a label: a message, or the key of one of ours."""
    if isinstance(words, str) and words in LABELS:
        words = LABELS[words]
    return asking.translate(words) if isinstance(words, Message) else str(words)
