"""What the control page makes happen, and what the seller's next change undoes of it.

{"error": {"requirement", "code", "reason"?}}   an error; due until that requirement changes
{"error": {…}, "future": […]}                   the same, announced in future_requirements
{"due": [ids]}, {"past_due": [ids]}             due until they change; {"deadline": unix} puts `due` off
{"later": [ids]}                                eventually_due only, until they change
{"future": [ids], "deadline"?: unix}            announced
{"pending": [ids]}                              being checked until settled or cleared
{"interv": id or true}                          what only the hosted page can settle
{"alternatives": [{"original": [ids], "instead": [ids]}]}   the originals are due until either is given
{"threshold": true}                             everything eventually_due is currently_due from now on
{"rejected": reason}, {"paused": reason}        "charges" pauses payments too; the lists are then empty
{"errored": bank id or true, "status"?}         the bank account after a failed payout, or in any other status
{"payout": true}                                a payout, where they are on; test numbers say which come back
{"settle": true or "eventually_due"}            everything due counts as given, as by the hosted page
{"settle": …, "announced": true}                the same with what is announced
{"clear": true}                                 undo all of the above but what was settled

What is asked of a role that somebody has to hold (`legal_guardian.email`) is listed by the id of whoever
holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from onboarding.sandbox.model import AccountState
from onboarding.sandbox.rules import bank_status, book, given
from onboarding.sandbox.rules.assess import assess
from onboarding.sandbox.rules.checks import clear
from onboarding.sandbox.rules.tally import tally
from onboarding.sandbox.rules.wants import HELD_ROLES, ROLE_NAMES, as_listed, holder, person_prefix

_KEPT = ("submitted", "enabled", "files", "spent_files", "settled")
_LISTS = ("due", "past_due", "pending", "interv", "alternatives")
_INTERV = "interv_1Sandbox.business_model_verification.form"


@dataclass(frozen=True)
class Order:
    """One thing that the control page asks for: its value, and everything asked for with it."""

    account: AccountState
    value: Any
    now: int
    what: Mapping[str, Any]


def force(account: AccountState, what: dict[str, Any], now: int) -> None:
    """Make happen what test values cannot; `what` is as in this module's docstring, several keys at a time.

    Keys that are not known are ignored.
    """
    for key, value in what.items():
        if key in ACTIONS:
            ACTIONS[key](Order(account, value, now, what))


def _error(order: Order) -> None:
    reasons = book.facts("checks")["reasons"]
    code = str(order.value["code"])
    reason = order.value.get("reason") or reasons.get(code) or reasons["other"]
    error = {"code": code, "reason": str(reason), "requirement": str(order.value["requirement"])}
    if "future" in order.what:
        order.account.forced.setdefault("future_errors", []).append(error)
    else:
        order.account.forced.setdefault("errors", []).append(error)


def _deadline(order: Order) -> None:
    if "future" not in order.what:
        order.account.forced["deadline"] = None if order.value is None else int(order.value)


def _future(order: Order) -> None:
    future: dict[str, Any] = {"ids": [str(item) for item in order.value]}
    if order.what.get("deadline") is not None:
        future["deadline"] = int(order.what["deadline"])
    order.account.forced["future"] = future


def _extend(account: AccountState, key: str, value: Any) -> None:
    held = account.forced.setdefault(key, [])
    items = [value] if isinstance(value, str) else value
    held.extend(str(item) for item in items if item not in held)


def _due(order: Order) -> None:
    _extend(order.account, "due", order.value)


def _past_due(order: Order) -> None:
    _extend(order.account, "past_due", order.value)


def _later(order: Order) -> None:
    _extend(order.account, "later", order.value)


def _pending(order: Order) -> None:
    _extend(order.account, "pending", order.value)


def _interv(order: Order) -> None:
    _extend(order.account, "interv", _INTERV if order.value is True else order.value)


def _alternatives(order: Order) -> None:
    held = order.account.forced.setdefault("alternatives", [])
    for one in order.value:
        held.append({side: [str(item) for item in one[side]] for side in ("original", "instead")})
        _extend(order.account, "due", one["original"])


def _threshold(order: Order) -> None:
    order.account.forced["threshold"] = bool(order.value)


def _reject(order: Order) -> None:
    order.account.rejected = str(order.value) if order.value else None


def _pause(order: Order) -> None:
    order.account.forced["paused"] = order.value


def _errored(order: Order) -> None:
    ids = list(order.account.bank_accounts) if order.value is True else [str(order.value)]
    bank_status.put(order.account, ids, str(order.what.get("status", bank_status.ERRORED)))


def _payout(order: Order) -> None:
    if order.value and assess(order.account, order.now).payouts_enabled:
        bank_status.pay_out(order.account)


def _clear(order: Order) -> None:
    if order.value:
        kept = {key: held for key, held in order.account.forced.items() if key in _KEPT}
        order.account.forced = kept
        order.account.rejected = None


def _settle(order: Order) -> None:
    """Take everything that is due as given, as the hosted page does; "eventually_due" takes that list too.

    announced: also those of `future_requirements`, as a link does that includes them.
    """
    later = order.value == "eventually_due"
    for _round in range(5 if order.value else 0):  # what is met may bring up what comes after it
        found = tally(order.account, order.now)
        ids = found.current | (found.later if later else set())
        if order.what.get("announced"):
            ids |= found.future_later if later else found.future
        if not ids:
            break
        _settle_ids(order.account, ids)


def _settle_ids(account: AccountState, ids: set[str]) -> None:
    forced = account.forced
    forced["settled"] = sorted({*forced.get("settled", ()), *ids})
    for key in (*_LISTS, "errors", "deadline"):
        forced.pop(key, None)
    if "later" in forced:
        forced["later"] = [item for item in forced["later"] if as_listed(account, item) not in ids]
    _settle_future(account, ids)
    for check in account.checks:
        if check.state == "failed":
            clear(check)


def _settle_future(account: AccountState, ids: set[str]) -> None:
    forced = account.forced
    if "future" in forced:
        left = [item for item in forced["future"]["ids"] if as_listed(account, item) not in ids]
        forced["future"] = {**forced["future"], "ids": left}
    if "future_errors" in forced:
        forced["future_errors"] = [
            error for error in forced["future_errors"] if as_listed(account, error["requirement"]) not in ids
        ]


ACTIONS: dict[str, Callable[[Order], None]] = {
    "error": _error,
    "deadline": _deadline,
    "future": _future,
    "due": _due,
    "past_due": _past_due,
    "later": _later,
    "pending": _pending,
    "interv": _interv,
    "alternatives": _alternatives,
    "threshold": _threshold,
    "rejected": _reject,
    "paused": _pause,
    "errored": _errored,
    "payout": _payout,
    "settle": _settle,
    "clear": _clear,
}
"""What `force` knows, by name."""


def _same(requirement: str, changed: str) -> bool:
    return (
        requirement == changed
        or changed.startswith(f"{requirement}.")
        or requirement.startswith(f"{changed}.")
    )


def asked_again(account: AccountState, subject: str, sent: frozenset[str]) -> frozenset[str]:
    """Those of the ids `sent` (relative to their subject) that something was forced on.

    There may be no other value to answer with, so the one that is there answers it too.
    """
    wanted = _forced_ids(account)
    return frozenset(
        item
        for item in sent
        if any(
            _same(one, listed) for listed in _listed(account, subject, frozenset({item})) for one in wanted
        )
    )


def _forced_ids(account: AccountState) -> set[str]:
    forced = account.forced
    found = {item for key in ("due", "past_due", "later") for item in forced.get(key, ())}
    found.update(forced.get("future", {}).get("ids", ()))
    found |= {error["requirement"] for key in ("errors", "future_errors") for error in forced.get(key, ())}
    return found | {item for one in forced.get("alternatives", ()) for item in one["instead"]}


def forgive(account: AccountState, subject: str, changed: frozenset[str]) -> None:
    """Drop what was forced on requirements that the seller has answered now."""
    forced = account.forced
    let_go(account, subject, changed)
    ids = _listed(account, subject, changed)
    ids |= _stood_in_for(account, ids)
    for key in ("due", "past_due", "later"):
        if key in forced:
            forced[key] = [item for item in forced[key] if not any(_same(item, one) for one in ids)]
    if "future" in forced:
        left = [item for item in forced["future"]["ids"] if not any(_same(item, one) for one in ids)]
        forced["future"] = {**forced["future"], "ids": left}
    for key in ("errors", "future_errors"):
        if key in forced:
            forced[key] = [
                error for error in forced[key] if not any(_same(error["requirement"], one) for one in ids)
            ]
    if "settled" in forced:
        forced["settled"] = [item for item in forced["settled"] if not any(_same(item, one) for one in ids)]
    if not forced.get("due") and not forced.get("errors") and not forced.get("past_due") and ids:
        forced.pop("deadline", None)


def forget(account: AccountState, person: str) -> None:
    """Drop what was forced on a person who has been deleted: nobody could answer it."""
    forced, start = account.forced, f"{person}."
    for key in ("due", "past_due", "later", "pending", "settled"):
        if key in forced:
            forced[key] = [item for item in forced[key] if not item.startswith(start)]
    if "future" in forced:
        left = [item for item in forced["future"]["ids"] if not item.startswith(start)]
        forced["future"] = {**forced["future"], "ids": left}
    for key in ("errors", "future_errors"):
        if key in forced:
            forced[key] = [one for one in forced[key] if not one["requirement"].startswith(start)]


def let_go(account: AccountState, person: str, changed: frozenset[str]) -> None:
    """Drop what was forced on somebody's authority once they have that role no more (inferred)."""
    codes = {code for role, code in _AUTHORITY.items() if f"relationship.{role}" in changed}
    if "errors" in account.forced:
        account.forced["errors"] = [
            one
            for one in account.forced["errors"]
            if one["code"] not in codes or not one["requirement"].startswith(f"{person}.")
        ]


