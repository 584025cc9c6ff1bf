"""What was accepted and decided about Stripe's vocabulary: `drift/baseline.json`, `decisions.yaml`.

`drift/generic.json` is made of both: how to ask for what no map settles, so that no request reads an SDK.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from onboarding.drift.asking import Asking, askings, readable
from onboarding.drift.reading import ACCOUNT_TO_PAY, PERSON, VOCABULARIES, Facts

BASELINE, DECISIONS, GENERIC = "baseline.json", "decisions.yaml", "generic.json"
CONSENT = "tos_acceptance"
"""Part of what is agreed to, which no `*` covers: terms that Stripe adds are for somebody to read."""


class LedgerBroken(ValueError):
    """A file of the ledger does not say what it has to."""


class Decision(BaseModel):
    """What was decided about some words of Stripe's.

    items: names as `Facts.items` gives them, `*` standing for anything. decision: mapped (code or maps see
    to it), hand_off (Stripe's own page settles it), ignored (nobody is asked; if Stripe does ask, the
    question follows from the type). until: the last day on which this holds without another look.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    items: list[str] = Field(min_length=1)
    decision: Literal["mapped", "hand_off", "ignored"]
    why: str = Field(min_length=10)
    owner: str = Field(min_length=2)
    until: date

    def covers(self, item: str) -> bool:
        """Whether it is about that item."""
        consent = CONSENT in item
        return any(fnmatchcase(item, pattern) for pattern in self.items if not consent or CONSENT in pattern)


class _DecisionsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    decisions: list[Decision]


@dataclass(frozen=True)
class Ledger:
    """The accepted vocabulary and all decisions."""

    accepted: Facts
    decisions: tuple[Decision, ...]

    def decision(self, item: str) -> Decision | None:
        """The first decision about the item."""
        return self._found.setdefault(item, next((one for one in self.decisions if one.covers(item)), None))

    @cached_property
    def _found(self) -> dict[str, Decision | None]:
        return {}


def read_ledger(folder: Path) -> Ledger:
    """The ledger in `folder`; raises `LedgerBroken`."""
    return Ledger(_facts(folder / BASELINE), read_decisions(folder / DECISIONS))


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions on file; raises `LedgerBroken` with what is wrong and where."""
    try:
        read = _DecisionsFile.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError) as error:
        raise LedgerBroken(f"{path.name}: {error}") from error
    except ValidationError as error:
        told = [f"{path.name}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        raise LedgerBroken("\n".join(told)) from error
    return tuple(read.decisions)


def write_baseline(folder: Path, facts: Facts) -> None:
    """Accepts what an SDK knows as the vocabulary from now on, and writes what follows from it."""
    plain = {
        "sdk": facts.version,
        "parameters": dict(sorted(facts.parameters.items())),
        "values": {name: sorted(facts.values[name]) for name in VOCABULARIES},
        "forms": _by_files(facts.forms),
        "sizes": dict(facts.sizes),
    }
    (folder / BASELINE).write_text(_json(plain), "utf-8")
    (folder / GENERIC).write_text(generic_text(read_ledger(folder)), "utf-8")


def generic_text(ledger: Ledger) -> str:
    """The content of `generic.json`: how each accepted parameter is asked for where no map settles it."""
    facts = ledger.accepted
    asked = {
        path: type_
        for path, type_ in facts.parameters.items()
        if not path.startswith(ACCOUNT_TO_PAY)
        and not ((found := ledger.decision(f"parameter:{path}")) and found.decision == "hand_off")
    }
    tables: dict[str, dict[str, Any]] = {"account": {}, "person": {}}
    for one in askings(asked, facts.values["choice"]):
        table = tables["person" if one.base.startswith(PERSON) else "account"]
        table[one.base.removeprefix(PERSON)] = _plain(one)
    rows = {
        name: [f"  {_line(key)}: {_line(row)}" for key, row in sorted(table.items())]
        for name, table in tables.items()
    }
    return (
        "{\n"
        + ",\n".join(f' "{name}": {{\n' + ",\n".join(lines) + "\n }" for name, lines in rows.items())
        + "\n}\n"
    )


def is_current(folder: Path, ledger: Ledger) -> bool:
    """Whether `generic.json` is what follows from the ledger."""
    path = folder / GENERIC
    return path.is_file() and path.read_text("utf-8") == generic_text(ledger)


def _plain(asking: Asking) -> dict[str, Any]:
    settles = [one.removeprefix(PERSON) for one in asking.settles]
    plain = {
        "kind": asking.kind,
        "name": readable(asking.base),
        "settles": settles if settles != [asking.base.removeprefix(PERSON)] else [],
        "options": asking.options,
        "choices": asking.choices,
    }
    return {key: value for key, value in plain.items() if value}


def _facts(path: Path) -> Facts:
    try:
        plain: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
        values = {name: frozenset(plain["values"].get(name, ())) for name in VOCABULARIES}
        forms = _by_paths(plain["forms"])
        return Facts(str(plain["sdk"]), plain["parameters"], values, plain["sizes"], forms=forms)
    except (OSError, ValueError, KeyError) as error:
        raise LedgerBroken(
            f"{path.name} cannot be read ({error}): write it with `maps drift --accept`"
        ) from error


def _by_files(forms: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Forms by the names of all files that agree on them, so that each file is named a few times only."""
    found: dict[str, dict[str, str]] = {}
    for path, by_file in sorted(forms.items()):
        for form in dict.fromkeys(by_file.values()):
            files = " ".join(file for file, one in by_file.items() if one == form)
            found.setdefault(files, {})[path] = form
    return found


def _by_paths(forms: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The inverse of `_by_files`."""
    found: dict[str, dict[str, str]] = {}
    for files, paths in forms.items():
        for path, form in paths.items():
            found.setdefault(path, {}).update(dict.fromkeys(files.split(), form))
    return found


def _line(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False)


def _json(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, indent=1, ensure_ascii=False) + "\n"
