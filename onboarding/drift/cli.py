"""The command `maps drift`: what Stripe's SDK knows that we have not decided about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

import click

from onboarding.maps.cli import ROOT
from onboarding.paths import data_root

if TYPE_CHECKING:
    from onboarding.drift.comparing import Finding, Report


@click.command("drift")
@click.option(
    "--sdk",
    "sdks",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of another SDK to compare as well: the package `stripe`, or what holds it. May be repeated.",
)
@click.option("--accept", is_flag=True, help="Take what the installed SDK knows as the accepted vocabulary.")
@click.option("--json", "as_json", is_flag=True, help="Write the reports as JSON.")
@click.option(
    "--ledger",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=lambda: data_root() / "drift",
    help="Folder of baseline and decisions; by default this project's.",
)
@ROOT
def drift(sdks: tuple[Path, ...], accept: bool, as_json: bool, ledger: Path, root: Path) -> None:
    """Say what is new, gone or changed in Stripe's vocabulary and has neither a map nor a decision."""
    from onboarding.drift.annotations import LayoutChanged
    from onboarding.drift.ledger import LedgerBroken
    from onboarding.maps import MapsBroken

    try:
        reports, stale = _compared(sdks, accept, ledger, root)
    except LayoutChanged as changed:
        raise click.ClickException(
            f"layout changed: {changed}. Teach onboarding/drift/reading.py where it went; "
            "nothing can be said of this SDK until then."
        ) from changed
    except (LedgerBroken, MapsBroken) as broken:
        raise click.ClickException(str(broken)) from broken
    if as_json:
        click.echo(json.dumps([report.plain() for report in reports], indent=1, ensure_ascii=False))
    else:
        for report in reports:
            _tell(report)
    if stale:
        click.echo("drift/generic.json does not follow from the ledger: run `maps drift --accept`.", err=True)
    if stale or not all(report.sound for report in reports):
        raise SystemExit(1)


def _compared(sdks: tuple[Path, ...], accept: bool, ledger: Path, root: Path) -> tuple[list[Report], bool]:
    """The report on the installed SDK and on each of the others, and whether a derived file is stale."""
    from onboarding.drift.comparing import compare
    from onboarding.drift.ledger import is_current, read_ledger, write_baseline
    from onboarding.drift.reading import installed_sdk, read_sdk
    from onboarding.maps import load_maps

    installed = read_sdk(installed_sdk())
    if accept:
        write_baseline(ledger, installed)
    kept, maps, today = read_ledger(ledger), load_maps(root), _today()
    others = [read_sdk(folder) for folder in sdks]
    reports = [compare(facts, kept, maps, today) for facts in (installed, *others)]
    return reports, not is_current(ledger, kept)


def _today() -> date:
    return datetime.fromtimestamp(time(), UTC).date()


def _tell(report: Report) -> None:
    for line in lines_of(report):
        click.echo(line)


_COUNTED = {
    "parameter": "parameters",
    "business_type": "business types",
    "structure": "structures",
    "capability": "capabilities",
    "error_code": "error codes",
    "disabled_reason": "disabled reasons",
    "capability_disabled_reason": "disabled reasons of capabilities",
    "choice": "values of choices",
    "bank_status": "statuses of bank accounts",
    "capability_status": "statuses of capabilities",
    "person_status": "statuses of persons",
    "shape": "parts of what is required",
}


def lines_of(report: Report) -> Iterator[str]:
    """The report in words; what staff have to act on comes first, each with its draft."""
    counts = ", ".join(f"{count} {_COUNTED[name]}" for name, count in report.counts.items())
    yield f"stripe {report.sdk}, against {report.accepted} as accepted ({counts})"
    for finding in sorted(report.findings, key=lambda one: not one.fails):
        yield f"  {'to decide' if finding.fails else 'told'}: {finding.state} {finding.item}: {finding.words}"
        yield from (f"      {line}" for line in finding.stub.splitlines())
    yield from _closing([finding for finding in report.findings if finding.fails])


def _closing(acting: list[Finding]) -> Iterator[str]:
    """What to do, in the last lines: with a draft, a map can be begun; without, a map has to be mended."""
    drafted = sum(bool(finding.stub) for finding in acting)
    if drafted:
        yield f"  {drafted} to decide: put each into a map (drafts above) or into drift/decisions.yaml."
    if others := len(acting) - drafted:
        mend = "see to the maps or the code that rely on it, then `maps drift --accept`, or decide"
        yield f"  {others} to mend: {mend}."
    if not acting:
        yield "  Everything has a map or a decision."
