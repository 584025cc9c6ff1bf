"""The documentation is true: every setting is in it as the code has it, and its links lead somewhere."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from forms.kinds import KINDS
from onboarding.brand import COLOURS, Brand, make_brand
from onboarding.catalogues import available
from onboarding.config import SETTINGS, Setting
from onboarding.fitting import misfits
from onboarding.maps import load_maps
from onboarding.web.webhooks import OURS

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def row(setting: Setting) -> str:
    """The line of the table in docs/configuration.md that tells of a setting."""
    default = f"`{setting.default}`" if setting.default else ""
    return f"| `{setting.name}`{' (secret)' if setting.secret else ''} | {default} | {setting.help} |"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_documented_as_it_is(setting: Setting) -> None:
    assert row(setting) in (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")


def test_no_setting_is_documented_that_is_not_there() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([A-Z_]+)`", text, re.MULTILINE)) == {setting.name for setting in SETTINGS}


def brand_rows(heading: str) -> dict[str, str]:
    """Name -> default, as the table under that heading has them."""
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    table = text.partition(f"| {heading} | when left out |")[2].partition("\n\n")[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", table, re.MULTILINE))


def shown(default: object) -> str:
    values = default if isinstance(default, tuple) else (default,) if isinstance(default, str) else ()
    return ", ".join(f"`{value}`" for value in values if value)


def test_every_key_of_a_brand_is_documented_as_it_is() -> None:
    there = {each.name: shown(getattr(Brand(), each.name)) for each in fields(Brand)}
    assert brand_rows("key") == {**there, "colours": "below"}


def test_every_colour_is_documented_as_it_is() -> None:
    assert brand_rows("colour") == {name: f"`{colour}`" for name, colour in COLOURS.items()}


def test_the_example_of_a_brand_can_be_used() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    example = tomllib.loads(text.partition("```toml\n")[2].partition("```")[0])
    maps = load_maps(ROOT / "requirement_maps")
    static, catalogues = ROOT / "static", available(ROOT / "translations")
    assert list(misfits(make_brand(example), maps, static=static, catalogues=catalogues)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_kind_has_a_line_in_the_docs_a_template_and_nothing_else_has() -> None:
    text = (ROOT / "docs" / "requirement-maps.md").read_text(encoding="utf-8").partition("## Kinds")[2]
    assert set(re.findall(r"^\| `(\w+)` \|[^|]*\|$", text, re.MULTILINE)) == set(KINDS)
    assert {path.stem for path in (ROOT / "templates" / "kinds").glob("[!_]*.html")} == set(KINDS)


def test_every_option_that_a_kind_reads_is_documented() -> None:
    text = (ROOT / "docs" / "requirement-maps.md").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "forms" / "kinds").glob("*.py"))
    read = set(re.findall(r"options(?:\.get\(|\[)\"(\w+)\"", code))
    assert {option for option in read if f"`{option}`" not in text} == set()


def test_the_endpoint_to_register_is_the_one_there_is_with_all_its_events() -> None:
    text = (ROOT / "docs" / "going-live.md").read_text(encoding="utf-8")
    asked = set(re.findall(r"enabled_events\[\]=([a-z_.]+)", text))
    assert all(event.startswith(OURS) for event in asked)
    assert all(any(event.startswith(kind) for event in asked) for kind in OURS)
    assert "-d connect=true" in text
    assert 'url="$PUBLIC_URL/webhooks/stripe"' in text


def test_every_decision_is_listed() -> None:
    listed = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert all(f"({path.name})" in listed for path in (ROOT / "docs" / "decisions").glob("0*.md"))


def test_every_make_target_that_is_told_of_is_there() -> None:
    told = {
        name for page in PAGES for name in re.findall(r"`?make ([a-z]+)`", page.read_text(encoding="utf-8"))
    }
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert told <= targets
