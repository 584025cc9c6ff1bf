"""Verification: which checks a change starts, and how they end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from onboarding.sandbox.model import AccountState, Check
from onboarding.sandbox.rules import bank_status, book, given, verdicts
from onboarding.sandbox.rules.assess import assess
from onboarding.sandbox.rules.tally import (
    ADDITIONAL,
    ADDRESS,
    DOCUMENT,
    IDENTITY,
    NUMBER,
    PROVES,
    WEBSITE,
    check_ids,
    checking_of,
    forced_errors,
    forced_ids,
)
from onboarding.sandbox.rules.verdicts import Verdict
from onboarding.sandbox.rules.wants import Want, keyed, lists_of, wants

TAX = "company.tax_id"
COMPANY_ADDRESS = "company.address.line1"
COMPANY_DOCUMENT = "company.verification.document"
BANK = "documents.bank_account_ownership_verification.files"
_ORDER = (WEBSITE, DOCUMENT, ADDITIONAL, IDENTITY)
"""Checks that end at the same second end in this order, others after them."""

_ADDRESS_PARTS = ("line1", "city", "state", "postal_code")


@dataclass(frozen=True)
class Plan:
    """A check that should be there: what it looks at, what it shows, how it will end and how long it takes.

    `inputs` and `shows` are relative to a person, else full ids; `delay` names a row of the delays.
    """

    subject: str
    requirement: str
    inputs: tuple[str, ...]
    shows: list[str]
    verdict: Verdict
    delay: str


def _touches(changed: Iterable[str], inputs: tuple[str, ...]) -> bool:
    """Whether a changed id is one of the inputs, a part of one, or holds one."""
    return any(
        change == item or change.startswith(f"{item}.") or item.startswith(f"{change}.")
        for change in changed
        for item in inputs
    )


def _files(values: Any, path: str) -> list[str]:
    found = given.at(values, path)
    if isinstance(found, dict):
        found = [found.get("front"), found.get("back")]
    elif isinstance(found, str):
        found = [found]
    return [str(file_id) for file_id in found or [] if file_id]


def person_plans(account: AccountState, person_id: str, unfinished: frozenset[str]) -> list[Plan]:
    """The checks that one person should have as it is now; `unfinished`: see `_unfinished`."""
    person = account.persons[person_id]
    plans = _document_plans(account, person_id, person)
    if checking_of(account).keyed:
        if person_id not in unfinished and verdicts.birth_date(person):
            plans += _keyed_plans(account, person_id, person)
        plans += _role_plans(person_id, person)
    return plans


def _unfinished(account: AccountState) -> frozenset[str]:
    """Persons of whom something typed is still currently due: they are not looked at yet.

    Nor are those whose last four digits are eventually due (recorded 2025-07 for US with transfers alone).
    """
    return frozenset(
        want.subject
        for want in wants(account, lists_of(account))
        if not want.given and not want.capability and keyed(want.item) and _starts_checks(want)
    )


def _starts_checks(want: Want) -> bool:
    return want.stage == "now" or (want.stage == "later" and want.item == "ssn_last_4")


def _document_plans(account: AccountState, person_id: str, person: dict[str, Any]) -> list[Plan]:
    plans = []
    for item in (DOCUMENT, ADDITIONAL):
        files = _files(person, item)
        if files:
            verdict = verdicts.uploaded(files, account.forced, [item])
            plans.append(Plan(person_id, item, (item,), [item], verdict, "document"))
    documents = person.get("documents")
    for name in documents if isinstance(documents, dict) else ():
        item = f"documents.{name}.files"
        if files := _files(person, item):
            verdict = verdicts.uploaded(files, account.forced, [item])
            plans.append(Plan(person_id, item, (item,), [item], verdict, "file"))
    return plans


def _keyed_plans(account: AccountState, person_id: str, person: dict[str, Any]) -> list[Plan]:
    shows = checking_of(account).shows
    scripts = ("address", "address_kana", "address_kanji")
    line1 = [script for script in scripts if given.text_at(person, f"{script}.line1")]
    born = verdicts.identity(person, account.rules_day)
    at_once = born.at_once
    inputs = ("first_name", "last_name", "dob", "first_name_kana", "first_name_kanji", "last_name_kana")
    identity_shows = list(shows.get("identity", ()))
    if person.get("id_number"):
        identity_shows += shows.get("identity_with_number", ())
    plans = [Plan(person_id, IDENTITY, (*inputs, "last_name_kanji"), identity_shows, born, "identity")]
    if line1:
        parts = [f"address.{part}" for part in _ADDRESS_PARTS if given.text_at(person, f"address.{part}")]
        verdict = _hastened(verdicts.address(person), at_once)
        shown = parts if shows.get("address") else []
        plans.append(Plan(person_id, ADDRESS, tuple(line1), shown, verdict, "address"))
    if person.get("id_number") or person.get("ssn_last_4"):
        verdict = _hastened(verdicts.id_number(person), at_once and person.get("id_number") != "000000000")
        numbers = list(shows.get("id_number", ()))
        plans.append(Plan(person_id, NUMBER, ("id_number", "ssn_last_4"), numbers, verdict, "id_number"))
    return plans


def _hastened(verdict: Verdict, at_once: bool) -> Verdict:
    return Verdict(verdict.failed, verdict.code, verdict.due, at_once or verdict.at_once, verdict.never)


def _role_plans(person_id: str, person: dict[str, Any]) -> list[Plan]:
    plans = []
    for role in ("director", "owner"):
        if given.role(person, role):
            verdict = verdicts.first_name(person, role)
            if verdict.failed:
                name = f"relationship.{role}"
                plans.append(Plan(person_id, name, ("first_name", name), [], verdict, "persons"))
    return plans


def account_plans(account: AccountState) -> list[Plan]:
    """The checks that the account and its company should have as they are now."""
    values = account.values
    plans = _account_documents(account)
    if not checking_of(account).keyed:
        return plans
    if given.text_at(values, WEBSITE):
        shown = [WEBSITE] if checking_of(account).shows.get("website") else []
        plans.append(Plan("account", WEBSITE, (WEBSITE,), shown, verdicts.website(values), "website"))
    for path in book.facts("checks")["text"]:
        verdict = verdicts.text(values, path)
        if verdict.failed:
            plans.append(Plan("account", path, (path,), [], verdict, "text"))
    if account.business_type not in (None, "individual"):
        plans += _company_plans(account)
    return plans


def _account_documents(account: AccountState) -> list[Plan]:
    plans = []
    if files := _files(account.values, COMPANY_DOCUMENT):
        verdict = verdicts.uploaded(files, account.forced, [COMPANY_DOCUMENT])
        inputs = (COMPANY_DOCUMENT,)
        plans.append(Plan("company", COMPANY_DOCUMENT, inputs, [COMPANY_DOCUMENT], verdict, "document"))
    documents = account.values.get("documents")
    for name in documents if isinstance(documents, dict) else ():
        item = f"documents.{name}.files"
        if files := _files(account.values, item):
            verdict = verdicts.uploaded(files, account.forced, [item])
            plans.append(Plan("account", item, (item,), [item], verdict, "file"))
    return plans


def _company_plans(account: AccountState) -> list[Plan]:
    values, shown = account.values, checking_of(account).shows.get("company")
    plans = []
    if given.text_at(values, TAX):
        verdict = verdicts.company(values)
        shows = [TAX] if shown else []
        plans.append(Plan("company", TAX, (TAX, "company.name"), shows, verdict, "company"))
    if given.text_at(values, COMPANY_ADDRESS):
        parts = [f"company.address.{part}" for part in _ADDRESS_PARTS]
        shows = [part for part in parts if given.text_at(values, part)] if shown else []
        verdict = verdicts.company_address(values)
        plans.append(Plan("company", COMPANY_ADDRESS, ("company.address",), shows, verdict, "company"))
    return plans


def bank_plans(account: AccountState, bank_id: str) -> list[Plan]:
    """The check of a bank account's owner, for the test numbers that start one."""
    values = account.bank_accounts[bank_id]
    if given.text_at(values, "account_number") not in book.facts("checks")["bank"]:
        return []
    return [Plan(bank_id, BANK, ("account_number",), [BANK], verdicts.bank(values), "bank")]


