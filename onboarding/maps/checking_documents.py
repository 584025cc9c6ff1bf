"""Checks the accepted documents: every name is known, every country has its row, nothing is left over."""

from __future__ import annotations

from collections.abc import Iterator

from onboarding.maps import shapes
from onboarding.maps.catalogue import Maps
from onboarding.maps.loading import Sheet
from onboarding.maps.mistakes import did_you_mean
from onboarding.maps.reading import Mistake, Path_


def check_documents(shape: shapes.DocumentsFile, sheet: Sheet, maps: Maps) -> Iterator[Mistake]:
    """Everything that is wrong with `documents.yaml`, seen beside the countries."""
    yield from _rows(shape, sheet, maps)
    lists = dict(_lists(shape))
    for where, entries in lists.items():
        yield from _entries(entries, shape, sheet, where)
    taken = {key for entries in lists.values() for key in _keys(entries)}
    for key in shape.documents:
        if key not in taken:
            yield sheet.document.mistake(("documents", key), f"no country takes “{key}”", "Take it away.")


def _rows(shape: shapes.DocumentsFile, sheet: Sheet, maps: Maps) -> Iterator[Mistake]:
    for name in shapes.LISTS:
        if not getattr(shape.general, name):
            yield sheet.document.mistake(("general",), f"there is no general list “{name}”", "Add it.")
    for code in shape.accepted:
        if code not in maps.countries:
            wrong, right = f"no country is “{code}”", "Add it to countries.yaml."
            yield sheet.document.mistake(("accepted", code), wrong, right, f"country {code}")
    for code in maps.countries:
        if code not in shape.accepted:
            wrong = f"{code} has no accepted documents"
            right = f"Add `{code}: {{}}` where the general lists hold."
            yield sheet.document.mistake(("accepted",), wrong, right)


def _lists(shape: shapes.DocumentsFile) -> Iterator[tuple[Path_, list[dict[str, str]]]]:
    places: dict[Path_, shapes.AcceptedShape] = {("general",): shape.general}
    places |= {("accepted", code): accepted for code, accepted in shape.accepted.items()}
    for where, accepted in places.items():
        for name in shapes.LISTS:
            yield (*where, name), getattr(accepted, name)


def _keys(entries: list[dict[str, str]]) -> list[str]:
    return [key for entry in entries for key in entry]


def _entries(
    entries: list[dict[str, str]], shape: shapes.DocumentsFile, sheet: Sheet, where: Path_
) -> Iterator[Mistake]:
    keys = _keys(entries)
    for number, key in enumerate(keys):
        at = (*where, number)
        if key not in shape.documents:
            right = did_you_mean(key, shape.documents, "Name it under `documents:`.")
            yield sheet.document.mistake(at, f"no document is “{key}”", right)
        if key in keys[:number]:
            yield sheet.document.mistake(at, f"“{key}” stands here twice", "Keep one of the two.")
