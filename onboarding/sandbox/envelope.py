"""Requests as they come, answers as they go, and Stripe's error envelopes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from onboarding.sandbox.model import Refusal

JSON = "application/json"


@dataclass(frozen=True)
class Upload:
    """One file part of a multipart request."""

    filename: str
    content: bytes


@dataclass
class Ask:
    """One request.

    headers: names in lower case. base: the address that the client used, such as `http://127.0.0.1:12111`.
    raw: parameters nested as sent, all strings; params: the same after they were checked.
    account: of the Stripe-Account header, "" without. key: the Idempotency-Key, "" without.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    base: str
    request_id: str
    query: str = ""
    body: bytes = b""
    raw: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def account(self) -> str:
        return self.headers.get("stripe-account", "")

    @property
    def key(self) -> str:
        return self.headers.get("idempotency-key", "") if self.method == "POST" else ""


@dataclass
class Answer:
    """One answer; `drop`: the connection is closed without sending it."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False


class Refused(Exception):
    """Raised where a request ends early with an error envelope; `kept`: an idempotency key remembers it."""

    def __init__(
        self, refusal: Refusal, *, kept: bool = False, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(refusal.message)
        self.refusal, self.kept, self.headers = refusal, kept, dict(headers or {})


def missing(kind: str, id_: str, param: str = "id", status: int = 404) -> Refused:
    """`No such …`: 404 for the object of the address itself, 400 for one that a parameter names."""
    refusal = Refusal(f"No such {kind}: '{id_}'", param, "resource_missing", status)
    return Refused(refusal, kept=True)


def encoded(value: Any) -> bytes:
    """JSON as Stripe prints it: indented, keys in order of the object."""
    return json.dumps(value, indent=2, ensure_ascii=False).encode()


def answer(value: Any, status: int = 200) -> Answer:
    """A JSON answer."""
    return Answer(status, encoded(value), {"Content-Type": JSON})


def refusal_answer(refusal: Refusal, request_id: str, now: int) -> Answer:
    """An error envelope, with the header that tells SDKs not to try the same again."""
    error: dict[str, Any] = {}
    if refusal.code:
        error["code"] = refusal.code
        error["doc_url"] = f"https://stripe.com/docs/error-codes/{refusal.code.replace('_', '-')}"
    error["message"] = refusal.message
    if refusal.param:
        error["param"] = refusal.param
    error["request_log_url"] = f"https://dashboard.stripe.com/test/logs/{request_id}?t={now}"
    error["type"] = refusal.type
    found = answer({"error": error}, refusal.status)
    if refusal.status < 500 and refusal.status not in (409, 429):
        found.headers["Stripe-Should-Retry"] = "false"
    return found
