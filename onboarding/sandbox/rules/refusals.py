"""Values that Stripe refuses outright, in the recorded words where they are known.

Words that were never recorded are ours; the codes are Stripe's.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from onboarding.sandbox.model import AccountState, Refusal
from onboarding.sandbox.rules import book, given, refusals_bank
from onboarding.sandbox.rules.wants import repeats_one_digit

MINIMUM_AGE = 13
AHEAD_SECONDS = 300
"""How far another machine's clock may be ahead (inferred)."""

UNSETTABLE = frozenset(
    {
        "annual_revenue",
        "city",
        "default_account_tax_ids",
        "dob",
        "external_account",
        "full_name_aliases",
        "line2",
        "metadata",
        "ownership_exemption_reason",
        "payments_pricing",
        "percent_ownership",
        "postal_code",
        "registration_date",
        "specified_commercial_transactions_act_url",
        "state",
        "statement_descriptor_prefix_kana",
        "statement_descriptor_prefix_kanji",
        "structure",
        "support_url",
        "town",
        "user_agent",
    }
)
"""Parameters that '' unsets (read from the SDK's types); the parts of addresses are inferred, for no country
has all of them, and people move.
"""

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_DESCRIPTOR = re.compile(r"(?=.*[A-Za-z])[^<>\\'\"*]{5,22}")
_TOKEN_LINES = re.compile(r"address_\w+match")


def check_values(account: AccountState, values: dict[str, Any], where: str, now: int) -> None:
    """Raise `Refusal` for the first value that Stripe would refuse.

    values: nested parameters as sent. where: "account", "person:new", "person:<id>" or "external_account".
    The parameters named in refusals of a bank account start with `external_account`.
    """
    if where == "external_account":
        refusals_bank.check(account.country, values, "external_account")
        return
    _check_empty(values, "")
    if where.startswith("person:"):
        person_id = where.removeprefix("person:")
        _check_person(account, values, "", now, at_home=_is_individual(account, values, person_id))
        _check_ownership(account, values, person_id)
    else:
        _check_account(account, values, now)


def _is_individual(account: AccountState, values: dict[str, Any], person_id: str) -> bool:
    """Whether a person is, or comes as, the one whom the `individual` hash mirrors."""
    comes = account.individual is None and given.role(values, "representative")
    return account.business_type == "individual" and (comes or person_id == account.individual)


def _param(prefix: str, path: str) -> str:
    """Bracket form of a dotted path under a bracketed prefix."""
    first, *rest = path.split(".")
    head = f"{prefix}[{first}]" if prefix else first
    return head + "".join(f"[{part}]" for part in rest)


def _check_empty(values: Mapping[str, Any], prefix: str) -> None:
    for name, value in values.items():
        param = _param(prefix, name)
        if isinstance(value, Mapping):
            if name != "metadata":
                _check_empty(value, param)
        elif value == "" and name not in UNSETTABLE:
            raise Refusal(
                f"You passed an empty string for '{param}'. We assume empty values are an attempt to unset "
                f"a parameter; however '{param}' cannot be unset. You should remove '{param}' from your "
                "request or supply a non-empty value.",
                param,
                "parameter_invalid_empty",
            )


def _check_account(account: AccountState, values: dict[str, Any], now: int) -> None:
    kind = values.get("business_type") or account.business_type
    _check_kind(account, kind, values)
    _check_profile(account, values)
    for key in ("external_account", "bank_account"):
        if isinstance(values.get(key), Mapping):
            refusals_bank.check(account.country, values[key], key)
    if isinstance(values.get("company"), Mapping):
        _check_company(account, values["company"])
    if isinstance(values.get("individual"), Mapping):
        _check_person(account, values["individual"], "individual", now, at_home=True)
    _check_terms(account, values, now)


def _check_kind(account: AccountState, kind: str | None, values: dict[str, Any]) -> None:
    if values.get("individual") and kind != "individual":
        raise Refusal(
            "You can only provide `individual` parameters for accounts with `business_type` of 'individual'.",
            "individual",
        )
    if values.get("business_type") == "government_entity" and account.country != "US":
        raise Refusal("Government entities are supported in the United States only.", "business_type")


