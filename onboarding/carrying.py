"""What an account takes over from another one of the same seller: plain values that Stripe gives back.

Numbers, papers and bank accounts are never given back; addresses belong to a country. They are asked anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_PROFILE = ("name", "url", "product_description", "mcc", "support_email", "support_url")
_PERSON = ("first_name", "last_name", "email", "phone", "dob", "maiden_name", "gender")


def carried(
    account: Mapping[str, Any], persons: Sequence[Mapping[str, Any]], business_type: str
) -> dict[str, Any]:
    """Parameters of the new account, nested as the API takes them.

    An individual goes along as an individual; of a company the name, or, where it becomes an individual,
    whoever represented it. persons: of the account that is left.
    """
    found: dict[str, Any] = {"email": account.get("email")}
    found["business_profile"] = _picked(account.get("business_profile"), _PROFILE)
    if business_type == "individual":
        found["individual"] = _picked(account.get("individual"), _PERSON) or representative_of(persons)
    else:
        found["company"] = _picked(account.get("company"), ("name",))
    return {name: value for name, value in found.items() if value}


def representative_of(persons: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What goes along of whoever represents the company; of a single person without roles, of them."""
    there = [one for one in persons if (one.get("relationship") or {}).get("representative")]
    return _picked(next(iter([*there, *(persons if len(persons) == 1 else ())]), None), _PERSON)


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
