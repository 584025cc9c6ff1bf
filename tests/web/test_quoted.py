"""Stripe's own English words, where we have none: quoted in the seller's language, with what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.stand_in import StandIn
from tests.web.test_groups import reread
from tests.web.visitor import Visitor

Begin = Callable[..., Visitor]
NEW = {"requirement": "individual.phone", "code": "code_of_tomorrow", "reason": "Too <odd> {for} us."}
WHOSE = "Notre prestataire de paiement indique, en anglais\xa0: «\xa0Too <odd> {for} us.\xa0»"


@pytest.mark.parametrize(
    "path", ["/onboarding/status", "/onboarding/contact", "/onboarding/capabilities/transfers"]
)
def test_english_words_are_quoted_in_the_sellers_language(begin: Begin, gateway: StandIn, path: str) -> None:
    visitor = begin(locale="fr")
    gateway.held["requirements"] = {"currently_due": ["individual.phone"], "errors": [NEW]}
    gateway.capabilities["transfers"] = {"requirements": gateway.held["requirements"]}
    reread(visitor)
    page = visitor.get(path)
    quotes = page.soup.find_all("bdi", lang="en")
    assert len(quotes) == (2 if path.endswith("contact") else 1)
    for quote in quotes:
        assert quote.text == "Too <odd> {for} us."
        assert WHOSE in quote.parent.get_text()
        assert "envoyez-la à nouveau" in quote.parent.get_text()
    assert page.soup.select_one("#support")


def test_what_stripes_page_mends_is_no_answer_to_change(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    error = {**NEW, "requirement": "interv_1.form"}
    gateway.held["requirements"] = {"currently_due": ["interv_1.form"], "errors": [error]}
    reread(visitor)
    page = visitor.get("/onboarding/status")
    assert "Our payments partner says: “Too <odd> {for} us.”" in page.soup.get_text()
    assert "Change your answer" not in page.text
    assert page.soup.select_one("#hand-off")


def test_a_summary_says_what_stripes_words_are_about(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    gateway.held["requirements"] = {"currently_due": ["individual.phone"], "errors": [NEW]}
    reread(visitor)
    (line,) = visitor.get("/onboarding/contact").problems
    assert line[1].startswith("Phone number: Our payments partner says:")


def test_what_is_announced_quotes_stripe_and_asks_for_nothing(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    future = {"currently_due": ["individual.phone"], "errors": [NEW], "current_deadline": 1_900_000_000}
    gateway.held["future_requirements"] = future
    reread(visitor)
    note = visitor.get("/onboarding").soup.select_one("[data-coming]").get_text()
    assert "Our payments partner says: “Too <odd> {for} us.”" in note
    assert "Change your answer" not in note
