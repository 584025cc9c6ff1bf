"""All pages, in every language: the visitor's rules, no unmarked text, and their size."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.web.stand_in import COMPANY, INDIVIDUAL, StandIn
from tests.web.test_groups import reread
from tests.web.visitor import Seen, Visitor

Begin = Callable[..., Visitor]

LIMIT = 15_000
"""Bytes of a page with its styles and scripts, compressed."""


def all_pages(visitor: Visitor, gateway: StandIn) -> list[Seen]:
    """Every page of a company with an owner; groups as they are first, and wrong; and messages."""
    owner = {"id": "person_1", "first_name": "12", "last_name": "34", "relationship": {"owner": True}}
    gateway.people["person_1"] = owner
    gateway.lists["current_deadline"] = 1_790_500_000
    gateway.lists["pending_verification"] = ["representative.id_number"]
    more = ("person_1.dob.day", "company.verification.document", "interv_1.form")
    gateway.lists["currently_due"] = [*INDIVIDUAL[-7:], *COMPANY, *more]
    gateway.lists["errors"] = [{"requirement": "company.tax_id", "code": "invalid_tax_id", "reason": "12"}]
    reread(visitor)
    tasks = visitor.get("/onboarding")
    groups = [visitor.get(str(link["href"])) for link in tasks.soup.select(".tasks a")]
    forms = [page for page in groups if page.soup.select("form [name='_nonce']")]
    wrong = [visitor.send(page, {}, 422) for page in forms if page.soup.select("main input[type=text]")]
    others = [
        visitor.get(path)
        for path in ("/start", "/onboarding/check", "/onboarding/status", "/onboarding/people/owners",
                     "/onboarding/people/owners/person_1/remove")
    ]  # fmt: skip
    faults = [visitor.get("/nowhere", 404), visitor.get("/start/x", 410), visitor.post("/leave", {}, 400)]
    assert len(forms) > 4
    assert wrong
    return [tasks, *groups, *wrong, *others, *faults]


@pytest.mark.parametrize("locale", ["en", "fr", "fr_CA", "ar"])
def test_every_page_keeps_the_rules_in_every_language(begin: Begin, gateway: StandIn, locale: str) -> None:
    pages = all_pages(begin("company", "US", locale), gateway)
    assert {page.soup.html["lang"] for page in pages} == {locale.replace("_", "-")}


def test_every_text_is_marked_for_translation(begin: Begin, gateway: StandIn) -> None:
    pages = all_pages(begin("company", "US", "en_XA"), gateway)
    bare = {text for page in pages for text in unmarked(page.soup)}
    assert not bare


def unmarked(soup: Any) -> set[str]:
    """Texts with letters that are not in the brackets of the pseudo-locale."""
    for tag in soup.select(
        "script, style, [lang='en'], [lang='fr'], [lang='fr-CA'], .brand, code, select, bdi"
    ):
        tag.decompose()
    text = re.sub(r"\[[^\[\]]*\]", "", soup.get_text(" "))
    text = re.sub(r"\[[^\[\]]*\]", "", text)
    allowed = {"Craft", "Market", "help@market", "example"}
    return {word for word in re.findall(r"[A-Za-z@]{2,}", text) if word not in allowed}


def test_help_and_language_stand_in_the_same_place_on_each_page(begin: Begin, gateway: StandIn) -> None:
    for page in all_pages(begin("company"), gateway):
        landmarks = [tag.name for tag in page.soup.body.find_all(["header", "main", "footer"])]
        assert landmarks == ["header", "main", "footer"]
        assert page.soup.footer.find(string=re.compile("Need help"))
        assert page.soup.header.select_one(".language select[name=locale]")


def test_pages_with_their_styles_and_scripts_are_small(begin: Begin, gateway: StandIn) -> None:
    visitor = begin("company")
    pages = all_pages(visitor, gateway)
    sheets = [
        str(tag.get("href") or tag.get("src")) for tag in pages[0].soup.select("link[rel=stylesheet], script")
    ]
    shared = sum(len(gzip.compress(visitor.get(sheet).html.encode())) for sheet in sheets)
    sizes = {page.heading: shared + len(gzip.compress(page.html.encode())) for page in pages}
    assert max(sizes.values()) < LIMIT, sizes


def test_the_brand_shows(begin: Begin) -> None:
    page = begin().get("/onboarding")
    assert "Craft Market" in page.title
    assert [link.get_text() for link in page.soup.footer.select("a")][1:] == ["Terms", "Privacy"]


def test_the_test_mode_is_told_on_every_page(begin: Begin, gateway: StandIn) -> None:
    assert all("Test mode" in page.soup.body.get_text() for page in all_pages(begin("company"), gateway))
