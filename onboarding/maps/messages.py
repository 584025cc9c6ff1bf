"""Every text of the maps for translators: msgctxt is its stable key, msgid the English, with notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from onboarding.maps.building import Entry
from onboarding.maps.loading import Folder, add_document, build, read_folder
from onboarding.maps.reading import MapsBroken, read_text


def messages(root: Path) -> Iterator[Entry]:
    """The messages of all maps below `root`, each context once; raises `MapsBroken`."""
    folder = read_folder(root)
    yield from _entries(folder)


def extract(
    fileobj: BinaryIO,
    keywords: Any,  # noqa: ARG001 - Babel's signature
    comment_tags: Any,  # noqa: ARG001 - Babel's signature
    options: Any,  # noqa: ARG001 - Babel's signature
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Babel's extraction method for one map: (line, "pgettext", (context, English), notes).

    Raises `MapsBroken` on a map that does not load, so that no translation is dropped because of a typing
    mistake. keywords, comment_tags and options are Babel's and not needed.
    """
    folder = Folder()
    add_document(folder, read_text(fileobj.read().decode("utf-8"), getattr(fileobj, "name", "map")))
    for entry in _entries(folder):
        yield entry.line, "pgettext", (entry.message.context, entry.message.text), notes(entry)


def notes(entry: Entry) -> list[str]:
    """What a translator is told beside the English: its note and how long it may be."""
    limit = [f"Max {entry.max} characters."] if entry.max else []
    return [note for note in (entry.note, *limit) if note]


def _entries(folder: Folder) -> list[Entry]:
    if folder.mistakes:
        raise MapsBroken(tuple(sorted(folder.mistakes)))
    build(folder)
    return folder.entries
