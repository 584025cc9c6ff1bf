"""Multipart bodies, taken apart byte for byte."""

from __future__ import annotations

import re

from onboarding.sandbox.envelope import Refused, Upload
from onboarding.sandbox.model import Refusal

_BOUNDARY = re.compile(r'boundary="?([^";,]+)"?', re.IGNORECASE)
_NAME = re.compile(rb'[; ]name="([^"]*)"')
_FILENAME = re.compile(rb'[; ]filename="([^"]*)"')


def parts(content_type: str, body: bytes) -> tuple[list[tuple[str, str]], dict[str, Upload]]:
    """Fields in order, and files by field name. Raises `Refused` for a body that is not multipart."""
    found = _BOUNDARY.search(content_type)
    if not found:
        raise Refused(Refusal("The multipart request names no boundary."))
    fields: list[tuple[str, str]] = []
    files: dict[str, Upload] = {}
    mark = b"--" + found[1].encode()
    for piece in (b"\r\n" + body).split(b"\r\n" + mark)[1:]:
        if piece.startswith(b"--"):
            break
        head, gap, content = piece.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if not gap or not name:
            raise Refused(Refusal("A part of the multipart request has no name."))
        filename = _FILENAME.search(head)
        if filename:
            files[name[1].decode()] = Upload(filename[1].decode("utf-8", "replace"), content)
        else:
            fields.append((name[1].decode(), content.decode("utf-8", "replace")))
    return fields, files
