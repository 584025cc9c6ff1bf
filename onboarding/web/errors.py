"""The one place where exceptions become pages. Each says what can be done next; none says what was typed.

Faults are logged by a reference that the page shows, with the places in the code where they happened, and
never with an exception's own words: those may quote a value.
"""

from __future__ import annotations

import logging
import os
import secrets
import traceback
from collections.abc import Sequence
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from forms import asked
from forms.questions import Message
from onboarding import links
from onboarding.gateway import GatewayError, Gone, Unavailable
from onboarding.i18n import translate
from onboarding.links import LinkBroken
from onboarding.migrations import behind
from onboarding.sellers import PersonGone, SellerGone
from onboarding.web import words
from onboarding.web.access import SessionOver, close_session, current_seller
from onboarding.web.pages import RETRY_AFTER, Link, page
from onboarding.web.parts import parts

log = logging.getLogger(__name__)

_ROOTS = tuple(f"{Path(str(package.__file__)).parent}{os.sep}" for package in (asked, links))
"""Folders of our own code, wherever it is installed: frames of the log come from there."""

LAST_RESORT = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>There is a fault on our side</title>"
    "<h1>There is a fault on our side</h1><p>Nothing that you sent before is lost. Try again in a moment.</p>"
)
"""What is sent when even the page about the fault cannot be drawn."""

_STATUSES: dict[int, tuple[Message, tuple[Message, ...]]] = {
    404: (words.NOT_FOUND, (words.NOT_FOUND_TEXT,)),
    405: (words.NOT_FOUND, (words.NOT_FOUND_TEXT,)),
    410: (words.LINK_OVER, (words.LINK_OVER_TEXT, words.RESUME)),
    413: (words.TOO_LARGE_TITLE, (words.TOO_LARGE,)),
    429: (words.TOO_MANY, (words.TOO_MANY_TEXT,)),
}
"""Heading and lines of the page by HTTP status."""


def init_errors(app: Flask) -> None:
    """Registers this module for every exception there is."""
    app.register_error_handler(Exception, page_for)


def page_for(error: Exception) -> Response:
    """The page for an exception, whatever it is."""
    try:
        return _page_for(error)
    except Exception as second:  # noqa: BLE001 - whatever goes wrong in drawing the page, something is sent
        _log(second, "page")
        return Response(LAST_RESORT, 500, mimetype="text/html")


def _page_for(error: Exception) -> Response:
    if isinstance(error, LinkBroken):
        return _page(410, words.LINK_OVER, (words.LINK_OVER_TEXT, words.RESUME))
    if isinstance(error, SessionOver | SellerGone):
        return _session_over()
    if isinstance(error, PersonGone):
        onward = Link(url_for("tasks.tasks"), translate(words.TO_SECTIONS))
        return _page(410, words.PERSON_GONE, (words.PERSON_GONE_TEXT,), onward=onward)
    if isinstance(error, CSRFError):
        return _page(400, words.TOO_OLD, (words.TOO_OLD_TEXT,), onward=_again())
    if isinstance(error, HTTPException):
        return _for_status(error)
    if isinstance(error, Unavailable):
        _log(error, error.request_id or "")
        return _page(503, words.BUSY, (words.BUSY_TEXT,), onward=_again(), retry=True)
    reference = secrets.token_hex(4)
    _log(error, reference)
    if isinstance(error, Gone) and _account_gone():
        close_session()
        lines = (words.ACCOUNT_GONE_TEXT, words.ACCOUNT_GONE_AGAIN)
        return _page(410, words.ACCOUNT_GONE, lines, reference=reference, onward=_start())
    if isinstance(error, GatewayError) or _is_behind():
        return _page(500, words.MISCONFIGURED, (words.MISCONFIGURED_TEXT,), reference=reference)
    return _page(500, words.FAILED, (words.FAILED_TEXT,), reference=reference, onward=_again())


def _session_over() -> Response:
    """How to come back; after a form was sent without a button that would lead away from what it held."""
    lines = (words.SESSION_OVER_TEXT, words.RESUME)
    if request.method == "POST":
        return _page(403, words.SESSION_OVER, (*lines, words.SESSION_OVER_KEPT))
    brand = parts().brand
    back = Link(brand.return_url, translate(words.TO_MARKETPLACE, brand=brand.name))
    return _page(403, words.SESSION_OVER, lines, onward=back if brand.return_url else _start())


def _for_status(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:
        return Response(status=code, headers=list(error.get_headers()))
    heading, lines = _STATUSES.get(
        code, (words.NOT_FOUND if code < 500 else words.FAILED, (words.NOT_FOUND_TEXT,))
    )
    onward = _again() if code == 413 else _start()
    if heading is words.NOT_FOUND and _is_signed_in():
        lines, onward = (words.NOT_FOUND_LIST,), Link(url_for("tasks.tasks"), translate(words.TO_SECTIONS))
    response = _page(code, heading, lines, onward=onward)
    if isinstance(retry := getattr(error, "retry_after", None), int):
        response.headers["Retry-After"] = str(retry)
    return response


def _page(
    status: int,
    heading: Message,
    lines: Sequence[Message],
    *,
    reference: str = "",
    onward: Link | None = None,
    retry: bool = False,
) -> Response:
    values = {"brand": parts().brand.name, "megabytes": parts().settings.request_max_bytes // 1_000_000}
    html = page(
        "message",
        heading=translate(heading),
        lines=[translate(line, **values) for line in lines],
        reference=reference,
        onward=onward,
    )
    return Response(html, status, RETRY_AFTER if retry else None, mimetype="text/html")


def _start() -> Link:
    return Link(url_for("start.home"), translate(words.TO_START))


def _again() -> Link:
    """Back to the page, to load it anew; a place that is only sent to leads to the list of sections."""
    return Link(request.path if _readable() else url_for("start.home"), translate(words.TRY_AGAIN))


def _readable() -> bool:
    """Whether the address that was asked for is, or has, a page of the same kind."""
    try:
        endpoint, _ = current_app.url_map.bind("").match(request.path, method="GET")
    except HTTPException:
        return False
    return str(endpoint).partition(".")[0] == request.blueprint


def _log(error: Exception, reference: str) -> None:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames if _is_ours(frame.filename)]
    what = str(error) if isinstance(error, GatewayError) else ""
    log.error(
        "fault %s at %s: %s %s\n  %s",
        reference,
        request.endpoint,
        type(error).__name__,
        what,
        "\n  ".join(ours),
    )


def _account_gone() -> bool:
    """Whether it is the seller's whole account that Stripe has not: asked for, as an error does not tell."""
    seller = current_seller()
    try:
        return seller is not None and parts().sellers.is_gone(seller)
    except Unavailable:
        return False


def _is_signed_in() -> bool:
    """Looked up for the page; False too where that cannot be known now."""
    try:
        return current_seller() is not None
    except Exception:  # noqa: BLE001 - the page about one fault must not make another
        return False


def _is_ours(filename: str) -> bool:
    return filename.startswith(_ROOTS)


def _is_behind() -> bool:
    """Whether tables are missing, which explains any fault; the log named the remedy at the first request."""
    try:
        return behind(parts().database)
    except Exception:  # noqa: BLE001 - a database that does not answer says nothing of its tables
        return False