def _plans(account: AccountState) -> list[Plan]:
    plans = account_plans(account)
    unfinished = _unfinished(account)
    for person_id in account.persons:
        plans += person_plans(account, person_id, unfinished)
    for bank_id in account.bank_accounts:
        plans += bank_plans(account, bank_id)
    return plans


def reconsider(account: AccountState, subject: str, changed: frozenset[str], now: int) -> None:
    """Bring an account's checks up to date after `changed` ids of `subject` (relative to it) changed."""
    subject_ids = ("account", "company") if subject in ("account", "company") else (subject,)
    plans = {(plan.subject, plan.requirement): plan for plan in _plans(account)}
    held = {(check.subject, check.requirement): check for check in account.checks}
    for key, check in held.items():
        if key not in plans:
            account.checks.remove(check)
    documents = any(plan.delay == "document" for plan in plans.values())
    asked = _asked(account) if documents else set()
    for key, plan in plans.items():
        old = held.get(key)
        if plan.delay == "document" and not asked & set(_listed(account, plan)):
            plan.shows.clear()
        if old is None:
            _start(account, plan, None, now)
        elif plan.subject in subject_ids and _touches(changed, plan.inputs) and not _kept(plan, old):
            account.checks.remove(old)
            _start(account, plan, old, now)


def _asked(account: AccountState) -> set[str]:
    """Every id that is asked, given or not: a document nobody asked for is looked at unseen (recorded)."""
    found = {want.id for want in wants(account, lists_of(account))}
    found.update(forced_ids(account, "due"))
    found.update(error["requirement"] for error in forced_errors(account))
    for check in account.checks:
        found.update(check_ids(account, check))
    if bank_status.is_unproved(account):
        found.add(BANK)
    return found


