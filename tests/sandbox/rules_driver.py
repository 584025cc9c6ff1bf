"""Sellers for the tests of the sandbox's rules: an account, and values for whatever is due."""

from __future__ import annotations

from typing import Any

from onboarding.sandbox import rules
from onboarding.sandbox.model import AccountState

START = 1_000_000
TODAY = "2026-11-22"
BOTH = {"card_payments": True, "transfers": True}
ROLES = {"owners": "owner", "directors": "director", "executives": "executive"}
BORN = {"year": 1901, "month": 1, "day": 1}

VALUES: dict[str, Any] = {
    "dob.day": 1,
    "dob.month": 1,
    "dob.year": 1901,
    "email": "seller@shop.example",
    "phone": "0000000000",
    "id_number": "000000000",
    "ssn_last_4": "0000",
    "address.line1": "address_full_match",
    "relationship.executive": True,
    "relationship.percent_ownership": 50,
    "full_name_aliases": [""],
    "tax_id": "000000000",
}


def new(country: str, kind: str | None = "individual", day: str = TODAY, **more: Any) -> AccountState:
    """An account with nothing given yet."""
    asked = more.pop("capabilities", dict(BOTH))
    account = AccountState("acct_1", START, country, day, kind, capabilities=asked)
    if more.pop("agreement", "full") == "recipient":
        account.values["tos_acceptance"] = {"service_agreement": "recipient"}
    return account


def put(values: dict[str, Any], path: str, value: Any) -> None:
    """Set a nested value at a dotted path."""
    *parents, last = path.split(".")
    for parent in parents:
        values = values.setdefault(parent, {})
    values[last] = value


def value_for(item: str) -> Any:
    """Something that settles the requirement `item`."""
    if item.startswith("verification."):
        return {"front": "file_identity_document_success"}
    if item.endswith(".files"):
        return ["file_given"]
    if item.endswith("_provided"):
        return True
    return VALUES.get(item, "given")


def give_person(account: AccountState, person_id: str, path: str, value: Any, now: int = START) -> None:
    put(account.persons[person_id], path, value)
    rules.after_change(account, person_id, frozenset({path}), now)


def give_account(account: AccountState, path: str, value: Any, now: int = START) -> None:
    put(account.values, path, value)
    rules.after_change(account, "account", frozenset({path}), now)


def give(account: AccountState, requirement: str, now: int = START) -> None:
    """Settle one requirement as a seller would."""
    subject, _, item = requirement.partition(".")
    if requirement == "external_account":
        account.bank_accounts["ba_1"] = {"account_number": "000123456789", "country": "US"}
        rules.after_change(account, "ba_1", frozenset({"account_number"}), now)
    elif subject == "individual":
        account.persons.setdefault("person_1", {"relationship": {"representative": True}})
        give_person(account, "person_1", item, value_for(item), now)
    elif subject == "representative":
        account.persons.setdefault("person_r", {"relationship": {"representative": True}})
        give_person(account, "person_r", item, value_for(item), now)
    elif subject in ROLES:
        person_id = f"person_{subject}"
        account.persons.setdefault(person_id, {"relationship": {ROLES[subject]: True}})
        give_person(account, person_id, item, value_for(item), now)
    elif subject in account.persons:
        give_person(account, subject, item, value_for(item), now)
    else:
        _give_account(account, requirement, now)


def _give_account(account: AccountState, requirement: str, now: int) -> None:
    elsewhere = {
        "company.business_vat_id_number": "company.vat_id",
        "company.pan": "company.tax_id",
        "company.business_cross_border_transaction_classifications": "company.export_purpose_code",
    }
    path = elsewhere.get(requirement, requirement)
    give_account(account, path, value_for(path.removeprefix("company.")), now)


def finish(account: AccountState) -> int:
    """Let every running check end; the time then."""
    now = START
    while (due := rules.next_due(account)) is not None:
        now = due
        rules.advance(account, now)
    return now


def due(account: AccountState, name: str = "currently_due", now: int = START) -> list[str]:
    """One list of the account's requirements."""
    found: list[str] = rules.assess(account, now).requirements[name]
    return found


def onboard(account: AccountState, name: str = "currently_due") -> AccountState:
    """Give everything that a list asks for until it asks no more, and let the checks end."""
    for _round in range(6):
        wanted = [item for item in due(account, name) if "proof_of_liveness" not in item]
        if not wanted:
            break
        for item in wanted:
            give(account, item)
        finish(account)
    return account


def seller(country: str = "US", kind: str = "individual", **person: Any) -> AccountState:
    """An individual, or the representative of a company, who gave everything; `person` overrides values."""
    account = new(country, kind)
    for _round in range(4):
        for item in due(account):
            give(account, item)
    account.checks.clear()
    account.forced.clear()
    who = next(iter(account.persons))
    for path, value in person.items():
        put(account.persons[who], path.replace("__", "."), value)
    rules.after_change(account, who, frozenset({"first_name"}), START)
    return account
