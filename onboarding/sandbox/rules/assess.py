"""From an account's state to the API's shapes."""

from __future__ import annotations

from typing import Any

from onboarding.sandbox.model import AccountState, Assessment, Check
from onboarding.sandbox.rules import bank_status, book
from onboarding.sandbox.rules.given import text_at
from onboarding.sandbox.rules.tally import (
    ADDITIONAL,
    DOCUMENT,
    IDENTITY,
    PROVES,
    WEBSITE,
    Tally,
    checking_of,
    tally,
)
from onboarding.sandbox.rules.wants import ROLE_NAMES, chief, keyed, lists_of, person_prefix, wants

_REJECTED = {
    "terms_of_service": "rejected.platform_terms_of_service",
    "other": "rejected.platform_other",
    "credit": "rejected.platform_other",
}
"""Reason of a rejection by the platform -> disabled_reason (inferred from the names)."""

_EMPTY: dict[str, list[Any]] = {
    key: [] for key in ("currently_due", "errors", "past_due", "pending_verification")
}

_OUTRIGHT = ("rejected.", "listed", "under_review", "platform_paused", "action_required.")


def assess(account: AccountState, now: int) -> Assessment:
    """All that follows from an account at `now` (unix seconds): lists, capabilities, flags. Pure."""
    found = tally(account, now)
    paused = account.forced.get("paused")
    if paused:
        _empty(found)
    ban = _ban(account)
    stopped = bool(ban) or paused == "charges"
    standing = "inactive" if stopped else _standing(account, found, chief(account))
    charges = standing == "active" and any(account.capabilities.values())
    payouts = charges and not paused and _payouts(account, found)
    reason = ban or (_paused_reason(paused) if paused else _disabled_reason(account, found))
    whole, future = _hash(found, reason), _future_hash(found)
    mine, mine_later = _by_person(account, whole), _by_person(account, future)
    return Assessment(
        requirements=whole,
        future_requirements=future,
        capabilities={
            name: _capability(
                name,
                "unrequested" if not asked else standing if stopped else _standing(account, found, name),
                found,
                ban,
            )
            for name, asked in account.capabilities.items()
        },
        persons={
            person_id: {
                "requirements": mine[person_id],
                "future_requirements": mine_later[person_id],
                "verification": _verification(account, person_id),
            }
            for person_id in account.persons
        },
        bank_accounts={bank_id: _bank(account, bank_id) for bank_id in account.bank_accounts},
        charges_enabled=charges,
        payouts_enabled=payouts,
        details_submitted=submitted(account),
    )


def _empty(found: Tally) -> None:
    for held in (found.current, found.later, found.past, found.pending, found.errors, found.alternatives):
        held.clear()


def _ban(account: AccountState) -> str | None:
    reason = account.rejected
    if not reason:
        return None
    if reason.startswith(_OUTRIGHT):
        return reason
    fallback = "rejected.platform_fraud" if reason.startswith("fraud") else "rejected.other"
    return _REJECTED.get(reason, fallback)


def _paused_reason(paused: Any) -> str | None:
    if paused == "charges":
        return "other"
    return paused if isinstance(paused, str) else "other"


def blocking(account: AccountState, capability: str) -> list[Check]:
    """Running checks that hold a capability back: those of an account that never was enabled."""
    checking = checking_of(account)
    if account.forced.get("enabled") or checking.holds != "capabilities" or capability in checking.lets:
        return []
    return [
        check
        for check in account.checks
        if check.state == "pending"
        and check.requirement != WEBSITE
        and check.subject not in account.bank_accounts
        and not check.requirement.startswith(("business_profile.", "settings.", "relationship."))
    ]


def _standing(account: AccountState, found: Tally, capability: str) -> str:
    limiting = found.limiting
    if capability == "transfers":
        limiting -= found.cards_only
    if limiting:
        return "inactive"
    return "pending" if blocking(account, capability) else "active"


def _payouts(account: AccountState, found: Tally) -> bool:
    return not (found.past - set(found.capability_only)) and not _payouts_wait(account, found)


