"""Says in words what a file has that its shape does not allow, and what would be right there.

What would be right comes from the JSON Schema of the shape: the same that editors complete by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from forms.options import shown
from onboarding.maps.mistakes import FEW, Mistake, did_you_mean, near
from onboarding.maps.reading import Document, Path_
from onboarding.maps.shapes import Shape

Schema = Mapping[str, Any]
Found = tuple[Path_, str, Any]
"""Where in the document, the kind of pydantic's error, and what stands there (of a key: the key)."""


def shape_mistakes(error: ValidationError, document: Document, shape: type[Shape]) -> Iterator[Mistake]:
    """One mistake for each cause: a misspelt key is not missing as well, a union fails once."""
    found = [_found(one, document) for one in error.errors(include_url=False)]
    allowed = Allowed(shape)
    unknown = {where: key for where, kind, key in found if kind == "extra_forbidden"}
    meant = {(where[:-1], near(str(key), allowed.keys(where[:-1]))) for where, key in unknown.items()}
    seen: set[Path_] = set()
    for where, kind, value in found:
        if kind == "missing" and (where, value) in meant:
            continue
        if kind not in _KEYS and (where in seen or any(_inside(other, where) for other, *_ in found)):
            continue
        seen.add(where)
        yield document.mistake(where, *_told(where, kind, value, allowed))


_KEYS = ("missing", "extra_forbidden")


def _inside(where: Path_, outer: Path_) -> bool:
    return len(where) > len(outer) and where[: len(outer)] == outer


def _found(error: Any, document: Document) -> Found:
    """Without what pydantic adds to a location for unions and keys."""
    where: Path_ = ()
    for part in error["loc"]:
        if (*where, part) in document.marks:
            where = (*where, part)
    key = error["loc"][-1] if error["loc"] else ""
    return where, error["type"], key if error["type"] in _KEYS or key == "[key]" else error["input"]


def _told(where: Path_, kind: str, value: Any, allowed: Allowed) -> tuple[str, str]:
    if kind == "extra_forbidden":
        return f"“{value}” is not a key here", did_you_mean(str(value), allowed.keys(where[:-1]))
    if kind == "missing":
        return f"“{value}” is missing", f"Add `{value}:`."
    name = next((part for part in reversed(where) if isinstance(part, str)), "the file")
    if value == "[key]":
        right = f"Keys here are {allowed.key(where[:-1])}."
        return f"“{name}” is not written as it should be", right
    right = did_you_mean(str(value), allowed.words(where), f"Write {allowed.at(where)}.")
    if kind == "literal_error":
        return f"“{shown(value)}” is not among the values here", right
    return f"“{name}” cannot be {_sort_of(value)}", right


def _sort_of(value: Any) -> str:
    if value in (None, "", [], {}):
        return "empty"
    if isinstance(value, dict):
        return "such a table"
    return "such a list" if isinstance(value, list) else f"“{shown(value)}”"


class Allowed:
    """What a shape allows at a place in a file."""

    def __init__(self, shape: type[Shape]) -> None:
        self._schema: Schema = shape.model_json_schema()
        self._named: Mapping[str, Schema] = self._schema.get("$defs", {})

    def keys(self, where: Path_) -> list[str]:
        """The keys of the table there."""
        return sorted({key for schema in self._nodes(where) for key in schema.get("properties", ())})

    def key(self, where: Path_) -> str:
        """What keys of one's own may look like there."""
        patterns = [one for schema in self._nodes(where) for one in schema.get("patternProperties", ())]
        return f"texts that fit {patterns[0]}" if patterns else "short words"

    def words(self, where: Path_) -> list[str]:
        """The words to choose from there, where they are few."""
        return [word for schema in self._nodes(where) for word in schema.get("enum", ())]

    def at(self, where: Path_) -> str:
        """What may stand there, after "write"."""
        told = dict.fromkeys(_sort(schema) for schema in self._nodes(where))
        return " or ".join(one for one in told if one) or "it as the other files do"

    def _nodes(self, where: Path_) -> list[Schema]:
        nodes = list(self._each(self._schema))
        for part in where:
            nodes = [one for node in nodes for below in _below(node, part) for one in self._each(below)]
        return nodes

    def _each(self, schema: Schema) -> Iterator[Schema]:
        """The schema itself, or the ones that it refers to or unites."""
        if "$ref" in schema:
            yield from self._each(self._named[schema["$ref"].rpartition("/")[2]])
        elif "anyOf" in schema:
            for one in schema["anyOf"]:
                yield from self._each(one)
        else:
            yield schema


def _below(schema: Schema, part: str | int) -> Iterator[Schema]:
    if isinstance(part, int):
        tables = [schema.get("items")]
    elif part in schema.get("properties", {}):
        tables = [schema["properties"][part]]
    else:
        tables = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]
    yield from (table for table in tables if isinstance(table, dict))


def _sort(schema: Schema) -> str:
    """One of the things that may stand there; "" for nothing at all."""
    if "const" in schema:
        return shown(schema["const"])
    if "enum" in schema:
        words = schema["enum"]
        return ", ".join(map(shown, words[:FEW])) + (" or another one" if len(words) > FEW else "")
    match schema.get("type"):
        case "integer":
            return "a whole number" + (" above 0" if "exclusiveMinimum" in schema else "")
        case "string" if "pattern" in schema:
            return f"a text that fits {schema['pattern']}"
        case "object" if "properties" in schema:
            return f"a table with {', '.join(sorted(schema['properties'])[:FEW])}"
    return _SORTS_OF_JSON.get(schema.get("type", ""), "")


_SORTS_OF_JSON = {
    "number": "a number",
    "string": "a text of one character or more",
    "boolean": "true or false",
    "array": "a list of one or more",
    "object": "a table of keys and values",
}
