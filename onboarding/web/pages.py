"""What every page is drawn with: the brand, the language switch, the place one is at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, render_template

from onboarding.web import words
from onboarding.web.access import signed_in
from onboarding.web.frame import init_frame
from onboarding.web.parts import Parts

RETRY_AFTER = {"Retry-After": "10"}
"""Header of a page that Stripe did not answer for: seconds after which the same may be sent again."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads and what it says."""

    address: str
    words: str


def init_pages(app: Flask, parts: Parts) -> None:
    """Gives templates what all pages share."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        brand=parts.brand,
        now=parts.clock,
        test_mode=not parts.settings.livemode,
        signed_in=signed_in,
        most_bytes=parts.settings.request_max_bytes,
        state_words=words.STATES,
        state_looks=words.STATE_LOOKS,
    )
    init_frame(app)


def page(template: str, **values: Any) -> str:
    """A page as HTML."""
    return render_template(f"pages/{template}.html", **values)
