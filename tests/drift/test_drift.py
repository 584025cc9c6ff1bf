"""What is new, gone or changed in the SDK is told; what nobody has decided about fails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from onboarding.drift.annotations import LayoutChanged
from onboarding.drift.cli import drift, lines_of
from onboarding.drift.comparing import State
from onboarding.drift.ledger import DECISIONS, Decision, Ledger, LedgerBroken, is_current, read_decisions
from onboarding.drift.reading import Facts, read_sdk
from onboarding.maps import Maps
from onboarding.maps.loading import Folder, add_document, build
from onboarding.maps.reading import read_text
from onboarding.paths import data_root
from tests.drift.conftest import FILES, TODAY, Compare, Sdk, only

UPDATE = "params/_account_update_params.py"
CREATE = "params/_account_create_params.py"
TOKEN = "params/_token_create_params.py"
COMPANY = "class AccountUpdateParamsCompany(TypedDict)"
WITH_CODES = ("_account.py", "_bank_account.py", "_capability.py", "_person.py")
CODES = '"information_missing",'


def loads(stub: str) -> Folder:
    """The stub read as a map; it must have no mistakes."""
    folder = Folder()
    add_document(folder, read_text(stub, stub.splitlines()[0].removeprefix("# ")))
    assert folder.mistakes == []
    build(folder)
    return folder


def test_everything_that_the_installed_sdk_knows_is_decided(facts: Facts, compared: Compare) -> None:
    report = compared(facts)
    assert report.findings == ()
    assert report.counts["parameter"] > 250
    assert report.counts["error_code"] > 95


def test_what_is_asked_at_run_time_follows_from_the_ledger(ledger: Ledger) -> None:
    assert is_current(data_root() / "drift", ledger)


def test_every_decision_is_about_something(facts: Facts, ledger: Ledger, maps: Maps) -> None:
    settled = {one for group in maps.groups for question in group.questions for one in question.settles}
    beyond = [f"requirement:{one}" for one in settled] + [f"error_code:{one}" for one in maps.contents.errors]
    items = [*facts.items(), *beyond]
    idle = [pattern for one in ledger.decisions for pattern in one.items if not _any(pattern, items)]
    assert idle == []


def _any(pattern: str, items: Iterable[str]) -> bool:
    one = Decision(items=[pattern], decision="ignored", why="as in the file", owner="us", until=TODAY)
    return any(one.covers(item) for item in items)


def test_a_new_parameter_fails_with_a_draft_that_loads(sdk: Sdk, compared: Compare) -> None:
    sdk.insert(
        UPDATE,
        COMPANY,
        '    shoe_size: NotRequired[int]\n    """\n    The [size](https://x) of shoes. More.\n    """',
    )
    finding = only(compared(sdk))
    assert (finding.item, finding.state, finding.fails) == ("parameter:company.shoe_size", State.NEW, True)
    (sheet,) = loads(finding.stub).sheets
    (question,) = yaml.safe_load(finding.stub)["questions"]
    assert sheet.document.file.startswith("requirement_maps/groups/")
    assert (question["settles"], question["kind"]) == (["company.shoe_size"], "number")
    assert question["hint"]["en"] == "The size of shoes."


def test_a_new_hash_is_drafted_as_one_question(sdk: Sdk, compared: Compare) -> None:
    sdk.insert(UPDATE, COMPANY, '    workshop_address: NotRequired["AccountUpdateParamsCompanyAddress"]')
    findings = compared(sdk).findings
    assert {one.item.rpartition(".")[2] for one in findings} >= {"line1", "city", "postal_code"}
    for finding in findings:
        (question,) = yaml.safe_load(finding.stub)["questions"]
        assert question["kind"] == "address"
        assert "company.workshop_address.line1" in question["settles"]


def test_a_new_part_of_a_mapped_hash_is_not_taken_for_mapped(sdk: Sdk, compared: Compare) -> None:
    sdk.insert(UPDATE, "class AccountUpdateParamsCompanyAddress(TypedDict)", "    line3: NotRequired[str]")
    assert only(compared(sdk)).item == "parameter:company.address.line3"


def test_a_new_parameter_of_persons_is_named_as_the_maps_do(sdk: Sdk, compared: Compare) -> None:
    sdk.insert(
        "params/_account_modify_person_params.py",
        "class AccountModifyPersonParams(",
        "    blood_group: NotRequired[\"Literal['a', 'b']|str\"]",
    )
    findings = {one.item: one for one in compared(sdk).findings}
    assert findings.keys() == {
        "parameter:{person}.blood_group", "choice:{person}.blood_group=a", "choice:{person}.blood_group=b"
    }  # fmt: skip
    loads(findings["parameter:{person}.blood_group"].stub)


