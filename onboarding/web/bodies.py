"""How the body of a request is read: in memory, whatever its size.

Werkzeug puts uploads over 500 kB into temporary files. A passport would lie on the disk then, be it without
a name and for a moment only; REQUEST_MAX_BYTES bounds what memory one request can take instead.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO

from flask import Request


class RequestInMemory(Request):
    """A request whose files never touch the disk."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()
