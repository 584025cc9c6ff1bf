"""Reads the texts out of templates, code and maps, and keeps every catalogue in step with them.

A message is known by its msgctxt, a stable key. So an English text that was reworded keeps its translation
as a fuzzy proposal with the old English beside it, and nothing is ever matched by guess. Files carry no
dates and no line numbers: they change when a text does and not otherwise.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from forms.kinds.choice import merchant_categories
from onboarding.catalogues import DOMAINS, words

CODE = "onboarding.extraction:extract_messages"
TEMPLATE = "jinja2.ext:babel_extract"
MAP = "onboarding.maps.messages:extract"

SOURCES: dict[str, list[tuple[str, list[tuple[str, str]]]]] = {
    "messages": [
        ("templates", [("**.html", TEMPLATE), ("**.txt", TEMPLATE)]),
        ("onboarding", [("sandbox/**", "ignore"), ("**.py", CODE)]),
    ],
    "requirements": [
        ("forms", [("**.py", CODE)]),
        ("requirement_maps", [("**.yaml", MAP)]),
    ],
}
"""Where each domain's texts are: folder, and by which method of Babel's each file there is read."""

_STRICT: dict[str, Any] = {"silent": "false"}  # a template that does not parse is a fault, not no texts
TAG = "translators:"
_NOISE = (
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Last-Translator',
    b'"Generated-By',
    b'"Report-Msgid-Bugs-To',
    b'"Language-Team',
)

Found = tuple[int, str, tuple[str, str], list[str]]


def extract_messages(stream: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Found]:  # noqa: ARG001 - Babel's signature
    """Babel's extraction method for `Message("context", "text")` in Python; built texts are not texts."""
    text = stream.read().decode()
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Message"
        ):
            given = {"context": node.args[:1], "text": node.args[1:2]}
            given.update({keyword.arg: [keyword.value] for keyword in node.keywords if keyword.arg in given})
            constants = [
                part.value for parts in given.values() for part in parts if isinstance(part, ast.Constant)
            ]
            if len(constants) == 2 and constants[1]:
                yield (
                    node.lineno,
                    "pgettext",
                    (str(constants[0]), str(constants[1])),
                    _note(lines, node.lineno),
                )


def template_of(root: Path, domain: str) -> Catalog:
    """Every text of a domain as it stands in the tree under `root`, by file and key."""
    catalogue = Catalog(
        project="onboarding",
        version="1",
        fuzzy=False,
        header_comment=f"# English texts of the {domain} catalogue.",
    )
    rows = {
        (f"{folder}/{name}", context or "", text): comments
        for folder, methods in SOURCES[domain]
        if (root / folder).is_dir()
        for name, _, text, comments, context in extract_from_dir(
            root / folder,
            methods,
            options_map={"**.html": _STRICT, "**.txt": _STRICT},
            keywords=DEFAULT_KEYWORDS,
            comment_tags=[TAG],
            strip_comment_tags=True,
        )
    }
    if domain == "requirements" and (root / "forms").is_dir():
        rows |= _merchant_categories()
    for (file, context, text), comments in sorted(rows.items(), key=lambda row: str(row[0])):
        catalogue.add(text, locations=[(file, 0)], auto_comments=comments, context=context or None)
    return catalogue


def _merchant_categories() -> dict[tuple[str, str, str | tuple[str, ...]], list[str]]:
    """Texts that stand in no file: they come from the library that lists the categories."""
    note = "Merchant category, in a list of about 290. Short, as trades are called."
    labels = (choice.label for choice in merchant_categories())
    return {("forms/kinds/choice.py", label.context, label.text): [note] for label in labels}


