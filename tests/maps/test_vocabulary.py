"""Everything that Stripe's own types know has a place, words or a stated reason to have none."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
import stripe

from onboarding.drift.reading import installed_sdk, read_sdk
from onboarding.maps import Maps
from onboarding.requirements import CAPABILITY_STATUSES, SOUND_BANKS, STOPPED_BANKS
from tests.maps.conftest import ROOT

PARAMS = Path(stripe.__file__).parent / "params"
ROLES = (
    "individual",
    "representative",
    "owners",
    "directors",
    "executives",
    "authorizers",
    "legal_guardian",
    "person_1",
)

NOT_ASKED = re.compile(
    r"(?:account_token|person_token|business_profile\.minority_owned_business_designation|default_currency|email"
    r"|expand|metadata|type|country|capabilities\..*|controller\..*|groups\..*|tos_acceptance\.service_agreement"
    r"|documents\..*\.signer\.person|(?:individual\.)?us_cfpb_data\..*|(?:.*\.)?(?:metadata|user_agent)"
    r"|settings\.(?:branding|invoices|payouts|paypay_payments|sepa_debit_payments)\..*"
    r"|settings\.card_payments\.decline_on\..*)"
)
"""Parameters that are no requirements: the platform's own settings, or never asked of sellers."""

OTHER_IDS = [
    "company.business_vat_id_number",
    "company.business_cross_border_transaction_classifications",
    "company.pan",
    "individual.business_vat_id_number",
    "individual.nationality",
    "individual.documents.passport.files",
]
"""Ids that Stripe lists although no parameter is called so."""


def leaves(file: str, root: str) -> set[str]:
    """Dotted names of all parameters that a file of the SDK declares below the class `root`."""
    tree = ast.parse((PARAMS / file).read_text())
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}

    def below(name: str, path: str) -> set[str]:
        found: set[str] = set()
        for node in classes[name].body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                here = f"{path}.{node.target.id}".lstrip(".")
                words = re.findall(r"\w+", ast.unparse(node.annotation))
                nested = [word for word in words if word in classes]
                found |= set().union(*(below(one, here) for one in nested)) if nested else {here}
        return found

    return below(root, "")


def test_every_parameter_of_an_account_has_a_place(maps: Maps) -> None:
    names = leaves("_account_create_params.py", "AccountCreateParams")
    names |= leaves("_account_update_params.py", "AccountUpdateParams")
    assert len(names) > 250, "the SDK's layout has changed"
    asked = {name for name in names if not NOT_ASKED.fullmatch(name)}
    assert "individual.email" in asked
    assert {name for name in asked if maps.place(name) is None} == set()


def test_every_parameter_of_a_person_has_a_place_for_every_subject(maps: Maps) -> None:
    names = leaves("_account_create_person_params.py", "AccountCreatePersonParams")
    names |= leaves("_account_modify_person_params.py", "AccountModifyPersonParams")
    assert len(names) > 60, "the SDK's layout has changed"
    asked = {name for name in names if not NOT_ASKED.fullmatch(name)} | {"email"}
    missing = {f"{role}.{name}" for role in ROLES for name in asked if maps.place(f"{role}.{name}") is None}
    assert missing == set()


@pytest.mark.parametrize("requirement", OTHER_IDS)
def test_ids_that_are_no_parameters_have_a_place(maps: Maps, requirement: str) -> None:
    assert maps.place(requirement) is not None


def literals(cls: type, name: str) -> set[str]:
    return {
        value for value in get_args(get_type_hints(cls, include_extras=True)[name]) if isinstance(value, str)
    } or {
        value
        for part in get_args(get_type_hints(cls)[name])
        for value in get_args(part)
        if isinstance(value, str)
    }


def test_every_error_code_has_words_of_its_own(maps: Maps) -> None:
    codes = literals(stripe.Account.Requirements.Error, "code") | {
        "invalid_phone_number",
        "verification_data_not_found",
    }
    assert len(codes) > 90
    assert {code for code in codes if code not in maps.contents.errors} == set()


def test_every_disabled_reason_has_words_of_its_own(maps: Maps) -> None:
    reasons = literals(stripe.Account.Requirements, "disabled_reason")
    assert len(reasons) > 10
    assert {reason for reason in reasons if reason not in maps.contents.reasons} == set()


def test_every_disabled_reason_of_capabilities_has_words_about_the_service(maps: Maps) -> None:
    reasons = literals(stripe.Capability.Requirements, "disabled_reason")
    assert len(reasons) > 9
    table = maps.contents.capability_reasons
    assert {reason for reason in reasons if reason not in table} == set()
    assert not [words.text for words in table.values() if "account" in words.text]


def test_every_status_of_capabilities_is_known() -> None:
    assert literals(stripe.Capability, "status") == CAPABILITY_STATUSES


def test_every_status_of_bank_accounts_is_sound_or_has_words(maps: Maps) -> None:
    statuses = read_sdk(installed_sdk()).values["bank_status"]
    assert statuses == SOUND_BANKS | STOPPED_BANKS
    assert {one for one in STOPPED_BANKS if not maps.has_words_at("external_account", one)} == set()


def test_every_capability_has_a_name(maps: Maps) -> None:
    names = {
        name.partition(".")[2].partition(".")[0]
        for name in leaves("_account_update_params.py", "AccountUpdateParams")
        if name.startswith("capabilities.")
    }
    assert len(names) > 60
    assert {name for name in names if maps.capability(name) is None} == set()


def test_every_structure_has_a_name(maps: Maps) -> None:
    structures = literals(stripe.Account.Company, "structure")
    assert structures
    assert structures == {choice.value for choice in maps.contents.choices["structures"]}


def test_every_country_can_be_paid(maps: Maps) -> None:
    assert len(maps.countries) >= 120
    for country in maps.countries.values():
        bank = maps.bank(country.code)
        assert bank is not None
        assert bank.options["currency"] == country.currency
        assert country.business_types


def test_words_tell_how_to_mend(maps: Maps) -> None:
    """A message is a sentence with an end; words of refusals and errors are at least two clauses long."""
    for code, words in maps.contents.errors.items():
        assert words.message.text.endswith("."), code
        assert len(words.message.text.split()) > 5, code


def test_the_folder_holds_only_maps() -> None:
    assert {path.suffix for path in ROOT.rglob("*") if path.is_file()} == {".yaml", ".json"}
