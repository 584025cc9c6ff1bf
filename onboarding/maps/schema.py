"""The JSON Schema of the maps, for editors that check YAML while it is typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from onboarding.maps.shapes import FILES, KINDS, QuestionShape, VariantShape

FILE = "schema.json"


def json_schema() -> dict[str, Any]:
    """One schema for all files: the key that tells what a file holds picks the definition."""
    _, made = models_json_schema([(shape, "validation") for shape in FILES.values()])
    definitions = made["$defs"] | _options()
    definitions[QuestionShape.__name__]["allOf"] = _by_kind(inherited=True)
    definitions[VariantShape.__name__]["allOf"] = _by_kind(inherited=False)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Requirement maps",
        "type": "object",
        "anyOf": [{"required": [key]} for key in FILES],
        "allOf": [
            {"if": {"required": [key]}, "then": {"$ref": f"#/$defs/{shape.__name__}"}}
            for key, shape in FILES.items()
        ],
        "$defs": definitions,
    }


def _options() -> dict[str, Any]:
    """What each kind takes as options, by the name of its definition."""
    from forms.kinds import KINDS

    return {
        f"options_{name}": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                option.name: {**option.takes.schema, "description": option.means}
                | ({} if option.default is None else {"default": option.default})
                for option in kind.options
            },
        }
        for name, kind in KINDS.items()
    }


def _by_kind(*, inherited: bool) -> list[dict[str, Any]]:
    """The options that fit a question's kind; inherited: also those of its variants that name no other."""
    return [_of_kind(name, inherited=inherited) for name in KINDS]


def _of_kind(kind: str, *, inherited: bool) -> dict[str, Any]:
    options = {"$ref": f"#/$defs/options_{kind}"}
    properties: dict[str, Any] = {"options": options}
    if inherited:
        same = {"if": {"not": {"required": ["kind"]}}, "then": {"properties": {"options": options}}}
        properties["variants"] = {"items": same}
    named = {"properties": {"kind": {"const": kind}}, "required": ["kind"]}
    return {"if": named, "then": {"properties": properties}}


def schema_text() -> str:
    """The schema as it is written to `requirement_maps/schema.json`."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def schema_address(path: Path, root: Path) -> str:
    """Where a map finds the schema: "../schema.json" from `groups/`."""
    depth = len(path.relative_to(root).parts) - 1
    return "../" * depth + FILE if depth else f"./{FILE}"
