"""Checked maps that are kept are the same as loaded ones, and never those of other files or other code."""

from __future__ import annotations

import json
import shutil
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from onboarding.maps import Maps, MapsBroken, load_maps, open_maps
from onboarding.maps.catalogue import Contents
from onboarding.maps.keeping import from_rows, key_of, read_kept, to_rows, write_kept
from onboarding.paths import data_root

ROOT = data_root() / "requirement_maps"


@pytest.fixture(scope="module")
def maps() -> Maps:
    return load_maps(ROOT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT, tmp_path / "maps"))


def assert_same(one: Any, other: Any, where: str = "contents") -> None:
    """Equal in every part and every type; `==` would stop at values that are equal only to themselves."""
    assert type(one) is type(other), where
    if is_dataclass(one):
        for each in fields(one):
            assert_same(getattr(one, each.name), getattr(other, each.name), f"{where}.{each.name}")
    elif isinstance(one, tuple | list):
        assert len(one) == len(other), where
        for number, pair in enumerate(zip(one, other, strict=True)):
            assert_same(*pair, f"{where}[{number}]")
    elif hasattr(one, "items"):
        assert list(one) == list(other), where
        for key in one:
            assert_same(one[key], other[key], f"{where}[{key}]")
    else:
        assert one == other, where


def test_what_is_kept_is_what_was_loaded(maps: Maps, tmp_path: Path) -> None:
    write_kept(tmp_path / "maps.json", "key", maps.contents)
    kept = read_kept(tmp_path / "maps.json", "key")
    assert kept is not None
    assert_same(kept, maps.contents)
    assert to_rows(kept) == to_rows(maps.contents)


def test_the_comparison_sees_a_difference(maps: Maps) -> None:
    rows = json.loads(json.dumps(to_rows(maps.contents)))
    message = next(row for row in rows if row[0] == "Message")
    message[2] += "!"
    with pytest.raises(AssertionError):
        assert_same(from_rows(rows), maps.contents)


def test_maps_are_opened_from_what_is_kept(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "maps.json"
    first = open_maps(folder, kept, keep=True)
    kept.write_text(kept.read_text("utf-8").replace('"Your identity"', '"Kept"'), "utf-8")
    assert open_maps(folder, kept, keep=True).hash == first.hash
    assert "Kept" in {group.title.text for group in open_maps(folder, kept, keep=False).groups}


def test_any_change_of_a_map_is_seen(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "maps.json"
    before = open_maps(folder, kept, keep=True)
    identity = folder / "groups" / "identity.yaml"
    identity.write_text(identity.read_text("utf-8").replace("Your identity", "Who you are"), "utf-8")
    assert open_maps(folder, kept, keep=True).hash != before.hash
    identity.rename(folder / "groups" / "other.yaml")
    with pytest.raises(MapsBroken):
        open_maps(folder, kept, keep=True)


BROKEN = [
    "",
    "[]",
    "{}",
    '{"key": "KEY"}',
    '{"key": "KEY", "rows": [["Message"]]}',
    '{"key": "KEY", "rows": [["open", "x"]]}',
    '{"key": "KEY", "rows": [["tuple"]]}',
]


@pytest.mark.parametrize("text", BROKEN)
def test_what_cannot_be_read_is_loaded(text: str, tmp_path: Path, maps: Maps) -> None:
    kept = tmp_path / "maps.json"
    kept.write_text(text.replace("KEY", key_of(ROOT)), "utf-8")
    assert open_maps(ROOT, kept, keep=False).hash == maps.hash


def test_a_folder_that_cannot_be_written_is_no_obstacle(maps: Maps, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert open_maps(ROOT, tmp_path / "file" / "maps.json", keep=True).hash == maps.hash


def test_only_what_maps_are_made_of_can_be_kept(maps: Maps) -> None:
    with pytest.raises(TypeError):
        to_rows(Contents("h", (), {}, {}, {"x": object()}, (), {}, {}))  # type: ignore[dict-item]  # on purpose
