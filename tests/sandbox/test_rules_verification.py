"""What test values lead to: from pending to verified or failed, and back by correcting or by a document."""

from __future__ import annotations

from typing import Any

import pytest

from onboarding.sandbox import rules
from onboarding.sandbox.model import AccountState, Assessment
from onboarding.sandbox.rules import verdicts
from onboarding.sandbox.rules.wants import ROLE_NAMES
from tests.sandbox.rules_driver import (
    BORN,
    START,
    finish,
    give,
    give_account,
    give_person,
    new,
    onboard,
    seller,
)

DOCUMENT = "individual.verification.document"
ADDRESS_DOCUMENT = "individual.verification.additional_document"
ORDINARY = {"year": 1980, "month": 5, "day": 4}
TOO_OLD = "invalid_dob_age_over_maximum"
KEYED = "verification_failed_keyed_identity"
HOME = "verification_failed_residential_address"
NUMBER = "verification_failed_id_number_match"
DOCUMENT_FAILED = "verification_document_failed_test_mode"


def ended(account: AccountState) -> Assessment:
    return rules.assess(account, finish(account))


def codes(found: Assessment) -> dict[str, str]:
    return {error["requirement"]: error["code"] for error in found.requirements["errors"]}


def test_the_order_is_the_recorded_one() -> None:
    account = seller("US", id_number="000000000")
    seen = []
    while (due := rules.next_due(account)) is not None:
        rules.advance(account, due)
        found = rules.assess(account, due)
        status = found.persons["person_1"]["verification"]["status"]
        shown = "business_profile.url" in found.requirements["pending_verification"]
        seen.append(
            (due - START, shown, status, found.capabilities["card_payments"]["status"], found.payouts_enabled)
        )
    assert seen == [
        (7, False, "pending", "pending", False),
        (18, False, "verified", "pending", False),
        (29, False, "verified", "active", True),
    ]


def test_nothing_is_started_twice() -> None:
    account = seller("US")
    before = [check.due for check in account.checks]
    give_account(account, "business_profile.name", "Other", START + 5)
    assert [check.due for check in account.checks] == before


OUTCOMES: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("US", {}, {}),
    ("US", {"dob": {"year": 1902, "month": 1, "day": 1}}, {}),
    ("US", {"dob": ORDINARY}, {DOCUMENT: KEYED}),
    ("US", {"dob": {"year": 1850, "month": 1, "day": 1}}, {"individual.dob.year": TOO_OLD}),
    ("US", {"dob": {"year": "1980", "month": "05", "day": "04"}}, {DOCUMENT: KEYED}),
    ("US", {"address__line1": "address_no_match"}, {ADDRESS_DOCUMENT: HOME}),
    ("US", {"address__line1": "address_line1_no_match"}, {ADDRESS_DOCUMENT: HOME}),
    ("US", {"address__line1": "12 Ordinary Street"}, {}),
    (
        "US",
        {"dob": ORDINARY, "address__line1": "address_no_match"},
        {DOCUMENT: KEYED, ADDRESS_DOCUMENT: HOME},
    ),
    ("US", {"id_number": "111111111"}, {DOCUMENT: NUMBER}),
    ("US", {"id_number": "123456789"}, {}),
    ("US", {"ssn_last_4": "1111"}, {DOCUMENT: NUMBER}),
    ("US", {"ssn_last_4": "6789"}, {}),
    ("FR", {"dob": ORDINARY}, {DOCUMENT: KEYED}),
    ("GB", {"address__line1": "address_no_match"}, {ADDRESS_DOCUMENT: HOME}),
    ("JP", {"address_kana__line1": "address_no_match"}, {ADDRESS_DOCUMENT: HOME}),
]


@pytest.mark.parametrize(("country", "person", "expected"), OUTCOMES)
def test_outcomes(country: str, person: dict[str, Any], expected: dict[str, str]) -> None:
    found = ended(seller(country, **person))
    assert codes(found) == expected
    assert found.requirements["currently_due"] == sorted(expected)
    assert found.payouts_enabled is (not expected)
    assert found.persons["person_1"]["verification"]["status"] == ("unverified" if expected else "verified")


