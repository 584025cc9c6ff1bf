"""Commands beside the pages, `flask --app wsgi …`. Each says what it did, or why not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from onboarding import migrations
from onboarding.extensions import BEHIND, tasks
from onboarding.links import Invitation, make_link
from onboarding.paths import data_root
from onboarding.store import ReferenceBroken, find_seller
from onboarding.web.parts import parts

db = AppGroup("db", help="The database's tables.")
i18n = AppGroup("i18n", help="The catalogues of texts and their translations.")


def init_app(app: Flask) -> None:
    """Gives the app its commands."""
    from onboarding.drift.cli import drift
    from onboarding.maps.cli import maps

    maps.add_command(drift)
    maps.add_command(unknown)
    for group in (db, i18n, maps):
        app.cli.add_command(group)
    app.cli.add_command(seller_link)
    app.cli.add_command(work)


@click.command("seller-link")
@click.option("--country", default="", help="Two letters, such as US; else the seller chooses.")
@click.option("--business-type", default="", help="individual, company, …; else the seller chooses.")
@click.option("--structure", default="", help="Legal structure, in Stripe's words.")
@click.option(
    "--agreement", default="", type=click.Choice(["", "full", "recipient"]), help="Else the brand's."
)
@click.option("--locale", default="", help="Language of the first page, such as fr_CA; else the browser's.")
@click.option("--reference", default="", help="Your own id of the seller; never a name or an address.")
@click.option("--seller", default="", help="Public id of a seller who has begun: the link lets them go on.")
@click.option("--hours", type=click.IntRange(1, 720), help="How long it is good; else LINK_HOURS.")
@with_appcontext
def seller_link(hours: int | None, **said: str) -> None:
    """Make a link that lets one seller in: signed, good once and for a time."""
    found = parts()
    invitation = Invitation(**said)
    _need_tables()
    _check(invitation)
    keys = (found.settings.secret_key, *found.settings.secret_key_fallbacks)
    try:
        with found.database.write() as tx:
            token = make_link(
                tx, invitation, keys=keys, now=found.clock(), hours=hours or found.settings.link_hours
            )
    except ReferenceBroken as broken:
        raise click.ClickException(str(broken)) from broken
    click.echo(f"{found.settings.public_url}/start/{token}")


@click.command("work")
@click.option(
    "--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="Accounts read at a time."
)
@with_appcontext
def work(threads: int) -> None:
    """Do the work out of the request, until told to end. Start as many as you like."""
    if parts().settings.tasks == "embedded":
        raise click.ClickException(
            "TASKS is embedded: the web process works itself. Right would be, here and there: none, or redis://…"
        )
    tasks().serve(threads=threads)


def _check(said: Invitation) -> None:
    brand, country = parts().brand, parts().maps.country(said.country)
    offered = [choice.value for choice in country.business_types] if country else []
    _one_of("country", said.country, brand.countries)
    _one_of("locale", said.locale, brand.locales)
    if said.business_type and not said.country:
        raise click.ClickException("--business-type needs a --country: not every country has every type.")
    _one_of("business-type", said.business_type, offered)
    if said.structure and not said.business_type:
        raise click.ClickException("--structure needs a --business-type: each has structures of its own.")
    structures = [choice.value for choice in country.structures(said.business_type)] if country else []
    _one_of("structure", said.structure, structures)
    if said.seller:
        with parts().database.read() as tx:
            if find_seller(tx, seller=said.seller) is None:
                raise click.ClickException("--seller: there is no seller with this public id.")


def _one_of(option: str, given: str, offered: Sequence[str]) -> None:
    if given and given not in offered:
        right = ", ".join(offered) or f"no --{option} at all"
        raise click.ClickException(f"--{option} {given} is not offered. Right would be: {right}.")


def _need_tables() -> None:
    if migrations.behind(parts().database):
        raise click.ClickException(BEHIND)


def _url() -> str:
    return parts().settings.database_url


@db.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the tables to REVISION, today's when none is named."""
    migrations.migrate(_url(), revision)
    click.echo("The database is up to date.")


@db.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the tables back to REVISION; rows that do not fit there are lost."""
    migrations.downgrade(_url(), revision)
    click.echo(f"The database is at {revision}.")


@db.command("check")
def check_database() -> None:
    """Say what differs between the tables and the code."""
    differences = migrations.check(_url())
    _report(differences, "The tables are what the code says.")


@click.command("unknown")
@click.option("--json", "as_json", is_flag=True, help="Write JSON; moments are Unix seconds.")
@with_appcontext
def unknown(as_json: bool) -> None:
    """List what sellers met that no map settles, what most accounts wait for first."""
    from onboarding.unknowns import list_unknown

    found = parts()
    _need_tables()
    with found.database.read() as tx:
        rows = list_unknown(tx, found.maps)
    if as_json:
        click.echo(json.dumps([row.plain() for row in rows], indent=1))
        return
    for row in rows:
        seen = row.seen
        days = f"{_day(seen.first_seen)} to {_day(seen.last_seen)}"
        where = f"{seen.country or '??'} {seen.business_type or 'no business type'}"
        click.echo(f"{row.waiting} waiting, seen {seen.count} times, {days}: {seen.requirement} ({where})")
    if not rows:
        click.echo("No seller has met anything that no map settles.")


def _day(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()


@i18n.command("extract")
def extract() -> None:
    """Read the texts out of templates, code and maps into translations/*.pot."""
    from onboarding import extraction

    _tell("Read out", extraction.extract(_tree()))


@i18n.command("update")
@click.argument("locales", nargs=-1)
def update(locales: tuple[str, ...]) -> None:
    """Bring the catalogues of LOCALES (all there are, when none is named) in step; makes missing ones."""
    from onboarding import extraction
    from onboarding.catalogues import SOURCE, available

    there = [locale for locale in available(_tree() / "translations") if locale != SOURCE]
    _tell("Brought in step", extraction.update(_tree(), locales or there))


@i18n.command("compile")
def compile_() -> None:
    """Compile the catalogues; they are never committed compiled."""
    from onboarding.catalogues import compile_catalogues

    _tell("Compiled", compile_catalogues(data_root() / "translations"))


@i18n.command("check")
def check_catalogues() -> None:
    """Say what is wrong with the catalogues: stale, incomplete, other placeholders than the English."""
    from onboarding.catalogue_check import findings

    _report(tuple(findings(_tree())), "The catalogues are in step and complete.")


def _tree() -> Path:
    root = data_root()
    if root.name == "_data":
        raise click.ClickException("The texts are read out of a clone, and this is an installed package.")
    return root


def _tell(verb: str, paths: list[Path]) -> None:
    for path in paths:
        click.echo(f"{verb}: {path.name if path.suffix == '.pot' else '/'.join(path.parts[-3:])}")
    if not paths:
        click.echo("Nothing to do.")


def _report(faults: tuple[str, ...], fine: str) -> None:
    for fault in faults:
        click.echo(fault)
    if faults:
        raise click.ClickException(f"{len(faults)} to mend.")
    click.echo(fine)
