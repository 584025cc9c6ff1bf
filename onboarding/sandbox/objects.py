"""Accounts, persons, bank accounts and capabilities in exactly the API's shapes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onboarding.sandbox import routing
from onboarding.sandbox.currencies import currency_of
from onboarding.sandbox.model import AccountState, Assessment
from onboarding.sandbox.state import Held

_ADDRESS = ("city", "country", "line1", "line2", "postal_code", "state")
_SCRIPT = (*_ADDRESS, "town")
_DECLARATION = ("date", "ip", "user_agent")
_ROLES = ("authorizer", "director", "executive", "legal_guardian", "owner", "representative")
_DOCUMENT = ("back", "details", "details_code", "front")
_NAMES = ("name", "name_kana", "name_kanji")
_PERSON_TEXTS = (
    "email",
    "first_name",
    "first_name_kana",
    "first_name_kanji",
    "gender",
    "last_name",
    "last_name_kana",
    "last_name_kanji",
    "maiden_name",
    "nationality",
    "political_exposure",
)


def pick(values: Any, names: Iterable[str]) -> dict[str, Any]:
    """The named values of a hash, null where unset."""
    held = values if isinstance(values, dict) else {}
    return {name: held.get(name) for name in names}


def _optional(values: Any, names: Iterable[str]) -> dict[str, Any] | None:
    return pick(values, names) if values else None


def listed(items: list[dict[str, Any]], url: str, *, has_more: bool = False) -> dict[str, Any]:
    """A list object."""
    return {"object": "list", "data": items, "has_more": has_more, "url": url}


def account_object(held: Held, found: Assessment) -> dict[str, Any]:
    """The Account, whole."""
    state, values = held.state, held.state.values
    banks = [bank_object(held, bank_id, found) for bank_id in reversed(state.bank_accounts)]
    return {
        "id": state.id,
        "object": "account",
        "business_profile": _business_profile(state),
        "business_type": state.business_type,
        "capabilities": _statuses(state, found),
        "charges_enabled": found.charges_enabled,
        "company": _company(values.get("company", {}), state.country),
        "controller": values.get("controller", {}),
        "country": state.country,
        "created": state.created,
        "default_currency": values.get("default_currency") or currency_of(state.country),
        "details_submitted": found.details_submitted,
        "email": values.get("email"),
        "external_accounts": listed(banks[:10], f"/v1/accounts/{state.id}/external_accounts")
        | {"has_more": len(banks) > 10},
        "future_requirements": found.future_requirements,
        "groups": {"payments_pricing": None} | values.get("groups", {}),
        **_individual(held, found),
        "metadata": values.get("metadata", {}),
        "payouts_enabled": found.payouts_enabled,
        "requirements": found.requirements,
        "settings": _settings(state),
        "tos_acceptance": _terms(state),
        "type": values.get("type", "none"),
    }


def _individual(held: Held, found: Assessment) -> dict[str, Any]:
    if held.state.business_type != "individual":
        return {}
    person_id = held.state.individual
    return {"individual": person_object(held, person_id, found)} if person_id else {}


def _statuses(state: AccountState, found: Assessment) -> dict[str, str]:
    return {
        name: found.capabilities[name]["status"]
        for name, asked in sorted(state.capabilities.items())
        if asked
    }


def _business_profile(state: AccountState) -> dict[str, Any]:
    values = state.values.get("business_profile", {})
    names = (
        "annual_revenue",
        "estimated_worker_count",
        "mcc",
        "minority_owned_business_designation",
        "monthly_estimated_revenue",
        "name",
        "product_description",
        "specified_commercial_transactions_act_url",
        "support_address",
        "support_email",
        "support_phone",
        "support_url",
        "url",
    )
    found = pick(values, names)
    found["mcc"] = found["mcc"] or state.default_mcc
    if found["support_address"]:
        found["support_address"] = pick(found["support_address"], _ADDRESS)
    if found["annual_revenue"]:
        found["annual_revenue"] = pick(found["annual_revenue"], ("amount", "currency", "fiscal_year_end"))
    return found


def _company(values: dict[str, Any], country: str) -> dict[str, Any]:
    return {
        "address": pick({"country": country} | values.get("address", {}), _ADDRESS),
        "address_kana": _optional(values.get("address_kana"), _SCRIPT),
        "address_kanji": _optional(values.get("address_kanji"), _SCRIPT),
        "administrative_address": _optional(values.get("administrative_address"), _ADDRESS),
        "directors_provided": bool(values.get("directors_provided")),
        "directorship_declaration": _optional(values.get("directorship_declaration"), _DECLARATION),
        "executives_provided": bool(values.get("executives_provided")),
        **pick(values, ("export_license_id", "export_purpose_code", *_NAMES)),
        "owners_provided": bool(values.get("owners_provided")),
        "ownership_declaration": _optional(values.get("ownership_declaration"), _DECLARATION),
        **pick(values, ("ownership_exemption_reason", "phone")),
        "physical_address": _optional(values.get("physical_address"), _ADDRESS),
        "principal_place_of_business": _optional(values.get("principal_place_of_business"), _ADDRESS),
        "registration_date": _optional(values.get("registration_date"), ("day", "month", "year")),
        "representative_declaration": _optional(values.get("representative_declaration"), _DECLARATION),
        "structure": values.get("structure"),
        "tax_id_provided": bool(values.get("tax_id")),
        "tax_id_registrar": values.get("tax_id_registrar"),
        "vat_id_provided": bool(values.get("vat_id")),
        "verification": {"document": pick(values.get("verification", {}).get("document"), _DOCUMENT)},
    }


def _descriptor(state: AccountState) -> str | None:
    """Stripe fills the statement descriptor in from the name or the web address (recorded)."""
    profile = state.values.get("business_profile", {})
    name = profile.get("name") or state.values.get("company", {}).get("name") or profile.get("url")
    if not name:
        return None
    plain = str(name).removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    return plain.upper()[:22]


def _settings(state: AccountState) -> dict[str, Any]:
    values = state.values.get("settings", {})
    descriptor = _descriptor(state)
    payments, cards = values.get("payments", {}), values.get("card_payments", {})
    kana = ("statement_descriptor_kana", "statement_descriptor_kanji")
    prefixes = ("statement_descriptor_prefix_kana", "statement_descriptor_prefix_kanji")
    return {
        "bacs_debit_payments": pick(
            values.get("bacs_debit_payments"), ("display_name", "service_user_number")
        ),
        "branding": pick(values.get("branding"), ("icon", "logo", "primary_color", "secondary_color")),
        "card_issuing": {
            "tos_acceptance": pick(values.get("card_issuing", {}).get("tos_acceptance"), _DECLARATION)
        },
        "card_payments": {
            "decline_on": {"avs_failure": False, "cvc_failure": False} | cards.get("decline_on", {}),
            "statement_descriptor_prefix": cards.get("statement_descriptor_prefix"),
            **pick(cards, prefixes),
        },
        "dashboard": {
            "display_name": state.values.get("business_profile", {}).get("name"),
            "timezone": "Etc/UTC",
        },
        "invoices": pick(values.get("invoices"), ("default_account_tax_ids", "hosted_payment_method_save")),
        "payments": {
            "statement_descriptor": payments.get("statement_descriptor") or descriptor,
            **pick(payments, (*kana, *prefixes)),
        },
        "payouts": _payouts(values.get("payouts", {})),
        "paypay_payments": values.get("paypay_payments"),
        "sepa_debit_payments": pick(values.get("sepa_debit_payments"), ("creditor_id",)),
        "treasury": {"tos_acceptance": pick(values.get("treasury", {}).get("tos_acceptance"), _DECLARATION)},
    }


def _payouts(values: dict[str, Any]) -> dict[str, Any]:
    delay = values.get("schedule", {}).get("delay_days")
    schedule = {"interval": "daily"} | values.get("schedule", {})
    return {
        "debit_negative_balances": bool(values.get("debit_negative_balances", False)),
        "schedule": schedule | {"delay_days": delay if isinstance(delay, int) else 2},
        "statement_descriptor": values.get("statement_descriptor"),
    }


def _terms(state: AccountState) -> dict[str, Any]:
    values = state.values.get("tos_acceptance", {})
    found = pick(values, ("date", "ip", "user_agent"))
    agreement = values.get("service_agreement")
    return found | ({"service_agreement": agreement} if agreement else {})


def person_object(held: Held, person_id: str, found: Assessment) -> dict[str, Any]:
    """The Person, whole; numbers of identity are never shown."""
    values, seen = held.state.persons[person_id], found.persons[person_id]
    terms = values.get("additional_tos_acceptances", {}).get("account")
    texts = pick(values, _PERSON_TEXTS)
    return {
        "id": person_id,
        "object": "person",
        "account": held.state.id,
        "additional_tos_acceptances": {"account": pick(terms, ("date", "ip", "user_agent"))},
        "address": _home(held.state, person_id),
        "address_kana": _optional(values.get("address_kana"), _SCRIPT),
        "address_kanji": _optional(values.get("address_kanji"), _SCRIPT),
        "created": held.born.get(person_id, held.state.created),
        "dob": pick(values.get("dob"), ("day", "month", "year")),
        **texts,
        "full_name_aliases": [name for name in values.get("full_name_aliases", []) if name],
        "future_requirements": seen["future_requirements"],
        "id_number_provided": bool(values.get("id_number")),
        "id_number_secondary_provided": bool(values.get("id_number_secondary")),
        "metadata": values.get("metadata", {}),
        "phone": shown_phone(values.get("phone")),
        "registered_address": _optional(values.get("registered_address"), _ADDRESS),
        "relationship": _relationship(values.get("relationship", {})),
        "requirements": seen["requirements"],
        "ssn_last_4_provided": bool(values.get("ssn_last_4") or values.get("id_number")),
        "us_cfpb_data": _optional(
            values.get("us_cfpb_data"), ("ethnicity_details", "race_details", "self_identified_gender")
        ),
        "verification": seen["verification"],
    }


def _home(state: AccountState, person_id: str) -> dict[str, Any]:
    """A person's address; its country is the account's unless another one was sent."""
    address = state.persons[person_id].get("address")
    if not address and not (state.business_type == "individual" and state.individual == person_id):
        return pick({}, _ADDRESS)
    return pick({"country": state.country} | (address or {}), _ADDRESS)


def shown_phone(number: str | None) -> str | None:
    """The test number comes back with a country code on persons, whatever the country (recorded)."""
    return "+10000000000" if number == "0000000000" else number


def _relationship(values: dict[str, Any]) -> dict[str, Any]:
    roles = {name: bool(values.get(name)) for name in _ROLES}
    return {**roles, "percent_ownership": values.get("percent_ownership"), "title": values.get("title")}


def bank_object(held: Held, bank_id: str, found: Assessment) -> dict[str, Any]:
    """The BankAccount, or the Card, of an account."""
    values = held.state.bank_accounts[bank_id]
    if values.get("object") == "card":
        return _card(held, bank_id, values) | {"status": found.bank_accounts[bank_id]["status"]}
    return {
        "id": bank_id,
        "object": "bank_account",
        "account": held.state.id,
        **pick(values, ("account_holder_name", "account_holder_type", "account_type")),
        "available_payout_methods": routing.payout_methods(values),
        "bank_name": routing.bank_name(values),
        "country": values["country"],
        "currency": values["currency"],
        "default_for_currency": bool(values.get("default_for_currency")),
        "fingerprint": routing.fingerprint(values),
        "future_requirements": found.bank_accounts[bank_id]["future_requirements"],
        "last4": str(values.get("account_number", ""))[-4:],
        "metadata": values.get("metadata", {}),
        "requirements": found.bank_accounts[bank_id]["requirements"],
        "routing_number": routing.shown(values),
        "status": found.bank_accounts[bank_id]["status"],
    }


def _card(held: Held, card_id: str, values: dict[str, Any]) -> dict[str, Any]:
    address = (
        "address_city",
        "address_country",
        "address_line1",
        "address_line2",
        "address_state",
        "address_zip",
    )
    return {
        "id": card_id,
        "object": "card",
        "account": held.state.id,
        **pick(values, address),
        "available_payout_methods": ["standard", "instant"],
        "brand": "Visa" if str(values.get("number", "4")).startswith("4") else "MasterCard",
        "country": values.get("country"),
        "currency": values["currency"],
        "cvc_check": None,
        "default_for_currency": bool(values.get("default_for_currency")),
        **pick(values, ("exp_month", "exp_year", "name")),
        "fingerprint": routing.fingerprint(values),
        "funding": "debit",
        "last4": str(values.get("number", ""))[-4:],
        "metadata": values.get("metadata", {}),
    }


def capability_object(held: Held, name: str, found: Assessment) -> dict[str, Any]:
    """The Capability."""
    seen, asked = found.capabilities[name], held.state.capabilities[name]
    return {
        "id": name,
        "object": "capability",
        "account": held.state.id,
        "future_requirements": seen["future_requirements"],
        "requested": asked,
        "requested_at": held.born.get(f"capability:{name}", held.state.created) if asked else None,
        "requirements": seen["requirements"],
        "status": seen["status"] if asked else "unrequested",
    }
