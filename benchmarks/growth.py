"""What a page costs where an account has much to give, and where the maps have many countries.

A page's cost is to follow what is on the page: neither what else is due, nor what the maps hold besides.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from benchmarks.measure import Ratio, Request, side_by_side
from forms.form import build_form
from forms.kinds.base import Asking
from forms.questions import untranslated
from onboarding.maps import Group, MapQuestion, Maps, check_maps, load_maps
from onboarding.maps.catalogue import Contents
from onboarding.maps.values import BankForm, Variant, When
from onboarding.paths import data_root
from onboarding.plan import make_plan
from onboarding.requirements import Snapshot, read_snapshot

PERSONS, DUE_EACH, DUE = 50, 6, 300
DUE_OF_A_PERSON = ("first_name", "last_name", "dob.day", "dob.month", "dob.year", "email")
ADDED = 100
SECOND = 1000.0


def growth(hand_written: Request) -> Iterator[Ratio]:
    """The lines of this part. hand_written: one request of a page made by hand."""
    maps = load_maps(data_root() / "requirement_maps")
    large = with_countries(maps, ADDED)
    page, wide = a_page(maps, many_due()), a_page(large, many_due())
    title = f"plan and form, {DUE} due of {PERSONS} persons, against one page by hand"
    yield Ratio(title, *side_by_side(page, hand_written), 1.0)
    yield Ratio(f"the same with {ADDED} more countries in the maps", *side_by_side(wide, page), 1.1)
    yield Ratio("loading and checking all maps", _checking(data_root() / "requirement_maps"), SECOND, 1.0)


def many_due() -> Snapshot:
    """A company with fifty owners of whom all is due."""
    persons = [
        {"id": f"person_{number}", "relationship": {"owner": True, "representative": number == 0}}
        for number in range(PERSONS)
    ]
    due = [f"{person['id']}.{field}" for person in persons for field in DUE_OF_A_PERSON]
    assert len(due) == DUE
    account = {
        "id": "acct_1",
        "country": "US",
        "business_type": "company",
        "requirements": {"currently_due": due, "eventually_due": due, "past_due": due},
    }
    return read_snapshot(account, persons, 0)


def a_page(maps: Maps, snapshot: Snapshot) -> Request:
    """Plans everything and builds the form of one group of one person."""
    asking = Asking(untranslated, "en", True)

    def request() -> None:
        planned = make_plan(snapshot, maps).find("identity", "person_7")
        assert planned, "the maps do not ask persons for their identity"
        form = build_form(planned.questions, asking, rules=planned.rules)
        assert len(form.asked) >= 2, "the form is empty"

    return request


def with_countries(maps: Maps, count: int) -> Maps:
    """The maps with so many more countries, each with a bank form and words of its own in every question."""
    codes = [f"{first}{second}" for first in "QX" for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"]
    codes = [*codes, *(code.lower() for code in codes)][:count]
    like, bank = maps.countries["US"], maps.contents.banks["US"]
    more = {code: replace(like, code=code) for code in codes}
    banks = {code: BankForm(code, bank.options) for code in codes}
    contents: Contents = replace(
        maps.contents,
        groups=tuple(_group(group, codes) for group in maps.groups),
        countries=MappingProxyType({**maps.countries, **more}),
        banks=MappingProxyType({**maps.contents.banks, **banks}),
    )
    return Maps(contents)


def _group(group: Group, codes: list[str]) -> Group:
    return replace(group, questions=tuple(_question(question, codes) for question in group.questions))


def _question(question: MapQuestion, codes: list[str]) -> MapQuestion:
    added = (Variant(When(country=frozenset((code,))), code, question.wording) for code in codes)
    return replace(question, variants=(*added, *question.variants))


def _checking(root: Path) -> float:
    """CPU milliseconds of reading, building and checking all maps, examples included."""
    began = time.process_time()
    check_maps(root)  # what it finds is the business of `make check`
    return (time.process_time() - began) * 1000
