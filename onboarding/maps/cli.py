"""The commands for compliance staff: `maps check`, `maps fmt`, `maps schema`."""

from __future__ import annotations

from pathlib import Path

import click

from onboarding.paths import data_root

ROOT = click.option(
    "--root",
    envvar="REQUIREMENT_MAPS",
    show_envvar=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=lambda: data_root() / "requirement_maps",
    help="Folder of the maps; by default those that the app uses.",
)
"""Which maps every command is about; the setting is the app's, so that what is checked is what is used."""
CHECK = click.option("--check", is_flag=True, help="Change nothing; say what would change, and fail.")


@click.group()
def maps() -> None:
    """The requirement maps: check, format, and write their schema for editors."""


@maps.command()
@ROOT
def check(root: Path) -> None:
    """Say every mistake in the maps: file, line, what is wrong and what would be right."""
    from onboarding.maps import check_maps

    mistakes = check_maps(root)
    for mistake in mistakes:
        click.echo(str(mistake))
    if mistakes:
        click.echo(f"{len(mistakes)} to mend.", err=True)
        raise SystemExit(1)
    click.echo("The maps are sound.")


@maps.command()
@ROOT
@CHECK
def fmt(root: Path, check: bool) -> None:
    """Write the maps in their canonical form; comments stay."""
    from onboarding.maps.schema import schema_address
    from onboarding.maps.writing import format_map

    for path in sorted(root.rglob("*.yaml")):
        _write(path, format_map(path.read_text("utf-8"), schema_address(path, root)), check)
    _finish("The maps are in their canonical form.")


@maps.command()
@ROOT
@CHECK
def schema(root: Path, check: bool) -> None:
    """Write the JSON Schema that editors check maps with."""
    from onboarding.maps.schema import FILE, schema_text

    _write(root / FILE, schema_text(), check)
    _finish("The schema is current.")


def _write(path: Path, text: str, check: bool) -> None:
    if path.exists() and path.read_text("utf-8") == text:
        return
    if not check:
        path.write_text(text, "utf-8")
    verb = "would be changed" if check else "changed"
    click.echo(f"{path.name} {verb}")
    if check:
        context = click.get_current_context()
        context.meta["stale"] = True


def _finish(words: str) -> None:
    if click.get_current_context().meta.get("stale"):
        raise SystemExit(1)
    click.echo(words)
