"""The sellers of the demo and of the browser tests: invented people with Stripe's own test values.

Answers are keyed by requirement id, as the inputs are named. What a seller is not asked, it does not say.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

from onboarding.development.driver import PICTURE, Answer, Person, Seller

# Test values that Stripe documents: matches by date of birth, first line of the address, number and bank.
_BORN = {"dob.day": "1", "dob.month": "1", "dob.year": "1901"}
_MATCHES = "address_full_match"
_PHONE = "0000000000"


def picture(name: str = "passport.png", *, fails: bool = False) -> PICTURE:
    """A small real PNG, as a seller's photo of a document: 600 by 400 pixels, in a colour of its name.

    fails: with the words inside by which the sandbox knows a document that is to fail verification.
    """
    colour = zlib.crc32(name.encode()).to_bytes(4, "big")[:3]  # no two documents are the same file
    rows = (b"\x00" + colour * 600) * 400
    words = ((b"tEXt", b"Comment\x00sandbox:failure"),) if fails else ()
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 600, 400, 8, 2, 0, 0, 0)),
        *words,
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    return name, content, "image/png"


_ADDRESSES: dict[str, dict[str, str]] = {
    "US": {"city": "San Francisco", "state": "CA", "postal_code": "94103"},
    "FR": {"city": "Paris", "postal_code": "75001"},
    "GB": {"city": "London", "postal_code": "SW1A 1AA"},
    "DE": {"city": "Berlin", "postal_code": "10115"},
    "CA": {"city": "Montréal", "state": "QC", "postal_code": "H2Y 1C6"},
}
_BANKS: dict[str, dict[str, str]] = {
    "US": {"routing_number": "110000000", "account_number": "000123456789"},
    "GB": {"sort_code": "108800", "account_number": "00012345", "currency": "gbp"},
    "CA": {
        "transit": "11000",
        "institution": "000",
        "account_number": "000123456789",
        "currency": "cad",
    },
}
_IBAN = "89370400440532013000"
"""Behind the letters of any country that has IBANs: what test mode takes where `_BANKS` has no numbers."""

_NUMBERS = {"US": "000000000", "CA": "000000000"}


def person(country: str, first: str, last: str) -> dict[str, Answer]:
    """What any person answers there, by what follows the subject."""
    mail = f"{first}.{last}@example.com".lower()
    return {
        "first_name": first,
        "last_name": last,
        "email": mail,
        "phone": _PHONE,
        "nationality": country,
        "gender": "female",
        "political_exposure": "none",
        "id_number": _NUMBERS.get(country, ""),
        "ssn_last_4": "0000",
        "address.line1": _MATCHES,
        "address.country": country,
        "relationship.title": "Managing director",
        **dict.fromkeys(("relationship.director", "relationship.executive", "relationship.owner"), False),
        "verification.document": picture(),
        "verification.document.front": picture(),
        "verification.document.back": picture("back.png"),
        "verification.additional_document": picture("bill.png"),
        "verification.additional_document.front": picture("bill.png"),
        **_BORN,
        **{f"address.{part}": text for part, text in _ADDRESSES[country].items()},
    }


def business(country: str) -> dict[str, Answer]:
    """What every account answers there: what it sells, where the money goes, the terms."""
    numbers = _BANKS.get(country, {"account_number": f"{country}{_IBAN}"})
    bank = {f"external_account.{part}": text for part, text in numbers.items()}
    return {
        "business_profile.mcc": "5734",
        "business_profile.url": "https://accessible.stripe.com",
        "business_profile.product_description": "Hand-made lamps and spare parts, sold online and posted.",
        "business_profile.name": "Lamps of the north",
        "business_profile.support_phone": _PHONE,
        "business_profile.support_email": "help@example.com",
        "business_profile.support_url": "https://accessible.stripe.com",
        "business_profile.annual_revenue.amount": "1000000",
        "business_profile.estimated_worker_count": "3",
        "settings.payments.statement_descriptor": "LAMPS NORTH",
        "external_account.account_holder_name": "Jenny Rosen",
        "external_account.account_holder_type": "individual",
        "external_account.country": country,
        "tos_acceptance": True,
        "tos_acceptance.date": True,
        "tos_acceptance.accepted": True,
        "declaration": True,
        **bank,
    }


def individual(country: str, locale: str, first: str, last: str) -> dict[str, Answer]:
    """All answers of an individual, the start page's among them."""
    own = {f"individual.{tail}": answer for tail, answer in person(country, first, last).items()}
    start: dict[str, Answer] = {"country": country, "business_type": "individual", "locale": locale}
    return {**start, **business(country), **own}


