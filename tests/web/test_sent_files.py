"""A file that was not accepted is not sent again; another one is, and nothing of either stays here."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from tests.web.stand_in import StandIn
from tests.web.test_groups import reread
from tests.web.test_kept import BACK, FRONT, GROUP, PNG
from tests.web.visitor import Visitor

Begin = Callable[..., Visitor]
DOCUMENT = "individual.verification.document"
OTHER = PNG + b"another"


def files(front: bytes = PNG, back: bytes = OTHER) -> dict[str, object]:
    return {FRONT: (io.BytesIO(front), "front.png"), BACK: (io.BytesIO(back), "back.png")}


@pytest.fixture
def failed(begin: Begin, gateway: StandIn) -> Callable[[str], Visitor]:
    """A seller whose document was sent, and came back with that code."""

    def failed(code: str) -> Visitor:
        gateway.due = [DOCUMENT, "individual.email"]
        visitor = begin()
        visitor.send(visitor.get(GROUP), files())
        gateway.lists["currently_due"] = [DOCUMENT]
        gateway.lists["errors"] = [{"requirement": DOCUMENT, "code": code, "reason": "No."}]
        reread(visitor)
        return visitor

    return failed


def test_the_same_file_is_refused_here(failed: Callable[[str], Visitor], gateway: StandIn) -> None:
    visitor = failed("verification_document_not_readable")
    sent = len(gateway.sent)
    again = visitor.send(visitor.get(GROUP), files(back=OTHER + b"new"), 422)
    assert [target for target, text in again.problems if "not accepted before" in text] == [
        FRONT.replace(".", "-")
    ]
    assert len(gateway.sent) == sent
    visitor.send(again, files(PNG + b"new", OTHER + b"new"))
    assert len(gateway.sent) == sent + 1


def test_where_a_side_was_missing_the_other_may_be_sent_again(failed: Callable[[str], Visitor]) -> None:
    visitor = failed("verification_document_missing_back")
    visitor.send(visitor.get(GROUP), files(back=OTHER + b"new"))


@pytest.mark.parametrize(("side", "other"), [("back", "front"), ("front", "back")])
def test_a_missing_side_is_asked_for_and_is_enough(
    failed: Callable[[str], Visitor], gateway: StandIn, side: str, other: str
) -> None:
    visitor = failed(f"verification_document_missing_{side}")
    asked, left = f"{DOCUMENT}.{side}", f"{DOCUMENT}.{other}"
    page, sent = visitor.get(GROUP), len(gateway.sent)
    assert [target for target, _ in page.problems] == [asked.replace(".", "-")]
    new = io.BytesIO(OTHER + b"new")
    again = visitor.send(page, {left: (new, "other.png")}, 422)
    assert asked.replace(".", "-") in [target for target, _ in again.problems]
    assert len(gateway.sent) == sent
    visitor.send(visitor.get(GROUP), {asked: (io.BytesIO(OTHER + b"right"), "right.png")})
    assert len(gateway.sent) == sent + 1


def test_another_seller_is_not_concerned(
    failed: Callable[[str], Visitor], begin: Begin, gateway: StandIn
) -> None:
    failed("verification_document_not_readable")
    visitor = begin()
    gateway.lists["errors"] = [
        {"requirement": DOCUMENT, "code": "verification_document_not_readable", "reason": "No."}
    ]
    reread(visitor)
    visitor.send(visitor.get(GROUP), files())


def test_the_cookie_tells_nothing_of_a_file(failed: Callable[[str], Visitor]) -> None:
    visitor = failed("verification_document_not_readable")
    signer = visitor.client.application.session_interface.get_signing_serializer(  # type: ignore[attr-defined]
        visitor.client.application
    )
    sent = signer.loads(visitor.cookie)["sent"]
    assert all(len(mark) == 16 for mark in sent)
