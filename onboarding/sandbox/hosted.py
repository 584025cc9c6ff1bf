"""The hosted page behind an account link: what is due, and one button that settles it all."""

from __future__ import annotations

import secrets
from html import escape
from typing import Any
from urllib.parse import parse_qs

from onboarding.sandbox import pages, rules
from onboarding.sandbox.envelope import Answer, Ask, Refused
from onboarding.sandbox.model import Assessment
from onboarding.sandbox.world import World


class Hosted:
    """Serves `/setup/c/<account>/<secret>`, which works once, and the session that it opens."""

    def __init__(self, world: World) -> None:
        self.world = world

    def answer(self, ask: Ask) -> Answer:
        """A page, or a redirect back to the platform."""
        parts = ask.path.strip("/").split("/")
        if len(parts) == 4 and parts[1] == "c" and ask.method == "GET":
            return self._open(parts[2], parts[3])
        if len(parts) == 3 and parts[1] == "s" and ask.method == "POST":
            return self._leave(parts[2], parse_qs(ask.body.decode("utf-8", "replace")))
        return _unknown()

    def _open(self, account_id: str, secret: str) -> Answer:
        with self.world.lock:
            link = self.world.state.links.get(secret)
            if link is None or link["account"] != account_id:
                return _unknown()
            if link["session"] or self.world.now >= link["expires_at"]:
                return pages.see_other(link["refresh_url"])
            link["session"] = secrets.token_urlsafe(12)
        self.world.keeper.note()
        try:
            with self.world.reading(account_id) as (held, found):
                if held.state.rejected:
                    return pages.see_other(link["refresh_url"])
                return _page(link, _asked(link, found))
        except Refused:
            return pages.see_other(link["refresh_url"])

    def _leave(self, session: str, form: dict[str, list[str]]) -> Answer:
        link = next((each for each in self.world.state.links.values() if each["session"] == session), None)
        if link is None:
            return _unknown()
        if form.get("do") == ["settle"]:
            try:
                with self.world.changing(link["account"]) as draft:
                    rules.force(draft.state, _settled(link), self.world.now)
                    rules.after_change(draft.state, "account", frozenset(), self.world.now)
            except Refused:
                return pages.see_other(link["refresh_url"])
        return pages.see_other(link["return_url"])


def _settled(link: dict[str, Any]) -> dict[str, Any]:
    return {"settle": link["fields"], "announced": link["future_requirements"] == "include"}


def _asked(link: dict[str, Any], found: Assessment) -> list[str]:
    """Ids that the page asks for: of the list that the link names, announced ones too where it says so."""
    kind = "eventually_due" if link["fields"] == "eventually_due" else "currently_due"
    announced = link["future_requirements"] == "include"
    future = found.future_requirements[kind] if announced else ()
    return sorted({*found.requirements[kind], *future})


def _page(link: dict[str, Any], due: list[str]) -> Answer:
    items = "".join(f"<li><code>{escape(item)}</code></li>" for item in due)
    listed = f"<ul>{items}</ul>" if items else "<p>Nothing is due.</p>"
    action = f"/setup/s/{link['session']}"
    settle = pages.form(
        action, "Give everything that is due", '<input type="hidden" name="do" value="settle">'
    )
    leave = pages.form(action, "Go back without answering", '<input type="hidden" name="do" value="leave">')
    body = (
        "<h1>Onboarding on the sandbox's own page</h1>"
        f"<p>This stands in for Stripe's hosted form for <code>{escape(link['account'])}</code>. "
        f"It would ask for:</p>{listed}{settle}{leave}"
    )
    return pages.page("Onboarding", body, leads_to=link["return_url"])


def _unknown() -> Answer:
    body = "<h1>This link is not known</h1><p>Go back to where you got it and ask for a new one.</p>"
    return pages.page("Unknown link", body, 404)
