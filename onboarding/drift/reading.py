"""Reads Stripe's vocabulary out of the sources of its SDK. The sources are parsed and never imported.

Create, update and token parameters are united: a parameter often stands in one of them only; which files have
it, and with which type, is kept. What is not where it used to be raises `LayoutChanged`: a reader that finds
too little would report that all is well.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from onboarding.drift.annotations import LayoutChanged, classes_of
from onboarding.drift.answers import answered, known_fields
from onboarding.drift.leaves import Leaf, leaves_of

PERSON = "{person}."
"""Begins the parameters of a person, as it does in the maps."""
ACCOUNT_TO_PAY = "external_account."
"""Begins the parts of a bank account or card: together they answer one requirement."""
_CHANGED = f"{ACCOUNT_TO_PAY}update."

_PARAMETERS: Mapping[str, tuple[str, str, str]] = {
    "params/_account_create_params.py": ("AccountCreateParams", "", ""),
    "params/_account_update_params.py": ("AccountUpdateParams", "", ""),
    "params/_account_person_create_params.py": ("AccountPersonCreateParams", "", PERSON),
    "params/_account_person_update_params.py": ("AccountPersonUpdateParams", "", PERSON),
    "params/_account_create_person_params.py": ("AccountCreatePersonParams", "", PERSON),
    "params/_account_modify_person_params.py": ("AccountModifyPersonParams", "", PERSON),
    "params/_account_create_external_account_params.py": (
        "AccountCreateExternalAccountParams", "external_account", ACCOUNT_TO_PAY,
    ),
    "params/_account_external_account_create_params.py": (
        "AccountExternalAccountCreateParams", "external_account", ACCOUNT_TO_PAY,
    ),
    "params/_account_modify_external_account_params.py": ("AccountModifyExternalAccountParams", "", _CHANGED),
    "params/_account_external_account_update_params.py": ("AccountExternalAccountUpdateParams", "", _CHANGED),
    "params/_token_create_params.py#account": ("TokenCreateParams", "account", ""),
    "params/_token_create_params.py#person": ("TokenCreateParams", "person", PERSON),
}  # fmt: skip
"""File (and part of it) -> its class, the field of that class to begin at, and how its parameters begin."""

_RESPONSES = ("_account.py", "_bank_account.py", "_capability.py", "_card.py", "_person.py")

KNOWN_PATHS = (
    "business_profile.mcc",
    "company.address.line1",
    "company.tax_id",
    "documents.company_license.files",
    "external_account",
    "external_account.bank_account.account_number",
    "individual.dob.day",
    "individual.verification.document.front",
    "settings.payments.statement_descriptor",
    "tos_acceptance.date",
    "{person}.address.postal_code",
    "{person}.documents.passport.files",
    "{person}.relationship.percent_ownership",
    "{person}.verification.document.back",
)
"""Parameters without which nobody could be onboarded: when one is not found, the reader is wrong."""

VOCABULARIES = (
    "business_type", "structure", "capability", "error_code", "disabled_reason", "capability_disabled_reason",
    "choice", "bank_status", "capability_status", "person_status", "shape",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What one SDK knows.

    parameters: path -> type ("text", "number", "yes_no", "choice", "file", "list", "map", "object"); paths
    of persons begin with `{person}.`. values: vocabulary -> its words; those of "choice" are `path=value`.
    forms: path -> file -> the type in full as that file has it; values of choices stand there by their name
    in decisions. sizes: how much was found, by file and
    vocabulary. said: path -> the SDK's English words, for drafts only.
    """

    version: str
    parameters: Mapping[str, str]
    values: Mapping[str, frozenset[str]]
    sizes: Mapping[str, int]
    said: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def items(self) -> Iterator[str]:
        """Every word as decisions name it: `parameter:company.name`, `error_code:invalid_tos_acceptance`."""
        yield from (f"parameter:{path}" for path in sorted(self.parameters))
        for vocabulary in VOCABULARIES:
            yield from (f"{vocabulary}:{value}" for value in sorted(self.values[vocabulary]))


