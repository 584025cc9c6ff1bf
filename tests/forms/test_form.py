from __future__ import annotations

import time
from typing import Any

import pytest
from flask import Flask
from jinja2 import Environment
from werkzeug.datastructures import MultiDict

from forms.form import build_form
from forms.questions import Choice, Message, Problem, Question
from tests.forms.asking import LIVE, TEST, in_locale, question, says, sent, take, texts

NAME = question("text", "individual.first_name", label=says("First name"))
BORN = question(
    "date_of_birth",
    "individual.dob",
    settles=("individual.dob.day", "individual.dob.month", "individual.dob.year"),
)
BANK = question("bank_account", "external_account", options={"account": "iban", "currency": "eur"})
DOCUMENT = question("document", "individual.verification.document")


@pytest.mark.parametrize(
    ("requirement", "place"),
    [
        ("individual.first_name", "individual-first_name"),
        ("individual[first_name]", "individual-first_name"),
        ("individual.dob", "individual-dob-month"),
        ("individual.dob.year", "individual-dob-year"),
        ("individual[dob][day]", "individual-dob-day"),
        ("external_account", "external_account-account_number"),
        ("external_account[routing_number]", "external_account-account_number"),
        ("individual.verification.document", "individual-verification-document-front"),
        ("individual.verification.document.back", "individual-verification-document-back"),
        ("individual.last_name", ""),
        ("", ""),
    ],
)
def test_a_refusal_stands_beside_what_it_names(requirement: str, place: str) -> None:
    form = build_form([NAME, BORN, BANK, DOCUMENT], LIVE)
    form.add_problem(Problem(requirement, "Stripe says no", english=True))
    assert [(line.id, line.text, line.english) for line in form.summary] == [(place, "Stripe says no", True)]


def test_problems_are_there_from_the_start_and_make_the_page_faulty(draw: Any) -> None:
    form = build_form([NAME], LIVE, problems=[Problem("individual.first_name", "It differs", english=True)])
    page = draw(form.asked[0])
    assert page.find(class_="field--error")
    assert page.find(class_="error").text == "It differs"


def test_a_summary_names_the_question_of_which_stripe_says_something() -> None:
    problems = [
        Problem("individual.first_name", "Stripe says “no”", english=True),
        Problem("", "Stripe says “never”", english=True),
        Problem("individual.dob.day", "It is wrong"),
    ]
    form = build_form([NAME, BORN], LIVE, problems=problems)
    assert [line.about for line in form.summary] == ["", "First name", ""]


def test_checking_twice_says_everything_once() -> None:
    form = sent([NAME, BORN], {})
    assert form.validate() is False
    assert texts(form) == ["First name: enter an answer", "Enter the date of birth"]


def test_everything_typed_is_kept_right_and_wrong(draw: Any) -> None:
    form = sent([NAME, BORN], {"individual.first_name": "Jo <b>", "individual.dob.day": "99"})
    assert draw(form.asked[0]).find("input")["value"] == "Jo <b>"
    assert draw(form.asked[1]).find("input", id="individual-dob-day")["value"] == "99"


def test_summary_and_inline_words_are_the_same(draw: Any) -> None:
    form = sent([NAME, BORN, BANK, DOCUMENT], {})
    inline = [p.text for asked in form.asked for p in draw(asked).select(".error p")]
    assert inline == texts(form)


def test_the_nonce_stays_over_a_refused_submit() -> None:
    first = build_form([NAME], LIVE)
    assert first.nonce.data != build_form([NAME], LIVE).nonce.data
    again = sent([NAME], {"_nonce": first.nonce.data})
    assert again.nonce.data == first.nonce.data
    assert sent([NAME], {"_nonce": "<script>"}).nonce.data != "<script>"


def test_what_was_prefilled_and_cleared_is_unset() -> None:
    one = question("text", "individual.maiden_name", optional=True)
    shown = build_form([one], LIVE, known={"individual.maiden_name": "Roe"})
    assert shown["individual.maiden_name"].typed == "Roe"
    cleared = sent([one], {"_prefilled": shown.prefilled.data, "individual.maiden_name": ""})
    assert cleared.answers() == {"individual.maiden_name": ""}
    assert sent([one], {"individual.maiden_name": ""}).answers() == {}
    assert sent([NAME], {"_prefilled": "individual.first_name", "individual.first_name": "Jo"}).answers() == {
        "individual.first_name": "Jo"
    }


@pytest.mark.parametrize(
    ("one", "known"),
    [
        (question("national_id", "individual.id_number"), {"individual.id_number_provided": True}),
        (BANK, {"external_account": {"last4": "3000"}}),
        (DOCUMENT, {f"{DOCUMENT.base}.front": "file_123"}),
    ],
    ids=["number", "bank", "document"],
)
def test_a_secret_that_is_held_may_be_left_blank_unless_it_was_wrong(one: Question, known: Any) -> None:
    shown = build_form([one], LIVE, known=known)
    kept = sent([one], {"_prefilled": shown.prefilled.data})
    assert texts(kept) == []
    assert kept.answers() == {}
    wrong = build_form([one], LIVE, known=known, problems=[Problem(one.base, "It does not match")])
    assert texts(sent([one], {"_prefilled": wrong.prefilled.data})) != []
    assert texts(sent([one], {})) != []


def test_what_is_not_sent_is_not_taken_from_what_is_known() -> None:
    form = build_form([NAME], LIVE, known={"individual.first_name": "Jo"}, formdata=MultiDict())
    assert not form.validate()


