"""A bank account, in the parts that banks of its country use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms.fields.core import UnboundField

from forms.inputs import Input, Look
from forms.kinds.bank_numbers import fits, routing
from forms.kinds.bank_words import (
    ELSEWHERE,
    LABELS,
    OTHER_CURRENCY,
    SLOTS,
    TYPES,
    USE_COUNTRY,
    USUAL,
    currency_names,
    label_of,
    length_of,
    told,
)
from forms.kinds.base import Asking, Fault, Plain, held
from forms.kinds.choice import countries
from forms.kinds.single import Wrong, make_input
from forms.markup import Options
from forms.normalise import code, tidy
from forms.options import CURRENCY, FLAG, Option, either, many, one_of
from forms.questions import Answers, Known, Message, Question
from forms.words import CHOOSE


@dataclass(frozen=True)
class BankPart:
    """One input as it is drawn. options: where it is a select."""

    input: Input
    label: str
    hint: str
    options: Options | None = None


_TYPES = many(one_of(*TYPES), f"a list of {', '.join(TYPES)}")


@dataclass(frozen=True)
class BankView:
    """parts: what is asked of everybody; country, currency: what only an account elsewhere needs, behind
    the words of `opener`; opened: they show already. shown: the country whose parts these are."""

    parts: tuple[BankPart, ...]
    country: BankPart | None
    currency: BankPart | None
    opener: str
    opened: bool
    shown: str
    button: str


class BankAccount(Plain):
    """A bank account to be paid to, in inputs base + ".account_number" and one for each part.

    options, most of them filled in from `banks.yaml`:
      country: two letters (default the account's); currency: three letters;
      currencies: list of several, then a select `.currency` asks;
      elsewhere: the same options by country, for banks in other countries that are taken: then a select
        `.country` may be opened; an IBAN says its country by itself;
      other_currencies: those that are taken, then a select `.currency` may be opened; without it the
        account is in the currency of the bank's country, where that is taken, else in `currency`;
      account: "iban", or {"digits": 8 | [6, 12] (from, to), "pattern": regular expression for the compact
        number, "label": key of LABELS or words, "hint": words, "check": name of a check};
        a part without a hint says how long it is, where that is all that is known of it;
      parts: list of {"name": input name and name in `routing`, "label": key of LABELS or words (default the
        name), "digits" | "pattern", "check", "hint": words, "inputmode", "width",
        "head_office": true where a BIC of 8 is sent as one of 11};
      routing: how the parts make the routing number, "{transit}-{institution}"; absent: none is sent;
      holder: true asks for the name on the account, holder_hint: words below it;
      holder_type: "individual" or "company", sent as it is;
      account_type: true, or a list out of TYPES, asks for the type.
    words: missing (nothing at all was entered), account_missing, account_wrong, <part>_missing,
    <part>_wrong, holder_missing, type_missing, currency_missing, currency_wrong, country_wrong.
    In test mode check digits are not looked at: Stripe's test numbers have none.
    """

    name = "bank_account"
    options = (
        Option("holder", FLAG, "The name on the account is asked.", False),
        Option("holder_type", one_of("individual", "company"), "Sent as whose account it is."),
        Option("account_type", either(FLAG, _TYPES), "The type is asked, out of a few.", False),
        Option("currencies", many(CURRENCY, "a list of currencies"), "Those to choose from."),
    )
    filled = (
        *("account", "parts", "routing", "currency", "country"),
        *("elsewhere", "other_currencies", "holder_hint"),
    )
    several = True
    secret = True
    words: Mapping[str, Message] = SLOTS

    def fields(self, question: Question, asking: Asking) -> Mapping[str, UnboundField[Any]]:
        found: dict[str, UnboundField[Any]] = {}
        options = question.options
        if options.get("holder"):
            found |= self._one(question, asking, "account_holder_name", Look(spellcheck=False), tidy)
        if _currencies(question):
            found |= self._one(question, asking, "currency", Look(draw="select", width="w-20"), str)
        if options.get("account_type"):
            found |= self._one(question, asking, "account_type", Look(draw="select", width="w-20"), str)
        for rule in _every_rule(question):
            found |= self._numbered(question, asking, rule)
        if _elsewhere(question):
            look = Look(draw="select", width="w-20", steers=True)
            found |= self._one(question, asking, "country", look, str)
        if _others(question):
            found |= self._one(question, asking, "currency", Look(draw="select", width="w-20"), str)
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
            if number and not _elsewhere(question) and not fits(number, rule, asking):
                raise Wrong(_slot(question, rule, "wrong"), label=label_of(rule, asking))
            return number

        look = Look(
            width=rule.get("width") or ("w-20" if rule["name"] == "account_number" else "w-10"),
            inputmode=rule.get("inputmode") or ("numeric" if "digits" in rule else ""),
            code=True,
        )
        return self._one(question, asking, rule["name"], look, clean)

    def check(self, question: Question, values: Mapping[str, Any], asking: Asking) -> Iterable[Fault]:
        given = {name.rpartition(".")[2]: value for name, value in values.items()}
        where = _country_of(question, given)
        entered = {
            part: given[part]
            for part in given
            if part in _parts_in(question, where) and not _is_behind(question, part)
        }
        if question.optional and not any(entered.values()):
            return
        if "missing" in question.words and not any(entered.values()):
            yield Fault(f"{question.base}.{next(iter(entered))}", "missing")
            return
        yield from _unknown_choices(question, given)
        if _elsewhere(question):
            yield from self._misfits(question, entered, where, asking)
        slots = {"account_holder_name": "holder_missing", "currency": "currency_missing"}
        slots |= {"account_type": "type_missing"}
        slots |= {rule["name"]: _slot(question, rule, "missing") for rule in _rules(question, where)}
        allowed = {"currency": _currencies(question), "account_type": _types(question)}
        labels = {rule["name"]: label_of(rule, asking) for rule in _rules(question, where)}
        for part, value in entered.items():
            if not value or (part in allowed and value not in allowed[part]):
                named = (("label", labels[part]),) if part in labels else ()
                yield Fault(f"{question.base}.{part}", slots[part], named)

    def _misfits(
        self, question: Question, given: Mapping[str, Any], country: str, asking: Asking
    ) -> Iterable[Fault]:
        """Numbers that no bank of that country has."""
        for rule in _rules(question, country):
            number = given.get(rule["name"])
            if number and not fits(number, rule, asking):
                named = (("label", label_of(rule, asking)),)
                yield Fault(f"{question.base}.{rule['name']}", _slot(question, rule, "wrong"), named)

    def view(self, question: Question, inputs: Sequence[Input], asking: Asking) -> BankView:
        by_part = {each.name.rpartition(".")[2]: each for each in inputs}
        country = by_part.pop("country", None)
        currency = by_part.pop("currency", None) if _others(question) else None
        shown = _shown(question, country)
        there = [by_part[part] for part in _drawn_parts(question, shown, by_part)]
        behind = [each for each in (country, currency) if each]
        return BankView(
            parts=tuple(self._part(question, each, asking, shown) for each in there),
            country=country and _chooser(country, _country_options(question, asking), "country", asking),
            currency=currency and _chooser(currency, _other_options(question, asking), "currency", asking),
            opener=asking.translate(ELSEWHERE if country else OTHER_CURRENCY) if behind else "",
            opened=any(each.said or each.typed not in ("", _own(question)) for each in behind),
            shown=shown,
            button=asking.translate(USE_COUNTRY),
        )

    def drawn(self, question: Question, inputs: Sequence[Input]) -> Sequence[Input]:
        """The parts that banks of the chosen country use, then what only an account elsewhere needs."""
        by_part = {each.name.rpartition(".")[2]: each for each in inputs}
        shown = _shown(question, by_part.get("country"))
        last = [part for part in ("country", "currency") if part in by_part and _is_behind(question, part)]
        rest = {part: each for part, each in by_part.items() if part not in last}
        return [by_part[part] for part in (*_drawn_parts(question, shown, rest), *last)]

    def _part(self, question: Question, each: Input, asking: Asking, shown: str) -> BankPart:
        part = each.name.rpartition(".")[2]
        if part == "currency":
            return BankPart(
                each, asking.translate(LABELS["currency"]), "", _currency_options(question, asking)
            )
        if part == "account_type":
            return BankPart(each, asking.translate(LABELS["type"]), "", _type_options(question, asking))
        if part == "account_holder_name":
            hint = told(question.options.get("holder_hint") or "", asking)
            return BankPart(each, asking.translate(LABELS["holder"]), hint)
        rule = next(rule for rule in _rules(question, shown) if rule["name"] == part)
        hint = told(rule["hint"], asking) if "hint" in rule else length_of(rule, asking)
        return BankPart(each, label_of(rule, asking), hint)

    def answers(self, question: Question, values: Mapping[str, Any]) -> Answers:
        given = {name.rpartition(".")[2]: value for name, value in values.items() if value}
        if "account_number" not in given:
            return {}
        country = _country_of(question, given)
        account = {
            "object": "bank_account",
            "country": country,
            "currency": given.get("currency") or _usual_currency(question, country),
            "account_number": given["account_number"],
            "routing_number": routing(_options_in(question, country), given),
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
        currency = _unusual(question, held(known, f"{question.base}.currency"))
        named = (name for _, name in currency_names(currency, asking))
        return tuple(str(line) for line in (bank, f"•••• {str(last)[-4:]}", *named) if line)


def _rules(question: Question, country: str = "") -> tuple[Mapping[str, Any], ...]:
    """What is asked of the parts and, last, of the account number. country: of the bank; "" for the own."""
    options = _options_in(question, country)
    account = options.get("account", {})
    account = {"label": "iban", "iban": True} if account == "iban" else dict(account)
    return (
        *options.get("parts", ()),
        {"label": "account_number", **account, "name": "account_number"},
    )


def _every_rule(question: Question) -> tuple[Mapping[str, Any], ...]:
    """One rule for each part that any of the countries has, the own country's first."""
    rules = [rule for country in ("", *_elsewhere(question)) for rule in _rules(question, country)]
    by_name = {rule["name"]: rule for rule in reversed(rules)}
    names = dict.fromkeys(rule["name"] for rule in rules if rule["name"] != "account_number")
    return tuple(by_name[name] for name in (*names, "account_number"))


def _elsewhere(question: Question) -> Mapping[str, Mapping[str, Any]]:
    """Options by country of the banks in other countries that are taken."""
    found: Mapping[str, Mapping[str, Any]] = question.options.get("elsewhere", {})
    return found


def _options_in(question: Question, country: str) -> Mapping[str, Any]:
    """Options for a bank of that country; one that is on no list is known by its IBAN."""
    if country in ("", _own(question)):
        return question.options
    return _elsewhere(question).get(country, {"account": "iban"})


def _others(question: Question) -> tuple[str, ...]:
    return tuple(question.options.get("other_currencies", ()))


def _own(question: Question) -> str:
    return str(question.options.get("country", question.country))


def _is_behind(question: Question, part: str) -> bool:
    """Whether only an account elsewhere needs it."""
    return part == "country" or (part == "currency" and bool(_others(question)))


def _unknown_choices(question: Question, given: Mapping[str, Any]) -> Iterable[Fault]:
    """A country or a currency that is not on the list."""
    lists = {"country": {_own(question), *_elsewhere(question)}, "currency": {*_others(question)}}
    for part, allowed in lists.items():
        if _is_behind(question, part) and given.get(part) and given[part] not in allowed:
            yield Fault(f"{question.base}.{part}", f"{part}_wrong")


def _shown(question: Question, chosen: Input | None) -> str:
    typed = chosen.typed if chosen else ""
    return typed if typed in _elsewhere(question) else _own(question)


def _parts_in(question: Question, country: str) -> set[str]:
    """Parts that are asked of a bank of that country, and those that are asked of every one."""
    return {
        "account_holder_name",
        "account_type",
        "currency",
        *(r["name"] for r in _rules(question, country)),
    }


def _drawn_parts(question: Question, country: str, inputs: Mapping[str, Input]) -> list[str]:
    asked = _parts_in(question, country)
    return [part for part in inputs if part in asked]


def _by_iban(question: Question) -> set[str]:
    """The countries whose banks are known by their IBAN, and are taken."""
    every = {_own(question): question.options, **_elsewhere(question)}
    return {country for country, options in every.items() if options.get("account") == "iban"}


def _country_of(question: Question, given: Mapping[str, str]) -> str:
    """The country of the bank: what an IBAN says, else what was chosen, else the own.

    An IBAN of a country that is not on the list is sent as well: the list may be older than what is taken.
    """
    chosen, number = given.get("country") or _own(question), given.get("account_number", "")
    by_iban = _by_iban(question)
    if _elsewhere(question) and (number[:2] in by_iban or (chosen in by_iban and number[:2].isalpha())):
        return number[:2]
    return chosen


def _usual_currency(question: Question, country: str) -> str | None:
    """That of the bank's country where it is taken, else the account's."""
    own: str | None = question.options.get("currency")
    there = _elsewhere(question).get(country, {}).get("currency")
    return there if there in _others(question) else own


def _unusual(question: Question, currency: object) -> tuple[str, ...]:
    """The currency, where it is not the account's own: there may be a bank account for each."""
    taken = {*_others(question), *_currencies(question)} - {question.options.get("currency")}
    return (currency,) if isinstance(currency, str) and currency in taken else ()


def _slot(question: Question, rule: Mapping[str, Any], end: str) -> str:
    """The slot of the words for a part: its own, else of what its label names, else the kind's."""
    name = "account" if rule["name"] == "account_number" else rule["name"]
    if f"{name}_{end}" in question.words:
        return f"{name}_{end}"
    label = rule.get("label", name)
    named = [f"{each}_{end}" for each in (label, name) if isinstance(each, str)]
    return next((slot for slot in named if slot in BankAccount.words), end)


def _currencies(question: Question) -> tuple[str, ...]:
    several = tuple(question.options.get("currencies", ()))
    return several if len(several) > 1 else ()


def _types(question: Question) -> tuple[str, ...]:
    wanted = question.options.get("account_type")
    return ("checking", "savings") if wanted is True else tuple(wanted or ())


def _currency_options(question: Question, asking: Asking) -> Options:
    return Options((("", asking.translate(CHOOSE)), *currency_names(_currencies(question), asking)))


def _other_options(question: Question, asking: Asking) -> Options:
    return Options((("", asking.translate(USUAL)), *currency_names(_others(question), asking)))


def _country_options(question: Question, asking: Asking) -> Options:
    return Options(countries(asking.locale, (_own(question), *_elsewhere(question))))


def _chooser(each: Input, options: Options, name: str, asking: Asking) -> BankPart:
    return BankPart(each, asking.translate(LABELS[name]), "", options)


def _type_options(question: Question, asking: Asking) -> Options:
    pairs = ((each, told(TYPES.get(each, each), asking)) for each in _types(question))
    return Options((("", asking.translate(CHOOSE)), *pairs))
