"""What sending a submit's calls needs besides a client: keys, ids of files put in, refusals placed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any

from onboarding.calls import Call, CreatePerson, FileOf, UpdatePerson, UploadFile
from onboarding.gateway import GatewayError, Plain, Refused


@dataclass(slots=True)
class Done:
    """What the calls of one submit have brought so far."""

    account: Plain = field(default_factory=dict)
    persons: dict[str, Plain] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    created: dict[str, str] = field(default_factory=dict)


class Named(BytesIO):
    """Bytes to upload, with the name that the SDK asks a file for."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(content)
        self.name = name


def placed(refused: Refused, call: Call) -> Refused:
    """The same refusal, with `param` as the form names it: under the person, or at the file's question."""
    param = refused.param
    if isinstance(call, UploadFile):
        param = call.place
    elif isinstance(call, CreatePerson | UpdatePerson):
        param = f"{call.place}.{param}" if param else call.place
    return type(refused)(
        refused.message,
        code=refused.code,
        param=param,
        status=refused.status,
        request_id=refused.request_id,
        place=call.place,
    )


def filled(value: Any, files: Mapping[str, str]) -> Any:
    """Params with the ids of uploaded files where `FileOf` stood. files: place -> id."""
    if isinstance(value, FileOf):
        return files[value.place]
    if isinstance(value, dict):
        return {key: filled(inner, files) for key, inner in value.items()}
    return [filled(inner, files) for inner in value] if isinstance(value, list) else value


def hashed_key(*parts: str) -> str:
    """An idempotency key that is short, and tells nothing of what it was made from."""
    return sha256("\0".join(parts).encode()).hexdigest()


def digest(params: Plain) -> str:
    """Equal for equal params; tells nothing of them."""
    return sha256(json.dumps(params, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of one question. replayed: Stripe told what it had kept of an earlier one of the same key."""

    plain: Plain
    failure: GatewayError | None
    replayed: bool

    def get(self) -> Plain:
        """The answer. A failure is raised here, outside of any `except`: so Stripe's own exception, which
        holds what was sent, is not chained to it and cannot reach a log."""
        if self.failure is not None:
            raise self.failure
        return self.plain


def was_replayed(headers: Mapping[str, str] | None) -> bool:
    """Whether an answer is one that Stripe had kept of an earlier question with the same key."""
    return (headers or {}).get("idempotent-replayed") == "true"


def mark_of(person: Plain) -> str | None:
    """The mark by which a person is found again after an answer was lost."""
    mark = (person.get("metadata") or {}).get("submission")
    return None if mark is None else str(mark)
