"""The ways to ask, by name. One entry, one class, one partial `templates/kinds/<name>.html`, one test."""

from __future__ import annotations

from forms.kinds.address import Address
from forms.kinds.bank_account import BankAccount
from forms.kinds.base import Asking, Fault, Kind, registry
from forms.kinds.choice import Country, OneOf, SearchableChoice, YesNo
from forms.kinds.consent import Consent, Declaration
from forms.kinds.contact import Email, Phone, Url
from forms.kinds.date_of_birth import Date, DateOfBirth
from forms.kinds.document import Document
from forms.kinds.ids import NationalId, TaxId
from forms.kinds.number import Money, Number
from forms.kinds.text import LongText, Names, Text

_ALL: tuple[Kind, ...] = (
    Address(),
    BankAccount(),
    Consent(),
    Country(),
    Date(),
    DateOfBirth(),
    Declaration(),
    Document(),
    Email(),
    LongText(),
    Money(),
    Names(),
    NationalId(),
    Number(),
    OneOf(),
    Phone(),
    SearchableChoice(),
    TaxId(),
    Text(),
    Url(),
    YesNo(),
)

KINDS: dict[str, Kind] = registry(_ALL)
"""Every kind by its name in the maps."""

__all__ = ["KINDS", "Asking", "Fault", "Kind"]
