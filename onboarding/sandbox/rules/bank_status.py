"""The status of a bank account: `new` until a payout comes back or its owner cannot be told.

Source: what the SDK says of `BankAccount.status`. Other statuses than these do not apply to an account that
payouts go to; the control page can put any word there. No payout is kept: only what is left of one is played.
"""

from __future__ import annotations

import re

from onboarding.sandbox.model import AccountState
from onboarding.sandbox.rules import book, given

NEW, ERRORED, UNPROVED = "new", "errored", "verification_failed"


def status_of(account: AccountState, bank_id: str) -> str:
    """What is forced on it, else what the check of its owner has led to (inferred for a failed one)."""
    forced = account.forced.get("banks", {}).get(bank_id)
    if forced:
        return str(forced)
    failed = any(check.subject == bank_id and check.state == "failed" for check in account.checks)
    return UNPROVED if failed else NEW


def put(account: AccountState, bank_ids: list[str], status: str) -> None:
    """Force a status on bank accounts, until they change."""
    there = [bank_id for bank_id in bank_ids if bank_id in account.bank_accounts]
    account.forced.setdefault("banks", {}).update(dict.fromkeys(there, status))


def pay_out(account: AccountState) -> None:
    """A payout to the default bank account of each currency; test numbers say which ones come back."""
    defaults = [one for one, bank in account.bank_accounts.items() if bank.get("default_for_currency")]
    put(account, [one for one in defaults if _comes_back(account, one)], ERRORED)


def _comes_back(account: AccountState, bank_id: str) -> bool:
    facts = book.facts("checks")["payouts_come_back"]
    number = re.sub(r"[\s-]", "", given.text_at(account.bank_accounts[bank_id], "account_number"))
    return number in facts["numbers"] or bool(re.fullmatch(facts["pattern"], number))


def is_unproved(account: AccountState) -> bool:
    """Whether a document is wanted that shows whose a bank account is."""
    return any(status_of(account, bank_id) == UNPROVED for bank_id in account.bank_accounts)


def prove(account: AccountState) -> None:
    """That document was accepted: what was forced to fail for want of it fails no longer (inferred)."""
    banks = account.forced.get("banks", {})
    for bank_id in [bank_id for bank_id, status in banks.items() if status == UNPROVED]:
        del banks[bank_id]
