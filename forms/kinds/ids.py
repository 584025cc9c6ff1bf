"""National identity numbers and tax ids: typed in any familiar way, sent compact, never shown again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from forms.inputs import Look
from forms.kinds.base import Asking, held
from forms.kinds.id_checks import passes
from forms.kinds.single import OneInput, Wrong
from forms.normalise import code, tidy
from forms.options import CHECK, FLAG, PATTERN, WIDTH, Option, either, many, whole
from forms.questions import Known, Message, Question
from forms.words import GIVEN


class NationalId(OneInput):
    """A number that identifies a person. It can be read while it is typed, and is never shown again.

    words: missing, wrong, length, check.
    """

    name = "national_id"
    options = (
        Option("check", CHECK, "What live accounts' numbers have to pass: modules of python-stdnum."),
        Option("digits", either(whole(1), many(whole(1), "a list of lengths")), "How many digits it has."),
        Option(
            "pattern",
            PATTERN,
            "What the number without spaces has to fit, in place of `digits`; test numbers aside.",
        ),
        Option("keep", FLAG, "It is sent as it was typed, with spaces and dashes.", False),
        Option("width", WIDTH, "How wide the input is.", "w-20"),
    )
    secret = True
    words: Mapping[str, Message] = {
        "missing": Message(context="form.national_id.missing", text="{label}: enter the number"),
        "wrong": Message(
            context="form.national_id.wrong", text="{label}: enter it as it is printed on the document"
        ),
        "check": Message(
            context="form.national_id.check",
            text="{label}: look for typing mistakes and enter it as it is printed on the document",
        ),
    }

    def look(self, question: Question, asking: Asking) -> Look:
        digits = "numeric" if "digits" in question.options else ""
        return Look(width=question.options.get("width", "w-20"), inputmode=digits, code=True)

    def clean(self, question: Question, asking: Asking, typed: str) -> Any:
        number = code(typed)
        if not number:
            return self.blank(question)
        if not _fits(number, question.options, asking):
            raise Wrong("length" if "length" in question.words else "wrong")
        check = question.options.get("check")
        if check and not asking.test_mode and not passes(check, number):
            raise Wrong("check")
        return tidy(typed) if question.options.get("keep") else number

    def prefill(self, question: Question, known: Known) -> dict[str, Any]:
        """Never: Stripe only says that it has a number, and no number is put back into a page."""
        return {}

    def show(self, question: Question, known: Known, asking: Asking) -> tuple[str, ...]:
        value = held(known, question.base)
        if value and isinstance(value, str):
            return (f"•••• {value[-4:]}",) if len(value) > 4 else ("••••",)
        given = value or held(known, f"{question.base}_provided")
        return (asking.translate(GIVEN),) if given else ()


class TaxId(NationalId):
    """A number that identifies a business. Options and words as for national_id."""

    name = "tax_id"
    words: Mapping[str, Message] = {
        "missing": Message(context="form.tax_id.missing", text="{label}: enter the number of the business"),
        "wrong": Message(
            context="form.tax_id.wrong",
            text="{label}: enter it as it stands on official letters to the business",
        ),
        "check": Message(
            context="form.tax_id.check",
            text="{label}: look for typing mistakes and enter it as it stands on official letters",
        ),
    }


def _fits(number: str, options: Mapping[str, Any], asking: Asking) -> bool:
    """Whether it looks like one. Pattern and lengths both count: a question hands its pattern on."""
    pattern, digits = options.get("pattern"), options.get("digits")
    if pattern and not re.fullmatch(pattern, number) and not _is_test_number(number, asking):
        return False
    if digits is None:
        return len(number) <= 100
    lengths = digits if isinstance(digits, list | tuple) else (digits,)
    return number.isascii() and number.isdigit() and len(number) in lengths


def _is_test_number(number: str, asking: Asking) -> bool:
    """Stripe's test numbers have nine digits in every country, and fit the patterns of few."""
    return asking.test_mode and re.fullmatch(r"[0-9]{9}", number) is not None
