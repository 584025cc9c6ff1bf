"""Reads YAML with the place of every value, and says each thing wrong in it by file, line and column.

YAML 1.2's core types only: `NO` is Norway and `01234` keeps its zero. Tags, anchors, aliases, duplicate
keys and files above `LIMIT` bytes are refused: a map is read by people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from onboarding.maps.mistakes import MapsBroken, Mistake

__all__ = ["Document", "MapsBroken", "Mistake", "Path_", "read_file", "read_text"]

LIMIT = 256 * 1024
"""Bytes; the largest map is a tenth of it."""

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One file read: plain values, and where each stands. file: as shown in mistakes."""

    file: str
    content: Any
    marks: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()

    def mistake(self, where: Path_, wrong: str, right: str, cause: str = "") -> Mistake:
        """A mistake at that value, or at the nearest one around it."""
        line, column = self.at(where)
        return Mistake(self.file, line, column, wrong, right, cause)

    def at(self, where: Path_) -> tuple[int, int]:
        """Line and column of the value at that path, or of the nearest one around it."""
        while where and where not in self.marks:
            where = where[:-1]
        return self.marks.get(where, (1, 1))


_TYPES = {
    "tag:yaml.org,2002:null": (re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]),
    "tag:yaml.org,2002:bool": (re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")),
    "tag:yaml.org,2002:int": (re.compile(r"^(?:0|-?[1-9][0-9]*)$"), list("-0123456789")),
    "tag:yaml.org,2002:float": (re.compile(r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$"), list("-0123456789")),
}
_KNOWN_TAGS = {*_TYPES, *(f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq"))}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # chosen at run time
    """libyaml where there is one; core types of YAML 1.2."""


_Loader.yaml_implicit_resolvers = {}
for _tag, (_pattern, _first) in _TYPES.items():
    _Loader.add_implicit_resolver(_tag, _pattern, _first)


def read_file(path: Path, root: Path) -> Document:
    """The file at `path`; `root` is what the names in mistakes are relative to."""
    name = path.relative_to(root).as_posix()
    if path.stat().st_size > LIMIT:
        mistake = Mistake(name, 1, 1, f"the file is larger than {LIMIT // 1024} KiB", "Split it.")
        return Document(name, None, mistakes=(mistake,))
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return Document(name, None, mistakes=(Mistake(name, line, 1, "not UTF-8", "Save it as UTF-8."),))
    return read_text(text, name)


def read_text(text: str, name: str) -> Document:
    """The same from a text that has not been saved."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        return Document(name, None, mistakes=(_syntax(error, name),))
    except yaml.YAMLError as error:
        return Document(
            name, None, mistakes=(Mistake(name, 1, 1, f"not YAML: {error}", "Compare it with others."),)
        )
    if node is None:
        return Document(
            name, None, mistakes=(Mistake(name, 1, 1, "the file is empty", "Fill it, or take it away."),)
        )
    walk = _Walk(name)
    content = walk.value(node, ())
    return Document(name, content, walk.marks, (*walk.mistakes, *_anchors(text, name)))


def _anchors(text: str, name: str) -> Iterator[Mistake]:
    """Anchors leave no trace in the nodes; most texts have no sign that could be one."""
    for event in yaml.parse(text, Loader=_Loader) if "&" in text else ():
        mark = event.start_mark
        named = isinstance(event, yaml.NodeEvent) and event.anchor and not isinstance(event, yaml.AliasEvent)
        if mark and named:
            yield Mistake(name, mark.line + 1, mark.column + 1, "an anchor", "Leave it away.")


def _syntax(error: yaml.MarkedYAMLError, name: str) -> Mistake:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Mistake(
        name, line, column, f"not YAML: {error.problem or error.context}", "Compare it with others."
    )


class _Walk:
    """Turns nodes into plain values, noting where each stands and what may not be there."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: dict[Path_, tuple[int, int]] = {}
        self.mistakes: list[Mistake] = []
        self._seen: set[int] = set()
        self._nodes: list[yaml.Node] = []

    def value(self, node: yaml.Node, where: Path_) -> Any:
        self.marks[where] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if id(node) in self._seen:
            self._say(node, "an alias", "Write the value out.")
            return None
        self._seen.add(id(node))
        if node.tag not in _KNOWN_TAGS:
            self._say(node, f"the tag {node.tag}", "Leave the tag away.")
            return None
        if isinstance(node, yaml.MappingNode):
            return dict(self._items(node, where))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*where, index)) for index, item in enumerate(node.value)]
        return _scalar(node)

    def _items(self, node: yaml.MappingNode, where: Path_) -> Iterator[tuple[str, Any]]:
        keys: set[str] = set()
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._say(key_node, "a key that is no word", "Keys are words.")
                continue
            key = str(key_node.value)
            if key in keys:
                self._say(key_node, f"“{key}” stands here twice", "Keep one of the two.")
                continue
            keys.add(key)
            value = self.value(value_node, (*where, key))
            self.marks[(*where, key)] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            yield key, value

    def _say(self, node: yaml.Node, wrong: str, right: str) -> None:
        mark = node.start_mark
        self.mistakes.append(Mistake(self.name, mark.line + 1, mark.column + 1, wrong, right))


def _scalar(node: yaml.Node) -> Any:
    text = str(node.value)
    kind = node.tag.rsplit(":", 1)[-1]
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int":
        return int(text)
    return float(text) if kind == "float" else text
