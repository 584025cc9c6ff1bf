"""What an account takes over from another one of the same seller: plain values that Stripe gives back.

Numbers, papers and bank accounts are never given back; addresses belong to a country. They are asked anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from onboarding.requirements import ROLES

_PROFILE = ("name", "url", "product_description", "mcc", "support_email", "support_url")
_PERSON = ("first_name", "last_name", "email", "phone", "dob", "maiden_name", "gender")
_IN_ITS_SCRIPTS = ("first_name_kana", "last_name_kana", "first_name_kanji", "last_name_kanji")
"""Names that only the country in which they were asked takes."""
_RELATIONSHIP = (*ROLES, "title", "percent_ownership")

MOST = 20
"""Persons that go along at most: each is a call while the seller waits, and few companies name more."""


def carried(
    account: Mapping[str, Any], persons: Sequence[Mapping[str, Any]], business_type: str, country: str
) -> dict[str, Any]:
    """Parameters of the new account, nested as the API takes them.

    An individual goes along as an individual; of a company the name, or, where it becomes an individual,
    whoever represented it. persons: of the account that is left; country: of the new one.
    """
    names = _names(account, country)
    found: dict[str, Any] = {"email": account.get("email")}
    found["business_profile"] = _picked(account.get("business_profile"), _PROFILE)
    if business_type == "individual":
        found["individual"] = _picked(account.get("individual") or _representative(persons), names)
    else:
        found["company"] = _picked(account.get("company"), ("name",))
    return {name: value for name, value in found.items() if value}


def people(
    account: Mapping[str, Any], persons: Sequence[Mapping[str, Any]], country: str
) -> dict[str, dict[str, Any]]:
    """Of each person who goes along the id there and the parameters here, whoever represents first.

    Names, date of birth, e-mail, phone and roles; numbers, addresses and papers are asked anew. An individual
    goes along as the representative. persons: newest first, as Stripe lists them; whoever has no values yet
    is left out, and so is whoever is one too many.
    """
    alone = account.get("individual")
    there = [*reversed(persons)] or ([alone] if alone else [])
    first = _representative(there)
    found = {}
    for person in sorted(there, key=lambda one: one is not first)[:MOST]:
        if values := _picked(person, _names(account, country)):
            held = {} if person is alone else _picked(person.get("relationship"), _RELATIONSHIP)
            roles = {**held, "representative": True} if person is first else held
            found[str(person.get("id", ""))] = {**values, "relationship": roles}
    return found


def _representative(persons: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Whoever represents the company; a single person without roles does."""
    there = [one for one in persons if (one.get("relationship") or {}).get("representative")]
    return next(iter([*there, *(persons if len(persons) == 1 else ())]), None)


def _names(account: Mapping[str, Any], country: str) -> tuple[str, ...]:
    return (*_PERSON, *_IN_ITS_SCRIPTS) if account.get("country") == country else _PERSON


def merged(first: Mapping[str, Any], then: Mapping[str, Any]) -> dict[str, Any]:
    """Both, nested; where both have a value, that of `then`."""
    found = dict(first)
    for name, value in then.items():
        held = found.get(name)
        nested = isinstance(held, Mapping) and isinstance(value, Mapping)
        found[name] = merged(held or {}, value) if nested else value
    return found


def without(values: Mapping[str, Any], param: str) -> dict[str, Any]:
    """The values without the one that was refused; without any where none can be told. param: dotted."""
    head, _, rest = param.partition(".")
    if head not in values:
        return {}
    inner = values[head]
    kept = without(inner, rest) if rest and isinstance(inner, Mapping) and head != "dob" else {}
    return {name: value for name, value in {**values, head: kept}.items() if value}


def _picked(values: Mapping[str, Any] | None, names: Sequence[str]) -> dict[str, Any]:
    """The values that are there; a date of birth whole or not at all."""
    found = {name: value for name in names if (value := (values or {}).get(name))}
    if isinstance(dob := found.get("dob"), Mapping) and not all(dob.values()):
        del found["dob"]
    return found
