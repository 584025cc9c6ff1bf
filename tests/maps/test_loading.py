"""A mistake in a map is told with its line, what is wrong and what would be right; a sound map loads."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from onboarding.maps import MapsBroken, check_maps, load_maps, reload_maps
from onboarding.maps.mistakes import Mistake, by_cause
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
    (GROUP.replace("order: 1", "order: one"), 3, "“order” cannot be “one”", "Write a whole number."),
    (GROUP.replace("title: About you", "title: &a About you"), 4, "an anchor", "Leave"),
    (GROUP.replace("title: About you", "title: !!python/name:os.system x"), 4, "the tag", "Leave the tag"),
    (GROUP.replace("title: About you", "title: Please tell"), 4, "has words that do not help", ""),
    (GROUP.replace("title: About you", "title: Until {date}"), 4, "a placeholder that nothing fills", ""),
    (GROUP.replace("title: About you", "title: 'Until {'"), 4, "has a brace that is no {placeholder}", ""),
    *(
        (GROUP.replace("Enter the first name", f"{{en: '{text}', note: x}}"), 10, wrong, right)
        for text, wrong, right in (
            ("Enter {labl}", "nothing fills {labl} in “missing”", "Did you mean “label”?"),
            ("Enter {limit}", "nothing fills {limit} in “missing”", "Write {label}."),
            ("Enter {0}", "a brace that is no {placeholder}", "Take it away, or write {label}."),
            ("Enter {a.b}", "a brace that is no {placeholder}", ""),
            ("Enter {what", "a brace that is no {placeholder}", ""),
        )
    ),
    (GROUP.replace("Enter the first name", "'Enter {label}'"), 10, "has a placeholder and no note", ""),
    (GROUP.replace("    words: {missing: Enter the first name}\n", ""), 6, "has no words for no answer", ""),
    (
        GROUP.replace("kind: text", "kind: yes_no").replace(
            "    words: {missing: Enter the first name}\n", ""
        ),
        6,
        "has no words for no answer",
        "Add `missing:` to `words:`.",
    ),
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
    (GROUP + "    tests: {bad: [Anna]}\n", 11, "“Anna” is taken", ""),
    (GROUP + "    tests: {ok: ['']}\n", 11, "“” is refused: Enter the first name", ""),
    (GROUP + "    words: {}\n", 11, "“words” stands here twice", ""),
    (GROUP.replace("kind: text", "kind: phone"), 6, "does not say why it is asked", "Add `why:`"),
    (
        GROUP + "errors:\n  external_request: {text: Mend it, point_at: [shoe]}\n",
        12,
        "no field “shoe”",
        "phone",
    ),
    (
        GROUP.replace("order: 1", "order: 1\nfrobnicate: 2"),
        4,
        "“frobnicate” is not a key here",
        "errors, group",
    ),
    (GROUP.replace("title: About you", "title: ''"), 4, "“title” cannot be empty", "a text of one character"),
    (GROUP.replace("title: About you", "title: [a]"), 4, "“title” cannot be such a list", "or a text of one"),
    (GROUP.replace('["{person}.first_name"]', "[]"), 7, "“settles” cannot be empty", "a list of one or more"),
    (GROUP + "    words: 3\n", 11, "“words” stands here twice", "Keep one"),
    (GROUP + "    optional: maybe\n", 11, "“optional” cannot be “maybe”", "Write true or false."),
    (GROUP + "    choices: structure\n", 11, "“choices” cannot be “structure”", "Did you mean “structures”?"),
    (GROUP + "    new_person: usa\n", 11, "“new_person”", "a text that fits"),
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
    assert all(one.right for one in found)
    assert len(found) == 1, [str(one) for one in found]


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


@pytest.mark.parametrize("missing", ["groups/about.yaml", "countries.yaml", "banks.yaml", "business.yaml"])
def test_a_file_that_is_missing_is_one_mistake(folder: Folder, missing: str) -> None:
    root = folder()
    (root / missing).unlink()
    (found,) = check_maps(root)
    assert found.file == missing.replace("about", "<group>")
    assert found.wrong.endswith("is not there")


def test_the_projects_maps_without_groups_are_one_mistake(tmp_path: Path) -> None:
    root = Path(shutil.copytree(ROOT, tmp_path / "maps"))
    shutil.rmtree(root / "groups")
    assert len(check_maps(root)) == 1


def test_a_country_that_is_missing_is_one_mistake(folder: Folder) -> None:
    asked = GROUP + '    variants: [{when: {country: "NO"}, label: Name}]\n'
    one = COUNTRIES.replace('  "NO": {currency: nok, business_types: [company]}\n', "")
    (found,) = check_maps(folder({"groups/about.yaml": asked, "countries.yaml": one}))
    assert "no country is “NO”" in found.wrong


def test_what_follows_from_one_cause_is_counted() -> None:
    told = by_cause([Mistake("b.yaml", line, 1, "odd", "Mend it.", "it") for line in (3, 1, 2)])
    assert [str(one) for one in told] == ["b.yaml:1:1: odd. Mend it. It stands in 2 other places too."]
