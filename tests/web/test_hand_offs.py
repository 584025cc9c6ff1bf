"""What only Stripe's own page can settle: it is open in every count, and every way onward leads to it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.web.stand_in import StandIn
from tests.web.test_groups import reread
from tests.web.visitor import Seen, Visitor

Begin = Callable[..., Visitor]
TITLE = {"en": "One thing to do with Stripe", "fr": "Une démarche à effectuer auprès de Stripe"}
WAY = "/onboarding/status#hand-off"
MAIN = "a.button:not(.second), button:not(.second):not(.link)"
LAST = "interv_1.identity_verification.form"


@pytest.fixture
def waiting(begin: Begin, gateway: StandIn) -> Callable[..., Visitor]:
    """A seller who gave everything, of whom Stripe asks this only; in arrears."""

    def waiting(*due: str, locale: str = "en", business_type: str = "individual") -> Visitor:
        visitor = begin(business_type, locale=locale)
        gateway.held |= {"individual": {"first_name": "Jenny", "email": "jenny@market.example"}}
        lists = {"currently_due": list(due or (LAST,)), "past_due": list(due or (LAST,))}
        gateway.held["requirements"] = {**lists, "current_deadline": 1_780_000_000}
        reread(visitor)
        return visitor

    return waiting


@pytest.mark.parametrize("locale", TITLE)
def test_the_task_list_counts_it_as_open_and_goes_on_to_it(
    waiting: Callable[..., Visitor], locale: str
) -> None:
    page = waiting(locale=locale).get("/onboarding")
    lines, meter = page.soup.select("ul.tasks li"), page.soup.select_one("progress")
    assert TITLE[locale] in lines[-1].text
    assert (int(meter["value"]), int(meter["max"])) == (len(lines) - 1, len(lines))
    assert main_of(page) == [WAY]


@pytest.mark.parametrize("business_type", ["individual", "company"])
def test_the_list_counts_as_many_sections_as_it_shows(begin: Begin, business_type: str) -> None:
    page = begin(business_type).get("/onboarding")
    assert int(page.soup.select_one("progress")["max"]) == len(page.soup.select("ul.tasks li"))


def test_the_answers_and_the_end_of_a_section_lead_to_it(waiting: Callable[..., Visitor]) -> None:
    visitor = waiting()
    assert visitor.get("/onboarding/continue", 302).location == WAY
    assert main_of(visitor.get("/onboarding/check")) == [WAY]


def test_it_comes_after_what_is_open_here(waiting: Callable[..., Visitor]) -> None:
    visitor = waiting(LAST, "individual.phone")
    assert visitor.get("/onboarding/continue", 302).location != WAY
    page = visitor.get("/onboarding/status")
    assert WAY not in main_of(page)
    assert "hand-off" not in "".join(main_of(page))
    assert page.soup.select("form[action$='hand-off'] button.second")


@pytest.mark.parametrize("locale", TITLE)
def test_the_status_page_says_it_once_and_goes_to_stripe_before_the_marketplace(
    waiting: Callable[..., Visitor], locale: str
) -> None:
    page = waiting(locale=locale).get("/onboarding/status")
    assert page.text.count(TITLE[locale]) == 1
    assert page.soup.find(id=urlsplit(WAY).fragment).h2.get_text() == TITLE[locale]
    assert main_of(page) == ["/onboarding/hand-off", WAY]
    assert page.soup.select_one("a.button.second")["href"] == "https://market.example/done"


def main_of(page: Seen) -> list[str]:
    """Where the main buttons of a page lead, from top to bottom."""
    found = page.soup.main.select(MAIN)
    return [str(one["href"]) if one.name == "a" else str(one.find_parent("form")["action"]) for one in found]
