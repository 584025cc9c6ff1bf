"""What the API answers with, taken out of the SDK's classes: codes, reasons, statuses, and its shape."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from onboarding.drift.annotations import fields_of, read_annotation

_LISTS = re.compile(r"\b(Future)?Requirements\b")
"""In the dotted name of a class: it is of what is required, all of which the app reads."""

_WORDS = {
    ("Error", "code"): "error_code",
    ("Requirements", "disabled_reason"): "disabled_reason",
    ("FutureRequirements", "disabled_reason"): "disabled_reason",
    ("Company", "structure"): "structure",
    ("Capability", "status"): "capability_status",
}
"""Class and field -> vocabulary of its words."""

_SAID = {
    ("BankAccount", "status"): "bank_status",
    ("Card", "status"): "bank_status",
    ("Verification", "status"): "person_status",
}
"""Those typed as any text; their words are in the comment."""

_READ: Mapping[str, tuple[str, ...]] = {
    "_account.py": (
        "Account.business_type", "Account.capabilities", "Account.charges_enabled", "Account.company",
        "Account.country", "Account.default_currency", "Account.details_submitted",
        "Account.external_accounts", "Account.future_requirements", "Account.individual",
        "Account.payouts_enabled", "Account.requirements", "Account.tos_acceptance",
        "Account.TosAcceptance.service_agreement",
    ),
    "_bank_account.py": ("BankAccount.default_for_currency", "BankAccount.status"),
    "_capability.py": ("Capability.future_requirements", "Capability.requirements", "Capability.status"),
    "_card.py": ("Card.default_for_currency", "Card.status"),
    "_person.py": (
        "Person.relationship", "Person.verification", "Person.Verification.status",
        "Person.Relationship.representative", "Person.Relationship.owner",
        "Person.Relationship.director", "Person.Relationship.executive",
        "Person.Relationship.authorizer", "Person.Relationship.legal_guardian",
    ),
}  # fmt: skip
"""File -> fields that `onboarding.requirements` reads of an answer, beside those of what is required."""


def answered(classes: Mapping[str, ast.ClassDef], source: str) -> Iterator[tuple[str, str, str]]:
    """Vocabulary, value and English of what the classes of an answer name."""
    for dotted, node in classes.items():
        last = re.sub(r"Errors$", "Error", dotted.rpartition(".")[2])
        for name, annotation, said in fields_of(node, classes):
            if last == "Capabilities":
                yield "capability", name, said
            if _LISTS.search(dotted):
                form = read_annotation(annotation, classes, strict=False).form
                yield "shape", f"{dotted}.{name}={form}", ""
            for vocabulary in _vocabularies(last, name, source):
                read = read_annotation(annotation, classes, strict=False).words
                told = re.findall(r"`(\w+)`", said) if (last, name) in _SAID else ()
                yield from ((vocabulary, word, "") for word in sorted({*read, *told}))


def _vocabularies(class_: str, name: str, source: str) -> Iterator[str]:
    """Those to which the words of a field belong: none, or one."""
    vocabulary = _WORDS.get((class_, name)) or _SAID.get((class_, name))
    if class_ == "Capabilities":
        yield "capability_status"
    elif vocabulary == "disabled_reason" and source == "_capability.py":
        yield "capability_disabled_reason"
    elif vocabulary:
        yield vocabulary


def known_fields(classes: Mapping[str, ast.ClassDef], source: str) -> list[str]:
    """Those fields that the app reads of an answer and that are not there."""
    found = {f"{dotted}.{name}" for dotted, node in classes.items() for name, *_ in fields_of(node, classes)}
    return [one for one in _READ[source] if one not in found]
