"""Reads Stripe's vocabulary out of the sources of its SDK. The sources are parsed and never imported.

Create, update and token parameters are united: a parameter often stands in one of them only. What is not
where it used to be raises `LayoutChanged`: a reader that finds too little would report that all is well.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from onboarding.drift.annotations import Annotation, LayoutChanged, classes_of, fields_of, read_annotation

PERSON = "{person}."
"""Begins the parameters of a person, as it does in the maps."""

_PARAMETERS: Mapping[str, tuple[str, str, str]] = {
    "params/_account_create_params.py": ("AccountCreateParams", "", ""),
    "params/_account_update_params.py": ("AccountUpdateParams", "", ""),
    "params/_account_person_create_params.py": ("AccountPersonCreateParams", "", PERSON),
    "params/_account_person_update_params.py": ("AccountPersonUpdateParams", "", PERSON),
    "params/_account_create_person_params.py": ("AccountCreatePersonParams", "", PERSON),
    "params/_account_modify_person_params.py": ("AccountModifyPersonParams", "", PERSON),
    "params/_token_create_params.py#account": ("TokenCreateParams", "account", ""),
    "params/_token_create_params.py#person": ("TokenCreateParams", "person", PERSON),
}
"""File (and part of it) -> its class, the field of that class to begin at, and how its parameters begin."""

_RESPONSES = ("_account.py", "_bank_account.py", "_capability.py", "_card.py", "_person.py")

KNOWN_PATHS = (
    "business_profile.mcc",
    "company.address.line1",
    "company.tax_id",
    "documents.company_license.files",
    "external_account",
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
    "choice", "bank_status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What one SDK knows.

    parameters: path -> type ("text", "number", "yes_no", "choice", "file", "list", "map", "object"); paths
    of persons begin with `{person}.`. values: vocabulary -> its words; those of "choice" are `path=value`.
    sizes: how much was found in each file. said: path -> the SDK's English words, for drafts only.
    """

    version: str
    parameters: Mapping[str, str]
    values: Mapping[str, frozenset[str]]
    sizes: Mapping[str, int]
    said: Mapping[str, str] = field(default_factory=dict)

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
        self.said: dict[str, str] = {}
        self.values: dict[str, set[str]] = {name: set() for name in VOCABULARIES}
        self.sizes: dict[str, int] = {}

    def facts(self) -> Facts:
        missing = [path for path in KNOWN_PATHS if path not in self.types]
        empty = [name for name in VOCABULARIES if not self.values[name]]
        if missing or empty:
            raise LayoutChanged(f"nothing was found of {', '.join((*missing, *empty))}")
        values = {name: frozenset(words) for name, words in self.values.items()}
        return Facts(self._version(), self.types, values, self.sizes, self.said)

    def parameters_of(self, source: str, name: str, start: str, prefix: str) -> None:
        """Adds the parameters of one file; counts them under the name of the file."""
        classes = classes_of(self._tree(source.partition("#")[0]))
        found = {path: (type_, words, said) for path, type_, words, said in _leaves(classes, name, start)}
        for path, (type_, words, said) in found.items():
            if path.startswith("capabilities."):
                self._add("capability", {path.split(".")[1]})
            else:
                file = type_ == "text" and "[file upload]" in said
                self.types[prefix + path] = "file" if file else type_
                self.said.setdefault(prefix + path, said)
                self._choose(prefix + path, words)
        self.sizes[source] = len(found)

    def responses_of(self, source: str) -> None:
        """Adds codes, reasons and names from what the API answers; counts them likewise."""
        reasons = "capability_disabled_reason" if source == "_capability.py" else "disabled_reason"
        found = list(_answered(classes_of(self._tree(source), nested=True), reasons))
        for vocabulary, value, said in found:
            self._add(vocabulary, {value})
            self.said.setdefault(f"{vocabulary}:{value}", said)
        self.sizes[source] = len(found)

    def _choose(self, path: str, words: frozenset[str]) -> None:
        vocabulary = {"business_type": "business_type", "company.structure": "structure"}.get(path)
        self._add(vocabulary or "choice", words if vocabulary else {f"{path}={word}" for word in words})

    def _add(self, vocabulary: str, words: set[str] | frozenset[str]) -> None:
        self.values[vocabulary] |= words

    def _tree(self, source: str) -> ast.Module:
        path = self.root / source
        if not path.is_file():
            raise LayoutChanged(f"{source} is not there")
        return ast.parse(path.read_text("utf-8"))

    def _version(self) -> str:
        path = self.root / "_version.py"
        found = re.search(r"[\d.]+[\w.]*", path.read_text("utf-8")) if path.is_file() else None
        return found.group() if found else "unknown"


Leaf = tuple[str, str, frozenset[str], str]


def _leaves(classes: Mapping[str, ast.ClassDef], name: str, start: str = "") -> Iterator[Leaf]:
    """Path, type, allowed words and English of every parameter below a class, or below one field of it."""
    if name not in classes:
        raise LayoutChanged(f"there is no class {name}")
    for field_, annotation, said in fields_of(classes[name], classes):
        read = read_annotation(annotation, classes)
        if start and field_ != start:
            continue
        if read.leaf:
            yield field_, read.type, read.words, said
        for below in () if read.leaf else read.classes:
            for path, type_, words, more in _leaves(classes, below):
                yield path if start else f"{field_}.{path}", type_, words, more or said


def _answered(classes: Mapping[str, ast.ClassDef], reasons: str) -> Iterator[tuple[str, str, str]]:
    """Vocabulary, value and English of what the classes of an answer name."""
    wanted = {
        ("Error", "code"): "error_code",
        ("Requirements", "disabled_reason"): reasons,
        ("FutureRequirements", "disabled_reason"): reasons,
        ("Company", "structure"): "structure",
    }
    told = {("BankAccount", "status"), ("Card", "status")}  # typed as any text; the words are in what is said
    for dotted, node in classes.items():
        last = re.sub(r"Errors$", "Error", dotted.rpartition(".")[2])
        for name, annotation, said in fields_of(node, classes):
            if last == "Capabilities":
                yield "capability", name, said
            elif vocabulary := wanted.get((last, name)):
                read: Annotation = read_annotation(annotation, classes, strict=False)
                yield from ((vocabulary, word, "") for word in sorted(read.words))
            elif (last, name) in told:
                yield from (("bank_status", word, "") for word in sorted(set(re.findall(r"`(\w+)`", said))))
