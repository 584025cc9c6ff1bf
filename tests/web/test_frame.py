"""What stands around every page is drawn once, and yet each page has its own token, address and language."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from tests.web.visitor import Visitor


def test_each_visitor_has_a_token_of_their_own(app: Flask) -> None:
    pages = [Visitor(app).get("/start") for _ in range(2)]
    tokens = [{tag["value"] for tag in page.soup.select("[name=csrf_token]")} for page in pages]
    assert all(len(each) == 1 and all(each) for each in tokens)
    assert tokens[0] != tokens[1]


def test_the_switch_leads_back_to_each_page(visitor: Visitor) -> None:
    for path in ("/start/forged", "/start/forged?from=%22%3E"):
        assert visitor.get(path, 410).soup.select_one("header [name=page]")["value"] == path


def test_the_frame_speaks_the_language_of_each_page(app: Flask) -> None:
    pages = [Visitor(app).get("/start", 200, **{"Accept-Language": each}) for each in ("en", "fr", "en")]
    said = [page.soup.select_one("a.skip").text for page in pages]
    assert said == ["Skip to main content", "Aller au contenu principal", "Skip to main content"]


def test_only_who_is_signed_in_can_sign_out(app: Flask, begin: Callable[..., Visitor]) -> None:
    assert not Visitor(app).get("/start").soup.select("footer form")
    assert begin().get("/onboarding").soup.select("footer form")
    assert not Visitor(app).get("/start").soup.select("footer form")
