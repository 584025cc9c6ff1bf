"""Commands say what they did, or why not and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from onboarding.app import create_app
from onboarding.config import read_settings


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    url = f"sqlite:///{tmp_path / 'test.sqlite3'}"
    app = create_app(
        read_settings({"DATABASE_URL": url, "TASKS": "none", "PUBLIC_URL": "http://market.test"})
    )
    assert run(app, "db", "upgrade").exit_code == 0
    return app


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def test_a_sellers_link_opens_the_page_of_that_link(app: Flask) -> None:
    made = run(app, "seller-link", "--country", "US", "--business-type", "individual", "--locale", "fr")
    assert made.exit_code == 0, made.output
    address = made.output.strip()
    assert address.startswith("http://market.test/start/")
    page = app.test_client().get(address.removeprefix("http://market.test"))
    assert page.status_code == 200
    assert 'lang="fr"' in page.text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--country", "XX"), "--country XX is not offered. Right would be: US, FR"),
        (("--country", "US", "--locale", "xx"), "--locale xx is not offered. Right would be: en, fr"),
        (("--country", "US", "--business-type", "circus"), "Right would be: individual"),
        (("--business-type", "individual"), "needs a --country"),
        (("--structure", "llc"), "--structure needs a --business-type"),
        (("--country", "CA", "--business-type", "company", "--structure", "zzz"), "Right would be: sole_p"),
        (("--country", "FR", "--business-type", "individual", "--structure", "x"), "no --structure at all"),
        (("--seller", "nobody"), "there is no seller"),
        (("--reference", "jane@example.com"), "reference"),
    ],
)
def test_a_link_that_could_not_work_is_not_made(app: Flask, words: tuple[str, ...], said: str) -> None:
    refused = run(app, "seller-link", *words)
    assert refused.exit_code == 1
    assert said in refused.output


def bare(tmp_path: Path, **more: str) -> Flask:
    """An app whose database has no tables yet."""
    url = f"sqlite:///{tmp_path / 'bare.sqlite3'}"
    return create_app(read_settings({"DATABASE_URL": url, "TASKS": "none", **more}))


def test_without_tables_a_command_says_how_to_make_them(tmp_path: Path) -> None:
    refused = run(bare(tmp_path), "seller-link")
    assert (refused.exit_code, "db upgrade" in refused.output) == (1, True)


def test_in_development_the_first_request_makes_the_tables(tmp_path: Path) -> None:
    app = bare(tmp_path)
    assert not (tmp_path / "bare.sqlite3").exists()
    assert app.test_client().get("/ready").status_code == 200
    assert run(app, "db", "check").exit_code == 0


def test_elsewhere_one_line_says_that_tables_are_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor = bare(tmp_path, ENVIRONMENT="test").test_client()
    assert [visitor.get("/ready").status_code for _ in range(2)] == [503, 503]
    assert capsys.readouterr().out.count("db upgrade") == 1


def test_where_the_web_process_works_itself_no_other_does(tmp_path: Path) -> None:
    refused = run(bare(tmp_path, TASKS="embedded"), "work")
    assert (refused.exit_code, "TASKS is embedded" in refused.output) == (1, True)


def test_the_database_is_what_the_code_says_after_an_upgrade(app: Flask) -> None:
    checked = run(app, "db", "check")
    assert checked.exit_code == 0, checked.output


def test_catalogues_are_compiled(app: Flask) -> None:
    assert "Compiled: fr/LC_MESSAGES/messages.po" in run(app, "i18n", "compile").output.replace(".mo", ".po")
