"""The language is switched by a page's own form, so that nothing that was typed is lost."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask

from onboarding import store
from onboarding.web.parts import KEY, Parts
from tests.web.stand_in import StandIn
from tests.web.test_kept import FRONT, GROUP, PNG
from tests.web.visitor import Seen, Visitor

Begin = Callable[..., Visitor]
FRENCH = {"_language": "switch", "locale": "fr"}


def the_switch(page: Seen) -> tuple[str, ...]:
    """Which form the button of the language belongs to, and its name."""
    button = page.soup.select_one(".language button")
    return str(button["form"]), str(button["name"])


def test_a_group_keeps_what_was_typed(begin: Begin, gateway: StandIn, app: Flask) -> None:
    visitor = begin()
    page = visitor.get("/onboarding/contact")
    assert the_switch(page) == ("answers", "_language")
    assert page.soup.select_one("#language")["form"] == page.soup.main.form["id"] == "answers"
    typed = {"individual.email": "not yet an e-mail", "individual.phone": ""}
    again = visitor.send(page, {**typed, **FRENCH}, 200)
    assert again.soup.html["lang"] == "fr"
    assert not again.problems
    assert not again.title.startswith("Erreur")
    assert {name: again.fields()[name] for name in typed} == typed
    assert not gateway.sent
    assert visitor.get("/onboarding").soup.html["lang"] == "fr"
    parts: Parts = app.extensions[KEY]
    with parts.database.read() as tx:
        seller = store.find_account(tx, account="acct_1")
    assert seller
    assert seller.locale == "fr"


def test_a_page_sent_without_its_token_switches_nothing(begin: Begin) -> None:
    visitor = begin()
    page = visitor.get("/onboarding/contact")
    again = visitor.send(page, {**FRENCH, "csrf_token": "old", "individual.email": "a"}, 422)
    assert again.soup.html["lang"] == "en"
    assert again.fields()["individual.email"] == "a"


@pytest.mark.parametrize(("content", "words"), [(PNG, "conservé"), (b"GIF89a", "de nouveau")])
def test_a_chosen_file_is_kept_where_it_can_be(
    begin: Begin, gateway: StandIn, content: bytes, words: str
) -> None:
    gateway.due = ("individual.verification.document", "individual.email")
    visitor = begin()
    sent = {FRONT: (io.BytesIO(content), "front.png"), **FRENCH}
    again = visitor.send(visitor.get(GROUP), sent, 200)
    assert words in again.soup.select_one("[id$=front-again]").get_text()
    assert not gateway.sent
    if content == PNG:
        visitor.post(GROUP, dict(again.fields()))


def test_the_start_keeps_what_was_chosen(visitor: Visitor, gateway: StandIn) -> None:
    page = visitor.get("/start")
    assert the_switch(page) == ("answers", "_language")
    assert page.html.count("Language of these pages") == 1
    again = visitor.send(page, {"country": "GB", "business_type": "company", **FRENCH}, 200)
    assert again.soup.html["lang"] == "fr"
    assert not again.problems
    assert again.fields()["country"] == "GB"
    assert again.fields()["business_type"] == "company"
    assert not gateway.calls


def test_the_kind_of_business_keeps_what_was_chosen(visitor: Visitor, gateway: StandIn) -> None:
    page = visitor.send(visitor.get("/start"), {"country": "US", "business_type": "company"}, 200)
    again = visitor.send(page, {"structure": "multi_member_llc", **FRENCH}, 200)
    assert again.soup.html["lang"] == "fr"
    assert again.fields()["structure"] == "multi_member_llc"
    visitor.send(again, {})
    assert gateway.calls == ["create_account"]


def test_the_enter_key_sends_the_page(begin: Begin) -> None:
    page = begin().get("/onboarding/contact")
    first = page.soup.select("button[form=answers], #answers button")[0]
    assert not first.has_attr("name")
    assert first["tabindex"] == "-1"


def test_other_pages_switch_by_a_form_of_their_own(begin: Begin) -> None:
    visitor = begin()
    for path in ("/onboarding", "/onboarding/status"):
        assert visitor.get(path).soup.header.select_one("form[action='/language']")
