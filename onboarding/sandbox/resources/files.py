"""Files: uploaded, read and listed; what is in them is looked at and not kept."""

from __future__ import annotations

import re
from typing import Any

from onboarding.sandbox import lists
from onboarding.sandbox.envelope import Ask, Refused, Upload, missing
from onboarding.sandbox.ids import new_id
from onboarding.sandbox.model import Refusal
from onboarding.sandbox.objects import listed
from onboarding.sandbox.parameters import refused
from onboarding.sandbox.post import shown
from onboarding.sandbox.world import World

_MEGABYTE = 1024 * 1024
_PAPER = ("pdf", "jpg", "png")
_PICTURES = ("jpg", "png", "gif")

LIMITS: dict[str, tuple[tuple[str, ...], int]] = {
    "account_requirement": (_PAPER, 64 * _MEGABYTE),
    "additional_verification": (_PAPER, 16 * _MEGABYTE),
    "business_icon": (_PICTURES, 512 * 1024),
    "business_logo": (_PICTURES, 512 * 1024),
    "customer_signature": (("jpg", "png"), 4 * _MEGABYTE),
    "dispute_evidence": (_PAPER, 5 * _MEGABYTE),
    "identity_document": (_PAPER, 32 * _MEGABYTE),
    "pci_document": (_PAPER, 16 * _MEGABYTE),
    "tax_document_user_upload": ((*_PAPER, "csv"), 16 * _MEGABYTE),
}
"""Purpose -> types and size (newer documentation where copies differ)."""

_MIME = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "csv": "text/csv",
}
_MAGIC = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "gif"))

FAILING_NAME = re.compile(r"(^|[^a-z])(failed|failure|fail)([^a-z]|$)", re.IGNORECASE)
FAILING_CONTENT = b"sandbox:failure"


def create(world: World, ask: Ask) -> dict[str, Any]:
    """POST /v1/files, multipart"""
    upload = ask.files.get("file")
    if upload is None:
        raise refused("Invalid hash", "file")
    purpose = ask.params["purpose"]
    kind = _type(upload, purpose)
    if ask.account:
        world.held(ask.account, ask)
    held = {
        "id": new_id("file"),
        "object": "file",
        "created": world.now,
        "expires_at": None,
        "filename": upload.filename,
        "links": None,
        "purpose": purpose,
        "size": len(upload.content),
        "title": None,
        "type": kind,
        "url": None,
        "_account": ask.account,
        "_outcome": _outcome(upload),
    }
    held["links"] = listed([], f"/v1/file_links?file={held['id']}")
    with world.lock:
        world.state.files[held["id"]] = held
    cause = {"id": ask.request_id, "idempotency_key": ask.key or None}
    world.tell(ask.account, "file.created", shown(held), None, world.now, cause)
    return shown(held)


def _type(upload: Upload, purpose: str) -> str:
    types, limit = LIMITS.get(purpose, (_PAPER, 16 * _MEGABYTE))
    if not upload.content:
        raise Refused(Refusal("The uploaded file is empty.", "file"), kept=True)
    if len(upload.content) > limit:
        message = f"The file is too large. Files for '{purpose}' can be at most {limit} bytes."
        raise Refused(Refusal(message, "file"), kept=True)
    head = upload.content[:1024]
    kind = next((name for magic, name in _MAGIC if head.startswith(magic)), "")
    if not kind and "csv" in types and upload.filename.lower().endswith(".csv"):
        kind = "csv"
    if kind not in types:
        message = (
            "We don't currently support that file type. Try uploading a file with one of the following "
            f"mimetypes: {', '.join(_MIME[name] for name in types)}"
        )
        raise Refused(Refusal(message, "file"), kept=True)
    return kind


def _outcome(upload: Upload) -> str:
    """How it will be judged: a name like `failed.png`, or the words `sandbox:failure` inside, fail."""
    failing = FAILING_NAME.search(upload.filename) or FAILING_CONTENT in upload.content
    return "failure" if failing else "success"


def _visible(world: World, ask: Ask) -> list[dict[str, Any]]:
    return [held for held in reversed(world.state.files.values()) if held["_account"] == ask.account]


def retrieve(world: World, ask: Ask, file_id: str) -> dict[str, Any]:
    """GET /v1/files/{file}"""
    held = world.state.files.get(file_id)
    if held is None or held["_account"] not in ("", ask.account):
        raise missing("file", file_id, "file")
    return shown(held)


def list_all(world: World, ask: Ask) -> dict[str, Any]:
    """GET /v1/files"""
    with world.lock:
        items = [shown(held) for held in _visible(world, ask)]
    wanted = ask.params.get("purpose")
    kept = [item for item in items if wanted in (None, item["purpose"])]
    return lists.page(kept, ask.params, "/v1/files", "file")
