"""What the control page makes happen, and what the seller's next change undoes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from onboarding.sandbox.model import AccountState
from onboarding.sandbox.rules import book
from onboarding.sandbox.rules.tally import tally
from onboarding.sandbox.rules.wants import person_prefix

_KEPT = ("submitted", "enabled", "files", "spent_files", "banks")
_LISTS = ("due", "past_due", "pending", "interv")
_INTERV = "interv_1Sandbox.business_model_verification.form"


def force(account: AccountState, what: dict[str, Any], now: int) -> None:
    """Make happen what test values cannot; the keys are those of `ACTIONS`, several at a time."""
    for key, value in what.items():
        if key in ACTIONS:
            ACTIONS[key](account, value, now, what)


def _error(account: AccountState, value: Any, now: int, what: dict[str, Any]) -> None:
    reasons = book.facts("checks")["reasons"]
    code = str(value["code"])
    reason = value.get("reason") or reasons.get(code) or reasons["other"]
    error = {"code": code, "reason": str(reason), "requirement": str(value["requirement"])}
    account.forced.setdefault("errors", []).append(error)


def _deadline(account: AccountState, value: Any, now: int, what: dict[str, Any]) -> None:
    if "future" not in what:
        account.forced["deadline"] = None if value is None else int(value)


def _future(account: AccountState, value: Any, now: int, what: dict[str, Any]) -> None:
    future: dict[str, Any] = {"ids": [str(item) for item in value]}
    if what.get("deadline") is not None:
        future["deadline"] = int(what["deadline"])
    account.forced["future"] = future


def _extend(key: str) -> Callable[[AccountState, Any, int, dict[str, Any]], None]:
    def extend(account: AccountState, value: Any, now: int, what: dict[str, Any]) -> None:
        held = account.forced.setdefault(key, [])
        held.extend(str(item) for item in ([value] if isinstance(value, str) else value) if item not in held)

    return extend


def _interv(account: AccountState, value: Any, now: int, what: dict[str, Any]) -> None:
    _extend("interv")(account, _INTERV if value is True else [value] if isinstance(value, str) else value, now, what)


def _reject(account: AccountState, value: Any, now: int, what: dict[str, Any]) -> None:
    account.rejected = str(value) if value else None


def _pause(account: AccountState, value: Any, now: int, what: dict[str, Any]) -> None:
    account.forced["paused"] = value


def _errored(account: AccountState, value: Any, now: int, what: dict[str, Any]) -> None:
    ids = list(account.bank_accounts) if value is True else [str(value)]
    banks = account.forced.setdefault("banks", {})
    banks.update({bank_id: what.get("status", "errored") for bank_id in ids if bank_id in account.bank_accounts})


def _clear(account: AccountState, value: Any, now: int, what: dict[str, Any]) -> None:
    if value:
        account.forced = {key: held for key, held in account.forced.items() if key in _KEPT}
        account.rejected = None


def _settle(account: AccountState, value: Any, now: int, what: dict[str, Any]) -> None:
    """Take everything that is due as given, as the hosted page does; "eventually_due" takes that list too."""
    if not value:
        return
    for _round in range(5):  # what is met may bring up what comes after it
        found = tally(account, now)
        ids = found.current | (found.later if value == "eventually_due" else set())
        if not ids:
            break
        _settle_ids(account, ids)


def _settle_ids(account: AccountState, ids: set[str]) -> None:
    forced = account.forced
    forced["settled"] = sorted({*forced.get("settled", ()), *ids})
    for key in (*_LISTS, "errors"):
        forced.pop(key, None)
    for check in account.checks:
        if check.state == "failed":
            check.state, check.lists, check.code, check.reason, check.deadline = "verified", [], None, None, None


ACTIONS: dict[str, Callable[[AccountState, Any, int, dict[str, Any]], None]] = {
    "error": _error,
    "deadline": _deadline,
    "future": _future,
    "due": _extend("due"),
    "past_due": _extend("past_due"),
    "pending": _extend("pending"),
    "interv": _interv,
    "rejected": _reject,
    "paused": _pause,
    "errored": _errored,
    "settle": _settle,
    "clear": _clear,
}
"""What `force` knows: name -> (account, value, now, everything asked for)."""


def _same(requirement: str, changed: str) -> bool:
    return (
        requirement == changed or changed.startswith(f"{requirement}.") or requirement.startswith(f"{changed}.")
    )


def forgive(account: AccountState, subject: str, changed: frozenset[str]) -> None:
    """Drop what was forced on requirements that the seller has answered now."""
    forced = account.forced
    ids = _listed(account, subject, changed)
    for key in ("due", "past_due"):
        if key in forced:
            forced[key] = [item for item in forced[key] if not any(_same(item, one) for one in ids)]
    if "errors" in forced:
        forced["errors"] = [
            error for error in forced["errors"] if not any(_same(error["requirement"], one) for one in ids)
        ]
    if "settled" in forced:
        forced["settled"] = [item for item in forced["settled"] if not any(_same(item, one) for one in ids)]
    if not forced.get("due") and not forced.get("errors") and not forced.get("past_due") and ids:
        forced.pop("deadline", None)


def _listed(account: AccountState, subject: str, changed: frozenset[str]) -> set[str]:
    if subject in account.bank_accounts:
        return {"external_account"}
    if subject in account.persons:
        return {f"{person_prefix(account, subject)}.{item}" for item in changed}
    return set(changed)
