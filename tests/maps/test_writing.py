"""The canonical form, the schema for editors, and what translators get."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from onboarding.drift.cli import drift
from onboarding.maps import MapsBroken, load_maps
from onboarding.maps.cli import check, fmt, schema
from onboarding.maps.cli import maps as commands
from onboarding.maps.messages import extract, messages
from onboarding.maps.reading import read_text
from onboarding.maps.schema import json_schema, schema_address, schema_text
from onboarding.maps.writing import format_map
from tests.maps.conftest import GROUP, ROOT

MESSY = """\
# On top.
schema: 1   # of the format
group:   about
questions:
- id: name   # stable
  # Between.
  settles: [ "{person}.first_name" ]
  label: {en: 'Name',   note: "Of the person."}


  kind: text
# At the end.
"""


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.yaml")), ids=lambda path: path.stem)
def test_the_maps_are_in_their_canonical_form(path: Path) -> None:
    text = path.read_text("utf-8")
    assert format_map(text, schema_address(path, ROOT)) == text


def test_formatting_keeps_comments_and_changes_nothing_twice() -> None:
    once = format_map(MESSY, "../schema.json")
    assert once.startswith("# yaml-language-server: $schema=../schema.json\n# On top.\n")
    for comment in ("# On top.", "# of the format", "# stable", "# Between.", "# At the end."):
        assert once.count(comment) == 1
    assert "  - id: name" in once
    assert format_map(once, "../schema.json") == once
    assert read_text(once, "m").content == read_text(MESSY, "m").content


def test_what_is_no_yaml_is_not_formatted() -> None:
    with pytest.raises(ValueError, match="expected"):
        format_map("a: [")


def test_the_schema_is_current() -> None:
    assert (ROOT / "schema.json").read_text("utf-8") == schema_text()


def test_the_schema_names_every_kind() -> None:
    from forms.kinds import KINDS

    kinds = json_schema()["$defs"]["QuestionShape"]["properties"]["kind"]["enum"]
    assert set(kinds) == set(KINDS)


def test_translators_get_key_english_and_note() -> None:
    stream = io.BytesIO((ROOT / "groups/id_number.yaml").read_bytes())
    found = {key: (text, notes) for _, _, (key, text), notes in extract(stream, (), (), {})}
    text, notes = found["id_number.id_number.@CA.label"]
    assert text == "Social Insurance Number (SIN)"
    assert notes == [
        "Canada. In Canadian French: numéro d'assurance sociale (NAS).",
        "Max 60 characters.",
    ]


def test_every_message_in_use_reaches_the_translators() -> None:
    from_files = {
        key
        for path in ROOT.rglob("*.yaml")
        for _, _, (key, _), _ in extract(io.BytesIO(path.read_bytes()), (), (), {})
    }
    assert {entry.message.context for entry in messages(ROOT)} == from_files
    maps = load_maps(ROOT)
    for group in maps.groups:
        assert group.title.context in from_files
        for question in group.questions:
            for wording in (question.wording, *(one.wording for one in question.variants)):
                assert wording.label.context in from_files


def test_a_broken_map_drops_no_translation() -> None:
    with pytest.raises(MapsBroken):
        list(extract(io.BytesIO(GROUP.replace("label", "lable").encode()), (), (), {}))


def test_a_key_stands_for_one_text() -> None:
    entries = list(messages(ROOT))
    assert len({entry.message.context for entry in entries}) == len(entries)


def test_check_tells_and_fails(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("schema: 1\ngroup: bad\n")
    told = CliRunner().invoke(commands, ["check", "--root", str(tmp_path)])
    assert told.exit_code == 1
    assert "bad.yaml:1:1: “order” is missing. Add `order:`." in told.output


def test_fmt_check_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(MESSY)
    told = CliRunner().invoke(commands, ["fmt", "--check", "--root", str(tmp_path)])
    assert told.exit_code == 1
    assert path.read_text() == MESSY
    assert CliRunner().invoke(commands, ["fmt", "--root", str(tmp_path)]).exit_code == 0
    assert CliRunner().invoke(commands, ["fmt", "--check", "--root", str(tmp_path)]).exit_code == 0


@pytest.mark.parametrize("command", ["check", "fmt", "schema", "drift"])
def test_every_command_is_about_the_maps_that_the_app_uses(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad.yaml").write_text("schema: 1\ngroup:   bad\n")
    monkeypatch.setenv("REQUIREMENT_MAPS", str(tmp_path))
    named = {"check": check, "fmt": fmt, "schema": schema, "drift": drift}[command]
    told = CliRunner().invoke(named, ["--check"] if command in ("fmt", "schema") else [])
    assert told.exit_code == 1
    assert {"check": "bad.yaml:1:1", "fmt": "bad.yaml", "schema": "schema.json", "drift": "bad.yaml:1:1"}[
        command
    ] in told.output