def company(country: str, locale: str, name: str) -> dict[str, Answer]:
    """All answers of a company but those about its people."""
    place = {f"company.address.{part}": text for part, text in _ADDRESSES[country].items()}
    start: dict[str, Answer] = {"country": country, "business_type": "company", "locale": locale}
    return {
        **start,
        **business(country),
        **place,
        "external_account.account_holder_name": name,
        "external_account.account_holder_type": "company",
        "structure": "private_company",
        "company.name": name,
        "company.structure": "private_company",
        "company.tax_id": "000000000",
        "company.registration_number": "00000000",
        "company.vat_id": "GB000000000",
        "company.phone": _PHONE,
        "company.address.line1": _MATCHES,
        "company.address.country": country,
        "company.directorship_declaration": True,
        "company.ownership_declaration": True,
        "company.representative_declaration": True,
        "company.ownership_exemption_reason": "",
        "company.verification.document": picture("register.png"),
        "company.verification.document.front": picture("register.png"),
    }


def changed(answers: Mapping[str, Answer], **values: Answer) -> dict[str, Answer]:
    """The answers with some replaced; `__` in a name stands for the dot of a requirement id."""
    return {**answers, **{name.replace("__", "."): value for name, value in values.items()}}


def _related(**more: Answer) -> dict[str, Answer]:
    return {f"relationship.{tail}": answer for tail, answer in more.items()}


_GB_PEOPLE = (
    Person(
        ("representative", "owners"),
        person("GB", "Grace", "Hopper")
        | _related(representative=True, executive=True, owner=True, director=False, percent_ownership="60"),
    ),
    Person(("owners",), person("GB", "Mary", "Shelley") | _related(owner=True, percent_ownership="40")),
    Person(("directors",), person("GB", "Ada", "Byron") | _related(director=True)),
)

SELLERS = (
    Seller("US individual", individual("US", "en", "Jenny", "Rosen")),
    Seller("FR individual, in French", individual("FR", "fr", "Camille", "Durand")),
    Seller("GB company with two owners and a director", company("GB", "en", "Lamps Ltd"), _GB_PEOPLE),
    Seller("DE individual, everything upfront", individual("DE", "en", "Lena", "Vogt"), upfront=True),
    Seller("CA individual, in Canadian French", individual("CA", "fr_CA", "Marie", "Tremblay")),
    Seller(
        "US individual whose document fails and is replaced",
        changed(
            individual("US", "en", "Walt", "Whitman"),
            individual__dob__day="27",
            individual__dob__month="3",
            individual__dob__year="1985",
            individual__verification__document__front=picture("blurred.png", fails=True),
        ),
        mended={
            "individual.verification.document.front": picture("sharp.png"),
            "individual.verification.document.back": picture("sharp back.png"),
        },
        meets=("individual.verification.document.front: This file",),
    ),
    Seller(
        "US individual whose address does not match",
        changed(individual("US", "en", "Emily", "Dickinson"), individual__address__line1="address_no_match"),
        mended={"individual.address.line1": _MATCHES},
        instead={"identity_documents": "home_address"},
        meets=("individual.verification.additional_document.front",),
    ),
    Seller(
        "US individual whose bank account is refused",
        changed(individual("US", "en", "Mark", "Twain"), external_account__account_number="000123456780"),
        mended={"external_account.account_number": "000123456789"},
        meets=("external_account.account_number",),
    ),
)