def _check_profile(account: AccountState, values: dict[str, Any]) -> None:
    mcc = given.text_at(values, "business_profile.mcc")
    if mcc and mcc not in book.facts("refused")["mcc"].split():
        raise Refusal(f"{mcc} is not a known merchant category code.", "business_profile[mcc]")
    for path in ("business_profile.url", "business_profile.support_url"):
        _check_url(given.text_at(values, path), _param("", path))
    for path in ("email", "business_profile.support_email"):
        _check_email(given.text_at(values, path), _param("", path))
    _check_phone(
        account, given.text_at(values, "business_profile.support_phone"), "business_profile[support_phone]"
    )
    path = "settings.payments.statement_descriptor"
    descriptor = given.text_at(values, path)
    known = book.facts("checks")["text"][path]
    if descriptor and descriptor not in known and not _DESCRIPTOR.fullmatch(descriptor):
        words = "A statement descriptor has 5 to 22 characters, a letter among them, and no < > \\ ' \" *."
        raise Refusal(words, _param("", path))


def _check_url(url: str, param: str) -> None:
    try:
        host = urlsplit(url if "://" in url else f"https://{url}").hostname if url else "given.example"
    except ValueError:  # unbalanced brackets, as of an IPv6 address
        host = None
    if not host or "." not in host.strip(".") or " " in url:
        raise Refusal("Not a valid URL", param, "url_invalid")


def _check_email(email: str, param: str) -> None:
    if email and not _EMAIL.fullmatch(email):
        raise Refusal(f"Invalid email address: {email}", param, "email_invalid")


def _check_phone(account: AccountState, number: str, param: str, *, domestic: bool = False) -> None:
    """The token of repeated digits is taken everywhere; a US individual needs a US number (reported)."""
    if not number or repeats_one_digit(number):
        return
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, account.country)
        fits = phonenumbers.is_valid_number(parsed)
    except phonenumbers.NumberParseException:
        fits = False
    if not fits or (domestic and account.country == "US" and parsed.country_code != 1):
        raise Refusal(f'"{number}" is not a valid phone number', param)


def _check_company(account: AccountState, company: Mapping[str, Any]) -> None:
    _check_tax_id(account, given.text_at(company, "tax_id"), "company[tax_id]")
    _check_phone(account, given.text_at(company, "phone"), "company[phone]")
    address = company.get("address")
    if isinstance(address, Mapping):
        _check_country(account, address, "company[address][country]", "business")
        _check_address(account.country, address, "company[address]")


def _check_tax_id(account: AccountState, number: str, param: str) -> None:
    if account.country == "US" and number and not re.fullmatch(r"[0-9]{9}", number):
        raise Refusal("US tax IDs must have 9 digits", param)


def _check_country(account: AccountState, address: Mapping[str, Any], param: str, whose: str) -> None:
    country = given.text_at(address, "country")
    if country and country.upper() != account.country:
        raise Refusal(
            f"Address for {whose} must match account country", param, "account_country_invalid_address"
        )


def _check_address(country: str, address: Mapping[str, Any], prefix: str) -> None:
    """State and postal code, unless the first line is a test value: then Stripe does not look (recorded)."""
    if _TOKEN_LINES.fullmatch(given.text_at(address, "line1")):
        return
    facts = book.facts("refused")
    code = re.sub(r"[\s-]", "", given.text_at(address, "postal_code")).upper()
    pattern = facts["postal_codes"].get(country)
    if code and pattern and not re.fullmatch(pattern, code):
        raise Refusal(
            f"The postal code does not exist in {country}.", f"{prefix}[postal_code]", "postal_code_invalid"
        )
    state = given.text_at(address, "state").strip().casefold()
    if state and country in facts["states"] and state not in _states(country):
        raise Refusal(
            f"The state does not exist in {country}.", f"{prefix}[state]", "account_country_invalid_state"
        )


@cache
def _states(country: str) -> frozenset[str]:
    names: str = book.facts("refused")["states"][country]
    return frozenset(part.replace("_", " ").casefold() for name in names.split() for part in name.split("/"))