@pytest.mark.parametrize(
    ("name", "old", "new", "item"),
    [
        ("_account.py", CODES, CODES + ' "beard_too_long",', "error_code:beard_too_long"),
        ("_account.py", '"rejected.fraud",', '"rejected.fraud", "on_holiday",', "disabled_reason:on_holiday"),
        (
            "_capability.py",
            '"paused.inactivity",',
            '"paused.inactivity", "on_holiday",',
            "capability_disabled_reason:on_holiday",
        ),
        (UPDATE, "'multi_member_llc'", "'multi_member_llc', 'guild'", "structure:guild"),
        ("_bank_account.py", "possible values are `new`, `v", "`frozen`, `new`, `v", "bank_status:frozen"),
        ("_card.py", "are `new` and `errored`", "are `new`, `lost` and `errored`", "bank_status:lost"),
    ],
)
def test_new_words_fail_with_drafts_that_load(
    sdk: Sdk, compared: Compare, name: str, old: str, new: str, item: str
) -> None:
    sdk.change(name, old, new)
    finding = only(compared(sdk))
    assert (finding.item, finding.state, finding.fails) == (item, State.NEW, True)
    loads(finding.stub)


def test_a_new_capability_fails(sdk: Sdk, compared: Compare) -> None:
    sdk.insert("_account.py", "    class Capabilities(", "        barter_payments: str | None")
    assert only(compared(sdk)).item == "capability:barter_payments"


def test_what_the_maps_have_already_is_only_told(sdk: Sdk, compared: Compare, ledger: Ledger) -> None:
    before = dict(ledger.accepted.parameters)
    del before["company.tax_id"]
    finding = only(compared(sdk, accepted=replace(ledger.accepted, parameters=before)))
    assert (finding.item, finding.state, finding.fails) == ("parameter:company.tax_id", State.NEW, False)


def test_what_is_gone_from_one_file_only_is_told_with_the_file(sdk: Sdk, compared: Compare) -> None:
    sdk.change(UPDATE, "    export_license_id: ", "    export_licence: ")
    findings = {one.item: one for one in compared(sdk).findings}
    assert findings["parameter:company.export_licence"].state is State.NEW
    lost = findings["parameter:company.export_license_id"]
    assert (lost.state, lost.fails) == (State.PARTLY_GONE, True)
    assert lost.words.startswith(f"in {UPDATE} no more, only in {CREATE}, ")


def test_what_maps_ask_for_and_no_call_takes_any_more_fails(sdk: Sdk, compared: Compare) -> None:
    for name in (CREATE, UPDATE, TOKEN):
        sdk.change(name, "    export_license_id: ", "    export_licence: ")
    gone = next(one for one in compared(sdk).findings if one.state is State.GONE)
    assert (gone.item, gone.fails) == ("parameter:company.export_license_id", True)


def test_codes_that_are_gone_are_told(sdk: Sdk, compared: Compare) -> None:
    for name in WITH_CODES:
        sdk.change(name, CODES, "")
    finding = only(compared(sdk))
    assert (finding.item, finding.state, finding.fails) == (
        "error_code:information_missing",
        State.GONE,
        False,
    )


def test_another_type_of_a_mapped_parameter_fails_until_accepted(sdk: Sdk, compared: Compare) -> None:
    for name in (CREATE, UPDATE, TOKEN):
        sdk.change(name, "    export_license_id: NotRequired[str]", "    export_license_id: NotRequired[int]")
    finding = only(compared(sdk))
    assert (finding.state, finding.fails) == (State.CHANGED, True)
    assert "was text and is number" in finding.words


@pytest.mark.parametrize("name", [one for one in FILES if one != "_version.py"])
def test_a_file_that_went_elsewhere_changes_the_layout(sdk: Sdk, name: str) -> None:
    sdk.path(name).rename(sdk.path(name + ".moved"))
    with pytest.raises(LayoutChanged, match="is not there"):
        read_sdk(sdk.folder)


def test_codes_that_are_no_literal_any_more_change_the_layout(sdk: Sdk, compared: Compare) -> None:
    for name in WITH_CODES:
        sdk.change(name, "class Error(", "class Fault(")
    with pytest.raises(LayoutChanged, match="error_code"):
        read_sdk(sdk.folder)


