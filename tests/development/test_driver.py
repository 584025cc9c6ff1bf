"""The demo's driver reads pages that it does not know, and the servers say why they do not start."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.serving import make_server

from onboarding import migrations as database
from onboarding.development import servers
from onboarding.development.cast import SELLERS, picture
from onboarding.development.driver import Driver, Person, Seller, Stuck
from onboarding.development.pages import Page
from onboarding.development.servers import NotStarted, require_apart, require_free
from onboarding.store import Database

FORM = """<html lang="fr-CA"><form><input name="outside"></form><main>{summary}<h1>Page</h1>
<form method="post">
<input type="hidden" name="nonce" value="n1">{fields}<button name="go">Send</button></form>
</main>"""
DONE = '<main><h1 data-standing="enabled">Ready</h1></main>'


class Shop:
    """Three pages of its own making: an identity, owners, a standing. received: every form that was sent."""

    def __init__(self, refuses: int = 0) -> None:
        self.app = Flask(__name__)
        self.received: list[dict[str, str]] = []
        self.people: list[str] = []
        self.refuses = refuses
        self.app.add_url_rule("/", "start", lambda: redirect("/onboarding/identity"))
        self.app.add_url_rule("/onboarding/identity", "identity", self.identity, methods=["GET", "POST"])
        self.app.add_url_rule("/onboarding/people/owners", "owners", self.owners, methods=["GET", "POST"])
        self.app.add_url_rule("/onboarding/person/owners", "owner", self.owner, methods=["GET", "POST"])
        self.app.add_url_rule("/onboarding/status", "status", lambda: DONE)

    def identity(self) -> ResponseReturnValue:
        fields = (
            '<input name="individual.first_name" id="first" value="">'
            '<select name="individual.address.state"><option value="">-</option><option>CA</option></select>'
            '<input type="radio" name="sex" value="a"><input type="radio" name="sex" value="b" checked>'
            '<input type="checkbox" name="agree" value="yes"><input type="file" name="scan">'
        )
        if request.method == "GET":
            return FORM.format(fields=fields, summary="")
        self.received.append(
            {**request.form, **{name: file.filename or "" for name, file in request.files.items()}}
        )
        if len(self.received) <= self.refuses:
            summary = '<div role="alert"><ul><li><a href="#first">Enter another name</a></li></ul></div>'
            return FORM.format(fields=fields, summary=summary), 422
        return redirect("/onboarding/people/owners", 303)

    def owners(self) -> ResponseReturnValue:
        if request.method == "POST":
            return redirect("/onboarding/status", 303)
        names = "".join(f"<li>{name}</li>" for name in self.people)
        return (
            f'<main><h1>Owners</h1><ul>{names}</ul><div class="actions"><a class="button"'
            ' href="/onboarding/person/owners">Add</a><form method="post"><button>That is all</button></form>'
            "</div></main>"
        )

    def owner(self) -> ResponseReturnValue:
        if request.method == "POST":
            self.people.append(f"{request.form['owners.first_name']} {request.form['owners.last_name']}")
            return redirect("/onboarding/people/owners", 303)
        return FORM.format(
            summary="", fields='<input name="owners.first_name"><input name="owners.last_name">'
        )


@contextmanager
def served(shop: Shop) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, shop.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


SELLER = Seller(
    "somebody",
    {
        "individual.first_name": "Ada",
        "individual.address.state": "CA",
        "sex": "a",
        "agree": True,
        "scan": picture("p.png"),
    },
    persons=(
        Person(("owners",), {"first_name": "Ada", "last_name": "Byron"}),
        Person(("owners",), {"first_name": "Mary", "last_name": "Shelley"}),
    ),
    mended={"individual.first_name": "Augusta"},
)


def onboard(shop: Shop) -> tuple[list[str], str]:
    lines: list[str] = []
    with served(shop) as address:
        journey = Driver(address, SELLER, tell=lines.append).onboard()
    return lines, journey.standing


def test_it_fills_what_it_knows_keeps_what_is_hidden_and_adds_all_people() -> None:
    shop = Shop()
    lines, standing = onboard(shop)
    assert standing == "enabled"
    assert shop.received == [
        {
            "nonce": "n1",
            "individual.first_name": "Ada",
            "individual.address.state": "CA",
            "sex": "a",
            "agree": "yes",
            "scan": "p.png",
        }
    ]
    assert shop.people == ["Ada Byron", "Mary Shelley"]
    assert any("individual.first_name" in line for line in lines)


def test_it_mends_what_a_page_names_as_a_problem() -> None:
    shop = Shop(refuses=1)
    lines, standing = onboard(shop)
    assert standing == "enabled"
    assert [sent["individual.first_name"] for sent in shop.received] == ["Ada", "Augusta"]
    assert "    problem: individual.first_name: Enter another name" in lines


def test_it_stops_where_the_same_is_refused_again() -> None:
    with pytest.raises(Stuck, match="Enter another name"):
        onboard(Shop(refuses=9))


def test_a_page_outside_its_main_part_is_not_read() -> None:
    page = Page("http://x/", 200, FORM.format(fields='<textarea name="t">x</textarea>', summary=""))
    assert [control.name for form in page.forms for control in form.controls] == ["nonce", "t"]
    assert page.language == "fr-CA"


def test_a_taken_port_is_named_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(NotStarted, match=f"make run PORT={port + 1}"):
            require_free(port, "PORT")


def test_one_port_for_both_is_named_with_what_to_do() -> None:
    with pytest.raises(NotStarted, match="make run SANDBOX_PORT=5001"):
        require_apart(5000, 5000)
    require_apart(5000, 5001)


def test_a_folder_has_one_starter_at_a_time(tmp_path: Path) -> None:
    with servers.alone_in(tmp_path):
        refused = pytest.raises(NotStarted, match="runs already in this clone")
        with refused, servers.alone_in(tmp_path):
            pass
    with servers.alone_in(tmp_path):
        pass


def test_a_database_that_is_current_costs_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/x.sqlite3"
    database.migrate(url)
    monkeypatch.setattr("subprocess.run", lambda *_, **__: pytest.fail("a process was started"))
    servers.migrate({"DATABASE_URL": url})


def test_a_database_that_is_behind_is_migrated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.sqlite3"
    servers.migrate({**os.environ, "DATABASE_URL": url, "STRIPE_SECRET_KEY": ""})
    assert not database.behind(Database(url))


def test_the_cast_has_those_that_were_asked_for() -> None:
    countries = [(seller.answers["country"], seller.answers["business_type"]) for seller in SELLERS]
    alone = {(country, "individual") for country in ("US", "FR", "DE", "CA")}
    assert set(countries) >= alone | {("GB", "company")}
    assert sum("owners" in person.roles for seller in SELLERS for person in seller.persons) == 2
    assert len(SELLERS) >= 8
