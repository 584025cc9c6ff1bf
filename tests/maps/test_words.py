"""What a map may name: options that its kind declares, and words of Stripe's that somebody knows."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from forms import kinds
from forms.kinds import KINDS
from onboarding.maps import MapsBroken, check_maps, load_maps, open_maps, shapes
from onboarding.maps.schema import json_schema
from tests.maps.conftest import GROUP

Folder = Callable[..., Path]

FILE = """\
  - id: paper
    settles: ["{person}.verification.document"]
    kind: document
    label: Paper
    why: We have to know.
"""
SINGLE: list[tuple[str, int, str, str]] = [
    (GROUP + "    options: {mox: 5000}\n", 11, "“text” has no option “mox”", "Did you mean “max”?"),
    (GROUP + "    options: {max: abc}\n", 11, "max: “abc” is not a whole number", "a whole number from 1 up"),
    (
        GROUP + "    options: {max: true}\n",
        11,
        "max: “true” is not a whole number",
        "a whole number from 1 up",
    ),
    (GROUP + "    options: {code: 1}\n", 11, "code: “1” is not true or false", "Write true or false."),
    (GROUP + "    options: {script: kanna}\n", 11, "script: “kanna”", "Did you mean “kana”?"),
    (GROUP + "    options: {min: 9, max: 3}\n", 11, "nothing is at least 9", "Make `min` the smaller."),
    (
        GROUP.replace("{missing:", "{wrong: Mend the name, missing:"),
        10,
        "nothing would ever be wrong",
        "Add `pattern:`, or drop the words.",
    ),
    (GROUP.replace("kind: text", "kind: choice"), 6, "there is nothing to choose", "Add `choices:`."),
    (GROUP + FILE + "    options: {purpose: account_requirment}\n", 16, "purpose", "“account_requirement”"),
    (GROUP + FILE + "    options: {accepted: []}\n", 16, "“accepted” is filled in", "Take it away."),
    (GROUP + FILE + "    options: {sides: [frnt]}\n", 16, "sides: “frnt”", "“front”"),
    (GROUP + FILE + "    options: {sides: [front], files: 2}\n", 16, "exclude each other", "Keep one."),
    (GROUP.replace("first_name", "frist_name"), 7, "Stripe has no parameter", "“{person}.first_name”"),
    (GROUP + '    instead: ["{person}.id_numbr"]\n', 11, "no parameter", "“{person}.id_number”"),
    (GROUP + '    sends: "{person}.first_nam"\n', 11, "no parameter", "“{person}.first_name”"),
    (
        GROUP + "errors:\n  verification_faled_name_match: {text: Mend it}\n",
        12,
        "Stripe has no error code “verification_faled_name_match”",
        "Did you mean “verification_failed_name_match”?",
    ),
    (
        GROUP + "errors:\n  external_request: {text: Mend it, hand_of: true}\n",
        12,
        "hand_of",
        "Did you mean “hand_off”?",
    ),
    (
        GROUP + "errors:\n  external_request: {text: Mend it, hand_off: perhaps}\n",
        12,
        "hand_off",
        "true or false",
    ),
    (
        GROUP + "errors:\n  verification_document_exprired_*: {text: Mend it}\n",
        12,
        "Stripe has no error code",
        "Did you mean “verification_document_expired”?",
    ),
    (
        GROUP + "errors:\n  zz: {text: Mend it}\n",
        12,
        "no error code",
        "drift/decisions.yaml, as `error_code:zz`",
    ),
    (
        GROUP + "errors:\n  external_request: {text: Mend it, point_at: [frist_name]}\n",
        12,
        "Stripe has no field “frist_name”",
        "Did you mean “first_name”?",
    ),
    (
        GROUP + "errors:\n  external_request: {text: Mend it, point_at: [dob.day, gender]}\n",
        12,
        "no question settles “dob.day”, “gender”",
        "Add the question",
    ),
    (
        GROUP + "    variants: [{when: {country: US}, kind: national_id, options: {chek: us.ssn}}]\n",
        11,
        "“national_id” has no option “chek”",
        "Did you mean “check”?",
    ),
    (
        GROUP.replace("kind: text", "kind: national_id") + "    why: So\n    options: {check: us.sn}\n",
        12,
        "there is no check “us.sn”",
        "Did you mean “us.ssn”?",
    ),
]


@pytest.mark.parametrize(("text", "line", "wrong", "right"), SINGLE, ids=lambda value: str(value)[-45:])
def test_one_slip_is_one_mistake_and_the_start_stops(
    folder: Folder, tmp_path: Path, text: str, line: int, wrong: str, right: str
) -> None:
    root = folder({"groups/about.yaml": text})
    (found,) = check_maps(root)
    assert (found.file, found.line) == ("groups/about.yaml", line)
    assert wrong in found.wrong
    assert right in found.right
    with pytest.raises(MapsBroken):
        open_maps(root, tmp_path / "kept.json", keep=False)


@pytest.mark.parametrize(
    ("file", "text", "right"),
    [
        ("reasons.yaml", "reasons: {rejected.fruad: Closed}", "“rejected.fraud”"),
        ("capabilities.yaml", "capabilities: {card_paymnts: Cards}", "“card_payments”"),
        ("capabilities.yaml", "capabilities: {}\nonly_in: {card_paymnts: [US]}", "“card_payments”"),
        ("business.yaml", "business_types: {company: Company}\nstructures: {lc: Firm}", "“llc”"),
    ],
)
def test_other_words_of_stripes_are_checked_too(folder: Folder, file: str, text: str, right: str) -> None:
    (found,) = check_maps(folder({file: f"schema: 1\n{text}\n"}))
    assert found.file == file
    assert f"Did you mean {right}?" in found.right


def test_countries_of_capabilities_are_checked(folder: Folder) -> None:
    text = "schema: 1\ncapabilities: {}\nonly_in: {card_payments: [US, XX]}\n"
    (found,) = check_maps(folder({"capabilities.yaml": text}))
    assert (found.line, found.wrong) == (3, "no country is “XX” here")


def test_lists_of_persons_are_of_a_type_or_structure(folder: Folder) -> None:
    text = "schema: 1\nfamilies: {few: {lists: {llx: [owners]}}}\ncountries: {}\n"
    found = [one.wrong for one in check_maps(folder({"countries.yaml": text}))]
    assert "no business type or structure is “llx”" in found


def test_examples_that_fail_stop_the_start(folder: Folder, tmp_path: Path) -> None:
    root, kept = folder(), tmp_path / "kept.json"
    open_maps(root, kept, keep=True)
    (root / "groups/about.yaml").write_text(GROUP + "    tests: {bad: [Anna]}\n")
    with pytest.raises(MapsBroken, match="“Anna” is taken"):
        open_maps(root, kept, keep=True)


def test_a_build_needs_no_form_engine(folder: Folder) -> None:
    root = folder({"groups/about.yaml": GROUP + "    tests: {bad: [Anna]}\n"})
    assert load_maps(root, engine=False).hash


def test_the_lists_of_documents_are_those_of_the_file() -> None:
    accepts = next(one for one in KINDS["document"].options if one.name == "accepts")
    assert accepts.takes.values == shapes.LISTS


def test_editors_complete_the_options_of_a_kind() -> None:
    definitions = json_schema()["$defs"]
    for name, kind in KINDS.items():
        options = definitions[f"options_{name}"]
        assert set(options["properties"]) == {option.name for option in kind.options}
        assert not options["additionalProperties"]
    (text,) = (
        one
        for one in definitions["QuestionShape"]["allOf"]
        if one["if"]["properties"]["kind"]["const"] == "text"
    )
    assert text["then"]["properties"]["options"] == {"$ref": "#/$defs/options_text"}
    assert text["then"]["properties"]["variants"]["items"]["then"]["properties"]["options"]
    assert definitions["options_text"]["properties"]["script"]["enum"] == ["kana", "kanji", "latin"]


def read_options() -> Iterator[tuple[str, str, str]]:
    """File, option and default of every `options.get(…)` in the code of the kinds."""
    for path in sorted(Path(kinds.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("options.get"):
                default = ast.unparse(node.args[1]) if len(node.args) > 1 else "None"
                yield path.stem, ast.literal_eval(node.args[0]), default


def test_what_the_kinds_read_is_declared_with_its_default() -> None:
    declared: dict[tuple[str, str], set[str]] = {}
    for kind in KINDS.values():
        file = type(kind).__module__.rpartition(".")[2]
        for option in kind.options:
            defaults = declared.setdefault((file, option.name), {"None"})
            defaults.add(repr(option.default).replace("'", '"') if option.default else "None")
        for name in kind.filled:
            declared.setdefault((file, name), set())
    apart = {"document_lists": "document", "bank_numbers": "bank_account"}
    read = {(apart.get(file, file), name) for file, name, _ in read_options()}
    assert read - declared.keys() == set()
    for file, name, default in read_options():
        literal = default.strip("'\"") if default[:1] in "'\"" else default
        if literal.isdigit() and literal != "0":
            assert literal in declared[file, name], (file, name, literal)
