"""The language switch, the way to stay, and the way out."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from onboarding import i18n, store
from onboarding.i18n import translate
from onboarding.web import words
from onboarding.web.access import close_session, current_seller, for_everybody, for_seller, seconds_left
from onboarding.web.pages import Link, page
from onboarding.web.parts import parts

blueprint = Blueprint("language", __name__)


BUTTON = "_language"
"""Name of the button that switches the language in a page whose form keeps its answers."""


@blueprint.post("/language")
@for_everybody
def switch() -> ResponseReturnValue:
    """Changes the language and goes back to the page one was at."""
    _speak(request.form.get("locale", ""))
    return redirect(our_address(request.form.get("page", "")), 303)


def switched() -> bool:
    """Whether the page's own form was sent by that button; the language is another then, and the page is to
    come back with what was typed, nothing checked and nothing sent."""
    if BUTTON not in request.form:
        return False
    _speak(request.form.get("locale", ""))
    return True


def _speak(chosen: str) -> None:
    seller = current_seller()
    if i18n.choose(chosen) and seller:
        with parts().database.write() as tx:
            store.set_locale(tx, seller=seller, locale=chosen)


@blueprint.post("/stay")
@for_seller
def stay(_seller: str) -> ResponseReturnValue:
    """Something happened, so the session goes on; answers the seconds that it has now."""
    return str(seconds_left()), {"Content-Type": "text/plain"}


@blueprint.post("/leave")
@for_everybody
def leave() -> ResponseReturnValue:
    """Signs out."""
    close_session()
    onward = parts().brand.return_url
    return page(
        "message",
        heading=translate(words.LEFT),
        lines=[translate(words.LEFT_TEXT), translate(words.RESUME)],
        onward=Link(onward, translate(words.TO_MARKETPLACE, brand=parts().brand.name)) if onward else None,
    )


def our_address(wanted: str) -> str:
    """The path, where it is one of ours; the way in for anything that could lead elsewhere."""
    ours = (
        wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    )
    return wanted if ours else url_for("start.home")
