"""The control page and its JSON API: what test values cannot make happen. It is no part of Stripe's API."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from onboarding.sandbox import control_page, pages, rules
from onboarding.sandbox.envelope import JSON, Answer, Ask, Refused, answer
from onboarding.sandbox.faults import fault_of
from onboarding.sandbox.post import shown
from onboarding.sandbox.resources import endpoints
from onboarding.sandbox.rules.force import ACTIONS
from onboarding.sandbox.state import Held
from onboarding.sandbox.world import World

Asked = dict[str, Any]
MOST_SECONDS = 10 * 366 * 86400


class Control:
    """Answers everything under /control."""

    def __init__(self, world: World) -> None:
        self.world = world

    def answer(self, ask: Ask) -> Answer:
        """A page, or JSON under /control/api."""
        if ask.path == "/":
            return pages.see_other("/control")
        if ask.method != "GET" and _from_elsewhere(ask):
            return answer({"error": "Refused: this came from another site's page."}, 403)
        if ask.path in ("/control", "/control/"):
            return control_page.overview(self.world)
        if ask.path == pages.STYLE_PATH:
            return pages.style()
        parts = [unquote(part) for part in ask.path.split("/")[2:]]
        if parts[0] == "accounts" and len(parts) == 2 and ask.method == "GET":
            return self._account_page(parts[1])
        if parts[0] == "do" and ask.method == "POST":
            return self._by_form(ask, parts[1:])
        return self._by_api(ask, parts[1:]) if parts[0] == "api" else _unknown()

    def _account_page(self, account_id: str) -> Answer:
        try:
            return control_page.account(self.world, account_id)
        except Refused:
            return _unknown()

    def _by_form(self, ask: Ask, parts: list[str]) -> Answer:
        form = dict(parse_qsl(ask.body.decode("utf-8", "replace")))
        found = self._done("POST", parts, control_page.as_asked(parts, form, self.world.now))
        if found.status >= 400:
            words = json.loads(found.body)["error"]
            return control_page.refused(str(words), found.status)
        there = (
            f"/control/accounts/{parts[1]}"
            if parts[0] == "accounts" and parts[-1] != "forget"
            else "/control"
        )
        return pages.see_other(there)

    def _by_api(self, ask: Ask, parts: list[str]) -> Answer:
        try:
            asked = json.loads(ask.body) if ask.body else {}
        except json.JSONDecodeError:
            return answer({"error": "The body is not JSON."}, 400)
        if not isinstance(asked, dict):
            return answer({"error": "The body has to be a JSON object."}, 400)
        return self._done(ask.method, parts, asked)

    def _done(self, method: str, parts: list[str], asked: Asked) -> Answer:
        found = _ACTIONS.get((method, *_pattern(parts)))
        if found is None:
            return _unknown()
        try:
            return Answer(
                200, json.dumps(found(self.world, asked, *parts[1:2])).encode(), {"Content-Type": JSON}
            )
        except Refused as refused:
            return answer({"error": refused.refusal.message}, refused.refusal.status)
        except ValueError as wrong:
            return answer({"error": f"Not understood: {wrong}"}, 400)


def _pattern(parts: list[str]) -> tuple[str, ...]:
    return tuple("{}" if place == 1 else part for place, part in enumerate(parts))


def _unknown() -> Answer:
    return answer({"error": "There is nothing here. /control lists what there is."}, 404)


def _from_elsewhere(ask: Ask) -> bool:
    """Whether a browser says that another site's page sent this."""
    there = ask.headers.get("origin")
    foreign = ask.headers.get("sec-fetch-site") == "cross-site"
    return foreign or (bool(there) and urlsplit(there or "").netloc != ask.headers.get("host"))


# --- what can be asked ---


def ready(world: World, asked: Asked) -> Asked:
    """GET ready"""
    del asked
    return {"ready": True, "now": world.now}


