"""Which parameters Stripe accepts, read from the types of the installed `stripe` package.

Nothing of the package is imported: its parameter classes are read as syntax trees, one file at a time and
only when the first request needs it. The SDK leaves enums open (`Literal[...] | str`); Stripe does not,
and neither do these shapes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

Kind = Literal["string", "integer", "number", "boolean", "hash", "list", "map", "any"]

_PLAIN: dict[str, Kind] = {
    "str": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "Decimal": "number",
    "Any": "any",
}


@dataclass(frozen=True)
class Shape:
    """What one parameter may hold.

    choices: the only strings allowed, any when empty. fields, required: of a hash. item: of a list.
    unsettable: '' is accepted and unsets. also: other shapes that would do as well (a token or a hash).
    """

    kind: Kind
    choices: tuple[str, ...] = ()
    fields: Mapping[str, Shape] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    item: Shape | None = None
    unsettable: bool = False
    also: tuple[Shape, ...] = ()


@cache
def sdk_folder() -> Path:
    """Where the installed `stripe` package lies."""
    spec = find_spec("stripe")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(
            "The sandbox reads the types of the stripe package: install it (pip install stripe)."
        )
    return Path(spec.submodule_search_locations[0])


@cache
def api_version() -> str:
    """The API version that the installed SDK speaks, such as `2026-10-28.endive`."""
    found = re.search(r'CURRENT = "([^"]+)"', (sdk_folder() / "_api_version.py").read_text("utf-8"))
    return found[1] if found else "2026-10-28.endive"


@cache
def accepted(name: str) -> Shape:
    """The shape of a whole request, by name: `account_create` is `AccountCreateParams`."""
    class_name = "".join(part.capitalize() for part in name.split("_")) + "Params"
    shape = _hash(f"_{name}_params", class_name)
    return replace(shape, fields={**shape.fields, **_extra(name, shape)})


def _extra(name: str, shape: Shape) -> dict[str, Shape]:
    """Parameters that the API takes although the SDK's types do not name them."""
    if not name.startswith("account_") or "individual" not in shape.fields:
        return {}
    # Recorded in 2023: individual[nationality] is taken.
    individual = shape.fields["individual"]
    fields = {**individual.fields, "nationality": Shape("string")}
    return {"individual": replace(individual, fields=fields)}


@cache
def _classes(module: str) -> dict[str, ast.ClassDef]:
    path = sdk_folder() / "params" / f"{module}.py"
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


@cache
def _hash(module: str, class_name: str) -> Shape:
    # account_type is asked of some countries (CL, CO) although the types of a creation do not name it.
    fields: dict[str, Shape] = {"account_type": Shape("string")} if class_name.endswith("BankAccount") else {}
    required = set()
    for name, annotation in _annotations(_classes(module)[class_name]):
        optional = isinstance(annotation, ast.Subscript) and _name(annotation.value) == "NotRequired"
        fields[name] = _shape(module, annotation)
        if not optional:
            required.add(name)
    return Shape("hash", fields=fields, required=frozenset(required))


def _annotations(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            yield item.target.id, item.annotation
    yield from _quoted(node)


def _quoted(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    """Fields whose names are Python keywords stand in a functional TypedDict as the base class."""
    for base in node.bases:
        if isinstance(base, ast.Call) and len(base.args) == 2 and isinstance(base.args[1], ast.Dict):
            for key, annotation in zip(base.args[1].keys, base.args[1].values, strict=True):
                if isinstance(key, ast.Constant):
                    yield str(key.value), annotation


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _shape(module: str, annotation: ast.expr) -> Shape:
    parts = list(_parts(annotation))
    literals = [value for part in parts for value in _literal(part)]
    choices = tuple(value for value in literals if value)
    shapes = [found for part in parts if (found := _one(module, part))]
    if choices:
        shapes = [Shape("string", choices), *(each for each in shapes if each.kind != "string")]
    first, *others = shapes or [Shape("string")]
    return replace(first, unsettable="" in literals, also=tuple(others))


def _parts(annotation: ast.expr) -> Iterator[ast.expr]:
    """The members of a union, however it is spelled."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        yield from _parts(ast.parse(annotation.value, mode="eval").body)
    elif isinstance(annotation, ast.BinOp):
        yield from _parts(annotation.left)
        yield from _parts(annotation.right)
    elif isinstance(annotation, ast.Subscript) and _name(annotation.value) in ("NotRequired", "Optional"):
        yield from _parts(annotation.slice)
    elif isinstance(annotation, ast.Subscript) and _name(annotation.value) == "Union":
        for member in (
            annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
        ):
            yield from _parts(member)
    else:
        yield annotation


def _literal(node: ast.expr) -> list[str]:
    if not (isinstance(node, ast.Subscript) and _name(node.value) == "Literal"):
        return []
    members = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return [str(member.value) for member in members if isinstance(member, ast.Constant)]


def _one(module: str, node: ast.expr) -> Shape | None:
    name = _name(node)
    if name in _PLAIN:
        return Shape(_PLAIN[name])
    if name in _classes(module):
        return _hash(module, name)
    if isinstance(node, ast.Subscript) and _name(node.value) == "List":
        return Shape("list", item=_shape(module, node.slice))
    if isinstance(node, ast.Subscript) and _name(node.value) in ("Dict", "Mapping"):
        return Shape("map")
    return None
