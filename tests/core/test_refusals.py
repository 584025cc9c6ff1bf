"""What Stripe refuses at once: in our words where there are any, and never in a developer's."""

from __future__ import annotations

import pytest

from forms.questions import Message, Question, untranslated
from onboarding.gateway import Refused
from onboarding.maps import Maps
from onboarding.refusals import NOT_ACCEPTED, refusal_problem

EMAIL = Question(
    id="email",
    kind="email",
    base="individual.email",
    settles=("individual.email",),
    country="US",
    label=Message("email", "E-mail"),
)


def told(maps: Maps, message: str, *, param: str = "", code: str = "") -> tuple[str, str, bool]:
    refused = Refused(message, code=code, param=param)
    problem = refusal_problem(refused, param, (EMAIL,), maps, untranslated)
    return problem.requirement, problem.text, problem.english


def test_a_code_with_words_stands_at_its_input(maps: Maps) -> None:
    requirement, text, english = told(maps, "Nope", param="individual.email", code="email_invalid")
    assert requirement == "individual.email"
    assert text != "Nope"
    assert not english


def test_words_that_no_map_has_are_stripes_own_marked_as_english(maps: Maps) -> None:
    requirement, text, english = told(maps, "Something new is wrong.")
    assert (requirement, english) == ("", True)
    assert "payments partner says: “Something new is wrong.”" in text


@pytest.mark.parametrize(
    "message",
    [
        "Received unknown parameter: settings[konbini]",
        "This account already knows ('person_1AB').",
        "Invalid `relationship`",
        "Invalid individual.dob.year: must be less",
        "",
    ],
)
def test_a_developers_english_is_shown_to_no_seller(maps: Maps, message: str) -> None:
    assert told(maps, message) == ("", NOT_ACCEPTED.text, False)


def test_a_parameter_that_the_page_does_not_ask_stands_on_top(maps: Maps) -> None:
    assert told(maps, "Something is wrong.", param="company.name")[0] == ""