def test_a_failure_stops_payouts_only_where_capabilities_were_active_at_once() -> None:
    found = ended(seller("DE", dob=ORDINARY))
    assert (found.charges_enabled, found.payouts_enabled) == (True, False)
    assert found.requirements["disabled_reason"] == "requirements.past_due"
    assert found.persons["person_1"]["requirements"]["currently_due"] == ["verification.document"]
    assert found.persons["person_1"]["requirements"]["errors"][0]["requirement"] == "verification.document"
    assert found.persons["person_1"]["verification"]["details_code"] == "failed_keyed_identity"
    assert not ended(seller("US", dob=ORDINARY)).charges_enabled


def test_a_correction_clears_the_failure() -> None:
    account = seller("US", dob=ORDINARY)
    finish(account)
    give_person(account, "person_1", "dob", BORN, START + 100)
    assert rules.assess(account, START + 100).requirements["currently_due"] == []
    assert ended(account).payouts_enabled


@pytest.mark.parametrize("country", ["US", "CA", "GB"])
def test_any_document_clears_the_failure(country: str) -> None:
    account = seller(country, dob=ORDINARY)
    finish(account)
    give_person(account, "person_1", "verification.document", {"front": "file_1"}, START + 100)
    found = rules.assess(account, START + 100)
    assert found.requirements["currently_due"] == []
    assert DOCUMENT in found.requirements["pending_verification"]
    assert found.requirements["disabled_reason"] == "requirements.pending_verification"
    assert not found.payouts_enabled
    assert ended(account).payouts_enabled


def test_a_document_for_the_address() -> None:
    account = seller("GB", address__line1="address_no_match")
    finish(account)
    give_person(account, "person_1", "verification.additional_document", {"front": "file_1"}, START + 100)
    assert ended(account).payouts_enabled


@pytest.mark.parametrize("file_id", ["file_identity_document_failure", "file_bad"])
def test_a_failed_document_is_not_taken_again(file_id: str) -> None:
    account = seller("GB", dob=ORDINARY)
    account.forced["files"] = {"file_bad": {"outcome": "failure"}}
    finish(account)
    for moment in (START + 100, START + 200):
        give_person(account, "person_1", "verification.document", {"front": file_id}, moment)
        if moment > START + 100:
            assert rules.next_due(account) is None  # refused at once
        assert codes(ended(account)) == {DOCUMENT: DOCUMENT_FAILED}
    verification = rules.assess(account, START + 300).persons["person_1"]["verification"]
    assert verification["document"]["details_code"] == "document_failed_test_mode"
    give_person(account, "person_1", "verification.document", {"front": "file_other"}, START + 300)
    assert ended(account).payouts_enabled


def test_a_document_beats_the_number_both_ways() -> None:
    good = seller(
        "US", id_number="111111111", verification__document={"front": "file_identity_document_success"}
    )
    assert codes(ended(good)) == {}
    bad = seller(
        "US", id_number="000000000", verification__document={"front": "file_identity_document_failure"}
    )
    assert codes(ended(bad)) == {DOCUMENT: DOCUMENT_FAILED}


def test_correcting_after_a_failed_document_is_enough() -> None:
    account = seller("GB", dob=ORDINARY, verification__document={"front": "file_identity_document_failure"})
    finish(account)
    give_person(account, "person_1", "dob", BORN, START + 100)
    assert ended(account).requirements["currently_due"] == []


def test_what_was_verified_changes_with_some_days_of_grace() -> None:
    account = seller("US")
    finish(account)
    give_person(account, "person_1", "dob", ORDINARY, START + 100)
    now = finish(account)
    found = rules.assess(account, now)
    assert found.requirements["currently_due"] == [DOCUMENT]
    assert found.requirements["past_due"] == []
    assert found.requirements["current_deadline"] == START + 100 + 14 * 86400
    assert found.payouts_enabled
    late = rules.assess(account, found.requirements["current_deadline"])
    assert late.requirements["past_due"] == [DOCUMENT]
    assert not late.payouts_enabled


