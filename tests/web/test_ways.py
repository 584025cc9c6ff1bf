"""Choosing how to answer: links that work without scripts, and either way is sent and shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.stand_in import StandIn
from tests.web.test_groups import reread
from tests.web.visitor import Seen, Visitor, words

Begin = Callable[..., Visitor]

SSN, DOCUMENT = "individual.ssn_last_4", "individual.verification.document"


@pytest.fixture
def either(begin: Begin, gateway: StandIn) -> Visitor:
    """A seller who may give a number or a document."""
    visitor = begin()
    gateway.lists["alternatives"] = [{"original_fields_due": [SSN], "alternative_fields_due": [DOCUMENT]}]
    reread(visitor)
    return visitor


def ways(page: Seen) -> dict[str, tuple[str, bool]]:
    return {words(a): (str(a["href"]), a.has_attr("aria-current")) for a in page.soup.select(".ways a")}


def test_both_ways_are_offered_and_one_is_shown(either: Visitor) -> None:
    page = either.get("/onboarding/id_number")
    (_, original), (address, instead) = ways(page).values()
    assert (original, instead) == (True, False)
    assert SSN in page.fields()
    other = either.get(address)
    assert [shown for _, shown in ways(other).values()] == [False, True]
    assert SSN not in other.fields()
    assert other.soup.find("input", type="file")
    assert other.soup.find("form", action=address)


def test_what_is_wrong_comes_back_to_the_way_that_was_chosen(either: Visitor) -> None:
    page = either.get("/onboarding/id_number?instead=1")
    again = either.send(page, {}, 422)
    assert again.soup.find("input", type="file")


def test_the_way_found_wrong_is_shown_first(either: Visitor, gateway: StandIn) -> None:
    gateway.lists["errors"] = [
        {"requirement": DOCUMENT, "code": "verification_document_expired", "reason": "Old."}
    ]
    reread(either)
    page = either.get("/onboarding/id_number")
    assert page.soup.find("input", type="file")
    assert page.problems
    original = next(iter(ways(page).values()))[0]
    assert SSN in either.get(original).fields()


@pytest.mark.parametrize("odd", ["9", "-1", "x", "1&instead=1", "0", "99999999999999999999"])
def test_odd_choices_are_a_page(either: Visitor, odd: str) -> None:
    assert either.get(f"/onboarding/id_number?instead={odd}").heading


def test_who_has_no_website_describes_what_is_sold(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    page = visitor.get("/onboarding/business")
    address, _ = ways(page)["I have no website"]
    page = visitor.get(address)
    assert "business_profile.url" not in page.fields()
    told = {
        "business_profile.mcc": "5192",
        "business_profile.product_description": "Wooden toys for children",
    }
    visitor.send(page, told)
    assert gateway.held["business_profile"]["product_description"] == "Wooden toys for children"


def test_the_ways_stand_above_the_question_that_they_concern(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    url, words_ = "business_profile.url", "business_profile.product_description"
    gateway.lists["currently_due"] = ["business_profile.mcc", url]
    gateway.lists["alternatives"] = [{"original_fields_due": [url], "alternative_fields_due": [words_]}]
    reread(visitor)
    page = visitor.get("/onboarding/business")
    nav = page.soup.select_one("form .ways")
    assert nav.find_previous(attrs={"name": "business_profile.mcc"})
    assert nav.find_next(attrs={"name": url})
    other = visitor.get(list(ways(page).values())[1][0]).soup.select_one("form .ways")
    assert other.find_previous(attrs={"name": "business_profile.mcc"})
    assert other.find_next(attrs={"name": words_})
