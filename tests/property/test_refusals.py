"""What Stripe refuses at once stands beside the right input, in our words: by code, param, message family."""

from __future__ import annotations

import pytest

from forms.form import build_form
from forms.kinds import Asking
from forms.questions import untranslated
from onboarding.gateway import Refused
from onboarding.maps import Maps
from onboarding.plan import make_plan
from onboarding.refusals import refusal_problem
from onboarding.requirements import read_snapshot

INDIVIDUAL = "individual"
ADDRESS = tuple(f"individual.address.{part}" for part in ("line1", "city", "state", "postal_code"))
BORN = tuple(f"individual.dob.{part}" for part in ("day", "month", "year"))

# due, code, param, Stripe's message -> the input that the words stand beside ("" for the top of the page)
ROWS = [
    (BORN, "", "individual.dob.year", "Must be at least 13 years of age", "individual.dob.year"),
    (BORN, "", "individual.dob", "Invalid date", "individual.dob.month"),
    (ADDRESS, "postal_code_invalid", "individual.address.postal_code", "", "individual.address.postal_code"),
    (ADDRESS, "", "individual.address.state", "Not a state", "individual.address.state"),
    (ADDRESS, "", "individual.address", "Not an address", "individual.address.line1"),
    (("individual.phone",), "", "individual.phone", '"1" is not a valid phone number', "individual.phone"),
    (("individual.email",), "email_invalid", "individual.email", "Invalid email", "individual.email"),
    (("individual.id_number",), "", "individual.id_number", "Wrong", "individual.id_number"),
    (("individual.ssn_last_4",), "", "individual.ssn_last_4", "Wrong", "individual.ssn_last_4"),
    (("company.tax_id",), "tax_id_invalid", "company.tax_id", "", "company.tax_id"),
    (("company.phone",), "", "company.phone", "Wrong", "company.phone"),
    (("business_profile.url",), "url_invalid", "business_profile.url", "Not a URL", "business_profile.url"),
    (("business_profile.mcc",), "", "business_profile.mcc", "Unknown", "business_profile.mcc"),
    (("external_account",), "account_number_invalid", "external_account.account_number", "",
     "external_account.account_number"),
    (("external_account",), "routing_number_invalid", "external_account.routing_number", "",
     "external_account.routing_number"),
    (("external_account",), "", "external_account", "Something is wrong", "external_account.routing_number"),
    (("individual.verification.document",), "", "individual.verification.document.front", "No such file",
     "individual.verification.document.front"),
    (("individual.email",), "", "", "Something is wrong", ""),
    (("individual.email",), "", "settings.something_else", "Something is wrong", ""),
    (("individual.email",), "brand_new_code", "individual.email", "Something is wrong", "individual.email"),
]  # fmt: skip


@pytest.mark.parametrize(("due", "code", "param", "message", "place"), ROWS)
def test_words_stand_beside_the_right_input(
    maps: Maps, due: tuple[str, ...], code: str, param: str, message: str, place: str
) -> None:
    kind = INDIVIDUAL if not due[0].startswith("company") else "company"
    about = {"id": "acct_1", "country": "US", "business_type": kind}
    plan = make_plan(read_snapshot({**about, "requirements": {"currently_due": list(due)}}, (), 0), maps)
    questions = plan.groups[0].questions
    problem = refusal_problem(Refused(message, code=code, param=param), param, questions, maps, untranslated)
    form = build_form(questions, Asking(untranslated, "en"), problems=(problem,))
    (line,) = form.summary
    assert line.id.replace("-", ".") == place
    assert line.text
    assert code not in line.text or not code


@pytest.mark.parametrize("refusal", range(60))
def test_every_refusal_of_the_maps_is_reached_by_what_it_names(maps: Maps, refusal: int) -> None:
    if refusal >= len(maps.contents.refusals):
        return
    one = maps.contents.refusals[refusal]
    found = maps.refusal_words(one.code or "", one.param or "", one.message or "")
    assert found is not None
    assert found.text.endswith(".")
