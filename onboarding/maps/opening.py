"""From a folder to maps that can be used: read, built, checked, and tried on the form engine."""

from __future__ import annotations

from pathlib import Path

from onboarding.drift.ledger import LedgerBroken
from onboarding.maps.catalogue import Maps
from onboarding.maps.checking import cross_check
from onboarding.maps.loading import Folder, build, read_folder
from onboarding.maps.mistakes import by_cause
from onboarding.maps.reading import MapsBroken, Mistake
from onboarding.maps.vocabulary import check_words, vocabulary


def load_maps(root: Path, *, engine: bool = True) -> Maps:
    """The maps in the folder; raises `MapsBroken` with every mistake.

    engine: also what only the form engine can tell: options, checks, rules, examples. Where a package is
    built there is none.
    """
    folder = read_folder(root)
    if folder.mistakes:
        raise MapsBroken(by_cause(folder.mistakes))
    maps = build(folder)
    mistakes = {*cross_check(folder, maps), *_words(folder, maps)}
    if engine:
        from onboarding.maps.trying import try_maps

        mistakes.update(try_maps(folder, maps))
    if mistakes:
        raise MapsBroken(by_cause(mistakes))
    return maps


def _words(folder: Folder, maps: Maps) -> list[Mistake]:
    try:
        return list(check_words(folder, maps, vocabulary()))
    except LedgerBroken as broken:
        return [Mistake("drift", 1, 1, str(broken), "Mend it before the maps.")]


def reload_maps(current: Maps, root: Path) -> tuple[Maps, tuple[Mistake, ...]]:
    """The new maps and nothing, or the current ones and why the new ones cannot take their place."""
    try:
        return load_maps(root), ()
    except MapsBroken as broken:
        return current, broken.mistakes


def check_maps(root: Path) -> tuple[Mistake, ...]:
    """Every mistake in the folder, in order."""
    try:
        load_maps(root)
    except MapsBroken as broken:
        return broken.mistakes
    return ()
