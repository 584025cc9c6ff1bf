"""Looks into files before they are sent on: what they are, whether they open, how large they are.

Pillow and pikepdf are loaded when the first file comes, not when the app starts.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import BinaryIO

MOST_BYTES = 10_000_000
"""Stripe takes files below 10 MB (docstrings of the SDK)."""
MOST_MEGABYTES = 10
MOST_PIXELS = 8000
"""Pixels along one side at most (docstrings of the SDK)."""
LEAST_PIXELS = 200
"""Pixels along the longer side at least. Our own choice: on a smaller picture nobody can read a document."""
MOST_AREA = MOST_PIXELS * MOST_PIXELS
ACCEPT = "image/jpeg,image/png,application/pdf"

_STARTS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
}

STARTS = " ".join(start.hex() for start in _STARTS)
"""The first bytes of what is taken, in hexadecimal, for the check before anything is sent."""


class Unfit(Exception):
    """A file that Stripe would refuse; slot names the words to say."""

    def __init__(self, slot: str) -> None:
        super().__init__(slot)
        self.slot = slot


def read_whole(stream: BinaryIO) -> bytes:
    """The content, read no further than needed to see that it is too much."""
    content = stream.read(MOST_BYTES + 1)
    if not content:
        raise Unfit("empty")
    if len(content) >= MOST_BYTES:
        raise Unfit("too_large")
    return content


def media_type(content: bytes) -> str:
    """The media type by content, once the whole file has been opened; raises `Unfit`."""
    found = next((kind for start, kind in _STARTS.items() if content.startswith(start)), None)
    if found is None:
        raise Unfit("wrong_type")
    if found == "application/pdf":
        _open_pdf(content)
    else:
        _open_image(content)
    return found


def _open_image(content: bytes) -> None:
    from PIL import Image

    # The size stands in the header and is looked at before anything is decoded, so no bomb goes off.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as image:
                if max(image.size) > MOST_PIXELS:
                    raise Unfit("too_many_pixels")
                if max(image.size) < LEAST_PIXELS:
                    raise Unfit("too_few_pixels")
                image.verify()
            with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as image:
                image.load()
        except Image.DecompressionBombError:
            raise Unfit("too_many_pixels") from None
        except (OSError, SyntaxError, ValueError):
            raise Unfit("unreadable") from None


def _open_pdf(content: bytes) -> None:
    import pikepdf

    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if not pdf.pages:
                raise Unfit("empty")
    except pikepdf.PasswordError:
        raise Unfit("password") from None
    except pikepdf.PdfError:
        raise Unfit("unreadable") from None