def test_a_number_alone_has_thirty_days() -> None:
    account = seller("US")
    finish(account)
    give_person(account, "person_1", "id_number", "000000000", START + 100)
    found = rules.assess(account, START + 100)
    assert found.requirements["pending_verification"] == ["individual.id_number"]
    assert found.requirements["current_deadline"] == START + 30 * 86400
    assert (found.charges_enabled, found.payouts_enabled) == (True, True)


def test_japan_wants_a_document_in_any_case() -> None:
    account = seller("JP", verification={})
    found = ended(account)
    assert found.requirements["past_due"] == [DOCUMENT]
    assert (found.charges_enabled, found.payouts_enabled) == (True, False)


def test_singapore_wants_what_no_call_can_give() -> None:
    account = onboard(new("SG"))
    found = ended(account)
    assert found.requirements["currently_due"] == ["individual.verification.proof_of_liveness"]
    assert not found.payouts_enabled


WEBSITES = [
    ("https://accessible.stripe.com", None),
    ("https://shop.example", None),
    ("https://disallowed.stripe.com/shop", "invalid_url_denylisted"),
    ("inaccessible.stripe.com", "invalid_url_website_inaccessible"),
    ("https://underconstruction.stripe.com", "invalid_url_website_incomplete_under_construction"),
]


@pytest.mark.parametrize(("url", "code"), WEBSITES)
def test_websites(url: str, code: str | None) -> None:
    account = seller("FR")
    give_account(account, "business_profile.url", url)
    assert codes(ended(account)) == ({"business_profile.url": code} if code else {})


TEXTS = [
    ("business_profile.name", "invalid_dba", "business_profile.name", "invalid_business_profile_name"),
    (
        "business_profile.product_description",
        "require_url",
        "business_profile.url",
        "invalid_url_web_presence_detected",
    ),
    (
        "settings.payments.statement_descriptor",
        "mismatch",
        "settings.payments.statement_descriptor",
        "invalid_statement_descriptor_business_mismatch",
    ),
]


@pytest.mark.parametrize(("path", "value", "requirement", "code"), TEXTS)
def test_texts(path: str, value: str, requirement: str, code: str) -> None:
    account = seller("US")
    give_account(account, path, value)
    assert codes(ended(account)) == {requirement: code}
    give_account(account, path, "something else", START + 100)
    assert codes(ended(account)) == {}


COMPANIES = [
    ("tax_id", "000000000", {}),
    ("tax_id", "12-345 ordinary", {}),
    ("tax_id", "111111111", {"company.verification.document": "verification_failed_tax_id_match"}),
    ("tax_id", "111111112", {"company.verification.document": "verification_failed_tax_id_not_issued"}),
    ("tax_id", "222221003", {"company.owners_provided": "verification_missing_owners"}),
    ("name", "mismatch_business_name", {}),
    ("name", "disallowed_name", {"company.name": "invalid_company_name_denylisted"}),
    ("address.line1", "address_no_match", {"company.address.line1": "verification_failed_address_match"}),
]


@pytest.mark.parametrize("country", ["US", "GB"])
@pytest.mark.parametrize(("field", "value", "expected"), COMPANIES)
def test_companies(country: str, field: str, value: str, expected: dict[str, str]) -> None:
    account = seller(country, "company")
    if field == "address.line1":
        account.checks.clear()
    give_account(account, f"company.{field}", value)
    found = ended(account)
    assert codes(found) == expected
    assert found.charges_enabled is (not expected or country == "GB" or field == "address.line1")
    give_account(account, "company.verification.document", {"front": "file_1"}, START + 100)
    if "company.verification.document" in expected:
        assert ended(account).payouts_enabled


def test_a_registry_that_takes_its_time() -> None:
    account = seller("US", "company")
    give_account(account, "company.tax_id", "222221005")
    assert ended(account).requirements["pending_verification"] == ["company.tax_id"]


def test_a_business_address_that_matched_stays_so() -> None:
    account = seller("US", "company")
    finish(account)
    give_account(account, "company.address.line1", "address_no_match", START + 100)
    assert codes(ended(account)) == {}


