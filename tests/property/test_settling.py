"""Whatever Stripe asks for: the pages ask it, the answer is sent, and Stripe lists it no more."""

from __future__ import annotations

from onboarding.maps import Maps
from tests.matrix.walks import spread
from tests.property.conftest import LOCALES
from tests.property.settling import BESIDE, LISTS, cases, sellers, settle_share
from tests.property.vocabulary import batches


def test_every_id_is_settled_in_every_country_and_for_every_business_type(maps: Maps) -> None:
    wrong = spread(settle_share, list(cases(maps)))
    assert not wrong, "\n".join(wrong)


def test_every_id_meets_every_list_in_every_language(maps: Maps) -> None:
    """Says of the test above that its turns leave nothing out."""
    met = {
        (one, name, case.locale)
        for case in cases(maps)
        for name, ids in case.shelves().items()
        for one in ids
    }
    ids = {one for subject in batches().values() for one in subject} - {"business_type"}
    assert met == {(one, name, locale) for one in ids for name in LISTS for locale in LOCALES}


def test_whoever_is_beside_an_individual_meets_every_list_in_every_language(maps: Maps) -> None:
    met = {
        (one, name, case.locale)
        for case in cases(maps)
        if case.business_type == "individual"
        for name, ids in case.shelves().items()
        for one in ids
    }
    ids = {one for role in BESIDE for one in batches()[role]}
    assert met >= {(one, name, locale) for one in ids for name in LISTS for locale in LOCALES}


def test_every_seller_is_asked(maps: Maps) -> None:
    assert [(case.country, case.business_type) for case in cases(maps)] == sellers(maps)
