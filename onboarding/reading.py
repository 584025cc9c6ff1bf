"""Reads the text of one setting; each reader says, where the text cannot be used, what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from onboarding.brand import Brand, read_brand


class Unreadable(ValueError):
    """A setting's text does not have the right form; the argument says what would be right."""


def text(text: str) -> str:
    """Any text, as it is."""
    return text


def texts(text: str) -> tuple[str, ...]:
    """Several texts by comma."""
    return tuple(item.strip() for item in text.split(",") if item.strip())


def one_of(*choices: str) -> Callable[[str], str]:
    """A reader of one of these words."""

    def read(text: str) -> str:
        if text not in choices:
            raise Unreadable(f"one of {', '.join(choices)}")
        return text

    return read


def whole(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers within these bounds."""

    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,12}", text) or not least <= int(text) <= most:
            raise Unreadable(f"a whole number from {least} to {most}")
        return int(text)

    return read


def seconds(least: float, most: float) -> Callable[[str], float]:
    """A reader of seconds within these bounds."""

    def read(text: str) -> float:
        if not re.fullmatch(r"\d{1,6}(\.\d+)?", text) or not least <= float(text) <= most:
            raise Unreadable(f"a number of seconds from {least:g} to {most:g}")
        return float(text)

    return read


def address(text: str) -> str:
    """The start of an address, without a slash at its end; may be empty."""
    parts = urlsplit(text)
    if text and (
        parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username
    ):
        raise Unreadable("an address such as https://api.example.com, without user, password or query")
    return text.rstrip("/")


def database(text: str) -> str:
    """A database's address in SQLAlchemy's words."""
    if text.startswith(("postgres://", "postgresql://")):
        text = "postgresql+psycopg://" + text.partition("://")[2]
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise Unreadable("sqlite:///file.sqlite3 or postgresql://user:password@host/name")
    if text.startswith("sqlite:") and not _folder_of(text).is_dir():
        raise Unreadable("a file in a folder that exists")
    if text.startswith("postgresql") and find_spec("psycopg") is None:
        raise Unreadable("PostgreSQL's driver installed: pip install 'onboarding[postgres]'")
    return text


def _folder_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///").partition("?")[0]).parent


def counter(text: str) -> str:
    """Where rates are counted."""
    if text != "memory://" and not re.match(r"rediss?://.", text):
        raise Unreadable("memory://, or redis://host")
    if text != "memory://" and find_spec("redis") is None:
        raise Unreadable("Redis' client installed: pip install 'onboarding[redis]'")
    return text


def broker(text: str) -> str:
    """Who does the work out of the request."""
    if text not in ("embedded", "none") and not _is_redis(text):
        raise Unreadable("embedded, none, or Redis' address: redis://user:password@host:6379/0")
    return text


def _is_redis(text: str) -> bool:
    """Its client takes a wrong port or a database that is no number for another one, or fails much later."""
    parts = urlsplit(text)
    try:
        port = parts.port or 6379
    except ValueError:
        return False
    whole = re.fullmatch(r"(/\d*)?", parts.path) and not parts.fragment and port
    return parts.scheme in ("redis", "rediss") and bool(parts.hostname) and bool(whole)


def folder(text: str) -> Path | None:
    """A folder that exists, or None."""
    if not text:
        return None
    if not Path(text).is_dir():
        raise Unreadable("the path of a folder that exists")
    return Path(text)


def brand(text: str) -> Brand:
    """The brand in that file, or the example brand."""
    return read_brand(Path(text)) if text else Brand()


def rate(text: str) -> str:
    """A rate as `limits` takes it."""
    if not re.fullmatch(r"\d+ per (\d+ )?(second|minute|hour|day)", text):
        raise Unreadable('a rate such as "20 per minute"')
    return text
