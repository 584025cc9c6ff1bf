"""A good file need not be chosen again when the page comes back; its token is good for nobody else."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from onboarding.calls import UpdateAccount
from onboarding.development.cast import picture
from onboarding.gateway import Unavailable
from tests.web.stand_in import StandIn
from tests.web.visitor import Visitor

Begin = Callable[..., Visitor]

PNG = picture()[1]
FRONT, BACK = "individual.verification.document.front", "individual.verification.document.back"
GROUP = "/onboarding/identity_documents"


@pytest.fixture
def seller(begin: Begin, gateway: StandIn) -> Visitor:
    gateway.due = ("individual.verification.document", "individual.email")
    return begin()


def refused_back(visitor: Visitor) -> dict[str, object]:
    """What the page carries after a good front and a back that cannot be used."""
    page = visitor.get(GROUP)
    sides = {FRONT: (io.BytesIO(PNG), "front.png"), BACK: (io.BytesIO(b"<html>"), "back.png")}
    again = visitor.send(page, sides, 422)
    assert "The file you chose is kept" in again.soup.get_text()
    return dict(again.fields())


def test_a_good_file_is_kept_while_another_is_wrong(seller: Visitor, gateway: StandIn) -> None:
    fields = refused_back(seller)
    assert gateway.calls.count("upload") == 1
    seller.post(GROUP, {**fields, BACK: (io.BytesIO(PNG), "back.png")}, 303)
    (update,) = [call for call in gateway.sent[-1] if isinstance(call, UpdateAccount)]
    assert str(update.params["individual"]["verification"]["document"]["front"]).startswith("file_")


def test_a_file_is_kept_when_stripe_cannot_be_reached_for_the_rest(seller: Visitor, gateway: StandIn) -> None:
    page = seller.get(GROUP)
    gateway.fail(Unavailable("down"))
    again = seller.send(page, {FRONT: (io.BytesIO(PNG), "front.png")}, 503)
    seller.post(GROUP, dict(again.fields()), 303)
    assert gateway.calls.count("upload") == 1


def test_a_token_of_another_seller_is_not_believed(seller: Visitor, gateway: StandIn) -> None:
    kept = refused_back(seller)["_kept"]
    other = Visitor(seller.client.application, "203.0.113.10")
    other.send(other.get("/start"), {"country": "US", "business_type": "individual"})
    gateway.sent.clear()
    fields = dict(other.get(GROUP).fields())
    other.post(GROUP, {**fields, "_kept": kept}, 422)
    assert not gateway.sent


def test_a_changed_token_is_not_believed(seller: Visitor, gateway: StandIn) -> None:
    fields = refused_back(seller)
    seller.post(GROUP, {**fields, "_kept": f"{fields['_kept']}x"}, 422)
    assert not gateway.sent
