"""From a folder to maps that can be used: read, built, checked, and, for those who edit, tried."""

from __future__ import annotations

from pathlib import Path

from onboarding.maps.catalogue import Maps
from onboarding.maps.checking import cross_check
from onboarding.maps.loading import build, read_folder
from onboarding.maps.reading import MapsBroken, Mistake
from onboarding.maps.trying import try_maps


def load_maps(root: Path) -> Maps:
    """The maps in the folder; raises `MapsBroken` with every mistake that keeps them from being used.

    The examples in the maps are not tried here but by `check_maps`: they cost more than the loading.
    """
    folder = read_folder(root)
    if folder.mistakes:
        raise MapsBroken(tuple(sorted(folder.mistakes)))
    maps = build(folder)
    if mistakes := cross_check(folder, maps):
        raise MapsBroken(tuple(sorted(mistakes)))
    return maps


def reload_maps(current: Maps, root: Path) -> tuple[Maps, tuple[Mistake, ...]]:
    """The new maps and nothing, or the current ones and why the new ones cannot take their place."""
    try:
        return load_maps(root), ()
    except MapsBroken as broken:
        return current, broken.mistakes


def check_maps(root: Path) -> tuple[Mistake, ...]:
    """Every mistake in the folder, in order; with the examples tried on the kinds of the form engine."""
    folder = read_folder(root)
    if folder.mistakes:
        return tuple(sorted(folder.mistakes))
    maps = build(folder)
    return tuple(sorted({*cross_check(folder, maps), *try_maps(folder, maps)}))