def _disabled_reason(account: AccountState, found: Tally) -> str | None:
    if found.past:
        return "requirements.past_due"
    waiting = _payouts_wait(account, found) or blocking(account, chief(account))
    return "requirements.pending_verification" if waiting else None


def _payouts_wait(account: AccountState, found: Tally) -> bool:
    """Whether something that is looked at holds payouts back.

    Recorded for CA, NZ and HK; inferred for a document that was asked for, until it is accepted.
    """
    if checking_of(account).holds == "payouts" and any(".verification." in item for item in found.pending):
        return True
    documents = [
        check
        for check in account.checks
        if check.state == "pending"
        and (".verification." in f".{check.requirement}" or "documents." in check.requirement)
    ]
    return any(_asked_for(account, check) for check in documents)


def _asked_for(account: AccountState, document: Check) -> bool:
    """Whether a document is given because something failed, or because it is due anyway."""
    proves = PROVES.get(document.requirement, ())
    for check in account.checks:
        if check.subject == document.subject and check.state == "failed" and check.requirement in proves:
            return True
    subjects = ("account", "company") if document.subject in ("account", "company") else (document.subject,)
    return any(
        want.stage == "now" and want.subject in subjects and want.item == document.requirement
        for want in wants(account, lists_of(account))
    )


def submitted(account: AccountState) -> bool:
    """details_submitted: everything typed is given, and a bank account and the terms.

    Recorded, but the exact rule is unknown: in the US a company's representative may still be missing, and a
    missing merchant category code, which the platform may set, does not count. It stays true once it was
    (`forced["submitted"]`).
    """
    if account.forced.get("submitted"):
        return True
    lists = lists_of(account)
    if not any(account.capabilities.values()) or not account.business_type:
        return False
    settled = account.forced.get("settled", ())
    persons_too = _submits_persons(account)
    return all(
        want.given
        or want.id in settled
        or (want.subject in ROLE_NAMES and not persons_too)
        or not keyed(want.item)
        for want in wants(account, lists)
        if want.stage == "now"
        and want.id != "business_profile.mcc"
        and not (want.item.endswith("_provided") and not persons_too)
    )


def _submits_persons(account: AccountState) -> bool:
    """Whether a company's persons have to be there before its details count as submitted."""
    without = book.facts("checks")["submitted_without_persons"]
    structure = text_at(account.values, "company.structure")
    return account.country not in without["countries"] or structure in without["unless_structures"]


