"""Style sheets and scripts leave compressed. Pages do not: a proxy may do that, where somebody decided so.

A page holds a token of the session beside what the browser sent, and its compressed length would tell an
eavesdropper about it bit by bit (BREACH). Style sheets and scripts are the same for everybody.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, Response, request

ENDPOINTS = ("static", "assets.brand_sheet")
MIMETYPES = ("text/css", "text/javascript", "image/svg+xml")
LEAST = 500
"""Bytes below which a compressed body would save nothing."""


def init_compression(app: Flask) -> None:
    """Compresses what is the same for everybody, for browsers that take gzip."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if request.endpoint not in ENDPOINTS or response.mimetype not in MIMETYPES:
        return response
    response.vary.add("Accept-Encoding")
    if request.method != "GET" or response.status_code != 200 or not request.accept_encodings["gzip"]:
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) >= LEAST:
        response.set_data(_gzipped(body))
        response.content_encoding = "gzip"
        etag, _ = response.get_etag()
        if etag:  # the same content in other bytes
            response.set_etag(etag, weak=True)
    return response


@lru_cache(maxsize=32)
def _gzipped(body: bytes) -> bytes:
    """Compressed once in the life of the process; keyed by content, so that a changed file is seen."""
    return gzip.compress(body, 9, mtime=0)