@pytest.mark.parametrize(
    ("kind", "base", "known", "shown"),
    [
        (
            "national_id",
            "individual.id_number",
            {"individual.id_number_provided": True},
            "You gave this before. It is not shown",
        ),
        (
            "bank_account",
            "external_account",
            {"external_account": {"last4": "6789", "bank_name": "B"}},
            "B •••• 6789",
        ),
        (
            "document",
            DOCUMENT.base,
            {f"{DOCUMENT.base}.front": "file_123"},
            "You gave this before. It is not shown",
        ),
    ],
)
def test_secrets_are_named_but_never_put_back(
    kind: str, base: str, known: dict[str, Any], shown: str, draw: Any
) -> None:
    form = build_form([question(kind, base)], LIVE, known=known)
    page = draw(form.asked[0])
    assert shown in page.find(class_="held").text
    assert "file_123" not in str(page)
    assert not any(each.get("value") for each in page.find_all("input"))


@pytest.mark.parametrize(
    ("kind", "known", "shown"),
    [
        ("text", "Jo", ("Jo",)),
        ("phone", "+14155552671", ("+1 415-555-2671",)),
        ("phone", "0000000000", ("0000000000",)),
        ("phone", "+10000000000", ("0000000000",)),
        ("number", 25, ("25",)),
        ("yes_no", True, ("Yes",)),
        ("country", "DE", ("Germany",)),
        ("names", ["Jo", "Joe"], ("Jo", "Joe")),
        ("names", [""], ()),
        ("searchable_choice", "5734", ("Computer Software Stores",)),
        ("date", "1985-03-27", ("March 27, 1985",)),
        ("date", {"day": 27, "month": 3, "year": 1985}, ("March 27, 1985",)),
        ("money", {"amount": 123450, "currency": "usd"}, ("$1,234.50",)),
        ("national_id", None, ()),
    ],
)
def test_answers_are_shown_again_for_checking(kind: str, known: Any, shown: tuple[str, ...]) -> None:
    one = question(kind, "individual.thing")
    form = build_form([one], LIVE)
    values = {} if known is None else {"individual.thing": known}
    assert form.asked[0].kind.show(one, values, LIVE) == shown


OWNERS = [question("number", f"person_{n}.relationship.percent_ownership") for n in (1, 2)]


@pytest.mark.parametrize(
    ("rule", "questions", "values", "expected"),
    [
        (
            "ownership_at_most_100",
            OWNERS,
            (60, 50),
            ["Change the shares so that they add up to 100% or less"],
        ),
        ("ownership_at_most_100", OWNERS, (60, 40), []),
        (
            "title_when_executive",
            [
                question("yes_no", "person_1.relationship.executive"),
                question("text", "person_1.relationship.title", optional=True),
            ],
            ("true", ""),
            ["Enter the job title of the executive"],
        ),
        (
            "url_or_description",
            [
                question("url", "business_profile.url", optional=True),
                question("text", "business_profile.product_description", optional=True),
            ],
            ("", ""),
            ["Enter a web address or describe what is sold"],
        ),
        (
            "owner_or_executive",
            [
                question("yes_no", "person_1.relationship.owner"),
                question("yes_no", "person_1.relationship.executive"),
            ],
            ("false", "false"),
            ["Choose whether this person is an owner, an executive or both"],
        ),
    ],
)
def test_rules_of_a_page(rule: str, questions: list[Question], values: Any, expected: list[str]) -> None:
    typed = {one.base: str(value) for one, value in zip(questions, values, strict=True)}
    assert texts(sent(questions, typed, rules=[rule])) == expected


def test_the_same_input_is_asked_once() -> None:
    twice = [NAME, question("text", "individual.first_name")]
    assert [asked.question for asked in build_form(twice, LIVE).asked] == [NAME]


def test_each_locale_has_its_own_words() -> None:
    def french(message: Message, /, **values: object) -> str:
        return f"[{message.text.format_map(values)}]"

    asking = type(LIVE)(french, "fr", False)
    assert texts(sent([NAME], {}, asking)) == ["[[First name]: enter an answer]"]
    assert texts(sent([NAME], {}, LIVE)) == ["First name: enter an answer"]
    assert take(NAME, "", in_locale("en_XA")) == ["First name: enter an answer"]


def test_a_cast_shows_one_seller_nothing_of_another(environment: Environment) -> None:
    choice = question("choice", "individual.gender", choices=(Choice("m", says("M")), Choice("f", says("F"))))
    asked = [NAME, choice, question("searchable_choice", "business_profile.mcc")]
    values = {"individual.first_name": "Canary", "individual.gender": "f", "business_profile.mcc": "5734"}
    blank = [each.html(environment) for each in build_form(asked, LIVE).asked]
    typed = [each.html(environment) for each in sent(asked, values).asked]
    assert [each.html(environment) for each in build_form(asked, LIVE).asked] == blank
    assert "Canary" in typed[0]
    assert "Canary" not in "".join(blank)
    assert 'value="f" checked' in typed[1]
    assert 'value="5734" selected' in typed[2]


def test_cross_site_posts_are_refused_where_there_is_a_request() -> None:
    app = Flask(__name__)
    app.secret_key = "x" * 32
    with app.test_request_context(method="POST"):
        form = build_form([NAME], LIVE, formdata=MultiDict({"individual.first_name": "Jo"}))
        assert not form.validate()
        assert texts(form) == [
            "This page was open for too long. Your answers are still here: send them again"
        ]
        assert "csrf_token" in str(form.hidden_tag())


def test_fifteen_questions_cost_less_than_three_milliseconds(environment: Environment) -> None:
    asked = [question("text", f"individual.text_{n}") for n in range(10)]
    asked += [BORN, question("address", "individual.address"), BANK, question("searchable_choice", "a.mcc")]
    asked += [question("phone", "individual.phone")]

    def once() -> float:
        start = time.perf_counter()
        for each in build_form(asked, TEST).asked:
            each.html(environment)
        return time.perf_counter() - start

    assert min(once() for _ in range(20)) < 0.003
