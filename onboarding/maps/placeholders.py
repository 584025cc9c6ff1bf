"""The named `{placeholders}` of texts: which a text has, and whether it can be filled at all."""

from __future__ import annotations

import string


def placeholders(text: str) -> set[str] | None:
    """Names in braces; None where a brace is no `{name}`, on which filling would fail."""
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:
        return None
    named = [(name, spec, conversion) for _, name, spec, conversion in parsed if name is not None]
    if not all(name.isidentifier() and not spec and not conversion for name, spec, conversion in named):
        return None
    return {name for name, _, _ in named}