def installed_sdk() -> Path:
    """The folder of the installed `stripe` package; finding it runs none of its code."""
    found = find_spec("stripe")
    if found is None or not found.submodule_search_locations:
        raise LayoutChanged("the stripe package is not installed")
    return Path(found.submodule_search_locations[0])


def read_sdk(folder: Path) -> Facts:
    """The vocabulary of the SDK in `folder`: the package itself, or what holds it. Raises `LayoutChanged`."""
    root = folder / "stripe" if (folder / "stripe").is_dir() else folder
    reading = _Reading(root)
    for source, (name, start, prefix) in _PARAMETERS.items():
        reading.parameters_of(source, name, start, prefix)
    for source in _RESPONSES:
        reading.responses_of(source)
    return reading.facts()


class _Reading:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.types: dict[str, str] = {}
        self.forms: dict[str, dict[str, str]] = {}
        self.said: dict[str, str] = {}
        self.values: dict[str, set[str]] = {name: set() for name in VOCABULARIES}
        self.sizes: Counter[str] = Counter()
        self.missing: list[str] = []

    def facts(self) -> Facts:
        paths = [path for path in KNOWN_PATHS if path not in self.types]
        empty = [name for name in VOCABULARIES if not self.values[name]]
        if missing := [*paths, *empty, *self.missing]:
            raise LayoutChanged(f"nothing was found of {', '.join(missing)}")
        values = {name: frozenset(words) for name, words in self.values.items()}
        return Facts(self._version(), self.types, values, dict(self.sizes), self.said, self.forms)

    def parameters_of(self, source: str, name: str, start: str, prefix: str) -> None:
        """Adds the parameters of one file; counts them under the name of the file."""
        for leaf in leaves_of(classes_of(self._tree(source.partition("#")[0])), name, start):
            if leaf.path.startswith("capabilities."):
                self._add(source, "capability", {leaf.path.split(".")[1]})
            if not re.fullmatch(r"capabilities\.\w+\.requested", leaf.path):
                self._parameter(source, prefix + leaf.path, leaf)

    def _parameter(self, source: str, path: str, leaf: Leaf) -> None:
        """The first file says what it is asked as; where others say otherwise, comparing tells of it."""
        self.types.setdefault(path, leaf.type)
        self.forms.setdefault(path, {})[source] = leaf.form
        self.said.setdefault(path, leaf.said)
        self.sizes[f"{source} parameter"] += 1
        vocabulary = {"business_type": "business_type", "company.structure": "structure"}.get(path)
        words = leaf.words if vocabulary else {f"{path}={word}" for word in leaf.words}
        self._add(source, vocabulary or "choice", words)
        for word in words:
            self.forms.setdefault(f"{vocabulary or 'choice'}:{word}", {})[source] = "choice"

    def responses_of(self, source: str) -> None:
        """Adds codes, reasons and names from what the API answers; counts them likewise."""
        classes = classes_of(self._tree(source), nested=True)
        for vocabulary, value, said in answered(classes, source):
            self._add(source, vocabulary, {value})
            self.said.setdefault(f"{vocabulary}:{value}", said)
        self.missing += known_fields(classes, source)

    def _add(self, source: str, vocabulary: str, words: set[str] | frozenset[str]) -> None:
        self.values[vocabulary] |= words
        if words:
            self.sizes[f"{source} {vocabulary}"] += len(words)

    def _tree(self, source: str) -> ast.Module:
        path = self.root / source
        if not path.is_file():
            raise LayoutChanged(f"{source} is not there")
        return ast.parse(path.read_text("utf-8"))

    def _version(self) -> str:
        path = self.root / "_version.py"
        found = re.search(r"[\d.]+[\w.]*", path.read_text("utf-8")) if path.is_file() else None
        return found.group() if found else "unknown"
