"""Builds what stands beside the groups: countries, bank account forms, refusals and lists of words."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from forms.questions import Choice, Message
from onboarding.maps.building import Scribe
from onboarding.maps.reading import Path_
from onboarding.maps.shapes import (
    LISTS,
    AcceptedShape,
    BankNumberShape,
    BanksFile,
    BankShape,
    BusinessFile,
    CountriesFile,
    CountryShape,
    DocumentsFile,
    RefusalsFile,
    TextShape,
)
from onboarding.maps.values import BankForm, Country, Refusal

Labels = Mapping[str, Message]


def build_texts(
    texts: Mapping[str, TextShape], context: str, key: str, scribe: Scribe, *within: str
) -> dict[str, Message]:
    """Messages by name of a list of texts that stands under `key` in its file; within: keys of each entry."""
    return {
        name: scribe.message(text, f"{context}.{name}", key, name, *within) for name, text in texts.items()
    }


def build_refusals(shape: RefusalsFile, scribe: Scribe) -> tuple[Refusal, ...]:
    """Refusals, in the order in which they are tried: those that name a code first, then a parameter."""
    refusals = [
        Refusal(
            text=scribe.message(one.text, f"refusal.{one.id}", "refusals", index, "text"),
            code=one.code,
            param=one.param,
            message=one.message,
        )
        for index, one in enumerate(shape.refusals)
    ]
    return tuple(sorted(refusals, key=lambda one: (not one.code, not one.param, not one.message)))


class Business:
    """Names of business types and legal structures, in a country's own terms where it has some."""

    def __init__(self, shape: BusinessFile, scribe: Scribe) -> None:
        self.business_types = build_texts(shape.business_types, "business_type", "business_types", scribe)
        self.structures = build_texts(shape.structures, "structure", "structures", scribe)
        self._local = {
            (name, country): scribe.message(text, f"structure.{name}.@{country}", "words", name, country)
            for name, by_country in shape.words.items()
            for country, text in by_country.items()
        }

    def structure_choices(self, names: Iterable[str], country: str = "") -> tuple[Choice, ...]:
        """Choices of legal structures, in the order given."""
        return tuple(
            Choice(name, self._local.get((name, country), self.structures[name]))
            for name in names
            if name in self.structures
        )

    def type_choices(self, names: Iterable[str], country: str = "") -> tuple[Choice, ...]:
        """Choices of business types, in the order given."""
        return tuple(
            Choice(name, self._local.get((name, country), self.business_types[name]))
            for name in names
            if name in self.business_types
        )


def build_countries(shape: CountriesFile, business: Business) -> dict[str, Country]:
    """Every country, with what its family says filled in."""
    blank = CountryShape()
    return {
        code: _country(code, one, shape.families.get(one.family or "", blank), business)
        for code, one in shape.countries.items()
    }


def _country(code: str, own: CountryShape, family: CountryShape, business: Business) -> Country:
    def said(name: str) -> Any:
        value = getattr(own, name)
        return getattr(family, name) if value is None else value

    currency = said("currency") or ""
    others = (one for one in said("currencies") or () if one != currency)
    structures = said("structures") or {}
    return Country(
        code=code,
        currency=currency,
        currencies=(currency, *others),
        bank_countries=tuple(one for one in said("bank_countries") or () if one != code),
        agreements=tuple(said("agreements") or ("full",)),
        business_types=business.type_choices(said("business_types") or (), code),
        structures_of=MappingProxyType(
            {name: business.structure_choices(values, code) for name, values in structures.items()}
        ),
        capabilities=tuple(said("capabilities") or ()),
        lists_of=MappingProxyType(
            {name: tuple(lists) for name, lists in {**(family.lists or {}), **(own.lists or {})}.items()}
        ),
    )


def build_banks(shape: BanksFile, scribe: Scribe, countries: Mapping[str, Country]) -> dict[str, BankForm]:
    """Bank account forms by country, as options of the kind `bank_account`."""
    return {
        code: BankForm(code, MappingProxyType(_bank_options(code, one, scribe, countries.get(code))))
        for code, one in shape.banks.items()
    }


def _bank_options(code: str, bank: BankShape, scribe: Scribe, country: Country | None) -> dict[str, Any]:
    at = ("banks", code)
    account = bank.account
    return {
        "country": code,
        "currency": country.currency if country else "",
        "currencies": tuple(bank.currencies),
        "account": account
        if isinstance(account, str)
        else _number(account, f"bank.{code}.account", scribe, (*at, "account")),
        "parts": tuple(
            {
                "name": part.name,
                **_number(part, f"bank.{code}.{part.name}", scribe, (*at, "parts", index)),
                **({"head_office": True} if part.head_office else {}),
            }
            for index, part in enumerate(bank.parts)
        ),
        "routing": bank.routing,
        "holder": bank.holder,
        "holder_hint": scribe.maybe(bank.holder_hint, f"bank.{code}.holder_hint", *at, "holder_hint"),
        "account_type": bank.account_type,
    }


def _number(shape: BankNumberShape, context: str, scribe: Scribe, where: Path_) -> dict[str, Any]:
    said = {
        "label": shape.label,
        "hint": scribe.maybe(shape.hint, f"{context}.hint", *where, "hint"),
        "digits": shape.digits,
        "pattern": shape.pattern,
        "check": shape.check,
    }
    return {name: value for name, value in said.items() if value is not None}


Accepted = Mapping[str, tuple[Mapping[str, Any], ...]]
"""Documents by list ("identity"); each as the kind `document` takes it: name, local, both_sides."""


def build_documents(shape: DocumentsFile, scribe: Scribe, countries: Iterable[str]) -> dict[str, Accepted]:
    """Accepted documents by country, and under "" those of a country that is not known."""
    names = build_texts(
        {key: one.name for key, one in shape.documents.items()}, "document", "documents", scribe, "name"
    )

    def listed(accepted: AcceptedShape, name: str) -> tuple[Mapping[str, Any], ...]:
        entries = getattr(accepted, name) or getattr(shape.general, name)
        return tuple(
            {"name": names[key], "local": local, "both_sides": shape.documents[key].both_sides}
            for entry in entries
            for key, local in entry.items()
            if key in names
        )

    by_country = {"": shape.general, **dict.fromkeys(countries, shape.general), **shape.accepted}
    return {
        code: MappingProxyType({name: listed(accepted, name) for name in LISTS})
        for code, accepted in by_country.items()
    }


def routing_parts(routing: str) -> list[str]:
    """Names of the placeholders in a routing pattern ("{transit}-{institution}")."""
    return [name for _, name, _, _ in string.Formatter().parse(routing) if name]
