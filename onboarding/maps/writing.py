"""The canonical form of a map: `maps fmt`. Comments, key order and quotes stay as they are."""

from __future__ import annotations

import io
from typing import Any

HEAD = "# yaml-language-server: $schema="


def format_map(text: str, schema: str = "") -> str:
    """The text in canonical form; formatting it again changes nothing.

    schema: relative address of the JSON Schema for the first line, which editors look for; left as it is
    where empty. Raises `ValueError` where the text is not YAML.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    try:
        content: Any = yaml.load(_without_head(text) if schema else text)
        if content is None:
            return text
        yaml.dump(content, out)
    except YAMLError as error:
        raise ValueError(str(error)) from error
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    head = [f"{HEAD}{schema}"] if schema else []
    return "\n".join([*head, *lines]).rstrip() + "\n"


def _without_head(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith(HEAD))
