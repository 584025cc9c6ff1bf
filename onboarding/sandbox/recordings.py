"""Hold the rules against recorded creations: `python -m onboarding.sandbox check-recordings FILE…`.

Two forms are read: JSON lines with the parameters that were sent in bracket form (old spellings of
capabilities and bank accounts included) or nested, and our own YAML (`as_recordings` says what it looks
like). A line has `sent`, `answer` and `recorded`, and may have `country`, `business_type`, `api_version`.
Answers are flat or Stripe's Account object (see answers.py). Each recording is replayed as of its own day
and every list, flag and capability is compared exactly; one that lacks a list does not match.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from onboarding.sandbox.answers import KNOWN, LISTS, Unreadable, flat_answer, lacking
from onboarding.sandbox.brackets import nested, requested
from onboarding.sandbox.model import AccountState, Assessment
from onboarding.sandbox.rules import after_change, assess

WANTED_SHARE = 0.95
"""The share of recordings that have to match for exit code 0."""

PLATFORM_MCC = "5192"
"""The default that the recording platform had set: its recordings left the code out or gave it."""

PLATFORM_MCC_UNTIL = "2025-02-28"
"""The last day on which a recording shows that default; those of 2026 have none."""

_ODD = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What comes of values that no recording has."""

_BANK_KEYS = ("external_account", "bank_account")
_KEYS = {"sent", "answer", "recorded", "country", "business_type", "api_version"}
_ROW_KEYS = {"day", "country", "type", "asks", "sent", "answer"}
_GROUPS = ("individual", "company", "business_profile", "tos_acceptance", "settings", "documents")


@dataclass(frozen=True)
class Recording:
    """One creation: what was sent (bracket form, flat), when, and what came back.

    answer: flat, with names of `answers.KNOWN`. place: where it stands in its file ("line 3").
    strange: keys beside these that are not known; it is compared without them.
    """

    name: str
    day: str
    sent: Mapping[str, Any]
    answer: Mapping[str, Any]
    place: str = ""
    strange: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """How one recording fared.

    differences: what differed, by name of the list or flag, in words. lacks: what the answer does not hold.
    """

    recording: Recording
    differences: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)

    @property
    def matches(self) -> bool:
        """Whether every list is there and nothing differs."""
        return not self.differences and not set(self.lacks) & set(LISTS)


def _timestamp(recording: Recording) -> int:
    return int(datetime.fromisoformat(recording.day).replace(tzinfo=UTC).timestamp()) + 12 * 3600


def platform_mcc(recording: Recording) -> str:
    """The merchant code that the recording platform's accounts got by default, "" for none.

    It stands in no request. An answer that asks for the code shows that its platform had no default.
    """
    asked = "business_profile.mcc" in recording.answer.get("eventually_due", ())
    return PLATFORM_MCC if recording.day <= PLATFORM_MCC_UNTIL and not asked else ""


