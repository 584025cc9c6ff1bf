"""What stands around every page: drawn once in each language, then only filled with what is a page's own.

A page is a third of its cost templates, and half of those the same words around it each time. Pieces are
templates in `templates/frame/`; they write `{{ own.token }}` and `{{ own.here }}` where a gap is to stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from forms.markup import Recent
from onboarding.i18n import locale
from onboarding.web.access import seconds_left, signed_in

_GAP = re.compile("\x02(\\w+)\x03")


def page_here() -> str:
    """The address of this page, for coming back to it after the language was switched."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


OWN: dict[str, Callable[[], str]] = {
    "token": generate_csrf,
    "here": page_here,
    "seconds": lambda: str(seconds_left()),
}
"""What fills gaps; asked only where there is one."""

_GAPS = {name: Markup("\x02{}\x03").format(name) for name in OWN}


def init_frame(app: Flask) -> None:
    """Gives templates `frame(piece)`."""
    pieces: Recent[list[str]] = Recent(256)

    def frame(piece: str) -> Markup:
        """The piece of the frame in this request's language."""

        def draw() -> list[str]:
            return _GAP.split(app.jinja_env.get_template(f"frame/{piece}.html").render(own=_GAPS))

        if app.jinja_env.auto_reload:
            return _filled(draw())
        return _filled(pieces.get((piece, locale(), signed_in(), request.script_root), draw))

    app.jinja_env.globals["frame"] = frame


def _filled(drawn: list[str]) -> Markup:
    """Text and the names of gaps in turn."""
    found = [escape(OWN[text]()) if place % 2 else text for place, text in enumerate(drawn)]
    return Markup("".join(found))  # noqa: S704 - what fills the gaps is escaped above, the rest by the template
