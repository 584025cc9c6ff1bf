"""Everything under /v1: who asks, what the fault queue has for them, which resource answers."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from onboarding.sandbox import faults, multipart
from onboarding.sandbox.envelope import Answer, Ask, Refused, answer, refusal_answer
from onboarding.sandbox.idempotency import Keys
from onboarding.sandbox.lists import expand
from onboarding.sandbox.model import Refusal
from onboarding.sandbox.parameters import checked, nested
from onboarding.sandbox.post import shown
from onboarding.sandbox.routes import Route, find
from onboarding.sandbox.shapes import accepted, api_version
from onboarding.sandbox.world import World, bearer

_KEY = re.compile(r"(sk|rk)_test_[A-Za-z0-9_]+")
_NO_KEY = (
    "You did not provide an API key. You need to provide your API key in the Authorization header, using "
    "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See "
    "https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/."
)
_VERSION = re.compile(r"20(?:1[1-9]|[2-9]\d)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:\.[a-z_]+)?")
"""A day since Stripe's first version, with or without a release's name (inferred: no list is published)."""
_NO_FORM = "Invalid request (check that your POST content type is application/x-www-form-urlencoded)."


class Api:
    """Answers requests to one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._keys = Keys()

    def answer(self, ask: Ask) -> Answer:
        """The whole of a request: never raises."""
        fault = self.world.faults.for_request(ask.method, ask.path)
        found = self._with_fault(ask, fault) if fault else self._answer(ask)
        return self._finished(ask, found)

    def _with_fault(self, ask: Ask, fault: faults.Fault) -> Answer:
        def strike() -> Answer | None:
            time.sleep(fault.seconds)
            return self._broken(ask, fault)

        if fault.phase == "during":
            return self._answer(ask, strike)
        if fault.phase == "before":
            return strike() or self._answer(ask)
        found = self._answer(ask)
        return strike() or found

    def _broken(self, ask: Ask, fault: faults.Fault) -> Answer | None:
        refusal = faults.refusal_of(fault)
        if refusal is None:
            return None
        made = refusal_answer(refusal[0], ask.request_id, self.world.now)
        made.headers |= refusal[1]
        made.drop = fault.kind == "drop"  # never sent; halfway through, a key still remembers its failure
        return made

    def _finished(self, ask: Ask, found: Answer) -> Answer:
        asked = ask.headers.get("stripe-version", "")
        always = {
            "Request-Id": ask.request_id,
            "Stripe-Version": asked if _VERSION.fullmatch(asked) else api_version(),
            "Cache-Control": "no-cache, no-store",
        }
        if ask.account:
            always["Stripe-Account"] = ask.account
        found.headers = {**found.headers, **always}
        return found

    def _answer(self, ask: Ask, strike: Callable[[], Answer | None] = lambda: None) -> Answer:
        def work() -> tuple[Answer, bool]:
            failed = strike()
            return (failed, True) if failed else self._work(ask, route, ids)

        try:
            _check_key(ask)
            _check_version(ask)
            route, ids = _route(ask)
            _read(ask)
            return self._keys.answered(self.world, ask, work) if ask.key else work()[0]
        except Refused as refused:
            return self._refused(ask, refused)

    def _refused(self, ask: Ask, refused: Refused) -> Answer:
        made = refusal_answer(refused.refusal, ask.request_id, self.world.now)
        made.headers |= refused.headers
        return made

    def _work(self, ask: Ask, route: Route, ids: list[str]) -> tuple[Answer, bool]:
        """The answer, and whether an idempotency key is to remember it."""
        try:
            if ask.account and not route.by_account:
                self.world.held(ask.account, ask)
            ask.params = checked(ask.raw, accepted(route.shape)) if route.shape else _only_expand(ask)
            found = route.function(self.world, ask, *ids)
            return answer(self._expanded(ask, found)), True
        except Refused as refused:
            return self._refused(ask, refused), refused.kept
        except Refusal as refusal:
            return refusal_answer(refusal, ask.request_id, self.world.now), True

    def _expanded(self, ask: Ask, found: dict[str, Any]) -> dict[str, Any]:
        paths = ask.params.get("expand") or []
        return expand(found, paths, self._finder(ask)) if paths else found

    def _finder(self, ask: Ask) -> Callable[[str, str], Any]:
        def look_up(name: str, id_: str) -> Any:
            if name in ("front", "back", "icon", "logo"):
                held = self.world.state.files.get(id_)
                return shown(held) if held else None
            if name == "account" and id_ in self.world.state.accounts:
                from onboarding.sandbox.resources.accounts import retrieve

                return retrieve(self.world, ask, id_)
            return None

        return look_up


def _check_key(ask: Ask) -> None:
    key = bearer(ask)
    if not key:
        raise Refused(Refusal(_NO_KEY, status=401))
    if not _KEY.fullmatch(key):
        hidden = f"{key[:8]}{'*' * max(len(key) - 12, 4)}{key[-4:]}" if len(key) > 12 else "*" * len(key)
        raise Refused(Refusal(f"Invalid API Key provided: {hidden}", status=401))


def _check_version(ask: Ask) -> None:
    version = ask.headers.get("stripe-version")
    if version and not _VERSION.fullmatch(version):
        # From memory: the status is sure, the words are not.
        raise Refused(Refusal(f"Invalid Stripe API version: {version}"))


def _route(ask: Ask) -> tuple[Route, list[str]]:
    found = find(ask.method, ask.path)
    if found is None:
        raise Refused(
            Refusal(
                f"Unrecognized request URL ({ask.method}: {ask.path}). If you are trying to list objects, "
                "remove the trailing slash. If you are trying to retrieve an object, make sure you passed a "
                "valid (non-empty) identifier in your code. Please see https://stripe.com/docs or we can "
                "help at https://support.stripe.com/.",
                status=404,
            )
        )
    return found


def _read(ask: Ask) -> None:
    """Parameters from the query and the body, nested as sent."""
    pairs = parse_qsl(ask.query, keep_blank_values=True)
    kind = ask.headers.get("content-type", "").lower()
    if kind.startswith("multipart/form-data"):
        fields, ask.files = multipart.parts(ask.headers["content-type"], ask.body)
        pairs += fields
    elif ask.body and "json" in kind:
        raise Refused(Refusal(_NO_FORM))
    elif ask.body:
        try:
            pairs += parse_qsl(ask.body.decode(), keep_blank_values=True)
        except UnicodeDecodeError:
            raise Refused(Refusal("Invalid UTF-8 in the request.", code="invalid_characters")) from None
    ask.raw = nested(pairs)
    for name, upload in ask.files.items():
        ask.raw[name] = upload.filename or name  # a file is there; an empty text would be none


def _only_expand(ask: Ask) -> dict[str, Any]:
    return checked(ask.raw, accepted("account_retrieve"))
