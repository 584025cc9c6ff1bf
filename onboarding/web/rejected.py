"""What a seller whose account was rejected may still see: the status and the answers, and no form."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from onboarding.standing import Standing, standing_of
from onboarding.web.access import current_seller
from onboarding.web.parts import parts


def is_rejected(seller: str) -> bool:
    """Whether the account was rejected as of the last snapshot; asks Stripe nothing."""
    last = parts().sellers.last(seller)
    return last is not None and standing_of(last) is Standing.REJECTED


def close_to_rejected(blueprint: Blueprint) -> None:
    """Has every page of that blueprint lead a rejected seller to the status: Stripe takes nothing more."""
    blueprint.before_request(_to_status)


def _to_status() -> ResponseReturnValue | None:
    seller = current_seller()
    if seller is None or not is_rejected(seller):
        return None
    return redirect(url_for("status.status"), 303)