_AUTHORITY = {
    "representative": "verification_failed_representative_authority",
    "authorizer": "verification_failed_authorizer_authority",
}
"""What can be wrong with somebody as the holder of a role, and with nobody else."""


def _stood_in_for(account: AccountState, ids: set[str]) -> set[str]:
    """Originals of the alternatives that were given now. One whose originals were given is done as well."""
    held = account.forced.get("alternatives", [])
    given = {side: [_covered(one[side], ids) for one in held] for side in ("original", "instead")}
    left = [one for one, *done in zip(held, *given.values(), strict=True) if not any(done)]
    if held:
        account.forced["alternatives"] = left
    return {
        item for one, done in zip(held, given["instead"], strict=True) if done for item in one["original"]
    }


def _covered(wanted: list[str], ids: set[str]) -> bool:
    return all(any(_same(item, one) for one in ids) for item in wanted)


def _listed(account: AccountState, subject: str, changed: frozenset[str]) -> set[str]:
    """Ids by which the account may list what changed: a person's own, and those of the roles they hold.

    A whole number holds its last digits, so it answers what was asked of those too.
    """
    if "id_number" in changed:
        changed |= {"ssn_last_4"}
    if subject in account.bank_accounts:
        return {"external_account"}
    if subject in account.persons:
        person = account.persons[subject]
        roles = {prefix for prefix, name in ROLE_NAMES.items() if given.role(person, name)}
        stood_for = {prefix for prefix in HELD_ROLES if holder(account, prefix) == subject}
        prefixes = {person_prefix(account, subject), subject, *roles, *stood_for}
        return {f"{prefix}.{item}" for prefix in prefixes for item in changed}
    elsewhere = {listed for listed, path in given.ELSEWHERE.items() if path in changed}
    return {*changed, *elsewhere}