def _listed(account: AccountState, plan: Plan) -> list[str]:
    return check_ids(account, Check(plan.subject, plan.requirement, lists=list(plan.shows)))


def _kept(plan: Plan, old: Check) -> bool:
    """The business address is one-way: once it matched, a worse value changes nothing (published)."""
    return plan.requirement == COMPANY_ADDRESS and old.state == "verified"


def _start(account: AccountState, plan: Plan, old: Check | None, now: int) -> None:
    verdict = plan.verdict
    delay = 0 if verdict.at_once else book.facts("checks")["delays"][plan.delay]
    check = Check(
        subject=plan.subject,
        requirement=plan.requirement,
        started=now,
        due=None if verdict.never else now + delay,
        outcome="failed" if verdict.failed else "verified",
        code=verdict.code,
        reason=verdict.reason,
        lists=list(plan.shows),
    )
    if old is not None and old.state == "verified":
        # What was verified may be changed with some days of grace when the new value fails (published).
        check.deadline = now + book.facts("checks")["days_of_grace"] * 86400
    account.checks.append(check)
    if check.due == now:
        finish(account, check)


def _due_on_failure(account: AccountState, check: Check) -> list[str]:
    for plan in _plans(account):
        if (plan.subject, plan.requirement) == (check.subject, check.requirement):
            return list(plan.verdict.due)
    return list(check.lists)


def finish(account: AccountState, check: Check) -> None:
    """End a running check as it is bound to end, with what that means for the others."""
    check.state = check.outcome
    if check.state == "failed":
        check.lists = _due_on_failure(account, check)
        _remember_files(account, check)
    else:
        check.lists, check.code, check.reason, check.deadline = [], None, None, None
    _settle_siblings(account, check)


def _remember_files(account: AccountState, check: Check) -> None:
    if not check.requirement.startswith(("verification.", "documents.", COMPANY_DOCUMENT)):
        return
    values = account.persons.get(check.subject, account.values)
    spent = account.forced.setdefault("spent_files", [])
    spent.extend(file_id for file_id in _files(values, check.requirement) if file_id not in spent)


def _settle_siblings(account: AccountState, done: Check) -> None:
    """What one outcome means for the subject's other checks; see `PROVES`."""
    if done.state != "verified" and not _proof_of(account, done, "verified"):
        return
    for check in account.checks:
        if check.subject == done.subject and check.requirement in PROVES.get(done.requirement, ()):
            clear(check)
    if _proof_of(account, done, "verified"):
        clear(done)
    for document in _proof_of(account, done, "failed"):
        # What was typed was corrected after the document failed; nobody needs the document now.
        if done.started > document.started and document.requirement not in _wanted(account, done.subject):
            clear(document)
    _settle_bank(account, done)


def _proof_of(account: AccountState, typed: Check, state: str) -> list[Check]:
    """Documents in `state` that decide about what a check looks at."""
    return [
        check
        for check in account.checks
        if check.subject == typed.subject
        and check.state == state
        and typed.requirement in PROVES.get(check.requirement, ())
    ]


def _wanted(account: AccountState, subject: str) -> set[str]:
    return {want.item for want in wants(account, lists_of(account)) if want.subject == subject}


def _settle_bank(account: AccountState, done: Check) -> None:
    if done.requirement == BANK and done.subject == "account":
        bank_status.prove(account)
        for check in account.checks:
            if check.subject in account.bank_accounts:
                clear(check)


def clear(check: Check) -> None:
    """Let a check count as passed."""
    check.state, check.outcome, check.lists = "verified", "verified", []
    check.code = check.reason = check.deadline = None


def note(account: AccountState, now: int) -> None:
    """Remember what stays true once it was: that an account was enabled, and its details submitted."""
    if account.forced.get("submitted") and account.forced.get("enabled"):
        return
    found = assess(account, now)
    for name, holds in (("submitted", found.details_submitted), ("enabled", found.charges_enabled)):
        if holds:
            account.forced[name] = True


def _rank(check: Check) -> tuple[int, int]:
    place = _ORDER.index(check.requirement) if check.requirement in _ORDER else len(_ORDER)
    return check.due or 0, place


def next_due(account: AccountState) -> int | None:
    """Unix seconds at which the next running check ends; None when none is running."""
    return min((c.due for c in account.checks if c.state == "pending" and c.due is not None), default=None)


def advance(account: AccountState, now: int) -> list[str]:
    """End the checks that are due by `now`, in the recorded order; subjects that changed, in that order."""
    changed: list[str] = []
    due = [check for check in account.checks if check.due is not None and check.due <= now]
    for check in sorted(due, key=_rank):
        if check.state == "pending":
            finish(account, check)
            changed.append(check.subject)
    if changed:
        note(account, now)
    return list(dict.fromkeys(changed))
