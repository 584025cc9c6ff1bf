"""Whatever Stripe lists, wherever it lists it: a page in every language, with words and a way on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from onboarding.maps import Maps
from onboarding.plan import make_plan
from onboarding.requirements import Snapshot
from tests.property.conftest import LOCALES, Stage
from tests.property.places import RAW, everything_has_a_place
from tests.property.vocabulary import PERSON, UNKNOWN_CODE, batches, codes, every_id
from tests.web.visitor import Seen, Visitor

ASKS = "form input:not([type=hidden]), form select, form textarea"

SHELVES = ("currently_due", "errors", "pending_verification")
"""Lists whose pages differ; the others are held to the same plan below."""

MODEST = settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # to make a failing example smaller would take minutes
    suppress_health_check=list(HealthCheck),
)


def error(requirement: str, number: int = 0) -> dict[str, str]:
    """An error at a requirement; the codes take turns."""
    every = codes()
    return {"requirement": requirement, "code": every[number % len(every)], "reason": "Stripe's own words"}


def check(seen: Seen) -> None:
    """A page that says something, and nothing raw."""
    assert seen.heading
    assert len(seen.text) > len(seen.heading)
    assert not RAW.search(seen.text), RAW.search(seen.text)


def check_all(visitor: Visitor, stage: Stage, snapshot: Snapshot) -> int:
    """Every page about a seller; answers how many groups there are."""
    check(visitor.get("/onboarding"))
    check(visitor.get("/onboarding/status"))
    groups = make_plan(snapshot, stage.market.parts.maps).groups
    for address in stage.addresses(groups):
        seen = visitor.get(address)
        check(seen)
        assert seen.soup.main.select(ASKS), address
    return len(groups)


@pytest.fixture(scope="module")
def visitors(stage: Stage) -> dict[str, tuple[Visitor, str, str]]:
    found = {}
    for locale in LOCALES:
        for business_type in ("individual", "company"):
            visitor = stage.begin(locale, business_type=business_type)
            found[f"{locale} {business_type}"] = (visitor, stage.seller, stage.account)
    return found


def use(stage: Stage, visitors: dict[str, Any], locale: str, business_type: str) -> Visitor:
    visitor, stage.seller, stage.account = visitors[f"{locale} {business_type}"]
    assert isinstance(visitor, Visitor)
    return visitor


def type_of(subject: str) -> str:
    return "individual" if subject in ("individual", "account", "legal_guardian") else "company"


COUNTRIES = ("US", "JP", "FR", "AE", "BR", "IN", "GB", "SG", "CA", "DE")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("shelf", SHELVES)
def test_every_id_has_a_page_in_every_language(
    stage: Stage, visitors: dict[str, Any], shelf: str, locale: str
) -> None:
    for number, (subject, ids) in enumerate(batches().items()):
        if subject in ("owners", "directors", "executives"):
            continue  # shown as lists of persons; asked of a person one by one
        visitor = use(stage, visitors, locale, type_of(subject))
        country = COUNTRIES[(number + len(shelf)) % len(COUNTRIES)]
        listed = [error(one, place) for place, one in enumerate(ids)] if shelf == "errors" else ids
        assert check_all(visitor, stage, stage.put({shelf: listed}, country=country)) > 1


@pytest.mark.parametrize("locale", LOCALES)
def test_lists_of_persons_have_a_page_in_every_language(
    stage: Stage, visitors: dict[str, Any], locale: str
) -> None:
    visitor = use(stage, visitors, locale, "company")
    for role in ("owners", "directors", "executives"):
        stage.put({"currently_due": [*batches()[role], f"company.{role}_provided"]}, country="GB")
        check(visitor.get("/onboarding"))
        listed = visitor.get(f"/onboarding/people/{role}")
        check(listed)
        check(visitor.get(str(listed.soup.main.select_one(".actions a.button")["href"])))


ids_of_any_kind = st.one_of(
    st.sampled_from(every_id()),
    st.sampled_from(every_id()).map(lambda one: one + ".something_new"),
    st.from_regex(r"[a-z]{3,9}(\.[a-z_]{2,12}){0,3}", fullmatch=True),
)
lists_of_ids = st.lists(ids_of_any_kind, max_size=8)
hashes = st.fixed_dictionaries(
    {
        "currently_due": lists_of_ids,
        "past_due": lists_of_ids,
        "eventually_due": lists_of_ids,
        "pending_verification": lists_of_ids,
        "errors": st.lists(
            st.builds(
                lambda requirement, code: {"requirement": requirement, "code": code, "reason": "In English"},
                ids_of_any_kind,
                st.sampled_from([*codes(), UNKNOWN_CODE]),
            ),
            max_size=4,
        ),
        "alternatives": st.lists(
            st.fixed_dictionaries(
                {"original_fields_due": lists_of_ids, "alternative_fields_due": lists_of_ids}
            ),
            max_size=3,
        ),
        "current_deadline": st.none() | st.integers(1_700_000_000, 1_900_000_000),
    }
)


@MODEST
@given(data=st.data(), lists=hashes, future=hashes)
def test_any_mixture_of_lists_has_pages(
    stage: Stage, visitors: dict[str, Any], maps: Maps, data: st.DataObject, lists: Any, future: Any
) -> None:
    country = data.draw(st.sampled_from(sorted(maps.countries)))
    business_type = data.draw(st.sampled_from([one.value for one in maps.countries[country].business_types]))
    locale = data.draw(st.sampled_from(LOCALES))
    visitor = use(stage, visitors, locale, "individual" if business_type == "individual" else "company")
    agreement = data.draw(st.sampled_from(maps.countries[country].agreements))
    more = {"country": country, "business_type": business_type, "agreement": agreement}
    snapshot = stage.put(lists, future, **more)
    check_all(visitor, stage, snapshot)
    everything_has_a_place(snapshot, make_plan(snapshot, maps, upfront=True, early=True))


def odd_hashes() -> Iterator[tuple[str, dict[str, Any]]]:
    """What no documentation promises."""
    ids = list(every_id())
    deep = ".".join(["individual"] + ["level"] * 300)
    odd = ["", ".", "..", "individual.", ".email", "person_", "person_.", f"{PERSON}.", "a..b", "ünï.cøde"]
    odd += ["☃.\U0001f600", "individual.\u0000", "<script>alert(1)</script>", "owners", "x" * 5000, deep]
    yield "odd ids", {"currently_due": odd, "past_due": odd, "pending_verification": odd}
    yield "errors at odd ids", {"errors": [error(one, place) for place, one in enumerate(odd)]}
    yield (
        "nulls",
        dict.fromkeys(("currently_due", "past_due", "errors", "alternatives", "pending_verification")),
    )
    yield "nulls in lists", {"currently_due": [None, 3, {}, []], "errors": [None, {}, {"requirement": None}],
                             "alternatives": [None, {}, {"original_fields_due": None}]}  # fmt: skip
    yield "a thousand", {"currently_due": [f"person_{n}.first_name" for n in range(1000)]}
    yield (
        "contradicting",
        {
            **dict.fromkeys(("currently_due", "pending_verification"), ids[:40]),
            "past_due": ids[20:60],
            "eventually_due": [],
            "errors": [error(one) for one in ids[:40]],
        },
    )
    yield "a subject nobody knows", {"currently_due": ["trustees.first_name", "branch_1.address.line1"]}
    yield "texts for lists", {"currently_due": "individual.email", "errors": "none", "alternatives": 1}
    yield "odd deadlines", {"current_deadline": -1, "disabled_reason": "something_new.of_some_kind"}
    yield "far deadlines", {"current_deadline": 10**12, "currently_due": ["individual.email"]}


@pytest.mark.parametrize("business_type", ["individual", "company"])
@pytest.mark.parametrize("lists", [each for _, each in odd_hashes()], ids=[name for name, _ in odd_hashes()])
def test_no_list_is_too_odd(
    stage: Stage, visitors: dict[str, Any], lists: dict[str, Any], business_type: str
) -> None:
    visitor = use(stage, visitors, "en", business_type)
    snapshot = stage.put(lists, lists)
    visitor.get("/onboarding")
    visitor.get("/onboarding/status")
    for address in stage.addresses(make_plan(snapshot, stage.market.parts.maps).groups)[:5]:
        visitor.get(address)
