"""The rules give the recorded answers, each recording as of its own day."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onboarding.sandbox.recordings import Recording, compare, main, nested, read

FOLDER = Path(__file__).parent / "recordings"
RECORDINGS = [recording for path in sorted(FOLDER.glob("*.yaml")) for recording in read(path)]


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
def test_the_answer_is_the_recorded_one(recording: Recording) -> None:
    assert compare(recording).differences == []


def test_there_are_recordings() -> None:
    assert len(RECORDINGS) == 63


def test_a_difference_is_found_and_said() -> None:
    recording = RECORDINGS[0]
    answer = {**recording.answer, "currently_due": ["company.horse"], "payouts_enabled": "maybe"}
    words = compare(Recording("made up", recording.day, recording.sent, answer)).differences
    assert any("not listed here: company.horse" in line for line in words)
    assert any(line.startswith("payouts_enabled: recorded maybe") for line in words)


def test_both_spellings_are_read() -> None:
    old = {"requested_capabilities[0]": "transfers", "bank_account[account_number]": "1", "a[b][]": "x"}
    assert nested(old) == {
        "requested_capabilities": ["transfers"],
        "bank_account": {"account_number": "1"},
        "a": {"b": ["x"]},
    }


def _line(**answer: object) -> str:
    sent = {
        "country": "FR",
        "business_type": "individual",
        "requested_capabilities[]": ["card_payments", "transfers"],
        "bank_account[account_number]": "FR89370400440532013000",
    }
    return json.dumps({"recorded": "Mon, 11 Mar 2024 08:30:48 GMT", "sent": sent, "answer": answer})


def test_the_command_prints_and_exits_by_the_share(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "some.jsonl"
    right = _line(
        disabled_reason="requirements.past_due",
        capabilities=dict.fromkeys(("card_payments", "transfers"), "inactive"),
    )
    path.write_text(right + "\n", "utf-8")
    assert main([str(path)]) == 0
    assert "1 of 1 match exactly (100.0%)" in capsys.readouterr().out
    path.write_text(right + "\n" + _line(charges_enabled=True) + "\n", "utf-8")
    assert main([str(path)]) == 1
    printed = capsys.readouterr().out
    assert "differs  line 2, FR individual" in printed
    assert "charges_enabled: recorded True, here False" in printed


def test_an_unreadable_file_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text('{"recorded": "2024-01-01"}\n', "utf-8")
    assert main([str(path)]) == 2
    assert "line 1" in capsys.readouterr().err
