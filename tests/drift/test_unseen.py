"""Changes of the SDK that are easily missed: each family is told, and fails, on a copy of the sources."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from onboarding.drift.annotations import LayoutChanged
from onboarding.drift.asking import PARTS
from onboarding.drift.comparing import State
from onboarding.drift.reading import read_sdk
from tests.drift.conftest import Compare, Sdk, only
from tests.drift.test_drift import CREATE, TOKEN, UPDATE, WITH_CODES
from tests.forms.asking import question, take

ADDED = "params/_account_create_external_account_params.py"
CHANGED = "params/_account_modify_external_account_params.py"
PERSON = "params/_account_modify_person_params.py"
PERSONS = (
    PERSON,
    "params/_account_create_person_params.py",
    "params/_account_person_create_params.py",
    "params/_account_person_update_params.py",
)
EXPORT = "    export_license_id: NotRequired[str]"


def failing(sdk: Sdk, compared: Compare) -> Mapping[str, State]:
    return {one.item: one.state for one in compared(sdk).findings if one.fails}


@pytest.mark.parametrize("files", [(CREATE,), (UPDATE,), (CREATE, UPDATE), (TOKEN,)])
def test_files_that_disagree_about_a_type_are_told(
    sdk: Sdk, compared: Compare, files: tuple[str, ...]
) -> None:
    for name in files:
        sdk.change(name, EXPORT, "    export_license_id: NotRequired[int]")
    finding = only(compared(sdk))
    assert (finding.item, finding.state) == ("parameter:company.export_license_id", State.DIVIDED)
    assert finding.fails
    told = finding.words.partition("number in ")[2].partition(";")[0].split(", ")
    assert [one.partition("#")[0] for one in told] == list(files)
    assert finding.words.endswith("was text")


def test_a_divided_type_that_was_accepted_is_told_no_more(sdk: Sdk, compared: Compare) -> None:
    sdk.change(UPDATE, EXPORT, "    export_license_id: NotRequired[int]")
    assert compared(sdk, accepted=read_sdk(sdk.folder)).findings == ()


@pytest.mark.parametrize("name", ["company.tax_id", "individual.id_number", "{person}.id_number"])
def test_no_type_is_masked_by_the_file_read_last(sdk: Sdk, compared: Compare, name: str) -> None:
    last = name.rpartition(".")[2]
    for file in PERSONS if name.startswith("{") else (CREATE, UPDATE):
        sdk.change(file, f"    {last}: NotRequired[str]", f"    {last}: NotRequired[int]")
    assert failing(sdk, compared)[f"parameter:{name}"] is State.DIVIDED


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("export_license_id: NotRequired[str]", "export_license_id: str", "is required text"),
        (
            "export_license_id: NotRequired[str]",
            'export_license_id: NotRequired["str|int"]',
            "number or text",
        ),
        ("files: NotRequired[List[str]]", "files: NotRequired[List[int]]", "is list of number"),
        ("files: NotRequired[List[str]]", "files: NotRequired[Dict[str, str]]", "is map"),
    ],
)
def test_a_form_that_changes_within_its_type_fails(
    sdk: Sdk, compared: Compare, old: str, new: str, told: str
) -> None:
    for path in sorted(sdk.path("params").iterdir()):
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    changed = [one for one in compared(sdk).findings if one.fails]
    assert changed
    assert all(one.state is State.CHANGED and told in one.words for one in changed)


def test_a_choice_that_becomes_any_text_fails(sdk: Sdk, compared: Compare) -> None:
    words = "    ownership_exemption_reason: NotRequired["
    for name in (CREATE, UPDATE, TOKEN):
        sdk.change(name, words, "    ownership_exemption_reason: NotRequired[str]\n    was: NotRequired[")
    path = "company.ownership_exemption_reason"
    found = failing(sdk, compared)
    assert found[f"parameter:{path}"] is State.CHANGED
    assert found[f"choice:{path}=qualified_entity_exceeds_ownership_threshold"] is State.GONE


def test_a_choice_that_the_maps_offer_and_no_call_takes_fails(sdk: Sdk, compared: Compare) -> None:
    for name in (CREATE, UPDATE, TOKEN, "_account.py"):
        for quote in ("'", '"'):
            text = sdk.path(name).read_text("utf-8")
            sdk.path(name).write_text(text.replace(f"{quote}multi_member_llc{quote}, ", ""), "utf-8")
        text = sdk.path(name).read_text("utf-8")
        sdk.path(name).write_text(text.replace('"multi_member_llc",', ""), "utf-8")
    assert failing(sdk, compared) == {"structure:multi_member_llc": State.GONE}


def test_a_choice_that_one_call_takes_no_more_fails(sdk: Sdk, compared: Compare) -> None:
    sdk.change(UPDATE, "'multi_member_llc', ", "")
    sdk.change(UPDATE, ", 'qualifies_as_financial_institution'", "")
    assert failing(sdk, compared) == {
        "structure:multi_member_llc": State.PARTLY_GONE,
        "choice:company.ownership_exemption_reason=qualifies_as_financial_institution": State.PARTLY_GONE,
    }


def test_a_hash_that_holds_itself_is_read_once(sdk: Sdk, compared: Compare) -> None:
    name = "AccountUpdateParamsCompanyRegistrationDate"
    sdk.insert(
        UPDATE, f"class {name}(", f'    before: NotRequired["{name}"]\n    more: NotRequired[List["{name}"]]'
    )
    assert failing(sdk, compared) == {
        "parameter:company.registration_date.before": State.NEW,
        "parameter:company.registration_date.more": State.NEW,
    }


def test_a_parameter_that_moves_to_another_class_is_gone_and_new(sdk: Sdk, compared: Compare) -> None:
    for name, start in ((CREATE, "Create"), (UPDATE, "Update"), (TOKEN, "Token")):
        whole = f"Account{start}Params" if name != TOKEN else "TokenCreateParamsAccount"
        sdk.change(name, EXPORT, "    moved: NotRequired[str]")
        sdk.insert(name, f"class {whole}CompanyVerification(", EXPORT)
    found = failing(sdk, compared)
    assert found["parameter:company.export_license_id"] is State.GONE
    assert found["parameter:company.verification.export_license_id"] is State.NEW


def test_a_new_hash_of_thirty_is_told_whole(sdk: Sdk, compared: Compare) -> None:
    sdk.insert(UPDATE, "class AccountUpdateParamsCompany(", '    foo: NotRequired["AccountUpdateParamsFoo"]')
    fields = "".join(f"    part_{number}: NotRequired[str]\n" for number in range(30))
    text = sdk.path(UPDATE).read_text("utf-8")
    sdk.path(UPDATE).write_text(f"{text}\n\nclass AccountUpdateParamsFoo(TypedDict):\n{fields}", "utf-8")
    found = failing(sdk, compared)
    assert found == {f"parameter:company.foo.part_{number}": State.NEW for number in range(30)}


def test_a_list_of_hashes_is_told_with_its_parts(sdk: Sdk, compared: Compare) -> None:
    sdk.insert(
        UPDATE,
        "class AccountUpdateParamsCompany(",
        '    sites: NotRequired[List["AccountUpdateParamsCompanyRegistrationDate"]]',
    )
    assert failing(sdk, compared).keys() == {
        f"parameter:company.sites{part}" for part in ("", ".day", ".month", ".year")
    }


@pytest.mark.parametrize(
    ("name", "after", "line", "item"),
    [
        (
            CREATE,
            "class AccountCreateParamsBankAccount(",
            "bank_code",
            "external_account.bank_account.bank_code",
        ),
        (
            ADDED,
            "class AccountCreateExternalAccountParamsBankAccount(",
            "bank_code",
            "external_account.bank_account.bank_code",
        ),
        (CHANGED, "class AccountModifyExternalAccountParams(", "bic", "external_account.update.bic"),
        (UPDATE, "class AccountUpdateParamsDocuments(", "proof_of_life", "documents.proof_of_life"),
        (
            UPDATE,
            "class AccountUpdateParamsCapabilitiesCardPayments(",
            "tariff",
            "capabilities.card_payments.tariff",
        ),
        (
            UPDATE,
            "class AccountUpdateParamsSettingsPayouts(",
            "tos_acceptance",
            "settings.payouts.tos_acceptance",
        ),
        (UPDATE, "class AccountUpdateParamsSettings(", "tos_acceptance", "settings.tos_acceptance"),
        (PERSON, "class AccountModifyPersonParamsRelationship(", "trustee", "{person}.relationship.trustee"),
    ],
)
def test_new_parameters_fail_wherever_they_stand(
    sdk: Sdk, compared: Compare, name: str, after: str, line: str, item: str
) -> None:
    sdk.insert(name, after, f"    {line}: NotRequired[str]")
    finding = only(compared(sdk))
    assert (finding.item, finding.state, finding.fails) == (f"parameter:{item}", State.NEW, True)


def test_the_parts_taken_for_asked_are_those_that_the_kind_sends() -> None:
    options = {
        "currencies": ["usd", "eur"],
        "account": {"digits": 8},
        "parts": [{"name": "routing_number", "digits": 6}],
        "routing": "{routing_number}",
        "holder": True,
        "account_type": ["futsu", "toza"],
        "holder_type": "company",
    }
    values = {
        "account_number": "00012345",
        "routing_number": "108800",
        "account_holder_name": "Jo",
        "currency": "usd",
        "account_type": "futsu",
    }
    one = question("bank_account", "external_account", options=options)
    given = take(one, {f"external_account.{part}": value for part, value in values.items()})
    assert given["external_account"].keys() == {"object", *PARTS["bank_account"]}


def test_another_type_of_a_part_of_bank_accounts_fails(sdk: Sdk, compared: Compare) -> None:
    sdk.change(ADDED, "    routing_number: NotRequired[str]", "    routing_number: NotRequired[int]")
    assert failing(sdk, compared) == {"parameter:external_account.bank_account.routing_number": State.DIVIDED}


CODE = '            code: Literal[\n                "external_request",'


@pytest.mark.parametrize("name", WITH_CODES)
@pytest.mark.parametrize("place", [0, 1])
def test_a_code_of_one_list_of_one_answer_fails(sdk: Sdk, compared: Compare, name: str, place: int) -> None:
    parts = sdk.path(name).read_text("utf-8").split(CODE)
    assert len(parts) == 3
    new = f'{CODE} "beard_too_long",'
    joined = parts[0] + (new if place == 0 else CODE) + parts[1] + (new if place else CODE) + parts[2]
    sdk.path(name).write_text(joined, "utf-8")
    assert failing(sdk, compared) == {"error_code:beard_too_long": State.NEW}


ALTERNATIVE = "alternative_fields_due: List[str]"


@pytest.mark.parametrize(
    ("name", "old", "new", "item"),
    [
        ("_capability.py", '["active", ', '["active", "suspended", ', "capability_status:suspended"),
        (
            "_account.py",
            '["active", "inactive"',
            '["active", "suspended", "inactive"',
            "capability_status:suspended",
        ),
        (
            "_person.py",
            "values are `unverified`",
            "values are `frozen`, `unverified`",
            "person_status:frozen",
        ),
        (PERSON, 'either "male" or', 'either "other", "male" or', "choice:{person}.gender=other"),
        ("_capability.py", '"paused.inactivity",', '"paused.inactivity", "on_holiday",', "on_holiday"),
        ("_account.py", ALTERNATIVE, f"{ALTERNATIVE}\n            weight: int", "Alternative.weight=number"),
        (
            "_account.py",
            ALTERNATIVE,
            "alternative_fields_due: List[int]",
            "alternative_fields_due=list of number",
        ),
        (
            "_person.py",
            ALTERNATIVE,
            "alternative_sets: List[str]",
            "Alternative.alternative_sets=list of text",
        ),
    ],
)
def test_new_words_and_shapes_of_answers_fail(
    sdk: Sdk, compared: Compare, name: str, old: str, new: str, item: str
) -> None:
    sdk.change(name, old, new)
    found = failing(sdk, compared)
    assert any(one.endswith(item) and state is State.NEW for one, state in found.items()), found


def test_a_shape_that_is_gone_fails(sdk: Sdk, compared: Compare) -> None:
    sdk.change("_account.py", "        pending_verification: ", "        checking: ")
    gone = {one for one, state in failing(sdk, compared).items() if state is State.GONE}
    assert "shape:Account.Requirements.pending_verification=list of text" in gone


@pytest.mark.parametrize(
    ("name", "after"),
    [("_account.py", "    class Capabilities("), (UPDATE, "class AccountUpdateParamsCapabilities(")],
)
def test_a_capability_of_answers_or_of_calls_only_fails(
    sdk: Sdk, compared: Compare, name: str, after: str
) -> None:
    field = '        barter: str | None' if name == "_account.py" else (
        '    barter: NotRequired["AccountUpdateParamsCapabilitiesCardPayments"]'
    )  # fmt: skip
    sdk.insert(name, after, field)
    assert failing(sdk, compared) == {"capability:barter": State.NEW}


def test_a_capability_that_is_gone_fails_where_the_maps_have_it(sdk: Sdk, compared: Compare) -> None:
    for name in (CREATE, UPDATE):
        sdk.change(name, "    klarna_payments: ", "    barter_payments: ")
    sdk.change("_account.py", "        klarna_payments: ", "        barter_payments: ")
    found = failing(sdk, compared)
    assert found["capability:klarna_payments"] is State.GONE


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("_account.py", "    class Company(", "    class Firm(", r"_account\.py structure"),
        ("_account.py", "    class Capabilities(", "    class Services(", r"_account\.py capability"),
        ("_person.py", "        class Error(", "        class Fault(", r"_person\.py error_code"),
        ("_bank_account.py", "        class Error(", "        class Fault(", r"_bank_account\.py error_code"),
        ("_capability.py", "        disabled_reason: ", "        reason: ", "capability_disabled_reason"),
        ("_card.py", "    status: Optional[str]", "    state: Optional[str]", "Card.status"),
        ("_account.py", "    payouts_enabled: ", "    paid: ", "Account.payouts_enabled"),
        (ADDED, "class AccountCreateExternalAccountParamsBankAccount", "class Bank", "cannot be told"),
        (UPDATE, "class AccountUpdateParamsCompanyAddress(", "class Elsewhere(", "cannot be told"),
    ],
)
def test_a_list_that_went_elsewhere_changes_the_layout_of_its_file(
    sdk: Sdk, compared: Compare, name: str, old: str, new: str, told: str
) -> None:
    sdk.change(name, old, new)
    with pytest.raises(LayoutChanged, match=told):
        compared(sdk)


def test_a_list_that_loses_one_of_few_has_not_moved(sdk: Sdk, compared: Compare) -> None:
    sdk.change("_card.py", "are `new` and `errored`", "is `new`")
    assert compared(sdk).findings == ()
