"""Every country and business type goes from creation to enabled, by what the pages ask and nothing else."""

from __future__ import annotations

import pytest

from onboarding.maps import load_maps
from onboarding.paths import data_root
from tests.matrix.catalogue import check_page
from tests.matrix.walks import Arrived, cases, told, walk_all


@pytest.fixture(scope="module")
def arrived() -> list[Arrived]:
    return walk_all()


def test_everybody_arrives(arrived: list[Arrived]) -> None:
    lost = [f"{one.case}: {one.lost}" for one in arrived if one.lost]
    assert not lost, "\n".join(lost)
    assert [one.case for one in arrived if not (one.charges and one.payouts)] == []


def test_nobody_is_left_out() -> None:
    maps = load_maps(data_root() / "requirement_maps")
    there = {(case.agreement, case.country) for case in cases(maps)}
    assert len({country for agreement, country in there if agreement == "full"}) >= 45
    assert len({country for agreement, country in there if agreement == "recipient"}) >= 79


def test_the_docs_show_what_happened(arrived: list[Arrived]) -> None:
    check_page("countries.md", told(arrived))