def test_finding_too_little_of_one_file_changes_the_layout(sdk: Sdk, compared: Compare) -> None:
    sdk.change(
        UPDATE, '    settings: NotRequired["AccountUpdateParamsSettings"]', "    settings: NotRequired[str]"
    )
    sdk.change(UPDATE, '    individual: NotRequired["AccountUpdateParamsIndividual"]', "")
    with pytest.raises(LayoutChanged, match=r"_account_update_params\.py"):
        compared(sdk)


def test_a_type_that_cannot_be_told_changes_the_layout(sdk: Sdk) -> None:
    sdk.insert(UPDATE, COMPANY, "    secret: NotRequired[Puzzle]")
    with pytest.raises(LayoutChanged, match="Puzzle"):
        read_sdk(sdk.folder)


def test_a_decision_holds_to_its_last_day_and_not_longer(
    facts: Facts, compared: Compare, ledger: Ledger
) -> None:
    last = min(one.until for one in ledger.decisions)
    assert compared(facts, today=last).sound
    late = compared(facts, today=date(2099, 1, 1))
    assert not late.sound
    expired = {one.item for one in late.findings if one.state is State.EXPIRED}
    assert "parameter:settings.branding.icon" in expired
    assert {"requirement:company.pan", "error_code:invalid_phone_number"} <= expired
    assert "parameter:company.tax_id" not in expired


def test_without_decisions_every_item_without_a_map_fails(facts: Facts, compared: Compare) -> None:
    report = compared(facts, decisions=())
    assert {one.state for one in report.findings} == {State.UNDECIDED}
    assert len(report.findings) > 100


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "decisions: [{items: [a], decision: maybe, why: because of it, owner: us, until: 2027-01-01}]",
            "mapped",
        ),
        ("decisions: [{items: [a], decision: ignored, owner: us, until: 2027-01-01}]", "why"),
        ("decisions: [", "decisions.yaml"),
    ],
)
def test_a_broken_decision_is_told(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / DECISIONS).write_text(text)
    with pytest.raises(LedgerBroken, match=told):
        read_decisions(tmp_path / DECISIONS)


def test_the_command_compares_several_sdks(tmp_path: Path) -> None:
    same, other = Sdk(tmp_path / "same"), Sdk(tmp_path / "other")
    other.insert(UPDATE, COMPANY, "    shoe_size: NotRequired[int]")
    fine = CliRunner().invoke(drift, ["--sdk", str(same.folder)])
    assert fine.exit_code == 0, fine.output
    assert fine.output.count("Everything has a map or a decision.") == 2
    said = CliRunner().invoke(drift, ["--sdk", str(same.folder), "--sdk", str(other.path("")), "--json"])
    assert said.exit_code == 1
    sound = [report["sound"] for report in yaml.safe_load(said.output)]
    assert sound == [True, True, False]


def test_drafts_are_told_of_where_there_are_some_only(sdk: Sdk, compared: Compare) -> None:
    for name in (CREATE, UPDATE, TOKEN):
        sdk.change(name, "    export_license_id: ", "    export_licence: ")
    both = compared(sdk)
    assert list(lines_of(both))[-2:] == [
        "  1 to decide: put each into a map (drafts above) or into drift/decisions.yaml.",
        "  1 to mend: see to the maps or the code that rely on it, then `maps drift --accept`, or decide.",
    ]
    gone = replace(both, findings=tuple(one for one in both.findings if one.state is State.GONE))
    assert "drafts" not in "".join(lines_of(gone))


def test_the_command_says_when_the_layout_has_changed(sdk: Sdk) -> None:
    sdk.path(UPDATE).unlink()
    said = CliRunner().invoke(drift, ["--sdk", str(sdk.folder)])
    assert said.exit_code == 1
    assert "layout changed" in said.output


def test_accepting_writes_a_ledger_that_is_current(tmp_path: Path, maps: Maps) -> None:
    (tmp_path / DECISIONS).write_text((data_root() / "drift" / DECISIONS).read_text("utf-8"))
    said = CliRunner().invoke(drift, ["--accept", "--ledger", str(tmp_path)])
    assert said.exit_code == 0, said.output
    for name in ("baseline.json", "generic.json"):
        assert (tmp_path / name).read_text() == (data_root() / "drift" / name).read_text()
