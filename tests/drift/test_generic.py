"""A requirement that no map settles is asked by its type, or handed off; never nothing, never a fault."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from forms.form import build_form
from forms.kinds import KINDS, Asking
from forms.questions import Question, untranslated
from onboarding import generic
from onboarding.calls import Call, UpdateAccount, UpdatePerson, make_calls
from onboarding.catalogues import Catalogues, spoken
from onboarding.drift.unknown import MOST, unknown_in
from onboarding.maps import Maps
from onboarding.maps.catalogue import Contents
from onboarding.paths import data_root
from onboarding.plan import Plan, make_plan
from onboarding.requirements import Snapshot, read_snapshot
from onboarding.subjects import PROVIDED

ENGLISH = Asking(untranslated, "en")


def snapshot(*due: str, **more: Any) -> Snapshot:
    about = {"id": "acct_1", "country": "US", "business_type": "company"}
    somebody = {"id": "person_1", "relationship": {"owner": True}}
    return read_snapshot({**about, "requirements": {"currently_due": list(due)}, **more}, (somebody,), 0)


@pytest.fixture(scope="module")
def bare(maps: Maps) -> Maps:
    """Maps that ask nothing at all: as if everything were new."""
    contents = maps.contents
    return Maps(
        Contents(
            hash="",
            groups=(),
            countries=contents.countries,
            banks=contents.banks,
            errors=contents.errors,
            refusals=contents.refusals,
            reasons=contents.reasons,
            capabilities=contents.capabilities,
            choices=contents.choices,
        )
    )


def asked(plan: Plan) -> dict[str, Question]:
    return {one.base: one for planned in plan.groups for one in planned.questions}


@pytest.mark.parametrize(
    ("requirement", "base", "kind"),
    [
        ("documents.proof_of_address.files", "documents.proof_of_address.files", "document"),
        ("person_1.documents.visa.files", "person_1.documents.visa.files", "document"),
        ("individual.verification.document", "individual.verification.document", "document"),
        ("company.verification.document", "company.verification.document", "document"),
        ("settings.payouts.debit_negative_balances", "settings.payouts.debit_negative_balances", "yes_no"),
        ("business_profile.estimated_worker_count", "business_profile.estimated_worker_count", "number"),
        ("company.ownership_exemption_reason", "company.ownership_exemption_reason", "choice"),
        ("person_1.dob.day", "person_1.dob", "date_of_birth"),
        ("representative.dob.year", "representative.dob", "date_of_birth"),
        ("individual.registered_address.line1", "individual.registered_address", "address"),
        ("company.address_kana.city", "company.address_kana", "address"),
        ("company.registration_date.day", "company.registration_date", "date"),
        (
            "business_profile.monthly_estimated_revenue.amount",
            "business_profile.monthly_estimated_revenue",
            "money",
        ),
        ("individual.phone", "individual.phone", "phone"),
        ("company.tax_id_registrar", "company.tax_id_registrar", "text"),
    ],
)
def test_the_kind_follows_from_the_type(bare: Maps, requirement: str, base: str, kind: str) -> None:
    plan = make_plan(snapshot(requirement, business_type="individual"), bare)
    assert plan.hand_offs == ()
    assert plan.unmapped == (requirement,)
    (planned,) = (one for one in plan.groups if one.due)
    assert planned.id == "other_details"
    assert planned.due == (requirement,)
    assert {name: one.kind for name, one in asked(plan).items()} == {base: kind}


def test_every_generic_question_makes_a_form(bare: Maps) -> None:
    _, account, person = generic._questions()
    due = [*account.keys() - PROVIDED.keys(), *(f"person_1.{field}" for field in person)]
    plan = make_plan(snapshot(*due, business_type="individual"), bare)
    assert {one for planned in plan.groups for one in planned.due} == set(due)
    for planned in plan.groups:
        form = build_form(planned.questions, ENGLISH, formdata=MultiDict())
        assert not form.validate()


def test_answers_are_sent_where_the_requirement_stands(bare: Maps) -> None:
    wanted = {"company.tax_id_registrar": "Amtsgericht", "person_1.maiden_name": "Ä"}
    plan = make_plan(snapshot(*wanted), bare)
    calls: list[Call] = []
    for planned in plan.groups:
        typed = {name: wanted[name] for name in (one.base for one in planned.questions)}
        form = build_form(planned.questions, ENGLISH, formdata=MultiDict(typed))
        assert form.validate(), form.summary
        calls += make_calls(form.answers())
    assert UpdateAccount({"company": {"tax_id_registrar": "Amtsgericht"}}) in calls
    assert UpdatePerson("person_1", {"maiden_name": "Ä"}) in calls


@pytest.mark.parametrize(
    "requirement",
    [
        "controller.fees.payer",
        "country",
        "metadata",
        "settings.branding.icon",
        "settings.paypay_payments.site.in_development.password",
        "company.ownership_declaration.date",
        "company.favourite_colour",
        "nobody.first_name",
        "person_1.capabilities",
        "interv_1.identity.form",
    ],
)
def test_what_no_form_could_answer_is_handed_off(bare: Maps, requirement: str) -> None:
    plan = make_plan(snapshot(requirement), bare)
    assert plan.groups == ()
    assert [one.requirement for one in plan.hand_offs] == [requirement]


def test_a_map_comes_before_the_type(maps: Maps) -> None:
    (planned,) = (one for one in make_plan(snapshot("company.tax_id"), maps).groups if one.due)
    assert planned.id == "company_numbers"


def test_the_name_is_marked_as_english_in_other_languages(bare: Maps) -> None:
    french = Catalogues(data_root() / "translations").of("fr")
    (question,) = asked(make_plan(snapshot("company.tax_id_registrar"), bare)).values()
    said = spoken(french, question.label, {})
    assert '<bdi lang="en">tax ID registrar</bdi>' in said
    assert not said.startswith("Your answer")
    assert untranslated(question.label) == "Your answer for “tax ID registrar”"


def test_a_name_is_never_taken_for_html() -> None:
    french = Catalogues(data_root() / "translations").of("fr")
    assert "<script>" not in spoken(french, generic.named(generic.ANSWER, "<script>"), {})


ODD = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(["company", "person_1", "owners", "address", "", "é", "\0", "\ud800"])).map(
        ".".join
    ),
    st.integers(1, 400).map(lambda levels: "a." * levels),
    st.sampled_from(
        ["person_", "person_.", "company.", ".", "individual", "owners.x", "interv_", "x" * 100_000]
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ODD, max_size=20))
def test_no_id_is_a_fault_and_none_is_lost(maps: Maps, due: list[str]) -> None:
    shown = snapshot(*due)
    plan = make_plan(shown, maps)
    here = {one for planned in plan.groups for one in planned.due} | {
        one.requirement for one in plan.hand_offs
    }
    listed = {one for one in shown.requirements.currently_due if not one.startswith("owners.")}
    assert listed - here == set()
    assert json.dumps(unknown_in(shown, maps))


def test_a_thousand_odd_ids_are_planned_in_no_time(maps: Maps) -> None:
    due = [f"settings.new_{number}" + ".part" * 299 for number in range(1000)]
    shown = snapshot(*due)
    begun = time.perf_counter()
    plan = make_plan(shown, maps)
    found = unknown_in(shown, maps)
    assert time.perf_counter() - begun < 1
    assert (len(plan.hand_offs), len(found)) == (1000, MOST)


def test_all_kinds_are_known() -> None:
    group, _, _ = generic._questions()
    assert {question.wording.kind for question in group.questions} <= KINDS.keys()
