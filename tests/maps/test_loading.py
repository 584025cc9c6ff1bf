"""A mistake in a map is told with its line, what is wrong and what would be right; a sound map loads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from onboarding.maps import MapsBroken, check_maps, load_maps, reload_maps
from tests.maps.conftest import COUNTRIES, GROUP, ROOT

Folder = Callable[..., Path]


def test_the_maps_of_the_project_are_sound() -> None:
    assert check_maps(ROOT) == ()


def test_a_small_folder_is_sound(folder: Folder) -> None:
    assert check_maps(folder()) == ()


VARIANTS = """\
    variants:
      - when: {country: [US, "NO"]}
        label: Given name
      - when: {country: US}
        label: Name
"""
MISTAKES: list[tuple[str, int, str, str]] = [
    (GROUP.replace("kind: text", "kind: txt"), 8, "“txt” is not among the values here", "“text”"),
    (GROUP.replace("label: First", "lable: First"), 9, "“lable” is not a key here", "“label”"),
    (GROUP.replace("    label: First name\n", ""), 6, "“label” is missing", "Add `label:`."),
    (GROUP.replace("order: 1\n", "order: 1\norder: 2\n"), 4, "“order” stands here twice", "Keep one"),
    (GROUP.replace("order: 1", "order: one"), 3, "input should be a valid integer", ""),
    (GROUP.replace("title: About you", "title: &a About you"), 4, "an anchor", "Leave"),
    (GROUP.replace("title: About you", "title: !!python/name:os.system x"), 4, "the tag", "Leave the tag"),
    (GROUP.replace("title: About you", "title: Please tell"), 4, "has words that do not help", ""),
    (GROUP.replace("title: About you", "title: Until {date}"), 4, "has a placeholder and no note", ""),
    (GROUP.replace("    words: {missing: Enter the first name}\n", ""), 6, "has no words for no answer", ""),
    (GROUP + "    hint: A name.\n", 11, "a hint ends without a full stop", ""),
    (GROUP + "    hint: For example, 3 4 1985\n", 11, "the order of day and month", "day from 13"),
    (GROUP + "    options: {pattern: '[a-z]+'}\n", 11, "the pattern is not anchored", ""),
    (GROUP + "    options: {pattern: '^[a-z$'}\n", 11, "the pattern cannot be read", ""),
    (GROUP + "    autocomplete: given_name\n", 11, "is no autofill token", "“given-name”"),
    (GROUP + VARIANTS, 14, "variant 1 always wins", "Put this one before it"),
    (GROUP + "    variants: [{when: {country: XX}}]\n", 11, "no country is “XX” here", ""),
    (GROUP + "    variants: [{when: {}, label: Name}]\n", 11, "the variant has no condition", ""),
    (GROUP + "    only_in: [XX]\n", 11, "no country is “XX” here", ""),
    (GROUP + "    not_in: [XX]\n", 11, "no country is “XX” here", ""),
    (GROUP + "    form_of: shoe\n", 11, "no question sends “shoe”", ""),
    (GROUP + "    tests: {ok: [''], bad: [Anna]}\n", 11, "“Anna” is taken", ""),
    (GROUP + "    tests: {ok: ['']}\n", 11, "“” is refused: Enter the first name", ""),
    (GROUP + "    words: {}\n", 11, "“words” stands here twice", ""),
    (GROUP.replace("kind: text", "kind: phone"), 6, "does not say why it is asked", "Add `why:`"),
    (GROUP + "errors:\n  x: {text: Mend it, point_at: [shoe]}\n", 12, "no question settles “shoe”", ""),
    (GROUP.replace("group: about", "group: other"), 2, "“other” stands in groups/about.yaml", ""),
    (GROUP.replace("    kind", "   kind"), 8, "not YAML", ""),
    ("[]\n", 1, "nothing tells what the file holds", "group"),
    ("", 1, "the file is empty", ""),
]


@pytest.mark.parametrize(("text", "line", "wrong", "right"), MISTAKES, ids=lambda value: str(value)[:40])
def test_a_mistake_is_told_with_its_line(
    folder: Folder, text: str, line: int, wrong: str, right: str
) -> None:
    found = check_maps(folder({"groups/about.yaml": text}))
    fitting = [one for one in found if wrong in one.wrong]
    assert fitting, [str(one) for one in found]
    assert (fitting[0].file, fitting[0].line) == ("groups/about.yaml", line)
    assert right in fitting[0].right


def test_two_groups_may_not_settle_the_same(folder: Folder) -> None:
    again = GROUP.replace("group: about", "group: again")
    (mistake,) = check_maps(folder({"groups/again.yaml": again}))
    assert (mistake.file, mistake.line) == ("groups/again.yaml", 7)
    assert "settled by about.name already" in mistake.wrong


def test_an_alias_is_refused_and_never_expanded(folder: Folder) -> None:
    bomb = "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    found = check_maps(folder({"groups/about.yaml": bomb}))
    assert {one.wrong for one in found} == {"an alias", "an anchor"}


def test_all_mistakes_of_all_files_come_at_once(folder: Folder) -> None:
    bad = folder(
        {"groups/about.yaml": GROUP.replace("kind: text", "kind: txt"), "countries.yaml": "schema: 1\n"}
    )
    with pytest.raises(MapsBroken) as broken:
        load_maps(bad)
    assert [one.file for one in broken.value.mistakes] == ["countries.yaml", "groups/about.yaml"]


def test_a_broken_map_never_replaces_a_working_one(folder: Folder) -> None:
    root = folder()
    working = load_maps(root)
    (root / "groups/about.yaml").write_text(GROUP.replace("label", "lable"))
    kept, mistakes = reload_maps(working, root)
    assert kept is working
    assert mistakes
    (root / "groups/about.yaml").write_text(GROUP.replace("First name", "Given name"))
    new, mistakes = reload_maps(working, root)
    assert not mistakes
    assert new.hash != working.hash


def test_the_hash_follows_the_content_not_the_comments(folder: Folder) -> None:
    root = folder()
    before = load_maps(root).hash
    (root / "groups/about.yaml").write_text("# A remark.\n" + GROUP)
    assert load_maps(root).hash == before


def test_norway_is_no_falsehood(folder: Folder) -> None:
    plain = COUNTRIES.replace('"NO"', "NO")
    assert "NO:" in plain
    assert set(load_maps(folder({"countries.yaml": plain})).countries) == {"NO", "US"}
