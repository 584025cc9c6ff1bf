"""The parameters of one call, taken out of the SDK's typed dictionaries."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from onboarding.drift.annotations import Annotation, LayoutChanged, fields_of, is_required, read_annotation


@dataclass(frozen=True, slots=True)
class Leaf:
    """One parameter. type: in one word, as in `Facts`; form: in full; words: its choices; said: English."""

    path: str
    type: str
    form: str
    words: frozenset[str]
    said: str


def leaves_of(
    classes: Mapping[str, ast.ClassDef], name: str, start: str = "", above: tuple[str, ...] = ()
) -> Iterator[Leaf]:
    """Every parameter below a class, or below one field of it; raises `LayoutChanged`.

    A hash that may be a token as well is a parameter, and so is everything in it: under the word by which its
    kinds are told apart (`external_account.bank_account.country`), where it has one. above: classes that hold
    this one; what holds itself is one parameter there.
    """
    if name not in classes:
        raise LayoutChanged(f"there is no class {name}")
    for field, annotation, said in fields_of(classes[name], classes):
        if start and field != start:
            continue
        read = read_annotation(annotation, classes)
        held = [one for one in read.classes if one not in (*above, name)]
        if (read.leaf or len(held) < len(read.classes)) and not start:
            yield _leaf(field, read, said, is_required(annotation))
        for below in held:
            word = _object_of(classes[below], classes) if read.leaf else ""
            for leaf in leaves_of(classes, below, "", (*above, name)):
                parts = ("" if start else field, word, leaf.path)
                if not (word and leaf.path == "object"):
                    yield replace(leaf, path=".".join(filter(None, parts)), said=leaf.said or said)


def _leaf(path: str, read: Annotation, said: str, required: bool) -> Leaf:
    file = read.form == "text" and "[file upload]" in said
    form = "file" if file else read.form
    words = read.words or (_said_words(said) if read.form == "text" else frozenset())
    return Leaf(path, "file" if file else read.type, f"required {form}" if required else form, words, said)


def _said_words(said: str) -> frozenset[str]:
    """What a text may be, where only the comment says so."""
    found = re.search(r"\b(?:either|one of|values are|values include)\b([^.]*)", said, re.IGNORECASE)
    return frozenset(re.findall(r"[`\"'](\w+)[`\"']", found.group(1))) if found else frozenset()


def _object_of(node: ast.ClassDef, classes: Mapping[str, ast.ClassDef]) -> str:
    """The word in `object` by which one kind of hash is told from another, "" if it has none."""
    found = [one for name, one, _ in fields_of(node, classes) if name == "object"]
    return "".join(sorted(read_annotation(found[0], classes).words)[:1]) if found else ""
