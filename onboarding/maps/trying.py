"""Tries the examples in the maps (`tests: {ok, bad}`) on the kinds that will ask the questions."""

from __future__ import annotations

from collections.abc import Iterator

from onboarding.maps import shapes
from onboarding.maps.catalogue import Maps
from onboarding.maps.loading import Folder
from onboarding.maps.reading import Mistake


def try_examples(folder: Folder, maps: Maps) -> Iterator[Mistake]:
    """A mistake for every example that the kind judges otherwise than the map says."""
    yield from ()