def written(catalogue: Catalog) -> bytes:
    """A catalogue as the file that is kept: no dates, no tools, no line numbers."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=100, include_lineno=False, include_previous=True, ignore_obsolete=True)
    kept = [line for line in stream.getvalue().splitlines() if not line.startswith(_NOISE)]
    return b"\n".join(kept).rstrip() + b"\n"


def in_step(old: Catalog, template: Catalog) -> Catalog:
    """The catalogue of a locale with exactly the texts of the template.

    What was reworded under the same key is kept as fuzzy. A locale of one territory ("fr_CA") holds only
    what it says in its own way, so nothing empty is added to it.
    """
    new = Catalog(
        old.locale, project="onboarding", version="1", fuzzy=False, header_comment=old.header_comment
    )
    by_key = {message.context: message for message in old if message.id}
    for message in template:
        if message.id:
            _carry(new, message, old.get(message.id, message.context), by_key.get(message.context))
    if old.locale and old.locale.territory:
        for empty in [message for message in new if message.id and not any(words(message.string))]:
            new.delete(empty.id, empty.context)
    return new


def extract(root: Path) -> list[Path]:
    """Writes the template of every domain under `root/translations`; answers those that changed."""
    return [
        target
        for domain in DOMAINS
        if _write(target := root / "translations" / f"{domain}.pot", written(template_of(root, domain)))
    ]


def update(root: Path, locales: Iterable[str]) -> list[Path]:
    """Brings the catalogues of these locales in step with the templates on file; answers the changed."""
    changed = []
    for domain in DOMAINS:
        template = read(root / "translations" / f"{domain}.pot")
        for locale in locales:
            target = root / "translations" / locale / "LC_MESSAGES" / f"{domain}.po"
            header = f"# {locale} words of the {domain} catalogue."
            old = read(target, locale) if target.is_file() else Catalog(locale, header_comment=header)
            if _write(target, written(in_step(old, template))):
                changed.append(target)
    return changed


def read(path: Path, locale: str | None = None) -> Catalog:
    """A `.po` or `.pot` file. The earlier English of fuzzy messages is kept: Babel only writes it."""
    content = path.read_bytes()
    catalogue = read_po(io.BytesIO(content), locale=locale)
    earlier = {
        message.context: message.id for message in read_po(io.BytesIO(_earlier(content))) if message.id
    }
    for message in catalogue:
        if message.fuzzy and message.context in earlier:
            message.previous_id = list(words(earlier[message.context]))
    return catalogue


def _earlier(content: bytes) -> bytes:
    blocks = [block.splitlines() for block in content.split(b"\n\n") if b"#| msgid" in block]
    mark = b"#| "
    return b"\n\n".join(
        b"\n".join(
            [
                *[line for line in lines if line.startswith(b"msgctxt")],
                *[line.removeprefix(mark) for line in lines if line.startswith(mark)],
                b'msgstr[0] ""'
                if any(line.startswith(b"#| msgid_plural") for line in lines)
                else b'msgstr ""',
            ]
        )
        for lines in blocks
    )


def _note(lines: list[str], number: int) -> list[str]:
    above: list[str] = []
    for line in reversed(lines[: number - 1]):
        if not line.strip().startswith("#"):
            break
        above.insert(0, line.strip().lstrip("# "))
    start = next((place for place, line in enumerate(above) if line.lower().startswith(TAG)), None)
    return [] if start is None else [above[start][len(TAG) :].strip(), *above[start + 1 :]]


def _carry(new: Catalog, message: Message, same: Message | None, keyed: Message | None) -> None:
    old = same or keyed
    string = old.string if old and any(words(old.string)) and _alike(old, message) else None
    reworded = bool(string) and same is None
    new.add(
        message.id,
        string,
        locations=message.locations,
        auto_comments=message.auto_comments,
        user_comments=old.user_comments if old else (),
        flags=message.flags | ({"fuzzy"} if string and (reworded or (old and old.fuzzy)) else set()),
        previous_id=old.id if reworded and old else (old.previous_id if old and old.fuzzy else ()),
        context=message.context,
    )


def _alike(old: Message, new: Message) -> bool:
    return old.pluralizable == new.pluralizable


def _write(path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True
