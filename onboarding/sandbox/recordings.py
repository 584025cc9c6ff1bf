"""Hold the rules against recorded creations: `python -m onboarding.sandbox check-recordings FILE…`.

Two forms are read: JSON lines with the parameters that were sent in bracket form (old spellings of
capabilities and bank accounts included), and our own YAML (`as_recordings` says what it looks like).
Each recording is replayed as of its own day and every list, flag and capability is compared exactly.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import yaml

from onboarding.sandbox.model import AccountState, Assessment
from onboarding.sandbox.rules import after_change, assess

WANTED_SHARE = 0.95
"""The share of recordings that have to match for exit code 0."""

PLATFORM_MCC = "5192"
"""The default that the recording platform had set; every recording left the code out or gave it."""

_KEY = re.compile(r"[^\[\]]+")
_BANK_KEYS = ("external_account", "bank_account")
_ABSENT = object()


@dataclass(frozen=True)
class Recording:
    """One creation: what was sent (bracket form, flat), when, and what came back.

    answer: currently_due, eventually_due, past_due, pending_verification, future_currently_due,
    future_eventually_due, alternatives, errors, current_deadline, disabled_reason, capabilities and the
    flags; those that are missing are not compared.
    """

    name: str
    day: str
    sent: Mapping[str, Any]
    answer: Mapping[str, Any]


@dataclass(frozen=True)
class Result:
    """How one recording fared: what differed, by name of the list or flag, in words."""

    recording: Recording
    differences: list[str] = field(default_factory=list)


def nested(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Bracket form to nested values; lists (`a[]`, `a[0]`) become lists."""
    root: dict[str, Any] = {}
    for key, value in sent.items():
        parts = _KEY.findall(key)
        listed = key.endswith("[]") or parts[-1].isdigit()
        path = parts[:-1] if parts[-1].isdigit() else parts
        holder = root
        for part in path[:-1]:
            holder = holder.setdefault(part, {})
        values = value if isinstance(value, list) or not listed else [value]
        if listed:
            holder.setdefault(path[-1], []).extend(values)
        else:
            holder[path[-1]] = _plain(value)
    return root


def _plain(value: Any) -> Any:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _capabilities(values: dict[str, Any]) -> dict[str, bool]:
    asked = {name: bool(want.get("requested")) for name, want in values.pop("capabilities", {}).items()}
    old = values.pop("requested_capabilities", [])
    asked |= dict.fromkeys(old.values() if isinstance(old, dict) else old, True)
    return asked


def _timestamp(recording: Recording) -> int:
    return int(datetime.fromisoformat(recording.day).replace(tzinfo=UTC).timestamp()) + 12 * 3600


def replay(recording: Recording, default_mcc: str | None = PLATFORM_MCC) -> tuple[AccountState, int]:
    """The account as it stands right after the recorded creation, and the time of that."""
    now = _timestamp(recording)
    values = nested(recording.sent)
    account = AccountState(
        "acct_recorded",
        now,
        str(values.pop("country", "US")),
        recording.day,
        values.pop("business_type", None),
        capabilities=_capabilities(values),
        default_mcc=default_mcc,
    )
    _put_bank(account, values)
    individual = values.pop("individual", None)
    account.values = values
    if individual:
        individual.setdefault("relationship", {})["representative"] = True
        account.persons["person_recorded"] = individual
        after_change(account, "person_recorded", frozenset(individual), now)
    after_change(account, "account", frozenset(values), now)
    return account, now


def _put_bank(account: AccountState, values: dict[str, Any]) -> None:
    for key in _BANK_KEYS:
        bank = values.pop(key, None)
        if bank:
            details = bank if isinstance(bank, dict) else {"token": bank}
            account.bank_accounts["ba_recorded"] = {"default_for_currency": True, **details}


def answered(found: Assessment) -> dict[str, Any]:
    """An assessment in the flat form of a recording's answer."""
    lists = ("currently_due", "eventually_due", "past_due", "pending_verification")
    return {
        **{name: found.requirements[name] for name in lists},
        **{name: found.requirements[name] for name in ("alternatives", "errors", "current_deadline")},
        "disabled_reason": found.requirements["disabled_reason"],
        "future_currently_due": found.future_requirements["currently_due"],
        "future_eventually_due": found.future_requirements["eventually_due"],
        "capabilities": {name: each["status"] for name, each in found.capabilities.items()},
        "charges_enabled": found.charges_enabled,
        "payouts_enabled": found.payouts_enabled,
        "details_submitted": found.details_submitted,
    }


def compare(recording: Recording, default_mcc: str | None = PLATFORM_MCC) -> Result:
    """Replay one recording and say what differs."""
    account, now = replay(recording, default_mcc)
    ours = answered(assess(account, now))
    differences = []
    for name, theirs in recording.answer.items():
        mine = ours.get(name, _ABSENT)
        if mine is not _ABSENT and (words := _difference(name, theirs, mine)):
            differences.append(words)
    return Result(recording, differences)


def _difference(name: str, theirs: Any, mine: Any) -> str:
    if isinstance(theirs, list) and all(isinstance(item, str) for item in (*theirs, *mine)):
        missing, extra = sorted(set(theirs) - set(mine)), sorted(set(mine) - set(theirs))
        parts = [f"not listed here: {', '.join(missing)}"] if missing else []
        parts += [f"listed only here: {', '.join(extra)}"] if extra else []
        return f"{name}: {'; '.join(parts)}" if parts else ""
    if name == "current_deadline":
        return "" if (theirs is None) == (mine is None) else f"{name}: recorded {theirs}, here {mine}"
    return "" if theirs == mine else f"{name}: recorded {theirs}, here {mine}"