def replay(recording: Recording, default_mcc: str | None = None) -> tuple[AccountState, int]:
    """The account as it stands right after the recorded creation, and the time of that.

    default_mcc: the platform's default code, "" for none; None for what the recording platform had that day.
    """
    code = platform_mcc(recording) if default_mcc is None else default_mcc
    now = _timestamp(recording)
    values = nested(recording.sent)
    for name in _GROUPS:
        if not isinstance(values.get(name, {}), dict):
            raise Unreadable(f"`sent` has a plain value for `{name}`, which has parts")
    account = AccountState(
        "acct_recorded",
        now,
        str(values.pop("country", "US")).upper(),
        recording.day,
        values.pop("business_type", None),
        capabilities=requested(values),
        default_mcc=code or None,
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
    later = {f"future_{name}": value for name, value in found.future_requirements.items()}
    everything = {
        **found.requirements,
        **later,
        "capabilities": {name: each["status"] for name, each in found.capabilities.items()},
        "charges_enabled": found.charges_enabled,
        "payouts_enabled": found.payouts_enabled,
        "details_submitted": found.details_submitted,
    }
    return {name: value for name, value in everything.items() if name in KNOWN}


def compare(recording: Recording, default_mcc: str | None = None) -> Result:
    """Replay one recording and say what differs."""
    account, now = replay(recording, default_mcc)
    ours = answered(assess(account, now))
    differences = []
    for name, theirs in recording.answer.items():
        if name not in ours:
            differences.append(f"{name}: not a name that can be compared")
        elif words := _difference(name, theirs, ours[name]):
            differences.append(words)
    return Result(recording, differences, lacking(recording.answer))


def _difference(name: str, theirs: Any, mine: Any) -> str:
    if isinstance(theirs, list) and all(isinstance(item, str) for item in (*theirs, *mine)):
        missing, extra = sorted(set(theirs) - set(mine)), sorted(set(mine) - set(theirs))
        parts = [f"missing here: {', '.join(missing)}"] if missing else []
        parts += [f"extra here: {', '.join(extra)}"] if extra else []
        return f"{name}: {'; '.join(parts)}" if parts else ""
    if name.endswith("current_deadline"):
        return "" if (theirs is None) == (mine is None) else f"{name}: recorded {theirs}, here {mine}"
    if name.endswith("errors"):
        theirs, mine = _without_words(theirs), _without_words(mine)
    return "" if theirs == mine else f"{name}: recorded {theirs}, here {mine}"


def _without_words(errors: Any) -> Any:
    """Errors by requirement and code: their reasons are Stripe's words, and ours are our own."""
    if not isinstance(errors, list) or not all(isinstance(error, Mapping) for error in errors):
        return errors
    return sorted((str(error.get("requirement")), str(error.get("code"))) for error in errors)


def read(path: Path) -> list[Recording]:
    """All recordings of a file, in either form. Raises `Unreadable` where one cannot be read."""
    found, broken = read_what_can_be(path)
    if broken:
        raise Unreadable(broken[0])
    return found


def read_what_can_be(path: Path) -> tuple[list[Recording], list[str]]:
    """The recordings of a file that can be read, and in words, by place, what cannot be."""
    found, broken = [], []
    for place, one in _readings(path):
        try:
            recording = one()
        except _ODD as problem:
            broken.append(f"{place}: {_reason(problem)}")
            continue
        found.append(recording)
        if recording.strange:
            broken.append(
                f"{place}: keys that are not known, and were left out: {', '.join(recording.strange)}"
            )
    return found, broken


def _reason(problem: Exception) -> str:
    if isinstance(problem, json.JSONDecodeError):
        return f"not JSON ({problem.msg} at column {problem.colno})"
    if isinstance(problem, ValueError):
        return str(problem)
    return f"not a recording that can be read ({type(problem).__name__}: {problem})"


def _readings(path: Path) -> Iterator[tuple[str, Callable[[], Recording]]]:
    text = path.read_text("utf-8-sig")
    if path.suffix in (".yaml", ".yml"):
        try:
            document = yaml.safe_load(text)
        except yaml.YAMLError as problem:
            raise Unreadable(f"not YAML: {problem}") from problem
        yield from _readings_of_document(document)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield f"line {number}", partial(_of_line, line, number)


def _readings_of_document(document: Any) -> Iterator[tuple[str, Callable[[], Recording]]]:
    if not isinstance(document, Mapping) or not isinstance(document.get("recordings"), list):
        raise Unreadable("the file has no list named `recordings`")
    bundles = document.get("bundles") or {}
    for number, row in enumerate(document["recordings"], 1):
        yield f"recording {number}", partial(_of_row, row, number, bundles)


def _of_line(line: str, number: int) -> Recording:
    row = json.loads(line)
    strange = _check_keys(row, ("sent", "answer", "recorded"), _KEYS)
    if not isinstance(row["sent"], Mapping):
        raise Unreadable("`sent` is not a mapping")
    sent = {"country": row.get("country") or "US", **row["sent"]}
    if row.get("business_type"):
        sent.setdefault("business_type", row["business_type"])
    for name in ("country", "business_type"):
        if row.get(name) and row[name] != sent[name]:
            raise Unreadable(f"`{name}` is {row[name]!r}, but {sent[name]!r} in `sent`")
    day = _day(row["recorded"])
    name = f"line {number}, {sent['country']} {sent.get('business_type') or 'no business type'}, {day}"
    return _tried(Recording(name, day, sent, flat_answer(row["answer"]), f"line {number}", strange))


def _check_keys(row: Any, needed: tuple[str, ...], known: set[str]) -> tuple[str, ...]:
    """The keys of a recording that are not known, sorted. Raises `Unreadable` where a needed one lacks."""
    words = ", ".join(f"`{name}`" for name in needed)
    if not isinstance(row, Mapping):
        raise Unreadable(f"a recording has {words}; this is none")
    lacks = [f"`{name}`" for name in needed if name not in row]
    if lacks:
        raise Unreadable(f"a recording has {words}; this one lacks {', '.join(lacks)}")
    return tuple(sorted(str(name) for name in row if name not in known))


def _tried(recording: Recording) -> Recording:
    """The same, once it is known that what was sent makes an account."""
    replay(recording)
    return recording


def _day(recorded: Any) -> str:
    for read_time in (_of_seconds, datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read_time(recorded).date().isoformat()
        except (*_ODD, OSError):
            continue
    raise Unreadable("`recorded` is not a day or time that can be read")


def _of_seconds(recorded: Any) -> datetime:
    if isinstance(recorded, str | bool):
        raise TypeError
    return datetime.fromtimestamp(recorded, UTC)


def as_recordings(document: Mapping[str, Any]) -> Iterator[Recording]:
    """Our own form: `bundles`, mappings of dotted parameters to values, and `recordings`, a list of

    `{day, country, type, asks: [capability…], sent: […], answer: {…}}`. An item of `sent` is `$bundle`, a
    parameter that got a neutral value, or a mapping of parameters to values. In `answer` a list that is left
    out is empty, but `past_due`, `eventually_due` and `future_eventually_due` equal their currently_due;
    `later` and `future_later` are what the eventually_due lists hold besides. `capabilities` is one status
    for all, or a mapping; `flags` names those that are true: charges, payouts, submitted.
    """
    for _, one in _readings_of_document(document):
        yield one()


def _of_row(row: Mapping[str, Any], number: int, bundles: Mapping[str, Any]) -> Recording:
    strange = _check_keys(row, ("day", "country", "sent", "answer"), _ROW_KEYS)
    sent: dict[str, Any] = {"country": row["country"]}
    if row.get("type"):
        sent["business_type"] = row["type"]
    sent |= {f"capabilities[{name}][requested]": True for name in row.get("asks", ())}
    for item in row["sent"]:
        parameters = _parameters(item, bundles)
        sent |= {_brackets(dotted): value for dotted, value in parameters.items()}
    name = f"{number}, {row['country']} {row.get('type') or 'no business type'}, {row['day']}"
    answer = flat_answer(_full_answer(row["answer"], row.get("asks", ())))
    return _tried(Recording(name, _day(str(row["day"])), sent, answer, f"recording {number}", strange))


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
    answer.setdefault("past_due", answer["currently_due"])
    for prefix in ("", "future_"):
        besides = answer.pop(f"{prefix}later", [])
        answer.setdefault(f"{prefix}eventually_due", [*answer[f"{prefix}currently_due"], *besides])
    status = answer.get("capabilities")
    answer["capabilities"] = status if isinstance(status, Mapping) else dict.fromkeys(asks, status)
    flags = answer.pop("flags", ())
    named = {"charges_enabled": "charges", "payouts_enabled": "payouts", "details_submitted": "submitted"}
    return answer | {flag: word in flags for flag, word in named.items()}


def report(results: Iterable[Result]) -> tuple[list[str], float]:
    """Lines to print, and the share of recordings that matched exactly."""
    lines, matched, total = [], 0, 0
    missed: dict[str, int] = {}
    for result in results:
        total += 1
        matched += result.matches
        lines.append(f"{'matches' if result.matches else 'differs'}  {result.recording.name}")
        lines += [f"    {words}" for words in result.differences]
        lines += [f"    not in the recording: {', '.join(result.lacks)}"] if result.lacks else []
        for words in result.differences:
            missed[words.split(":")[0]] = missed.get(words.split(":")[0], 0) + 1
    share = matched / total if total else 0.0
    lines += [f"{name}: {count} of {total} differ" for name, count in sorted(missed.items())]
    return [*lines, f"{matched} of {total} match exactly ({share:.1%})"], share


def main(argv: list[str] | None = None) -> int:
    """Check the files named; 0 when at least 95 % match exactly, 1 below, 2 when a part cannot be read."""
    parser = argparse.ArgumentParser(prog="check-recordings", description="Replay recorded creations.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    words = (
        f"the merchant code that Stripe filled in ({PLATFORM_MCC} until {PLATFORM_MCC_UNTIL}, unless the "
        "answer asks for it); empty for none"
    )
    parser.add_argument("--default-mcc", metavar="CODE", help=words)
    chosen = parser.parse_args(argv)
    results, broken = [], []
    for path in chosen.files:
        found, unread = _checked_file(path, chosen.default_mcc)
        results += found
        broken += [f"{path}, {words}" for words in unread]
    lines, share = report(results)
    print("\n".join(lines))
    for words in broken:
        print(f"Cannot read {words}", file=sys.stderr)
    return 2 if broken else 0 if share >= WANTED_SHARE else 1


def _checked_file(path: Path, default_mcc: str | None) -> tuple[list[Result], list[str]]:
    """Results of a file, and what of it cannot be read, an empty file included."""
    try:
        found, broken = read_what_can_be(path)
    except (OSError, ValueError) as problem:
        return [], [str(problem)]
    if not found and not broken:
        return [], ["the file has no recordings"]
    results = []
    for recording in found:
        try:
            results.append(compare(recording, default_mcc))
        except _ODD as problem:  # whatever a recording holds, the others are compared
            broken.append(f"{recording.place}: cannot be replayed ({type(problem).__name__}: {problem})")
    return results, broken


if __name__ == "__main__":
    sys.exit(main())
