"""How a parameter would be asked, judged by its type alone: for questions that no map has, and for drafts.

A hash of several parameters is one question: a date, an address, the two sides of a document, an amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Asking:
    """One question. base: path its answer is sent under; settles: ids; choices: values to choose from."""

    base: str
    kind: str
    settles: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[str, ...] = ()


_TYPES = {"text": "text", "number": "number", "yes_no": "yes_no", "choice": "choice"}
_NAMES = {
    "email": "email",
    "support_email": "email",
    "phone": "phone",
    "support_phone": "phone",
    "url": "url",
    "nationality": "country",
    "country": "country",
    "full_name_aliases": "names",
}
"""Last part of a path -> kind, where the name says more than the type."""


def askings(parameters: Mapping[str, str], choices: Iterable[str]) -> Iterator[Asking]:
    """The questions that would ask for all these parameters; what no kind can ask for is left out.

    parameters: path -> type, as in `Facts`; choices: `path=value` of those of type "choice".
    """
    values: dict[str, list[str]] = {}
    for choice in sorted(choices):
        path, _, value = choice.partition("=")
        values.setdefault(path, []).append(value)
    hashes: dict[str, dict[str, str]] = {}
    for path, type_ in parameters.items():
        parent, _, last = path.rpartition(".")
        hashes.setdefault(parent, {})[last] = type_
    for parent, parts in hashes.items():
        whole = _whole(parent, parts)
        if whole is not None:
            yield whole
        rest = {part: type_ for part, type_ in parts.items() if not (whole and part in PARTS[whole.kind])}
        if not parts.keys() >= ACCEPTANCE:
            yield from _single(parent, rest, values)


PARTS: Mapping[str, frozenset[str]] = {
    "bank_account": frozenset(
        {
            "account_holder_name",
            "account_holder_type",
            "account_number",
            "account_type",
            "country",
            "currency",
            "routing_number",
        }
    ),
    "address": frozenset({"line1", "line2", "city", "town", "state", "postal_code", "country"}),
    "consent": frozenset({"date", "ip", "user_agent"}),
    "declaration": frozenset({"date", "ip", "user_agent"}),
    "date": frozenset({"day", "month", "year"}),
    "date_of_birth": frozenset({"day", "month", "year"}),
    "document": frozenset({"front", "back"}),
    "money": frozenset({"amount", "currency"}),
}
"""What a kind sends below its question; any other parameter there is one that it does not ask for."""

ACCEPTANCE = frozenset({"date", "ip"})
"""A hash of these says that something was agreed to: nothing is agreed to without words of its own."""


def _whole(parent: str, parts: Mapping[str, str]) -> Asking | None:
    """The question for those parts of a hash that belong together."""
    kind = _kind(parent, parts)
    if not kind:
        return None
    settles = tuple(f"{parent}.{part}" for part in parts if part in PARTS[kind])
    options: dict[str, Any] = {}
    if kind == "document":
        settles, options = (parent,), {"sides": [side for side in ("front", "back") if side in parts]}
    for script in ("kana", "kanji"):
        if kind == "address" and parent.endswith(f"_{script}"):
            options = {"script": script}
    return Asking(parent, kind, settles, options)


def _kind(parent: str, parts: Mapping[str, str]) -> str:
    if PARTS["date"] <= parts.keys():
        return "date_of_birth" if parent.endswith(".dob") else "date"
    if {"line1", "city"} <= parts.keys():
        return "address"
    if PARTS["document"] & parts.keys():
        return "document"
    return "money" if PARTS["money"] <= parts.keys() else ""


def _single(parent: str, parts: Mapping[str, str], values: Mapping[str, list[str]]) -> Iterator[Asking]:
    for part, type_ in parts.items():
        path = f"{parent}.{part}".lstrip(".")
        if part == "files":
            yield Asking(path, "document", (path,), {"files": 5})
        elif part in _NAMES and type_ in ("text", "list"):
            yield Asking(path, _NAMES[part], (path,))
        elif type_ == "choice" and values.get(path):
            yield Asking(path, "choice", (path,), {"as": "radios"}, tuple(values[path]))
        elif type_ in _TYPES:
            yield Asking(path, _TYPES[type_], (path,))


_WORDS = {
    "dob": "date of birth",
    "id": "ID",
    "ip": "IP address",
    "iban": "IBAN",
    "mcc": "merchant category code",
    "ssn": "SSN",
    "tos": "terms of service",
    "url": "website",
    "vat": "VAT",
}
_SILENT = {"", "{person}", "individual", "company", "settings", "documents", "business_profile", "files"}


def readable(path: str) -> str:
    """The path in plain English words: "company.tax_id_registrar" -> "tax ID registrar"."""
    parts = [part for part in path.split(".") if part not in _SILENT] or [path.rpartition(".")[2]]
    return ", ".join(" ".join(_WORDS.get(word, word) for word in part.split("_")) for part in parts)
