"""What is said when a part of an address is missing or wrong: by the label that its country gives it."""

from __future__ import annotations

from collections.abc import Mapping

from forms.questions import Message

WORDS: Mapping[str, Message] = {
    "line1_missing": Message(
        context="form.address.line1_missing", text="Enter the first line of the address"
    ),
    "line1_jp_missing": Message(
        context="form.address.line1_jp_missing", text="Enter the block and building number"
    ),
    "town_missing": Message(context="form.address.town_missing", text="Enter the town and chome"),
    "city_missing": Message(context="form.address.city_missing", text="Enter the city"),
    "post_town_missing": Message(context="form.address.post_town_missing", text="Enter the town or city"),
    "district_missing": Message(context="form.address.district_missing", text="Enter the district"),
    "suburb_missing": Message(context="form.address.suburb_missing", text="Enter the suburb"),
    "department_missing": Message(context="form.address.department_missing", text="Enter the department"),
    "island_missing": Message(context="form.address.island_missing", text="Enter the island"),
    "parish_missing": Message(context="form.address.parish_missing", text="Enter the parish"),
    "prefecture_missing": Message(context="form.address.prefecture_missing", text="Enter the prefecture"),
    "province_missing": Message(context="form.address.province_missing", text="Enter the province"),
    "state_missing": Message(context="form.address.state_missing", text="Enter the state"),
    "state_anywhere_missing": Message(
        context="form.address.state_anywhere_missing", text="Enter the state, province or region"
    ),
    "area_wrong": Message(context="form.address.area_wrong", text="Choose the area from the list"),
    "area_district_wrong": Message(
        context="form.address.area_district_wrong", text="Choose the district from the list"
    ),
    "county_wrong": Message(context="form.address.county_wrong", text="Choose the county from the list"),
    "department_wrong": Message(
        context="form.address.department_wrong", text="Choose the department from the list"
    ),
    "do_si_wrong": Message(context="form.address.do_si_wrong", text="Choose the do or si from the list"),
    "emirate_wrong": Message(context="form.address.emirate_wrong", text="Choose the emirate from the list"),
    "island_wrong": Message(context="form.address.island_wrong", text="Choose the island from the list"),
    "oblast_wrong": Message(context="form.address.oblast_wrong", text="Choose the oblast from the list"),
    "parish_wrong": Message(context="form.address.parish_wrong", text="Choose the parish from the list"),
    "prefecture_wrong": Message(
        context="form.address.prefecture_wrong", text="Choose the prefecture from the list"
    ),
    "province_wrong": Message(
        context="form.address.province_wrong", text="Choose the province from the list"
    ),
    "province_ca_wrong": Message(
        context="form.address.province_ca_wrong", text="Choose the province or territory from the list"
    ),
    "state_wrong": Message(context="form.address.state_wrong", text="Choose the state from the list"),
    "state_anywhere_wrong": Message(
        context="form.address.state_anywhere_wrong", text="Choose the state, province or region from the list"
    ),
    "state_au_wrong": Message(
        context="form.address.state_au_wrong", text="Choose the state or territory from the list"
    ),
    "zip_missing": Message(context="form.address.zip_missing", text="Enter the ZIP code"),
    "zip_wrong": Message(context="form.address.zip_wrong", text="Enter a full ZIP code, like {example}"),
    "postal_missing": Message(context="form.address.postal_missing", text="Enter the postcode"),
    "postal_wrong": Message(
        context="form.address.postal_wrong", text="Enter a full postcode, like {example}"
    ),
    "postal_code_missing": Message(context="form.address.postal_code_missing", text="Enter the postal code"),
    "postal_code_wrong": Message(
        context="form.address.postal_code_wrong", text="Enter a full postal code, like {example}"
    ),
    "eircode_missing": Message(context="form.address.eircode_missing", text="Enter the Eircode"),
    "eircode_wrong": Message(
        context="form.address.eircode_wrong", text="Enter a full Eircode, like {example}"
    ),
    "pin_missing": Message(context="form.address.pin_missing", text="Enter the PIN code"),
    "pin_wrong": Message(context="form.address.pin_wrong", text="Enter a full PIN code, like {example}"),
    "country_missing": Message(context="form.address.country_missing", text="Choose the country"),
    "country_wrong": Message(context="form.address.country_wrong", text="Choose a country from the list"),
    "po_box": Message(context="form.address.po_box", text="Enter the address of a place, not a PO box"),
    "too_long": Message(context="form.address.too_long", text="Use {limit} characters or fewer"),
}
"""Slots: the last word of a label's key with `_missing` or, where it is none of the list or no postcode,
`_wrong`; what is chosen from a list is wrong when it is missing, too.
"""
