"""What is wrong with the catalogues, each finding as one line that says where and what would be right."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from onboarding.catalogues import DOMAINS, words
from onboarding.extraction import read, template_of, written
from onboarding.maps.placeholders import placeholders

COMPLETE = ("fr",)
"""Locales that must have every text; others may be on their way."""

_PLACEHOLDERS = re.compile(r"%\((\w+)\)[a-z]|(?<!\{)\{(\w*)[^{}]*\}(?!\})")
_TAGS = re.compile(r"</?(\w+)")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def findings(root: Path) -> Iterator[str]:
    """Every fault of the templates and catalogues under `root/translations`."""
    for domain in DOMAINS:
        template = template_of(root, domain)
        yield from _source_faults(template, domain)
        yield from _stale(root / "translations" / f"{domain}.pot", template)
        for path in sorted((root / "translations").glob(f"*/LC_MESSAGES/{domain}.po")):
            locale = path.parent.parent.name
            yield from _catalogue_faults(path.relative_to(root), read(path, locale), template, locale)


def _stale(path: Path, template: Catalog) -> Iterator[str]:
    if not path.is_file() or path.read_bytes() != written(template):
        yield f"translations/{path.name}: not what the tree says now; run `make translations`"


def _source_faults(template: Catalog, domain: str) -> Iterator[str]:
    texts: dict[str, set[str]] = defaultdict(set)
    for message in _messages(template):
        where = f"{domain}: {message.locations[0][0]}"
        if not message.context:
            yield f'{where}: "{_short(message)}" has no key; write pgettext("a.stable.key", "…")'
            continue
        texts[message.context].add(str(message.id))
        if any(text != text.strip() for text in words(message.id)):
            yield f"{where}: {message.context} begins or ends with a space; put the space outside"
    for key, several in texts.items():
        if len(several) > 1:
            yield f"{domain}: {key} has {len(several)} English texts; give each a key of its own"


def _catalogue_faults(path: Path, catalogue: Catalog, template: Catalog, locale: str) -> Iterator[str]:
    for message in _messages(catalogue):
        if template.get(message.id, message.context) is None:
            yield f"{path}: {message.context} is not asked for any more; run `make translations`"
        elif any(words(message.string)):
            yield from (
                f"{path}: {message.context}: {fault}" for fault in _message_faults(message, catalogue)
            )
    if locale in COMPLETE:
        missing = [m for m in _messages(template) if not _translated(catalogue.get(m.id, m.context))]
        if missing:
            keys = ", ".join(str(message.context) for message in missing[:5])
            yield f"{path}: {len(missing)} texts have no words, the first: {keys}"


def _message_faults(message: Message, catalogue: Catalog) -> Iterator[str]:
    wanted = [_named(text) for text in words(message.id)]
    allowed = set().union(*wanted)
    for text in words(message.string):
        # A plural form may leave out the number ("one person"), no form may make a name up.
        needed = allowed - {"num", "count"} if message.pluralizable else allowed
        if not text:
            yield "one of its plural forms is empty"
        elif not needed <= _named(text) <= allowed:
            yield f"has placeholders {sorted(_named(text))}, the English has {sorted(allowed)}"
        if sorted(_TAGS.findall(text)) != sorted(_TAGS.findall(words(message.id)[-1])):
            yield "has other tags than the English"
        if text != text.strip():
            yield "begins or ends with a space"
        if "%(" not in text and placeholders(text) is None:
            yield "has a brace that is no {placeholder}"
        if _BIDI.search(text):
            yield "holds a character that turns the direction of the text; take it out"
    yield from (str(error) for error in message.check(catalogue))


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _translated(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(words(message.string)) and bool(message.string)


def _named(text: str) -> set[str]:
    return {first or second for first, second in _PLACEHOLDERS.findall(text)}


def _short(message: Message) -> str:
    return words(message.id)[0][:40]
