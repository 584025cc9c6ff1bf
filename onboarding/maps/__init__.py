"""The requirement maps: how each requirement is asked, in which words, grouped how, in which country.

The YAML under `requirement_maps/` is read once, checked whole and built into frozen values. Stripe says
whether something is asked; the maps only say how.

What reads and checks YAML is imported when it is called: a server whose maps were checked before needs none
of it.
"""

from __future__ import annotations

from pathlib import Path

from onboarding.maps.catalogue import Maps
from onboarding.maps.keeping import open_maps
from onboarding.maps.mistakes import MapsBroken, Mistake
from onboarding.maps.values import (
    About,
    BankForm,
    Circumstances,
    Country,
    ErrorWords,
    Group,
    Heading,
    MapQuestion,
    Place,
)

__all__ = [
    "About",
    "BankForm",
    "Circumstances",
    "Country",
    "ErrorWords",
    "Group",
    "Heading",
    "MapQuestion",
    "Maps",
    "MapsBroken",
    "Mistake",
    "Place",
    "check_maps",
    "load_maps",
    "open_maps",
    "reload_maps",
]


def load_maps(root: Path, *, engine: bool = True) -> Maps:
    """The maps in the folder, read, checked and tried; raises `MapsBroken` with every mistake.

    engine: false where there is no form engine to try them on, as in the build of a package.
    """
    from onboarding.maps import opening

    return opening.load_maps(root, engine=engine)


def reload_maps(current: Maps, root: Path) -> tuple[Maps, tuple[Mistake, ...]]:
    """The new maps and nothing, or the current ones and why the new ones cannot take their place."""
    from onboarding.maps import opening

    return opening.reload_maps(current, root)


def check_maps(root: Path) -> tuple[Mistake, ...]:
    """Every mistake in the folder."""
    from onboarding.maps import opening

    return opening.check_maps(root)
