"""The requirement maps: how each requirement is asked, in which words, grouped how, in which country.

The YAML under `requirement_maps/` is read once, checked whole and built into frozen values. Stripe says
whether something is asked; the maps only say how.
"""

from __future__ import annotations

from onboarding.maps.catalogue import Maps
from onboarding.maps.checking import check_maps
from onboarding.maps.loading import load_maps, reload_maps
from onboarding.maps.reading import MapsBroken, Mistake
from onboarding.maps.values import (
    BankForm,
    Circumstances,
    Country,
    ErrorWords,
    Group,
    MapQuestion,
    Place,
)

__all__ = [
    "BankForm",
    "Circumstances",
    "Country",
    "ErrorWords",
    "Group",
    "MapQuestion",
    "Maps",
    "MapsBroken",
    "Mistake",
    "Place",
    "check_maps",
    "load_maps",
    "reload_maps",
]