def read(path: Path) -> list[Recording]:
    """All recordings of a file, in either form. Raises `ValueError` where a line is neither."""
    text = path.read_text("utf-8")
    if path.suffix in (".yaml", ".yml"):
        return list(as_recordings(yaml.safe_load(text)))
    lines = [line for line in text.splitlines() if line.strip()]
    return [_of_line(json.loads(line), number) for number, line in enumerate(lines, 1)]


def _of_line(row: Mapping[str, Any], number: int) -> Recording:
    if not {"sent", "answer", "recorded"} <= set(row):
        raise ValueError(f"line {number}: a recording has `sent`, `answer` and `recorded`")
    sent = {"country": row.get("country", "US"), **row["sent"]}
    if row.get("business_type"):
        sent.setdefault("business_type", row["business_type"])
    name = f"line {number}, {sent['country']} {sent.get('business_type', 'no business type')}"
    return Recording(name, _day(row["recorded"]), sent, row["answer"])


def _day(recorded: str) -> str:
    try:
        return datetime.fromisoformat(recorded).date().isoformat()
    except ValueError:
        return parsedate_to_datetime(recorded).date().isoformat()


def as_recordings(document: Mapping[str, Any]) -> Iterator[Recording]:
    """Our own form: `bundles`, mappings of dotted parameters to values, and `recordings`, a list of

    `{day, country, type, asks: [capability…], sent: […], answer: {…}}`. An item of `sent` is `$bundle`, a
    parameter that got a neutral value, or a mapping of parameters to values. In `answer` a list that is left
    out is empty, but `past_due`, `eventually_due` and `future_eventually_due` equal their currently_due;
    `capabilities` is one status for all; `flags` names those that are true: charges, payouts, submitted.
    """
    bundles = document.get("bundles", {})
    for number, row in enumerate(document["recordings"], 1):
        sent: dict[str, Any] = {"country": row["country"]}
        if row.get("type"):
            sent["business_type"] = row["type"]
        sent |= {f"capabilities[{name}][requested]": True for name in row.get("asks", ())}
        for item in row["sent"]:
            parameters = _parameters(item, bundles)
            sent |= {_brackets(dotted): value for dotted, value in parameters.items()}
        name = f"{number}, {row['country']} {row.get('type') or 'no business type'}, {row['day']}"
        yield Recording(name, str(row["day"]), sent, _full_answer(row["answer"], row.get("asks", ())))


def _parameters(item: Any, bundles: Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(item, Mapping):
        return item
    if item.startswith("$"):
        found: Mapping[str, Any] = bundles[item[1:]]
        return found
    return {item: "given"}


def _brackets(dotted: str) -> str:
    first, *rest = dotted.split(".")
    return first + "".join(f"[{part}]" for part in rest)


def _full_answer(short: Mapping[str, Any], asks: Iterable[str]) -> dict[str, Any]:
    lists = ("currently_due", "pending_verification", "future_currently_due", "alternatives", "errors")
    answer: dict[str, Any] = {"disabled_reason": None, "current_deadline": None}
    answer |= {name: [] for name in lists} | dict(short)
    for name in ("past_due", "eventually_due"):
        answer.setdefault(name, answer["currently_due"])
    answer.setdefault("future_eventually_due", answer["future_currently_due"])
    answer["capabilities"] = {name: answer.get("capabilities") for name in asks}
    flags = answer.pop("flags", ())
    named = {"charges_enabled": "charges", "payouts_enabled": "payouts", "details_submitted": "submitted"}
    return answer | {flag: word in flags for flag, word in named.items()}


def report(results: Iterable[Result]) -> tuple[list[str], float]:
    """Lines to print, and the share of recordings that matched exactly."""
    lines, matched, total = [], 0, 0
    missed: dict[str, int] = {}
    for result in results:
        total += 1
        matched += not result.differences
        lines.append(f"{'differs' if result.differences else 'matches'}  {result.recording.name}")
        lines += [f"    {words}" for words in result.differences]
        for words in result.differences:
            missed[words.split(":")[0]] = missed.get(words.split(":")[0], 0) + 1
    share = matched / total if total else 1.0
    lines += [f"{name}: {count} of {total} differ" for name, count in sorted(missed.items())]
    return [*lines, f"{matched} of {total} match exactly ({share:.1%})"], share


def main(argv: list[str] | None = None) -> int:
    """Check the files named; 0 when at least 95 % match exactly, 1 below, 2 when a file cannot be read."""
    parser = argparse.ArgumentParser(prog="check-recordings", description="Replay recorded creations.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    words = f"the merchant code that Stripe filled in ({PLATFORM_MCC}); an empty one for none"
    parser.add_argument("--default-mcc", default=PLATFORM_MCC, metavar="CODE", help=words)
    chosen = parser.parse_args(argv)
    try:
        recordings = [recording for path in chosen.files for recording in read(path)]
    except (OSError, ValueError, KeyError) as problem:
        print(f"Cannot read the recordings: {problem}", file=sys.stderr)
        return 2
    lines, share = report(compare(recording, chosen.default_mcc or None) for recording in recordings)
    print("\n".join(lines))
    return 0 if share >= WANTED_SHARE else 1


if __name__ == "__main__":
    sys.exit(main())
