"""What a seller whose account was rejected may still see: the status and the answers, and no form."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from onboarding.requirements import Snapshot
from onboarding.standing import Standing, standing_of
from onboarding.web.access import as_found
from onboarding.web.parts import parts


def is_rejected(seller: str) -> bool:
    """Whether the account was rejected as of the last snapshot; asks Stripe nothing."""
    last = parts().sellers.last(seller)
    return last is not None and _tells_so(last)


def close_to_rejected(blueprint: Blueprint) -> None:
    """Has every page of that blueprint lead a rejected seller to the status: Stripe takes nothing more."""
    blueprint.before_request(_to_status)


def _to_status() -> ResponseReturnValue | None:
    found = as_found()
    if found is None or found.kept is None or not _tells_so(found.kept.snapshot):
        return None
    return redirect(url_for("status.status"), 303)


def _tells_so(last: Snapshot) -> bool:
    return standing_of(last) is Standing.REJECTED