def _check_person(
    account: AccountState, person: Mapping[str, Any], prefix: str, now: int, *, at_home: bool
) -> None:
    """A person's values; `at_home`: the individual, whose address is in the account's country."""
    _check_birth(person, prefix, now)
    _check_phone(account, given.text_at(person, "phone"), _param(prefix, "phone"), domestic=at_home)
    _check_email(given.text_at(person, "email"), _param(prefix, "email"))
    _check_tax_id(account, given.text_at(person, "id_number"), _param(prefix, "id_number"))
    _check_last_four(person, prefix)
    address = person.get("address")
    if isinstance(address, Mapping):
        param = _param(prefix, "address")
        if at_home:
            _check_country(account, address, f"{param}[country]", "individual")
        _check_address(given.text_at(address, "country").upper() or account.country, address, param)


def _check_last_four(person: Mapping[str, Any], prefix: str) -> None:
    last, whole = given.text_at(person, "ssn_last_4"), given.text_at(person, "id_number")
    if last and not re.fullmatch(r"[0-9]{4}", last):
        raise Refusal(
            "The last 4 digits of a Social Security number are 4 digits.", _param(prefix, "ssn_last_4")
        )
    if last and whole and not whole.endswith(last):
        raise Refusal("The last 4 digits do not match the ID number.", _param(prefix, "ssn_last_4"))


def _check_birth(person: Mapping[str, Any], prefix: str, now: int) -> None:
    parts = [given.text_at(person, f"dob.{part}") for part in ("year", "month", "day")]
    if not all(parts):
        return
    try:
        born = date(*(int(part) for part in parts))
    except (ValueError, OverflowError):
        raise Refusal("That date of birth does not exist.", _param(prefix, "dob.day")) from None
    today = datetime.fromtimestamp(now, UTC).date()
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if years < MINIMUM_AGE:
        message = f"Must be at least {MINIMUM_AGE} years of age to use Stripe"
        raise Refusal(message, _param(prefix, "dob.year"))


def _percentages(account: AccountState, person_id: str, person: Mapping[str, Any]) -> Iterator[str]:
    yield given.text_at(person, "relationship.percent_ownership")
    for other_id, other in account.persons.items():
        if other_id != person_id:
            yield given.text_at(other, "relationship.percent_ownership")


def _check_ownership(account: AccountState, person: Mapping[str, Any], person_id: str) -> None:
    param = "relationship[percent_ownership]"
    own = given.text_at(person, "relationship.percent_ownership")
    if not own:
        return
    try:
        shares = [float(share) for share in _percentages(account, person_id, person) if share]
    except ValueError:
        raise Refusal(f"Invalid decimal: {own}", param) from None
    if not 0 <= shares[0] <= 100:
        raise Refusal("A share of ownership lies between 0 and 100 percent.", param)
    if sum(shares) > 100:
        raise Refusal("The total combined ownership of the company would exceed 100 percent.", param)


def _check_terms(account: AccountState, values: dict[str, Any], now: int) -> None:
    terms = values.get("tos_acceptance")
    if not isinstance(terms, Mapping):
        return
    if terms.get("date") and not terms.get("ip"):
        raise Refusal("Missing required param: ip.", "tos_acceptance[ip]", "parameter_missing")
    _check_acceptance(terms, now)
    agreement = terms.get("service_agreement")
    accepted = given.text_at(account.values, "tos_acceptance.date")
    if agreement and accepted and agreement != account.service_agreement:
        message = "The service agreement cannot be changed once it was accepted."
        raise Refusal(message, "tos_acceptance[service_agreement]")


def _check_acceptance(terms: Mapping[str, Any], now: int) -> None:
    """When and where terms were accepted; the words are ours. Sellers' time is real, whatever ours is."""
    ip, moment = given.text_at(terms, "ip"), given.text_at(terms, "date")
    try:
        if ip:
            ip_address(ip)
    except ValueError:
        raise Refusal(f"Invalid IP address: {ip}", "tos_acceptance[ip]") from None
    if moment.isdigit() and int(moment) > max(now, time.time()) + AHEAD_SECONDS:
        raise Refusal("The date of acceptance cannot be in the future.", "tos_acceptance[date]")
