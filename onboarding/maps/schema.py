"""The JSON Schema of the maps, for editors that check YAML while it is typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from onboarding.maps.shapes import FILES

FILE = "schema.json"


def json_schema() -> dict[str, Any]:
    """One schema for all files: the key that tells what a file holds picks the definition."""
    _, definitions = models_json_schema([(shape, "validation") for shape in FILES.values()])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Requirement maps",
        "type": "object",
        "anyOf": [{"required": [key]} for key in FILES],
        "allOf": [
            {"if": {"required": [key]}, "then": {"$ref": f"#/$defs/{shape.__name__}"}}
            for key, shape in FILES.items()
        ],
        "$defs": definitions["$defs"],
    }


def schema_text() -> str:
    """The schema as it is written to `requirement_maps/schema.json`."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def schema_address(path: Path, root: Path) -> str:
    """Where a map finds the schema: "../schema.json" from `groups/`."""
    depth = len(path.relative_to(root).parts) - 1
    return "../" * depth + FILE if depth else f"./{FILE}"
