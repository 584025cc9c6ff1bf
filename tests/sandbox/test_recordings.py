"""The rules give the recorded answers, each recording as of its own day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onboarding.sandbox.brackets import nested
from onboarding.sandbox.recordings import PLATFORM_MCC, Recording, answered, compare, main, read, replay
from onboarding.sandbox.rules import assess

FOLDER = Path(__file__).parent / "recordings"
RECORDINGS = [recording for path in sorted(FOLDER.glob("*.yaml")) for recording in read(path)]


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
def test_the_answer_is_the_recorded_one(recording: Recording) -> None:
    assert compare(recording).differences == []


def test_there_are_recordings() -> None:
    assert len(RECORDINGS) == 103


def test_a_difference_is_found_and_said() -> None:
    recording = RECORDINGS[0]
    answer = {**recording.answer, "currently_due": ["company.horse"], "payouts_enabled": "maybe"}
    words = compare(Recording("made up", recording.day, recording.sent, answer)).differences
    assert any("missing here: company.horse" in line for line in words)
    assert any(line.startswith("payouts_enabled: recorded maybe") for line in words)


def test_the_words_of_an_error_are_not_compared_but_its_code_is() -> None:
    recording = next(one for one in RECORDINGS if one.answer.get("future_errors"))
    for code, differs in (("invalid_phone_number", False), ("invalid_street_address", True)):
        errors = [
            {**error, "code": code, "reason": "Other words."} for error in recording.answer["future_errors"]
        ]
        answer = {**recording.answer, "future_errors": errors}
        words = compare(Recording("made up", recording.day, recording.sent, answer)).differences
        assert bool(words) is differs


def test_both_spellings_are_read() -> None:
    old = {"requested_capabilities[0]": "transfers", "bank_account[account_number]": "1", "a[b][]": "x"}
    assert nested(old) == {
        "requested_capabilities": ["transfers"],
        "bank_account": {"account_number": "1"},
        "a": {"b": ["x"]},
    }


def test_the_line_of_these_tests_is_asked_for_the_same(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text(_line(currently_due=[]) + "\n", "utf-8")
    assert set(_ours(path)["currently_due"]) >= {"individual.first_name", "tos_acceptance.ip"}


def _ours(path: Path) -> dict[str, Any]:
    account, now = replay(read(path)[0])
    return answered(assess(account, now))


def _right(tmp_path: Path) -> dict[str, Any]:
    """The whole answer that the rules give to `_line`."""
    path = tmp_path / "first.jsonl"
    path.write_text(_line(currently_due=[]) + "\n", "utf-8")
    return _ours(path)


def _sent(more: dict[str, object], recorded: object = "2024-03-11") -> str:
    row = {"recorded": recorded, "country": "FR", "sent": {"business_type": "individual", **more}}
    return json.dumps({**row, "answer": {"currently_due": []}})


def _line(**answer: object) -> str:
    sent = {
        "country": "FR",
        "business_type": "individual",
        "requested_capabilities[]": ["card_payments", "transfers"],
        "bank_account[account_number]": "FR89370400440532013000",
    }
    return json.dumps({"recorded": "Mon, 11 Mar 2024 08:30:48 GMT", "sent": sent, "answer": answer})


def _check(tmp_path: Path, *lines: str) -> int:
    path = tmp_path / "some.jsonl"
    path.write_text("".join(line + "\n" for line in lines), "utf-8")
    return main([str(path)])


def test_the_command_prints_and_exits_by_the_share(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = _right(tmp_path)
    assert _check(tmp_path, _line(**right)) == 0
    assert "1 of 1 match exactly (100.0%)" in capsys.readouterr().out
    wrong = {**right, "charges_enabled": True, "past_due": ["individual.horse"]}
    assert _check(tmp_path, _line(**right), _line(**wrong)) == 1
    printed = capsys.readouterr().out
    assert "differs  line 2, FR individual, 2024-03-11" in printed
    assert "charges_enabled: recorded True, here False" in printed
    assert "past_due: missing here: individual.horse; extra here: business_profile.url" in printed


def test_the_shape_of_an_account_is_read_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right = _right(tmp_path)
    nested_answer: dict[str, Any] = {
        "id": "acct_1",
        "country": "FR",
        "requirements": {},
        "future_requirements": {},
    }
    for name, value in right.items():
        if name in ("capabilities", "charges_enabled", "payouts_enabled", "details_submitted"):
            nested_answer[name] = value
        elif name.startswith("future_"):
            nested_answer["future_requirements"][name.removeprefix("future_")] = value
        else:
            nested_answer["requirements"][name] = value
    assert _check(tmp_path, _line(**nested_answer)) == 0
    nested_answer["requirements"]["currently_due"] = []
    nested_answer["future_requirements"]["currently_due"] = ["individual.horse"]
    assert _check(tmp_path, _line(**nested_answer)) == 1
    printed = capsys.readouterr().out
    assert "    currently_due: extra here: business_profile.url" in printed
    assert "    future_currently_due: missing here: individual.horse" in printed


def test_an_answer_that_lacks_a_list_does_not_match(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = _right(tmp_path)
    del right["past_due"]
    assert _check(tmp_path, _line(**right)) == 1
    assert "not in the recording: past_due" in capsys.readouterr().out


BROKEN = [
    ("{", "not JSON"),
    ("[]", "this is none"),
    ('{"recorded": "2024-01-01"}', "lacks `sent`, `answer`"),
    ('{"sent": {}, "anwser": {}, "recorded": "2024-01-01"}', "lacks `answer`"),
    ('{"sent": [], "answer": {}, "recorded": "2024-01-01"}', "`sent` is not a mapping"),
    (_sent({"country": "DE"}), "`country` is 'FR', but 'DE' in `sent`"),
    (_line(), "none of the lists"),
    (_line(currently_dew=[], currently_due=[]), "not known: currently_dew"),
    (_line(requirements={"currently_due": [], "horse": 1}), "not known: horse"),
    (_line(requirements={"currently_due": []}, currently_due=[]), "twice"),
    (_line(currently_due="individual.email"), "not a list"),
    (_line(currently_due=[{}]), "not a text"),
    (_sent({"individual": "x", "individual[dob][day]": "1"}), "parts of it"),
    (_sent({"individual[dob][day]": "1", "individual": "x"}), "two values for `individual`"),
    (_sent({"individual": "x"}), "has parts"),
    (_sent({"capabilities[transfers]": "true"}), "capabilities[name][requested]"),
    (_sent({"": "x"}), "cannot be read"),
    (_sent({}, recorded="one day"), "`recorded`"),
    (_sent({}, recorded=None), "`recorded`"),
    (_sent({}, recorded=10**30), "`recorded`"),
    (_sent({}, recorded=["2024-01-01"]), "`recorded`"),
    (_sent({"individual[dob]": "x", "individual[verification]": ["x"], "individual[relationship]": "x"}), ""),
]


@pytest.mark.parametrize(("line", "words"), BROKEN, ids=[words or "odd" for _, words in BROKEN])
def test_a_broken_line_is_said_and_the_others_compared(
    line: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _check(tmp_path, _line(**_right(tmp_path)), "", line) == 2
    printed = capsys.readouterr()
    assert "some.jsonl, line 3: " in printed.err
    assert words in printed.err
    assert "1 of 1 match exactly" in printed.out


def test_a_key_that_is_not_known_is_said_and_the_line_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = {
        **json.loads(_line(**_right(tmp_path))),
        "api_version": "2023-10-16",
        "weather": "fine",
        "anser": 1,
    }
    assert _check(tmp_path, _line(**_right(tmp_path)), json.dumps(line)) == 2
    printed = capsys.readouterr()
    assert "some.jsonl, line 2: keys that are not known, and were left out: anser, weather" in printed.err
    assert "2 of 2 match exactly" in printed.out


SPELLINGS: list[dict[str, object]] = [
    {"type": "custom"},
    {"controller[requirement_collection]": "application", "controller[stripe_dashboard][type]": "none"},
    {"requested_capabilities[0]": "card_payments", "requested_capabilities[1]": "transfers"},
    {"requested_capabilities": ["card_payments", "transfers"]},
    {"capabilities": {"card_payments": {"requested": True}, "transfers": {"requested": "true"}}},
    {"individual[first_name]": "", "metadata[order]": "1"},
]


@pytest.mark.parametrize("more", SPELLINGS, ids=lambda more: next(iter(more)))
def test_each_spelling_makes_the_same_account(more: dict[str, object], tmp_path: Path) -> None:
    line = json.loads(_line(**_right(tmp_path)))
    if any("capabilities" in name for name in more):
        del line["sent"]["requested_capabilities[]"]
    line["sent"] |= more
    assert _check(tmp_path, json.dumps(line)) == 0


def test_one_old_capability_is_a_name(tmp_path: Path) -> None:
    line = json.loads(_sent({"requested_capabilities": "transfers", "country": "fr"}))
    path = tmp_path / "some.jsonl"
    path.write_text(json.dumps({**line, "country": None}), "utf-8")
    account, _ = replay(read(path)[0])
    assert (account.capabilities, account.country) == ({"transfers": True}, "FR")


@pytest.mark.parametrize(("day", "code"), [("2025-02-28", PLATFORM_MCC), ("2025-03-01", None)])
def test_the_platforms_default_code_was_there_until_a_day(day: str, code: str | None) -> None:
    recording = Recording("made up", day, {"country": "FR"}, {})
    assert replay(recording)[0].default_mcc == code
    assert replay(recording, "")[0].default_mcc is None
    assert replay(recording, "5734")[0].default_mcc == "5734"


def test_an_answer_that_asks_for_the_code_is_of_a_platform_without_one() -> None:
    answer = {"eventually_due": ["business_profile.mcc"]}
    recording = Recording("made up", "2023-09-27", {"country": "FR"}, answer)
    assert replay(recording)[0].default_mcc is None
    assert replay(recording, "5734")[0].default_mcc == "5734"


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.jsonl", ""), ("a.jsonl", "\n \n"), ("a.yaml", ""), ("a.yaml", "recordings: []"), ("a.yaml", "{")],
)
def test_a_file_without_recordings_fails(
    name: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert main([str(tmp_path / name)]) == 2
    assert "Cannot read" in capsys.readouterr().err


def test_an_unreadable_file_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text('{"recorded": "2024-01-01"}\n', "utf-8")
    assert main([str(path)]) == 2
    assert "line 1" in capsys.readouterr().err
