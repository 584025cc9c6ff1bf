"""The annotations of the SDK's typed dictionaries, taken apart without evaluating them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass


class LayoutChanged(Exception):
    """The SDK's sources are not laid out as they were: what was looked for is not found, or too little is."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What an annotation allows. plain: names of simple types; words: strings of its Literals, "" left out.

    classes: names of classes in the same file whose fields lie below; list_: it is a list of the rest.
    """

    plain: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    classes: tuple[str, ...] = ()
    list_: bool = False

    def __or__(self, other: Annotation) -> Annotation:
        return Annotation(
            self.plain | other.plain,
            self.words | other.words,
            (*self.classes, *(one for one in other.classes if one not in self.classes)),
            self.list_ or other.list_,
        )

    @property
    def leaf(self) -> bool:
        """Whether it is one parameter; a hash that may be given as a token as well is one, too."""
        return not self.classes or "str" in self.plain or self.list_

    @property
    def type(self) -> str:
        """The type in one word."""
        if self.classes:
            return "object"
        if self.list_:
            return "list"
        if self.words:
            return "choice"
        for name, type_ in _TYPES.items():
            if name in self.plain:
                return type_
        return "map"

    @property
    def form(self) -> str:
        """The type in full, to be compared with what it was: "number", "list of text", "object or text"."""
        simple = {_FORMS.get(name, "map") for name in self.plain}
        names = {*(simple - {"text"} if self.words else simple), *(["choice"] if self.words else ())}
        inner = " or ".join(sorted({*names, *(["object"] if self.classes else ())})) or "object"
        return f"list of {inner}" if self.list_ else inner


_TYPES = {"bool": "yes_no", "int": "number", "float": "number", "str": "text"}
_FORMS = {"bool": "yes_no", "int": "number", "float": "decimal number", "str": "text"}
_MAPS = {"Dict", "dict", "Mapping", "UntypedStripeObject", "Any"}
_WRAPPERS = {"NotRequired", "Required", "Optional", "Annotated", "Union", "ExpandableField", "ClassVar"}


def classes_of(tree: ast.Module, *, nested: bool = False) -> dict[str, ast.ClassDef]:
    """The classes of a file by name; with `nested`, those within classes by dotted name as well."""

    def below(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, ast.ClassDef]]:
        for node in body:
            if isinstance(node, ast.ClassDef):
                yield prefix + node.name, node
                if nested:
                    yield from below(node.body, f"{prefix}{node.name}.")

    return dict(below(tree.body, ""))


def fields_of(node: ast.ClassDef, classes: Mapping[str, ast.ClassDef]) -> Iterator[tuple[str, ast.expr, str]]:
    """Name, annotation and docstring of every field of a class, those of its bases in the file first."""
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id in classes:
            yield from fields_of(classes[base.id], classes)
    for number, one in enumerate(node.body):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            after = node.body[number + 1] if number + 1 < len(node.body) else None
            yield one.target.id, one.annotation, _docstring(after)


def is_required(node: ast.expr) -> bool:
    """Whether a field of a typed dictionary has to be given."""
    return not (isinstance(node, ast.Subscript) and ast.unparse(node.value) == "NotRequired")


def read_annotation(
    node: ast.expr, classes: Mapping[str, ast.ClassDef], *, strict: bool = True
) -> Annotation:
    """What the annotation allows. strict: a type that cannot be told raises `LayoutChanged`."""

    def read(inner: ast.expr) -> Annotation:
        return read_annotation(inner, classes, strict=strict)

    match node:
        case ast.Constant(value=str() as text):
            return read(ast.parse(text, mode="eval").body)
        case ast.Constant(value=None):
            return Annotation()
        case ast.Name(id=name) if name in classes:
            return Annotation(classes=(name,))
        case ast.Name(id=name) if name in _TYPES or name in _MAPS:
            return Annotation(frozenset({name}))
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return read(left) | read(right)
        case ast.Subscript(value=ast.Name(id=name), slice=inner):
            return _subscript(name, inner.elts if isinstance(inner, ast.Tuple) else [inner], read)
    if strict:
        raise LayoutChanged(f"the type “{ast.unparse(node)[:80]}” cannot be told")
    return Annotation()


def _subscript(name: str, inner: list[ast.expr], read: Callable[[ast.expr], Annotation]) -> Annotation:
    if name == "Literal":
        words = (one.value for one in inner if isinstance(one, ast.Constant) and isinstance(one.value, str))
        return Annotation(words=frozenset(word for word in words if word))
    if name in _MAPS:
        return Annotation(frozenset({name}))
    found = Annotation()
    if name in {"List", "list", "Sequence", *_WRAPPERS}:
        for one in inner:
            found |= read(one)
        return found if name in _WRAPPERS else found | Annotation(list_=True)
    raise LayoutChanged(f"the type “{name}[…]” cannot be told")


def _docstring(node: ast.stmt | None) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return " ".join(str(node.value.value).split())
    return ""
