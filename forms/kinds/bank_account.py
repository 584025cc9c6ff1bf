"""A bank account, in the parts that banks of its country use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms.fields.core import UnboundField

from forms.inputs import Input, Look
from forms.kinds.base import Asking, Fault, Plain, held
from forms.kinds.id_checks import passes
from forms.kinds.single import Wrong, make_input
from forms.locales import babel_locale
from forms.markup import Options
from forms.normalise import code, tidy
from forms.questions import Answers, Known, Message, Question
from forms.words import CHOOSE

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

_MISSING: Mapping[str, Message] = {
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
_WRONG: Mapping[str, Message] = {
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
    "ifsc": Message(context="form.bank.ifsc_wrong", text="Check the IFSC code: it has 11 letters and digits"),
    "swift": Message(
        context="form.bank.swift_wrong", text="Check the SWIFT or BIC code: it has 8 or 11 letters and digits"
    ),
}


@dataclass(frozen=True)
class BankPart:
    """One input as it is drawn. options: where it is a select."""

    input: Input
    label: str
    hint: str
    options: Options | None = None


class BankAccount(Plain):
    """A bank account to be paid to, in inputs base + ".account_number" and one for each part.

    options, all from the map:
      country: two letters (default the account's); currency: three letters;
      currencies: list of several, then a select `.currency` asks;
      account: "iban", or {"digits": 8 | [6, 12] (from, to), "pattern": regular expression for the compact
        number, "label": key of LABELS or words, "hint": words, "check": name of a check};
        a part without a hint says how long it is, where that is all that is known of it;
      parts: list of {"name": input name and name in `routing`, "label": key of LABELS or words (default the
        name), "digits" | "pattern", "check", "hint": words, "inputmode", "width"};
      routing: how the parts make the routing number, "{transit}-{institution}"; absent: none is sent;
      holder: true asks for the name on the account, holder_hint: words below it;
      holder_type: "individual" or "company", sent as it is;
      account_type: true, or a list out of TYPES, asks for the type.
    words: missing (nothing at all was entered), account_missing, account_wrong, <part>_missing,
    <part>_wrong, holder_missing, type_missing, currency_missing.
    In test mode check digits are not looked at: Stripe's test numbers have none.
    """

    name = "bank_account"
    several = True
    secret = True
    words: Mapping[str, Message] = {
        "account_missing": Message(context="form.bank.account_missing", text="Enter the account number"),
        "account_wrong": Message(
            context="form.bank.account_wrong",
            text="Enter the account number as it stands on a bank statement",
        ),
        "missing": Message(context="form.bank.missing", text="Enter this part of the bank details"),
        "wrong": Message(context="form.bank.wrong", text="Enter this part as it stands on a bank statement"),
        "holder_missing": Message(
            context="form.bank.holder_missing",
            text="Enter the name of the person or business that holds the account",
        ),
        "type_missing": Message(context="form.bank.type_missing", text="Choose the type of account"),
        "currency_missing": Message(
            context="form.bank.currency_missing", text="Choose the currency of the account"
        ),
        **{f"{name}_missing": words for name, words in _MISSING.items()},
        **{f"{name}_wrong": words for name, words in _WRONG.items()},
    }

    def fields(self, question: Question, asking: Asking) -> Mapping[str, UnboundField[Any]]:
        found: dict[str, UnboundField[Any]] = {}
        options = question.options
        if options.get("holder"):
            found |= self._one(question, asking, "account_holder_name", Look(spellcheck=False), tidy)
        if _currencies(question):
            found |= self._one(question, asking, "currency", Look(draw="select", width="w-20"), str)
        if options.get("account_type"):
            found |= self._one(question, asking, "account_type", Look(draw="select", width="w-20"), str)
        for rule in _rules(question):
            found |= self._numbered(question, asking, rule)
        return found

    def _one(
        self, question: Question, asking: Asking, part: str, look: Look, clean: Any
    ) -> dict[str, UnboundField[Any]]:
        name = f"{question.base}.{part}"
        return {name: make_input(self, question, asking, name, look, lambda typed: clean(typed or ""))}

    def _numbered(
        self, question: Question, asking: Asking, rule: Mapping[str, Any]
    ) -> dict[str, UnboundField[Any]]:
        def clean(typed: Any) -> str:
            number = code(typed or "")
            if number and not _fits(number, rule, asking):
                raise Wrong(_slot(question, rule, "wrong"))
            return number

        look = Look(
            width=rule.get("width") or ("w-20" if rule["name"] == "account_number" else "w-10"),
            inputmode=rule.get("inputmode") or ("numeric" if "digits" in rule else ""),
            code=True,
        )
        return self._one(question, asking, rule["name"], look, clean)

    def check(self, question: Question, values: Mapping[str, Any], asking: Asking) -> Iterable[Fault]:
        given = {name.rpartition(".")[2]: value for name, value in values.items()}
        if question.optional and not any(given.values()):
            return
        if "missing" in question.words and not any(given.values()):
            yield Fault(next(iter(values)), "missing")
            return
        slots = {"account_holder_name": "holder_missing", "currency": "currency_missing"}
        slots |= {"account_type": "type_missing"}
        slots |= {rule["name"]: _slot(question, rule, "missing") for rule in _rules(question)}
        allowed = {"currency": _currencies(question), "account_type": _types(question)}
        for part, value in given.items():
            if not value or (part in allowed and value not in allowed[part]):
                yield Fault(f"{question.base}.{part}", slots[part])

    def view(self, question: Question, inputs: Sequence[Input], asking: Asking) -> tuple[BankPart, ...]:
        return tuple(self._part(question, each, asking) for each in inputs)

    def _part(self, question: Question, each: Input, asking: Asking) -> BankPart:
        part = each.name.rpartition(".")[2]
        if part == "currency":
            return BankPart(
                each, asking.translate(LABELS["currency"]), "", _currency_options(question, asking)
            )
        if part == "account_type":
            return BankPart(each, asking.translate(LABELS["type"]), "", _type_options(question, asking))
        if part == "account_holder_name":
            hint = _text(question.options.get("holder_hint") or "", asking)
            return BankPart(each, asking.translate(LABELS["holder"]), hint)
        rule = next(rule for rule in _rules(question) if rule["name"] == part)
        hint = _text(rule["hint"], asking) if "hint" in rule else _length(rule, asking)
        return BankPart(each, _text(rule.get("label", part), asking), hint)

    def answers(self, question: Question, values: Mapping[str, Any]) -> Answers:
        given = {name.rpartition(".")[2]: value for name, value in values.items() if value}
        if "account_number" not in given:
            return {}
        account = {
            "object": "bank_account",
            "country": question.options.get("country", question.country),
            "currency": given.get("currency") or question.options.get("currency"),
            "account_number": given["account_number"],
            "routing_number": _routing(question, given),
            "account_holder_name": given.get("account_holder_name"),
            "account_holder_type": question.options.get("holder_type"),
            "account_type": given.get("account_type"),
        }
        return {question.base: {name: value for name, value in account.items() if value}}

    def prefill(self, question: Question, known: Known) -> dict[str, Any]:
        """Never: account numbers are not put back into a page, and Stripe does not give them."""
        return {}

    def show(self, question: Question, known: Known, asking: Asking) -> tuple[str, ...]:
        last = held(known, f"{question.base}.last4")
        if not last:
            return ()
        bank = held(known, f"{question.base}.bank_name")
        return tuple(str(line) for line in (bank, f"•••• {str(last)[-4:]}") if line)


def _rules(question: Question) -> tuple[Mapping[str, Any], ...]:
    """What is asked of the parts and, last, of the account number."""
    account = question.options.get("account", {})
    account = {"label": "iban", "iban": True} if account == "iban" else dict(account)
    return (
        *question.options.get("parts", ()),
        {"label": "account_number", **account, "name": "account_number"},
    )


def _length(rule: Mapping[str, Any], asking: Asking) -> str:
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


def _slot(question: Question, rule: Mapping[str, Any], end: str) -> str:
    """The slot of the words for a part: its own, else of what its label names, else the kind's."""
    name = "account" if rule["name"] == "account_number" else rule["name"]
    if f"{name}_{end}" in question.words:
        return f"{name}_{end}"
    label = rule.get("label", name)
    named = [f"{each}_{end}" for each in (label, name) if isinstance(each, str)]
    return next((slot for slot in named if slot in BankAccount.words), end)


def _fits(number: str, rule: Mapping[str, Any], asking: Asking) -> bool:
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


def _has_digits(number: str, digits: int | Sequence[int]) -> bool:
    least, most = (digits, digits) if isinstance(digits, int) else (digits[0], digits[-1])
    return number.isascii() and number.isdigit() and least <= len(number) <= most


def _is_iban(number: str, asking: Asking) -> bool:
    # Test numbers are IBANs in shape only: some countries' have another length than real ones.
    if asking.test_mode:
        return re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}", number) is not None
    return passes("iban", number)


def _routing(question: Question, given: Mapping[str, str]) -> str | None:
    shape = question.options.get("routing")
    return str(shape).format_map(given) if shape else None


def _currencies(question: Question) -> tuple[str, ...]:
    several = tuple(question.options.get("currencies", ()))
    return several if len(several) > 1 else ()


def _types(question: Question) -> tuple[str, ...]:
    wanted = question.options.get("account_type")
    return ("checking", "savings") if wanted is True else tuple(wanted or ())


def _currency_options(question: Question, asking: Asking) -> Options:
    names = babel_locale(asking.locale).currencies
    pairs = (
        (each, f"{names.get(each.upper(), each.upper())} ({each.upper()})") for each in _currencies(question)
    )
    return Options((("", asking.translate(CHOOSE)), *pairs))


def _type_options(question: Question, asking: Asking) -> Options:
    pairs = ((each, _text(TYPES.get(each, each), asking)) for each in _types(question))
    return Options((("", asking.translate(CHOOSE)), *pairs))


def _text(words: Any, asking: Asking) -> str:
    """Words for a label: a message, or the key of one of ours."""
    if isinstance(words, str) and words in LABELS:
        words = LABELS[words]
    return asking.translate(words) if isinstance(words, Message) else str(words)
