"""The white-label tenant: how one marketplace's onboarding looks, what it asks for and where it is offered.

A brand is read from a TOML file (`BRAND_FILE`); every key of the file is a field of `Brand`, and what the
file leaves out keeps its default. A seller row names its brand by `key`, so that several can come later.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

COLOURS = {
    "accent": "#0b5cab",
    "on_accent": "#ffffff",
    "ink": "#1b1f24",
    "paper": "#ffffff",
    "muted": "#57606a",
    "line": "#8c959f",
    "good": "#176a34",
    "bad": "#b42318",
}
"""Names of a brand's colours and their defaults; each becomes the CSS variable `--brand-<name>`."""

READABLE = (
    ("on_accent", "accent"),
    ("ink", "paper"),
    ("muted", "paper"),
    ("good", "paper"),
    ("bad", "paper"),
)
"""Pairs of text and ground that must differ by a contrast of 4.5 (WCAG 2.2, 1.4.3)."""

_CHOICES = {
    "account_type": ("controller", "custom"),
    "collection": ("incremental", "upfront"),
    "future_requirements": ("omit", "include"),
    "agreement": ("full", "recipient"),
}
_PATTERNS = {
    "key": (r"[a-z][a-z0-9_-]{0,30}", 'a short lower-case name such as "market"'),
    "default_country": (r"[A-Z]{2}", 'a two-letter country code such as "US"'),
    "countries": (r"[A-Z]{2}", 'two-letter country codes such as ["US", "FR"]'),
    "locales": (r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?", 'locales such as ["en", "fr_CA"]'),
    "capabilities": (r"[a-z0-9_]+", 'names of Stripe capabilities such as ["card_payments"]'),
    "further_capabilities": (r"[a-z0-9_]+", 'names of Stripe capabilities such as ["klarna_payments"]'),
    "colours": (r"#[0-9a-fA-F]{6}", 'colours such as "#0b5cab"'),
    "support_email": (r"([^@\s]+@[^@\s]+)?", "an e-mail address, or nothing"),
    "prefill": (r"[^\r\n]*", "one line of text for each requirement"),
}
_ADDRESSES = ("terms_url", "privacy_url", "imprint_url", "support_url", "return_url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """One white-label tenant.

    key: what sellers' rows call it.
    logo: file name of an image under the static folder, "" for the name in letters.
    terms_url …: the brand's own pages; "" leaves the link out. terms_version: kept as evidence on acceptance.
    return_url: where the seller goes when done. colours: by the names of `COLOURS`.
    account_type: how accounts are created, by controller properties or as `type=custom`.
    collection: ask for what is currently due, or for all that will be (eventually due) at once.
    capabilities: asked for with every new account; further_capabilities: sellers may ask for them later.
    future_requirements: whether coming requirements are asked early.
    countries: where sellers may be; default_country: what the start page chooses first.
    agreement: Stripe's service agreement of new accounts.
    prefill: requirement id -> value, for each new account.
    """

    key: str = "default"
    name: str = "Example Market"
    logo: str = ""
    terms_url: str = ""
    terms_version: str = "1"
    privacy_url: str = ""
    imprint_url: str = ""
    support_email: str = ""
    support_phone: str = ""
    support_url: str = ""
    return_url: str = ""
    colours: Mapping[str, str] = field(default_factory=lambda: dict(COLOURS))
    account_type: str = "controller"
    capabilities: tuple[str, ...] = ("card_payments", "transfers")
    further_capabilities: tuple[str, ...] = ()
    collection: str = "incremental"
    future_requirements: str = "omit"
    countries: tuple[str, ...] = ("US", "FR", "GB", "DE", "CA")
    default_country: str = "US"
    locales: tuple[str, ...] = ("en", "fr", "fr_CA")
    agreement: str = "full"
    prefill: Mapping[str, str] = field(default_factory=dict)

    @property
    def upfront(self) -> bool:
        """Everything that will be asked is asked at once."""
        return self.collection == "upfront"

    @property
    def prefilled(self) -> dict[str, Any]:
        """`prefill` nested as the API takes it: {"business_profile": {"mcc": "5734"}}."""
        nested: dict[str, Any] = {}
        for requirement, value in self.prefill.items():
            *path, last = requirement.split(".")
            inside = nested
            for name in path:
                inside = inside.setdefault(name, {})
            inside[last] = value
        return nested


class BrandBroken(ValueError):
    """A brand's file is wrong. faults: (key, what is wrong, what would be right), every one found.

    rest: the brand by what could be read of it, so that whoever knows the maps finds its other faults.
    """

    def __init__(self, faults: tuple[tuple[str, str, str], ...], rest: Brand | None = None) -> None:
        super().__init__("; ".join(f"{key}: {wrong}" for key, wrong, _ in faults))
        self.faults, self.rest = faults, rest


def read_brand(path: Path) -> Brand:
    """The brand in a TOML file. Raises `BrandBroken` with every fault."""
    try:
        return make_brand(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as unread:
        raise BrandBroken(((path.name, "the file cannot be read", "the path of a TOML file"),)) from unread
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as unread:
        raise BrandBroken(
            ((path.name, f"this is not TOML: {unread}", 'lines such as name = "Market"'),)
        ) from unread


def make_brand(table: Mapping[str, Any]) -> Brand:
    """A brand from plain TOML values. Raises `BrandBroken` with every fault."""
    shapes = tuple(_shape_faults(table))
    unread = {key for key, _, _ in shapes}
    brand = Brand(**{key: _frozen(key, value) for key, value in table.items() if key not in unread})
    countries = () if "countries" in unread else _country_faults(brand)
    faults = (
        *shapes,
        *_value_faults(brand),
        *_list_faults(brand),
        *countries,
        *_contrast_faults(brand.colours),
    )
    if faults:
        raise BrandBroken(faults, brand)
    return brand


def contrast(one: str, other: str) -> float:
    """Contrast of two `#rrggbb` colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _frozen(key: str, value: Any) -> Any:
    if key == "colours":
        return {**COLOURS, **value}
    return tuple(value) if isinstance(value, list) else value


_KINDS = {
    "str": ("text", str),
    "tuple[str, ...]": ("a list of texts", list),
    "Mapping[str, str]": ("a table", dict),
}


def _shape_faults(table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    kinds = {each.name: _KINDS[str(each.type)] for each in fields(Brand)}
    for key, value in table.items():
        if key not in kinds:
            yield key, "there is no such key", f"one of {', '.join(sorted(kinds))}"
            continue
        words, kind = kinds[key]
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        if not isinstance(value, kind) or not all(isinstance(item, str) for item in inner):
            yield key, f"this is not {words}", words


def _value_faults(brand: Brand) -> Iterator[tuple[str, str, str]]:
    for key, choices in _CHOICES.items():
        if getattr(brand, key) not in choices:
            yield key, "this is not one of the choices", " or ".join(choices)
    for key, (pattern, right) in _PATTERNS.items():
        if any(not re.fullmatch(pattern, item) for item in _items(getattr(brand, key))):
            yield key, "this does not have the right form", right
    for key in _ADDRESSES:
        address = getattr(brand, key)
        if address and urlsplit(address).scheme not in ("https", "http"):
            yield key, "this is not a web address", "an address such as https://example.com/terms"
    if not brand.name.strip():
        yield "name", "this is empty", "the name that sellers know the marketplace by"


def _list_faults(brand: Brand) -> Iterator[tuple[str, str, str]]:
    for key in ("countries", "locales", "capabilities"):
        if not getattr(brand, key):
            yield key, "this list is empty", "at least one entry"


def _country_faults(brand: Brand) -> Iterator[tuple[str, str, str]]:
    if brand.countries and brand.default_country not in brand.countries:
        yield "default_country", "this is not one of the countries offered", "one of `countries`"


def _contrast_faults(colours: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for name in colours.keys() - COLOURS.keys():
        yield "colours", f"there is no colour named {name}", f"one of {', '.join(COLOURS)}"
    for text, ground in READABLE:
        pair = (colours[text], colours[ground])
        if all(re.fullmatch(r"#[0-9a-fA-F]{6}", colour) for colour in pair) and contrast(*pair) < 4.5:
            yield (
                "colours",
                f"{text} on {ground} cannot be read well",
                "two colours with a contrast of at least 4.5",
            )


def _items(value: object) -> tuple[str, ...]:
    if isinstance(value, Mapping):
        return tuple(value.values())
    return value if isinstance(value, tuple) else (str(value),)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
