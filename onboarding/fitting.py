"""Whether a brand fits what the app has: maps, catalogues, images. Else sellers would be the first to see."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path

from onboarding.brand import Brand
from onboarding.maps import Maps

Fault = tuple[str, str, str]


def misfits(brand: Brand, maps: Maps, *, static: Path, catalogues: Collection[str]) -> Iterator[Fault]:
    """Every (key, what is wrong, what would be right). static: folder of images; catalogues: locales."""
    known = maps.contents.capabilities
    yield from _unknown("capabilities", brand.capabilities, known, "a name in capabilities.yaml of the maps")
    yield from _unknown(
        "further_capabilities", brand.further_capabilities, known, "a name in capabilities.yaml of the maps"
    )
    yield from _unknown(
        "countries", brand.countries, maps.countries, "a country in countries.yaml of the maps"
    )
    yield from _unknown("locales", brand.locales, catalogues, f"one of {', '.join(sorted(catalogues))}")
    for requirement in brand.prefill:
        if maps.place(requirement) is None:
            wrong = f"no map asks for {requirement!r}"
            yield "prefill", wrong, 'a requirement that a map settles, such as "business_profile.mcc"'
    if brand.logo and not _image(static, brand.logo):
        yield "logo", f"there is no file {brand.logo!r}", f"the name of a file in {static.name}/"


def _unknown(key: str, given: Collection[str], known: Collection[str], right: str) -> Iterator[Fault]:
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, 1)
            yield key, f"{name!r} is not known", f'"{near[0]}"' if near else right


def _image(static: Path, name: str) -> bool:
    path = (static / name).resolve()
    return path.is_relative_to(static.resolve()) and path.is_file()