def test_both_kinds_of_wrong_business_address() -> None:
    account = seller("US", "company")
    give_account(account, "company.address.line1", "address_line1_no_match")
    found = ended(account)
    assert (
        len([item for item in found.requirements["currently_due"] if item.startswith("company.address")]) == 4
    )
    assert not found.charges_enabled


def test_people_whom_the_register_does_not_know() -> None:
    account = seller("GB", "company")
    director = next(i for i, person in account.persons.items() if person["relationship"].get("director"))
    give_person(account, director, "first_name", "missing_director")
    assert codes(ended(account)) == {"company.directors_provided": "verification_missing_directors"}
    give_person(account, director, "first_name", "Jane", START + 100)
    assert codes(ended(account)) == {}


@pytest.mark.parametrize(("number", "asked"), [("000999999991", False), ("000999999992", True)])
def test_bank_accounts_whose_owner_is_checked(number: str, asked: bool) -> None:
    account = seller("US")
    account.bank_accounts["ba_1"]["account_number"] = number
    rules.after_change(account, "ba_1", frozenset({"account_number"}), START)
    item = "documents.bank_account_ownership_verification.files"
    assert rules.assess(account, START).bank_accounts["ba_1"]["requirements"]["pending_verification"] == [
        item
    ]
    found = ended(account)
    assert found.requirements["currently_due"] == ([item] if asked else [])
    assert found.bank_accounts["ba_1"]["requirements"]["past_due"] == ([item] if asked else [])
    assert found.bank_accounts["ba_1"]["status"] == ("verification_failed" if asked else "new")
    give_account(account, item, ["file_1"], START + 100)
    found = ended(account)
    assert found.payouts_enabled
    assert found.bank_accounts["ba_1"]["status"] == "new"


def test_persons_who_go_take_their_failures_along() -> None:
    account = seller("GB", "company")
    owner = next(i for i, person in account.persons.items() if person["relationship"].get("owner"))
    give_person(account, owner, "dob", ORDINARY)
    assert codes(ended(account)) == {f"{owner}.verification.document": KEYED}
    del account.persons[owner]
    rules.after_change(account, owner, frozenset({"first_name"}), START + 100)
    assert codes(ended(account)) == {}


def test_every_verdict_has_words() -> None:
    for code in (KEYED, HOME, NUMBER, DOCUMENT_FAILED, "never_heard_of"):
        words = verdicts.Verdict(failed=True, code=code).reason
        assert words is not None
        assert words.endswith(".")


def test_a_company_of_the_emirates_half_way() -> None:
    """The lists of an account that gave everything typed but its VAT number, and one document."""
    account = new("AE", "company", "2023-10-31")
    for _round in range(3):
        for item in rules.assess(account, START).requirements["currently_due"]:
            role = item.split(".")[0]
            person = account.persons.setdefault(
                "person_r", {"relationship": dict.fromkeys(("representative",), True)}
            )
            person["relationship"] |= {"owner": True, "executive": True, "percent_ownership": 100}
            if "documents." not in item and ".verification." not in item and "vat" not in item:
                give(account, f"person_r.{item.split('.', 1)[1]}" if role in ROLE_NAMES else item)
    give_account(account, "documents.company_memorandum_of_association.files", ["file_1"])
    found = rules.assess(account, START)
    assert found.requirements["past_due"] == [
        "company.business_vat_id_number",
        "documents.bank_account_ownership_verification.files",
        "documents.company_license.files",
        "person_r.documents.passport.files",
        "person_r.documents.visa.files",
        "person_r.verification.document",
    ]
    assert found.requirements["pending_verification"] == ["documents.company_memorandum_of_association.files"]
    assert found.capabilities["transfers"]["status"] == "inactive"


def test_an_individual_changed_through_the_account() -> None:
    account = seller("GB", dob=ORDINARY)
    finish(account)
    account.persons["person_1"]["dob"] = BORN
    rules.after_change(
        account, "account", frozenset({"individual.dob.year", "business_profile.url"}), START + 100
    )
    assert codes(ended(account)) == {}
