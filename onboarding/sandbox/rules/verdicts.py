"""What the published test values lead to: from typed values to the outcome of a check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from onboarding.sandbox.rules import book
from onboarding.sandbox.rules.given import at, text_at


@dataclass(frozen=True)
class Verdict:
    """How a check will end. `due`: ids that become due when it fails; `at_once`: in the answer itself."""

    failed: bool = False
    code: str | None = None
    due: list[str] = field(default_factory=list)
    at_once: bool = False
    never: bool = False

    @property
    def reason(self) -> str | None:
        """The words that go with the code."""
        if self.code is None:
            return None
        reasons = book.facts("checks")["reasons"]
        words: str = reasons.get(self.code) or reasons["other"]
        return words


MATCH = Verdict()
MAXIMUM_AGE = 120


def _read(found: Any, code: str, due: list[str]) -> Verdict:
    """A row of facts/checks.yaml: `verified`, `verified at once`, `failed`, `pending` or code and ids."""
    if isinstance(found, Mapping):
        return Verdict(True, found["code"], list(found.get("due", due)))
    if found == "failed":
        return Verdict(True, code, due)
    return Verdict(at_once=found == "verified at once", never=found == "pending")


def _number(value: Any, width: int) -> str:
    text = str(value or "")
    return text.zfill(width) if text.isdigit() else text


def birth_date(person: Mapping[str, Any]) -> str:
    """The ISO date of birth, "" while it is not whole."""
    parts = [
        _number(at(person, f"dob.{part}"), width) for part, width in (("year", 4), ("month", 2), ("day", 2))
    ]
    return "-".join(parts) if all(parts) else ""


def identity(person: Mapping[str, Any], today: str) -> Verdict:
    """Of name and date of birth; today: ISO date. Test birthdays may be older than anybody."""
    rows, born = book.facts("checks")["dob"], birth_date(person)
    if born and born not in rows and born < f"{int(today[:4]) - MAXIMUM_AGE:04}{today[4:]}":
        # That it ends as this code, beside the date, is inferred from the code's meaning.
        return Verdict(True, "invalid_dob_age_over_maximum", ["dob.year"])
    found = rows.get(born, rows["other"])
    return _read(found, "verification_failed_keyed_identity", ["verification.document"])


def address(person: Mapping[str, Any]) -> Verdict:
    """Of a person's address, in whichever script it is given."""
    rows = book.facts("checks")["address"]
    lines = [text_at(person, f"{kind}.line1") for kind in ("address", "address_kana", "address_kanji")]
    found = next((rows[line] for line in lines if line in rows), "verified")
    return _read(found, "verification_failed_residential_address", ["verification.additional_document"])


def id_number(person: Mapping[str, Any]) -> Verdict:
    """Of a person's number, whole or its last four digits."""
    facts = book.facts("checks")
    whole = text_at(person, "id_number")
    found = facts["id_number"].get(whole) if whole else facts["ssn_last_4"].get(text_at(person, "ssn_last_4"))
    return _read(found or "verified", "verification_failed_id_number_match", ["verification.document"])


def company(values: Mapping[str, Any]) -> Verdict:
    """Of a company's name and tax id."""
    facts = book.facts("checks")
    name = facts["company_name"].get(text_at(values, "company.name"), "verified")
    number = facts["tax_id"].get(text_at(values, "company.tax_id"), "verified")
    verdict = _read(number, "verification_failed_tax_id_match", ["company.verification.document"])
    return verdict if verdict.failed else _read(name, "", []) if isinstance(name, Mapping) else verdict


def company_address(values: Mapping[str, Any]) -> Verdict:
    """Of a company's address."""
    rows = book.facts("checks")["company_address"]
    return _read(rows.get(text_at(values, "company.address.line1"), "verified"), "", [])


def website(values: Mapping[str, Any]) -> Verdict:
    """Of the web address, by its host."""
    url = text_at(values, "business_profile.url")
    host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    code = book.facts("checks")["website"].get(host)
    return Verdict(True, code, ["business_profile.url"]) if code else MATCH


def text(values: Mapping[str, Any], path: str) -> Verdict:
    """Of a trading name, a description or a statement descriptor, at its parameter's path."""
    found = book.facts("checks")["text"][path].get(text_at(values, path))
    return _read(found, "", [path]) if found else MATCH


def first_name(person: Mapping[str, Any], role: str) -> Verdict:
    """Of a `director`'s or an `owner`'s entry in the register."""
    found = book.facts("checks")["persons"][role].get(text_at(person, "first_name"))
    return _read(found, "", []) if found else MATCH


def bank(values: Mapping[str, Any]) -> Verdict:
    """Of who owns a bank account."""
    found = book.facts("checks")["bank"].get(text_at(values, "account_number"))
    return _read(found, "", []) if found else MATCH


def uploaded(file_ids: list[str], forced: Mapping[str, Any], due: list[str]) -> Verdict:
    """Of files: by token, or by what the server noted of the upload in `forced["files"]`.

    A file that failed once fails again at once. Any other file is accepted after a while: what Stripe does
    with an ordinary picture is not documented.
    """
    tokens = book.facts("checks")["files"]
    for file_id in file_ids:
        found = tokens.get(file_id)
        if forced.get("files", {}).get(file_id, {}).get("outcome") == "failure":
            found = tokens["file_identity_document_failure"]
        if isinstance(found, Mapping):
            return Verdict(True, found["code"], due, at_once=file_id in forced.get("spent_files", ()))
    return MATCH
