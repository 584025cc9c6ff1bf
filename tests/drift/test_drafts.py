"""A draft names the file in which the word belongs, and holds no more than what has to be added there."""

from __future__ import annotations

import pytest
import yaml

from onboarding.maps import Maps
from tests.drift.conftest import Compare, Sdk, only
from tests.drift.test_drift import UPDATE, loads

PERSON = "params/_account_modify_person_params.py"


@pytest.mark.parametrize(
    ("name", "after", "field", "group"),
    [
        (UPDATE, "class AccountUpdateParamsCompany(", "lei: NotRequired[str]", "company_numbers"),
        (UPDATE, "class AccountUpdateParamsCompanyAddress(", "line3: NotRequired[str]", "company_address"),
        (PERSON, "class AccountModifyPersonParams(", "birth_name: NotRequired[str]", "identity"),
        (PERSON, "class AccountModifyPersonParamsRelationship(", "trustee: NotRequired[bool]", "role"),
        (UPDATE, "class AccountUpdateParamsBusinessProfile(", "slogan: NotRequired[str]", "business"),
    ],
)
def test_a_parameter_is_drafted_beside_those_of_its_sort(
    sdk: Sdk, compared: Compare, maps: Maps, name: str, after: str, field: str, group: str
) -> None:
    sdk.insert(name, after, f"    {field}")
    stub = only(compared(sdk)).stub
    place, told = stub.splitlines()[:2]
    assert place == f"# requirement_maps/groups/{group}.yaml"
    assert told == "# Add the question to those that are there."
    head = yaml.safe_load(stub)
    there = next(one for one in maps.groups if one.id == group)
    assert (head["group"], head["order"], head["title"]) == (group, there.order, there.title.text)
    loads(stub)


def test_a_parameter_like_no_other_is_drafted_in_a_group_of_its_own(sdk: Sdk, compared: Compare) -> None:
    sdk.insert(UPDATE, "class AccountUpdateParams(", "    trust: NotRequired[str]")
    stub = only(compared(sdk)).stub
    assert stub.startswith("# requirement_maps/groups/other_details.yaml\nschema: 1\ngroup: other_details\n")
    loads(stub)


def test_a_new_choice_is_drafted_for_its_question_and_nothing_else(sdk: Sdk, compared: Compare) -> None:
    sdk.change(
        UPDATE, "'qualifies_as_financial_institution'", "'qualifies_as_financial_institution', 'guild'"
    )
    stub = only(compared(sdk)).stub
    assert stub.startswith(
        "# requirement_maps/groups/ownership.yaml\n# ownership_exemption_reason: add the choice"
    )
    ((key, (choice,)),) = yaml.safe_load(stub).items()
    assert (key, choice["value"], choice["label"]["en"]) == ("choices", "guild", "Guild")


def test_a_third_answer_to_yes_or_no_is_drafted_as_a_choice(sdk: Sdk, compared: Compare) -> None:
    sdk.change(PERSON, "'existing', 'none'", "'existing', 'none', 'former'")
    stub = only(compared(sdk)).stub
    assert stub.startswith("# requirement_maps/groups/identity.yaml\n# political_exposure: the kind yes_no ")
    draft = yaml.safe_load(stub)
    assert draft.keys() == {"kind", "choices"}
    assert draft["kind"] == "choice"
    assert [one["value"] for one in draft["choices"]] == ["existing", "former", "none"]


def test_what_code_would_have_to_learn_has_no_draft(sdk: Sdk, compared: Compare) -> None:
    sdk.insert(UPDATE, "class AccountUpdateParamsBankAccount(", "    bank_code: NotRequired[str]")
    bank = only(compared(sdk))
    assert (bank.stub, "forms/kinds/bank_account.py" in bank.words) == ("", True)
    sdk.change("_capability.py", '["active", ', '["active", "suspended", ')
    status = next(one for one in compared(sdk).findings if "suspended" in one.item)
    assert (status.stub, "onboarding/requirements.py" in status.words) == ("", True)
