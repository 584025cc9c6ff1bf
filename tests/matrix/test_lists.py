"""Which lists of persons the maps announce before a change, held against what the sandbox asks after it."""

from __future__ import annotations

import pytest

from onboarding.anew import lists_asked
from onboarding.maps import Circumstances, Maps, load_maps
from onboarding.paths import data_root
from onboarding.sandbox import rules
from onboarding.subjects import LISTED_ROLES, of_list
from tests.matrix.walks import AGREEMENTS, RULES_DAY
from tests.sandbox.rules_driver import START, new, put

UNSAID = {"IN", "NZ", "SG", "TH"}
"""Countries of whose lists the maps say nothing, or too little to go by; any list may come up."""


@pytest.fixture(scope="module")
def maps() -> Maps:
    return load_maps(data_root() / "requirement_maps")


def test_lists_are_those_that_are_asked_for(maps: Maps) -> None:
    for code, country in maps.countries.items():
        for kind in (one.value for one in country.business_types):
            for structure in ("", *(one.value for one in country.structures(kind))):
                for agreement in country.agreements:
                    about = Circumstances(code, kind, structure or None, agreement)
                    said, asked = set(lists_asked(maps, about)), asked_by_sandbox(about)
                    assert asked <= said, about
                    assert asked == said or code in UNSAID, about


def asked_by_sandbox(about: Circumstances) -> set[str]:
    """Lists of persons that a new account has."""
    account = new(about.country, about.business_type, RULES_DAY, agreement=about.agreement)
    if about.structure:
        put(account.values, "company.structure", about.structure)
    listed = rules.assess(account, START).requirements["eventually_due"]
    return {of_list(one) for one in listed} - {""}


def test_of_what_is_not_known_any_list_may_come_up(maps: Maps) -> None:
    for agreement in AGREEMENTS:
        wanted = {} if agreement == "recipient" else LISTED_ROLES
        assert set(lists_asked(maps, Circumstances("ZZ", "company", None, agreement))) == set(wanted)
    assert lists_asked(maps, Circumstances("US", "individual", None)) == ()
