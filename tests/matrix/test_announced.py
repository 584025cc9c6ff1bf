"""What only Stripe's page settles is settled from every list, what is announced included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onboarding.maps import Maps, load_maps
from onboarding.paths import data_root
from onboarding.sandbox.running import running
from tests.matrix.market import NOW, Market, market
from tests.matrix.values import Values
from tests.matrix.walker import HOST, Hands, Walker

LATER = NOW + 90 * 86400
LIVENESS = "individual.verification.proof_of_liveness"


@pytest.fixture(scope="module")
def maps() -> Maps:
    return load_maps(data_root() / "requirement_maps")


@pytest.fixture(params=["incremental", "upfront"])
def place(request: pytest.FixtureRequest, tmp_path: Path, maps: Maps) -> Iterator[Market]:
    brand = {"collection": request.param, "future_requirements": "include"}
    with running() as sandbox, market(tmp_path, sandbox, maps, **brand) as there:
        sandbox.step(max(0, NOW - int(sandbox.control("GET", "clock")["now"])))
        yield there


@pytest.mark.parametrize("requirement", [LIVENESS, "zunk.foo", "interv_1.form"])
@pytest.mark.parametrize("wrong", [False, True], ids=["announced", "with an error"])
def test_a_hand_off_settles_what_is_announced(place: Market, requirement: str, wrong: bool) -> None:
    walker = Walker(Hands(place.app), Values("FR", {}), place.wait)
    walker.begin("FR", "individual", lambda: bool(place.sandbox.accounts()))
    account = str(place.sandbox.accounts()[-1]["id"])
    place.sandbox.force(account, future=[requirement], deadline=LATER)
    if wrong:
        error = {"requirement": requirement, "code": "verification_failed_other"}
        place.sandbox.force(account, error=error, future=[requirement])
    place.parts.sellers.refresh(account)

    def left() -> bool:
        future = place.sandbox.account(account)["future_requirements"]
        return requirement in future["eventually_due"]

    assert left()
    walker.go_on_until(f"{HOST}/onboarding/continue", lambda: not left())