def accounts(world: World, asked: Asked) -> Asked:
    """GET accounts"""
    del asked
    ids = [id_ for id_, held in list(world.state.accounts.items()) if not held.state.deleted]
    return {"accounts": [account(world, {}, id_) for id_ in ids]}


def account(world: World, asked: Asked, account_id: str) -> Asked:
    """GET accounts/{id}: lists, flags, capabilities, running checks; no names, no numbers."""
    del asked
    with world.reading(account_id) as (held, found):
        return {
            "id": account_id,
            "country": held.state.country,
            "business_type": held.state.business_type,
            "rules_day": held.state.rules_day,
            "charges_enabled": found.charges_enabled,
            "payouts_enabled": found.payouts_enabled,
            "details_submitted": found.details_submitted,
            "capabilities": {name: each["status"] for name, each in found.capabilities.items()},
            "requirements": found.requirements,
            "future_requirements": found.future_requirements,
            "persons": {id_: _person(held, id_) for id_ in held.state.persons},
            "checks": [_check(check) for check in held.state.checks],
            "rejected": held.state.rejected,
            "next_due": rules.next_due(held.state),
        }


def _person(held: Held, person_id: str) -> list[str]:
    relationship = held.state.persons[person_id].get("relationship", {})
    return sorted(role for role, value in relationship.items() if value is True)


def _check(check: Any) -> Asked:
    names = ("subject", "requirement", "state", "due", "outcome", "code")
    return {name: getattr(check, name) for name in names}


def clock(world: World, asked: Asked) -> Asked:
    """GET clock"""
    del asked
    return {"now": world.now, "clock": world.clock.how}


def step(world: World, asked: Asked) -> Asked:
    """POST clock {"seconds": N}"""
    seconds = _seconds(asked.get("seconds"), MOST_SECONDS)
    return {"now": world.step(seconds), "clock": world.clock.how}


def _seconds(value: Any, most: int) -> float:
    try:
        seconds = float("nan" if isinstance(value, bool) else value)
    except (TypeError, ValueError):
        seconds = -1.0
    if not 0 <= seconds <= most:
        raise ValueError(f"seconds has to be a number from 0 to {most}")
    return seconds


def settle(world: World, asked: Asked, account_id: str) -> Asked:
    """POST accounts/{id}/settle: end all its checks, in order"""
    del asked
    stages = world.settle(account_id)
    return {"stages": stages, **account(world, {}, account_id)}


def force(world: World, asked: Asked, account_id: str) -> Asked:
    """POST accounts/{id}/force {"error": …}; see the page for all"""
    unknown = set(asked) - set(ACTIONS) - {"status"}
    if unknown or not asked:
        raise ValueError(f"{', '.join(sorted(unknown)) or 'nothing'}. Right would be: {', '.join(ACTIONS)}")
    for name, (sort, example) in _ORDERS.items():
        if asked.get(name) is not None and not isinstance(asked[name], sort):
            raise ValueError(f"{name} has to be like {example}")
    with world.changing(account_id) as draft:
        try:
            rules.force(draft.state, dict(asked), world.now)
        except (ValueError, TypeError, KeyError, AttributeError) as wrong:
            raise ValueError(f"{json.dumps(asked)}. /control shows what each of its keys takes") from wrong
    return account(world, {}, account_id)


_ORDERS: dict[str, tuple[Any, str]] = {
    "error": (dict, '{"code": "…", "requirement": "…"}'),
    "deadline": (int, "1714320000"),
    "future": (list, '["individual.nationality"]'),
    "due": (str | list, '["individual.nationality"]'),
    "past_due": (str | list, '["individual.nationality"]'),
    "later": (str | list, '["individual.nationality"]'),
    "pending": (str | list, '["individual.nationality"]'),
    "rejected": (str, '"rejected.other"'),
    "paused": (str, '"charges"'),
    "settle": (bool | str, 'true or "currently_due"'),
    "errored": (bool | str, 'true or "ba_…"'),
    "status": (str, '"verification_failed"'),
    "payout": (bool, "true"),
    "interv": (bool | str | list, "true"),
    "threshold": (bool, "true"),
    "alternatives": (list, '[{"original": ["…"], "instead": ["…"]}]'),
    "clear": (bool, "true"),
}
"""What each key takes, and what it looks like."""