def _sorted_errors(errors: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(errors, key=lambda error: (error["requirement"], error["code"]))


def _hash(found: Tally, reason: str | None) -> dict[str, Any]:
    return {
        "alternatives": found.alternatives,
        "current_deadline": found.deadline,
        "currently_due": sorted(found.current),
        "disabled_reason": reason,
        "errors": _sorted_errors(found.errors),
        "eventually_due": sorted(found.later | found.current),
        "past_due": sorted(found.past),
        "pending_verification": sorted(found.pending),
    }


def _future_hash(found: Tally) -> dict[str, Any]:
    return {
        "alternatives": [],
        "current_deadline": found.future_deadline,
        "currently_due": sorted(found.future),
        "disabled_reason": None,
        "errors": _sorted_errors(found.future_errors),
        "eventually_due": sorted(found.future_later),
        "past_due": sorted(found.future_past),
        "pending_verification": sorted(found.future_pending),
    }


def _narrow(whole: dict[str, Any], keep: Any) -> dict[str, Any]:
    """The same hash with only those ids for which keep(id) is true."""
    narrowed = {key: [item for item in whole[key] if keep(item)] for key in _ID_LISTS}
    errors = [error for error in whole["errors"] if keep(error["requirement"])]
    alternatives = [a for a in whole["alternatives"] if all(keep(item) for item in a["original_fields_due"])]
    return {**whole, **narrowed, "errors": errors, "alternatives": alternatives}


def _capability(name: str, status: str, found: Tally, ban: str | None) -> dict[str, Any]:
    others = {item for item, owner in found.capability_only.items() if owner != name}
    if name == "transfers":
        others |= found.cards_only

    def keep(item: str) -> bool:
        return item != "external_account" and item not in others

    missing = {item for item, owner in found.capability_only.items() if owner == name} & found.past
    closed = name in book.facts("checks")["closed_capabilities"]
    if (missing or closed) and status != "unrequested":
        status = "inactive"
    reason = "rejected.other" if ban else "requirements.fields_needed" if status == "inactive" else None
    return {
        "status": status,
        "requirements": _narrow(_hash(found, reason), keep),
        "future_requirements": _narrow(_future_hash(found), keep),
    }


_ID_LISTS = ("currently_due", "eventually_due", "past_due", "pending_verification")


def _by_person(account: AccountState, whole: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A hash split by person, ids without prefix, as Person objects list them."""
    split: dict[str, dict[str, Any]] = {
        person_id: {key: [] for key in ("alternatives", "errors", *_ID_LISTS)}
        for person_id in account.persons
    }
    owners = {person_prefix(account, person_id): person_id for person_id in account.persons}
    for key in _ID_LISTS:
        for item in whole[key]:
            prefix, _, bare = item.partition(".")
            if prefix in owners:
                split[owners[prefix]][key].append(bare)
    for error in whole["errors"]:
        prefix, _, bare = error["requirement"].partition(".")
        if prefix in owners:
            split[owners[prefix]]["errors"].append({**error, "requirement": bare})
    return split


def _verification(account: AccountState, person_id: str) -> dict[str, Any]:
    checks = [check for check in account.checks if check.subject == person_id]
    status = _status(checks)
    unsure = status == "unverified" and any(
        check.code in ("verification_failed_keyed_identity", "verification_failed_id_number_match")
        for check in checks
        if check.state == "failed"
    )
    return {
        "status": status,
        "details": "The details given could not be verified" if unsure else None,
        "details_code": "failed_keyed_identity" if unsure else None,
        "document": _document(account, person_id, checks, DOCUMENT),
        "additional_document": _document(account, person_id, checks, ADDITIONAL),
    }


def _status(checks: list[Check]) -> str:
    """unverified, pending or verified; the identity decides, the address may still be open (recorded)."""
    checks = [check for check in checks if not check.requirement.startswith("relationship.")]
    if any(check.state == "pending" and check.requirement in PROVES for check in checks):
        return "pending"
    if any(check.state == "failed" for check in checks):
        return "unverified"
    proofs = [check for check in checks if check.requirement in (IDENTITY, DOCUMENT)]
    if any(check.state == "verified" for check in proofs):
        doubtful = any(check.state == "pending" and check.outcome == "failed" for check in checks)
        return "pending" if doubtful else "verified"
    return "pending" if checks else "unverified"


def _document(account: AccountState, person_id: str, checks: list[Check], kind: str) -> dict[str, Any]:
    values = account.persons[person_id]
    code = next((c.code for c in checks if c.requirement == kind and c.state == "failed" and c.code), None)
    return {
        "back": text_at(values, f"{kind}.back") or None,
        "details": "The document could not be accepted" if code else None,
        "details_code": code.removeprefix("verification_") if code else None,
        "front": text_at(values, f"{kind}.front") or None,
    }


def _bank(account: AccountState, bank_id: str) -> dict[str, Any]:
    mine = [check for check in account.checks if check.subject == bank_id]
    due = sorted({item for check in mine if check.state == "failed" for item in check.lists})
    waiting = sorted({item for check in mine if check.state == "pending" for item in check.lists})
    errors = [
        {"code": check.code, "reason": check.reason or "", "requirement": check.lists[0]}
        for check in mine
        if check.state == "failed" and check.code and check.lists
    ]
    return {
        "status": bank_status.status_of(account, bank_id),
        "requirements": {**_EMPTY, "currently_due": due, "errors": errors, "past_due": due}
        | {"pending_verification": waiting},
        "future_requirements": dict(_EMPTY),
    }
