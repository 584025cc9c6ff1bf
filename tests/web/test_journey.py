"""Sellers going through the pages, from the start to the terms."""

from __future__ import annotations

from collections.abc import Callable

from stand_in import StandIn
from visitor import Visitor


def test_the_start_page_says_what_it_is_about(visitor: Visitor) -> None:
    page = visitor.get("/start")
    assert page.heading == "Set up how you get paid"
    for told in ("What you need", "about 10 minutes", "Stripe", "fresh link", "the law asks"):
        assert told in page.text


def test_an_individual_lands_on_the_task_list(begin: Callable[..., Visitor], gateway: StandIn) -> None:
    page = begin().get("/onboarding")
    assert page.soup.select(".tasks .tag")
    assert gateway.calls == ["create_account"]
