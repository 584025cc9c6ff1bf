"""Files that parameters name: they must be there and fit, and the rules are told how they look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onboarding.sandbox.envelope import Refused, missing
from onboarding.sandbox.model import Refusal
from onboarding.sandbox.state import Held
from onboarding.sandbox.world import World

FITTING = ("account_requirement", "additional_verification", "identity_document")
"""Purposes of files that verify; which one of them is used made no difference (recorded)."""

TEST_FILES = (
    "file_identity_document_success",
    "file_identity_document_failure",
    "file_relationship_document_success",
    "file_relationship_document_invalid",
    "file_relationship_document_mismatch",
    "file_relationship_document_invalid_signer",
)


def note(world: World, draft: Held, values: dict[str, Any], prefix: str = "") -> None:
    """Look at every file that the values name. Raises `Refused` for one that is not there or does not fit."""
    for param, file_id in _named(values, prefix):
        if file_id in TEST_FILES:
            continue
        held = world.state.files.get(file_id)
        if held is None or held["_account"] not in ("", draft.state.id):
            raise missing("file upload", file_id, param, 400)
        if held["purpose"] not in FITTING:
            message = (
                f"The file '{file_id}' has the purpose '{held['purpose']}', which cannot be used here. "
                f"Upload it again with one of: {', '.join(FITTING)}."
            )
            raise Refused(Refusal(message, param), kept=True)
        files = draft.state.forced.setdefault("files", {})
        files[file_id] = {"outcome": held["_outcome"], "purpose": held["purpose"]}


def _named(values: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        param = f"{prefix}[{name}]" if prefix else name
        if name == "settings":
            continue
        if name in ("front", "back") and isinstance(value, str) and value:
            yield param, value
        elif name == "files" and isinstance(value, list):
            yield from ((f"{param}[{place}]", each) for place, each in enumerate(value) if each)
        elif isinstance(value, dict):
            yield from _named(value, param)
