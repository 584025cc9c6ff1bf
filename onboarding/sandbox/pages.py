"""The few pages that the sandbox shows to people: plain HTML, one style sheet, no scripts."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from onboarding.sandbox.envelope import Answer

STYLE = Path(__file__).with_name("style.css")
STYLE_PATH = "/control/style.css"


def origin(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def page(title: str, body: str, status: int = 200, *, leads_to: str = "") -> Answer:
    """A whole page. leads_to: an address of another origin that its forms may redirect to."""
    html = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="{STYLE_PATH}"><main>{body}</main></html>'
    )
    targets = f"'self' {origin(leads_to)}" if leads_to else "'self'"
    rest = "base-uri 'none'; frame-ancestors 'none'"
    policy = f"default-src 'none'; style-src 'self'; form-action {targets}; {rest}"
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Answer(status, html.encode(), headers)


def see_other(address: str) -> Answer:
    """A redirect after a form."""
    return Answer(303, b"", {"Location": address, "Cache-Control": "no-store"})


def style() -> Answer:
    """The style sheet of all pages."""
    headers = {"Content-Type": "text/css; charset=utf-8", "Cache-Control": "max-age=3600"}
    return Answer(200, STYLE.read_bytes(), headers)


def row(*cells: str) -> str:
    """A row of a table; cells are HTML."""
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def table(caption: str, heads: tuple[str, ...], rows: list[str]) -> str:
    """A table, or a line that says that there is nothing."""
    if not rows:
        return f"<p><em>{escape(caption)}: none.</em></p>"
    top = "".join(f'<th scope="col">{escape(head)}</th>' if head else "<td></td>" for head in heads)
    return f"<table><caption>{escape(caption)}</caption><tr>{top}</tr>{''.join(rows)}</table>"


def field(label: str, name: str, value: str = "", hint: str = "") -> str:
    """A labelled text field."""
    shown = f' placeholder="{escape(hint)}"' if hint else ""
    return f'<label>{escape(label)} <input name="{name}" value="{escape(value)}"{shown}></label>'


def choice(label: str, name: str, values: tuple[str, ...]) -> str:
    """A labelled list to choose from."""
    options = "".join(f"<option>{escape(value)}</option>" for value in values)
    return f'<label>{escape(label)} <select name="{name}">{options}</select></label>'


def form(action: str, button: str, *fields: str) -> str:
    """A form that posts, with one button."""
    inside = f"{''.join(fields)}<button>{escape(button)}</button>"
    return f'<form method="post" action="{escape(action)}">{inside}</form>'
