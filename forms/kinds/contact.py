"""E-mail addresses, phone numbers, web addresses.

Their libraries compile large tables, so they are imported with the first answer that needs them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from forms.inputs import Look
from forms.kinds.base import Asking, held
from forms.kinds.single import OneInput, Wrong, token
from forms.normalise import digits_only, plain_digits, tidy
from forms.options import COUNTRY, FLAG, Option
from forms.questions import Known, Message, Question

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber


class Email(OneInput):
    """An e-mail address; whether it takes mail is not looked up. words: missing, wrong."""

    name = "email"
    words: Mapping[str, Message] = {
        "missing": Message(context="form.email.missing", text="{label}: enter an email address"),
        "wrong": Message(
            context="form.email.wrong", text="{label}: enter an address in the format name@example.com"
        ),
    }

    def look(self, question: Question, asking: Asking) -> Look:
        return Look(type="email", autocomplete=token(question, question.base), code=True)

    def clean(self, question: Question, asking: Asking, typed: str) -> str:
        from email_validator import EmailNotValidError, validate_email

        try:
            found = validate_email(
                tidy(typed).replace(" ", ""), check_deliverability=False, test_environment=asking.test_mode
            )
        except EmailNotValidError:
            raise Wrong("wrong") from None
        return found.normalized


TEST_PHONES = {"0000000000": "0000000000", "10000000000": "+10000000000", "+10000000000": "+10000000000"}
"""Numbers that Stripe's test mode takes for valid although no number plan does."""


class Phone(OneInput):
    """A phone number, national or international; sent as E.164.

    words: missing, wrong, region.
    In test mode a number only has to be possible: Stripe's test numbers are in no number plan.
    """

    name = "phone"
    options = (
        Option("region", COUNTRY, "Whose numbers may be typed without a prefix; else the account's country."),
        Option("only_region", FLAG, "Numbers of other countries are refused.", False),
    )
    words: Mapping[str, Message] = {
        "missing": Message(context="form.phone.missing", text="{label}: enter a phone number"),
        "wrong": Message(
            context="form.phone.wrong",
            text="{label}: enter the number in full, with its country code if it is from another country",
        ),
        "region": Message(
            context="form.phone.region", text="{label}: enter a number of the country where your account is"
        ),
    }

    def look(self, question: Question, asking: Asking) -> Look:
        return Look(
            type="tel", width="w-20", inputmode="tel", autocomplete=token(question, question.base), code=True
        )

    def clean(self, question: Question, asking: Asking, typed: str) -> str:
        import phonenumbers

        typed = plain_digits(typed)
        if asking.test_mode and (test := TEST_PHONES.get(typed.replace(" ", ""))):
            return test
        region = question.options.get("region", question.country)
        number = _parsed(typed, region)
        if not phonenumbers.is_possible_number(number):
            raise Wrong("wrong")
        if not asking.test_mode and not phonenumbers.is_valid_number(number):
            raise Wrong("wrong")
        if question.options.get("only_region") and not _of(number, region):
            raise Wrong("region")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def prefill(self, question: Question, known: Known) -> dict[str, Any]:
        value = held(known, question.base)
        return {question.base: _readable(value)} if value else {}

    def show(self, question: Question, known: Known, asking: Asking) -> tuple[str, ...]:
        value = held(known, question.base)
        return (_readable(value),) if value else ()


def _parsed(typed: str, region: str) -> PhoneNumber:
    import phonenumbers

    try:
        return phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        raise Wrong("wrong") from None


def _of(number: PhoneNumber, region: str) -> bool:
    from phonenumbers import country_code_for_region

    return bool(number.country_code == country_code_for_region(region))


def _readable(value: str) -> str:
    """In groups, as it is written abroad; numbers of test mode are in no country's plan, and stay bare."""
    if value in TEST_PHONES:
        return next(iter(TEST_PHONES))
    if not value.startswith("+") or not digits_only(value.removeprefix("+")):
        return value
    import phonenumbers

    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


class Url(OneInput):
    """A web address; "https://" is put before one typed without. words: missing, wrong."""

    name = "url"
    words: Mapping[str, Message] = {
        "missing": Message(context="form.url.missing", text="{label}: enter a web address"),
        "wrong": Message(
            context="form.url.wrong", text="{label}: enter a full web address, like https://www.example.com"
        ),
    }

    def look(self, question: Question, asking: Asking) -> Look:
        return Look(inputmode="url", autocomplete=token(question, question.base), code=True)

    def clean(self, question: Question, asking: Asking, typed: str) -> str:
        address = tidy(typed)
        if "://" not in address:
            address = f"https://{address.lstrip('/')}"
        if not _reachable(address):
            raise Wrong("wrong")
        return address


def _reachable(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        host = host.encode("idna").decode("ascii")
    except ValueError:
        return False
    named = "." in host.strip(".") and not host.endswith(".") and ".." not in host
    return parts.scheme in ("http", "https") and named and not any(sign.isspace() for sign in address)
