"""Maps that were loaded, checked and tried once are kept, so that a server starts without doing it again.

What is kept holds for one content of the files and one state of the code and the words of Stripe's that
they were checked with: its key is the hash of all three. With any other key, or none, or a file that cannot
be read, the maps are loaded in full. The file is JSON, and only the values below can come out of it: it
cannot run anything.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from forms import questions
from onboarding import subjects
from onboarding.maps import values
from onboarding.maps.catalogue import Contents, Maps
from onboarding.paths import data_root

KEPT = (
    Contents, questions.Message, questions.Choice, values.When, values.Wording, values.Variant,
    values.ErrorWords, values.MapQuestion, values.Heading, values.Group, values.BankForm, values.Country,
    values.Refusal,
)  # fmt: skip
"""Everything that contents are made of, beside plain values."""

UNEQUAL = (values.MapQuestion, values.Group)
"""Values that are equal only when they are the same: two of them are never made one."""


def open_maps(root: Path, kept: Path, *, keep: bool) -> Maps:
    """The maps in the folder, from the file `kept` where that is of the same maps and the same code.

    keep: write what was loaded to `kept`; where that cannot be, it is loaded again next time.
    Raises `MapsBroken`.
    """
    key = key_of(root)
    contents = read_kept(kept, key)
    if contents is not None:
        return Maps(contents)
    from onboarding.maps.opening import load_maps

    maps = load_maps(root)
    if keep:
        with contextlib.suppress(OSError):
            write_kept(kept, key, maps.contents)
    return maps


def key_of(root: Path) -> str:
    """A hash of every map below `root` and of the code and the ledger by which they are checked."""
    engine = Path(questions.__file__).parent
    code = [*sorted(Path(__file__).parent.glob("*.py")), *sorted(engine.rglob("*.py"))]
    ledger = data_root() / "drift"
    sources = [*code, Path(subjects.__file__), ledger / "baseline.json", ledger / "decisions.yaml"]
    told = hashlib.sha256()
    for name, path in (
        *((path.name, path) for path in sources),
        *((path.relative_to(root).as_posix(), path) for path in sorted(root.rglob("*.yaml"))),
    ):
        content = path.read_bytes()
        told.update(f"{name}\0{len(content)}\0".encode())
        told.update(content)
    return told.hexdigest()


def read_kept(file: Path, key: str) -> Contents | None:
    """What is kept under that key, if it is."""
    try:
        kept = json.loads(file.read_bytes())
        return from_rows(kept["rows"]) if kept["key"] == key else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def write_kept(file: Path, key: str, contents: Contents) -> None:
    """Keeps the contents, whole or not at all, whoever reads the file meanwhile."""
    file.parent.mkdir(exist_ok=True)
    text = json.dumps({"key": key, "rows": to_rows(contents)}, ensure_ascii=False, separators=(",", ":"))
    new = file.with_name(f"{file.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        new.write_text(text, "utf-8")
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def to_rows(contents: Contents) -> list[list[Any]]:
    """The contents as rows of a maker's name and its arguments; `[n]` is what row n made. The last is all."""
    writer = _Writer()
    writer.token(contents)
    return writer.rows


def from_rows(rows: list[list[Any]]) -> Contents:
    """The same values again."""
    made: list[Any] = []
    for name, *tokens in rows:
        made.append(_MAKERS[name]([made[one[0]] if type(one) is list else one for one in tokens]))
    whole = made[-1]
    if not isinstance(whole, Contents):
        raise TypeError("the last row is not the contents")
    return whole


class _Writer:
    """Numbers the rows; equal values share one."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self._numbers: dict[str, int] = {}

    def token(self, value: Any) -> Any:
        if value is None or type(value) in (str, int, float, bool):
            return value
        name, parts = _taken_apart(value)
        row = [name, *(self.token(part) for part in parts)]
        if isinstance(value, UNEQUAL):
            return self._added(row)
        text = json.dumps(row)
        if text not in self._numbers:
            self._numbers[text] = self._added(row)[0]
        return [self._numbers[text]]

    def _added(self, row: list[Any]) -> list[int]:
        self.rows.append(row)
        return [len(self.rows) - 1]


def _taken_apart(value: Any) -> tuple[str, list[Any]]:
    if isinstance(value, KEPT):
        return type(value).__name__, [getattr(value, each.name) for each in fields(value)]
    if type(value) is MappingProxyType:
        return "frozen", list(_flat(value))
    if type(value) is frozenset:
        return "set", sorted(value)
    if type(value) in (dict, tuple, list):
        return type(value).__name__, list(_flat(value) if isinstance(value, dict) else value)
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _flat(table: Mapping[str, Any]) -> Iterator[Any]:
    for key, value in table.items():
        yield key
        yield value


def _table(parts: list[Any]) -> dict[Any, Any]:
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _maker(kind: Callable[..., Any]) -> Callable[[list[Any]], Any]:
    return lambda parts: kind(*parts)


_MAKERS: dict[str, Callable[[list[Any]], Any]] = {
    "tuple": tuple,
    "list": list,
    "set": frozenset,
    "dict": _table,
    "frozen": lambda parts: MappingProxyType(_table(parts)),
    **{kind.__name__: _maker(kind) for kind in KEPT},
}
