"""Whether a requirement is given: from its id to the values that an account keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onboarding.sandbox.model import AccountState
from onboarding.sandbox.rules import book

ELSEWHERE = {
    "company.business_vat_id_number": "company.vat_id",
    "individual.business_vat_id_number": "company.vat_id",
    # Inferred: ids of India's list that no parameter is named after.
    "company.pan": "company.tax_id",
    "company.business_cross_border_transaction_classifications": "company.export_purpose_code",
}
"""Requirements whose parameter has another name."""


def at(values: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path, None where there is none."""
    found: Any = values
    for part in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(part)
    return found


def text_at(values: Mapping[str, Any], path: str) -> str:
    """The value at a dotted path as text, "" where there is none."""
    found = at(values, path)
    return "" if found is None else str(found)


def truthy(value: Any) -> bool:
    """Booleans as clients send them."""
    return value is True or (isinstance(value, str) and value.lower() == "true")


def role(person: Mapping[str, Any], name: str) -> bool:
    """Whether a person has the role `representative`, `owner`, `director` or `executive`."""
    return truthy(at(person, f"relationship.{name}"))


def _present(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_present(item) for item in value.values())
    if isinstance(value, list):
        return any(_present(item) for item in value)
    return value is not None and value != ""


def person_gave(person: Mapping[str, Any], item: str) -> bool:
    """Whether a person's values meet the requirement `item` (bare, as on the Person object)."""
    if item == "full_name_aliases":
        return at(person, item) is not None  # [""] says that there are none
    if item == "ssn_last_4":
        return _present(person.get("ssn_last_4")) or _present(person.get("id_number"))
    if item == "relationship.executive":
        # The representative has to be an executive or an owner.
        return role(person, "executive") or role(person, "owner")
    if item.startswith(("address_kana.", "address_kanji.")):
        return _japanese(person, item)
    if item == "address.postal_code" and text_at(person, "address.country").upper() in _codeless():
        return True
    if item.startswith("verification."):
        return _present(at(person, f"{item}.front"))
    return _present(at(person, item))


def _codeless() -> frozenset[str]:
    """Countries without postal codes; a person who lives in one owes none.

    Inferred from accounts of those countries, which list none; homes abroad were never recorded.
    """
    return book.families()["codeless"]


def _japanese(values: Mapping[str, Any], item: str) -> bool:
    """A part of an address in kana or kanji; the postal code fills in some (published)."""
    script, _, part = item.rpartition(".")
    filled = part in book.facts("checks")["filled_by_postal_code"]
    return _present(at(values, item)) or (filled and _present(at(values, f"{script}.postal_code")))


def _statement_descriptor(account: AccountState) -> bool:
    """Stripe fills it in from the name or the web address, so it is seldom missing."""
    named = ("settings.payments.statement_descriptor", "business_profile.name", "business_profile.url")
    if any(_present(at(account.values, path)) for path in (*named, "company.name")):
        return True
    alone = account.persons.get(account.individual or "", {})
    return account.business_type == "individual" and _present(alone.get("last_name"))


def _percent(person: Mapping[str, Any]) -> float:
    try:
        return float(at(person, "relationship.percent_ownership") or 0)
    except (TypeError, ValueError):
        return 0.0


def ownership(account: AccountState) -> float:
    """The sum of all owners' percentages."""
    return sum(_percent(person) for person in account.persons.values())


def role_provided(account: AccountState, roles: str) -> bool:
    """Whether the seller said that all `owners`, `directors` or `executives` are given.

    Owners who hold everything need no saying (recorded).
    """
    if truthy(at(account.values, f"company.{roles}_provided")):
        return True
    return roles == "owners" and ownership(account) >= 100


def account_gave(account: AccountState, item: str, lists: book.Lists) -> bool:
    """Whether the account meets `item`, a full id of subject account or company."""
    values = account.values
    if item == "external_account":
        return bool(account.bank_accounts)
    if item == "business_type":
        return bool(account.business_type)
    if item == "business_profile.mcc":
        return bool(account.default_mcc) or _present(at(values, item))
    if item == "business_profile.url":
        return _present(at(values, item)) or _described_instead(values, lists)
    if item == "settings.payments.statement_descriptor":
        return _statement_descriptor(account)
    if item.startswith("company.") and item.endswith("_provided"):
        return role_provided(account, item[len("company.") : -len("_provided")])
    if item == "company.verification.document":
        return _present(at(values, f"{item}.front"))
    if item.startswith(("company.address_kana.", "company.address_kanji.")):
        return _japanese(values, item)
    return _present(at(values, ELSEWHERE.get(item, item)))


def _described_instead(values: Mapping[str, Any], lists: book.Lists) -> bool:
    """A product description stands in for a web address, except where both are asked for."""
    both = "business_profile.product_description" in lists.now.get("account", ())
    return not both and _present(at(values, "business_profile.product_description"))