def forget(world: World, asked: Asked, account_id: str) -> Asked:
    """POST accounts/{id}/forget"""
    del asked
    world.held(account_id)
    world.forget(account_id)
    return {"forgotten": account_id}


def faults(world: World, asked: Asked) -> Asked:
    """GET faults"""
    del asked
    return {"faults": world.faults.listed()}


def add_fault(world: World, asked: Asked) -> Asked:
    """POST faults {"kind": …, "count": 1, "method": "", "path": "", "phase": "before", "milliseconds": 0}"""
    world.faults.add(fault_of(asked))
    return faults(world, {})


def clear_faults(world: World, asked: Asked) -> Asked:
    """DELETE faults"""
    del asked
    world.faults.clear()
    return faults(world, {})


def clear_fault(world: World, asked: Asked, fault_id: str) -> Asked:
    """POST faults/{id}/clear: take one fault away; one that has struck meanwhile is no error"""
    del asked
    world.faults.remove(fault_id)
    return faults(world, {})


def events(world: World, asked: Asked) -> Asked:
    """GET events: newest first, without their objects"""
    del asked
    names = ("id", "account", "type", "created", "pending_webhooks")
    with world.lock:
        kept = list(reversed(world.state.events.values()))
    return {"events": [{name: event.get(name) for name in names} for event in kept[:200]]}


def resend(world: World, asked: Asked, event_id: str) -> Asked:
    """POST events/{id}/resend"""
    del asked
    if event_id not in world.state.events:
        raise ValueError(f"no event {event_id}")
    return {"sent_to": world.post.resend(event_id)}


def add_endpoint(world: World, asked: Asked) -> Asked:
    """POST endpoints {"url": …, "secret": "whsec_…"}: a Connect endpoint with a secret of one's choice"""
    sound = isinstance(asked.get("url"), str) and isinstance(asked.get("secret", ""), str)
    if not sound:
        raise ValueError('an endpoint has {"url": "http://…", "secret": "whsec_…"}')
    wanted = {"connect": True, "enabled_events": ["*"], **asked}
    with world.lock:
        for held in list(world.state.endpoints.values()):
            if held["url"] == wanted["url"]:
                del world.state.endpoints[held["id"]]
    return shown(endpoints.put(world, wanted, asked.get("secret")))


def delivered(world: World, asked: Asked) -> Asked:
    """POST delivered {"seconds": 5}: wait until every event that is due was tried"""
    return {"idle": world.post.idle(min(_seconds(asked.get("seconds", 5), MOST_SECONDS), 60))}


def reset(world: World, asked: Asked) -> Asked:
    """POST reset: forget everything"""
    del asked
    world.reset()
    return {"reset": True}


_ACTIONS: dict[tuple[str, ...], Callable[..., Asked]] = {
    ("GET", "ready"): ready,
    ("GET", "accounts"): accounts,
    ("GET", "accounts", "{}"): account,
    ("POST", "accounts", "{}", "settle"): settle,
    ("POST", "accounts", "{}", "force"): force,
    ("POST", "accounts", "{}", "forget"): forget,
    ("GET", "clock"): clock,
    ("POST", "clock"): step,
    ("GET", "faults"): faults,
    ("POST", "faults"): add_fault,
    ("DELETE", "faults"): clear_faults,
    ("POST", "faults", "{}", "clear"): clear_fault,
    ("GET", "events"): events,
    ("POST", "events", "{}", "resend"): resend,
    ("POST", "endpoints"): add_endpoint,
    ("POST", "delivered"): delivered,
    ("POST", "reset"): reset,
}
