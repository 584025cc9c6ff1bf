"""Names of states and provinces in other languages than their own, which no library brings along.

Source: Canada's as federal law has them in French; the others as French atlases and Quebec's Commission de
toponymie write them. Names that French leaves as they are, such as Oregon, are not listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from forms.locales import babel_locale

AREA_NAMES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("AU", "fr"): {
        "ACT": "Territoire de la capitale australienne",
        "NSW": "Nouvelle-Galles du Sud",
        "NT": "Territoire du Nord",
        "SA": "Australie-Méridionale",
        "TAS": "Tasmanie",
        "WA": "Australie-Occidentale",
    },
    ("CA", "fr"): {
        "AB": "Alberta",
        "BC": "Colombie-Britannique",
        "MB": "Manitoba",
        "NB": "Nouveau-Brunswick",
        "NL": "Terre-Neuve-et-Labrador",
        "NS": "Nouvelle-Écosse",
        "NT": "Territoires du Nord-Ouest",
        "NU": "Nunavut",
        "ON": "Ontario",
        "PE": "Île-du-Prince-Édouard",
        "QC": "Québec",
        "SK": "Saskatchewan",
        "YT": "Yukon",
    },
    ("US", "fr"): {
        "AA": "Forces armées (AA)",
        "AE": "Forces armées (AE)",
        "AP": "Forces armées (AP)",
        "CA": "Californie",
        "DC": "District de Columbia",
        "FL": "Floride",
        "GA": "Géorgie",
        "HI": "Hawaï",
        "LA": "Louisiane",
        "NC": "Caroline du Nord",
        "ND": "Dakota du Nord",
        "NM": "Nouveau-Mexique",
        "PA": "Pennsylvanie",
        "SC": "Caroline du Sud",
        "SD": "Dakota du Sud",
        "VA": "Virginie",
        "WV": "Virginie-Occidentale",
    },
}
"""Country and language -> names by the area's code."""

_TERRITORIES = {"US": ("AS", "FM", "GU", "MH", "MP", "PR", "PW", "VI")}
"""Areas that have a country code too: Babel names those in every language."""


@lru_cache(maxsize=256)
def area_names(country: str, locale: str) -> Mapping[str, str]:
    """Names by code where the reader's language has its own; empty where the area's own name serves."""
    spoken = babel_locale(locale)
    found = AREA_NAMES.get((country, spoken.language), {})
    if not found:
        return {}
    territories = {code: str(spoken.territories[code]) for code in _TERRITORIES.get(country, ())}
    return {**{code: name[:1].upper() + name[1:] for code, name in territories.items()}, **found}
