"""The gateway over the `stripe` package: the one module that knows the SDK.

Facts about the SDK (16.1, read and tried): a client retries nothing unless told to; a plain 429 is never
retried, a `lock_timeout` is; most error classes leave `code` empty, so it is read from the error's body;
objects are not dicts; unless told otherwise, files go to Stripe's own host whatever the API's address is.
"""

from __future__ import annotations

import json
import logging
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import stripe
import structlog
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies

from onboarding.calls import Call, CreatePerson, UpdateAccount, UpdatePerson, UploadFile
from onboarding.gateway import (
    GatewayError,
    Gone,
    Locked,
    Misconfigured,
    Mismatched,
    Performed,
    Plain,
    RateLimited,
    Refused,
    TimedOut,
    Unavailable,
)
from onboarding.sending import Done, Named, digest, filled, hashed_key, placed
from onboarding.signatures import NotSigned, check_signature

log = structlog.get_logger()

PAGE = 100
"""Persons asked for at a time: the most that Stripe gives."""

# The SDK logs Stripe's error messages, which may quote what a seller typed.
logging.getLogger("stripe").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """How to reach Stripe. Bases: "" for Stripe's own. Timeouts and tolerance in seconds.

    max_retries: how often the SDK sends again what failed by connection, 409, 5xx or lock_timeout.
    pool: connections kept open; as many as there are threads.
    """

    key: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(repr=False)
    api_base: str = ""
    files_base: str = ""
    connect_timeout: float = 4
    read_timeout: float = 25
    max_retries: int = 2
    pool: int = 16
    tolerance: int = 300


class StripeGateway:
    """What `onboarding.gateway.Gateway` asks for, for one Stripe key. Made once and shared by all threads."""

    def __init__(
        self,
        connection: Connection,
        *,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._connection, self._sleep, self._now = connection, sleep, now
        self._session = _pooled_session(connection)
        self._client = _client(connection, self._session)

    def close(self) -> None:
        """Lets go of the connections."""
        self._session.close()

    def create_account(self, params: Plain, *, key: str) -> Plain:
        """The new account; the one made before when the key was used before."""
        options: Any = {"idempotency_key": hashed_key(key)}
        return self._ask(lambda: self._client.v1.accounts.create(_open(params), options))

    def account(self, account: str) -> Plain:
        """The account as it is now."""
        return self._ask(lambda: self._client.v1.accounts.retrieve(account))

    def persons(self, account: str) -> list[Plain]:
        """Every person of the account, newest first."""
        return list(self._each_person(account))

    def delete_person(self, account: str, person: str) -> None:
        """Deletes the person; one that is gone already is no error, so that it may be asked again."""
        try:
            self._ask(lambda: self._client.v1.accounts.persons.delete(account, person))
        except Gone as gone:
            if gone.status == 403:
                raise

    def perform(self, account: str, calls: Sequence[Call], *, key: str) -> Performed:
        """Makes the calls in order. May be repeated with the same key after any error: makes none twice."""
        done = Done()
        for call in calls:
            try:
                self._perform_one(account, call, key, done)
            except Refused as refused:
                raise placed(refused, call) from None
        if not done.account:
            done.account = self.account(account)
        return Performed(done.account, done.persons, done.files, done.created)

    def account_link(self, account: str, *, refresh_url: str, return_url: str, upfront: bool) -> str:
        """A one-time address of Stripe's own form for what the account still has to give."""
        params = {
            "account": account,
            "type": "account_onboarding",
            "refresh_url": refresh_url,
            "return_url": return_url,
            "collection_options": {"fields": "eventually_due" if upfront else "currently_due"},
        }
        return str(self._ask(lambda: self._client.v1.account_links.create(_open(params)))["url"])

    def request_capability(self, account: str, capability: str, *, key: str) -> Plain:
        """Asks for one more capability; answers the capability with what it requires."""
        options: Any = {"idempotency_key": hashed_key(key, account, capability)}
        capabilities = self._client.v1.accounts.capabilities
        return self._ask(lambda: capabilities.update(account, capability, {"requested": True}, options))

    def event(self, body: bytes, signature: str) -> Plain:
        """The event in a webhook's raw body; `Refused` when it is not signed, or is not an event."""
        secrets, tolerance = self._connection.webhook_secrets, self._connection.tolerance
        try:
            check_signature(body, signature, secrets, tolerance=tolerance, now=self._now())
            event = json.loads(body)
        except NotSigned as why:
            raise Refused(str(why), code="signature") from None
        except (ValueError, RecursionError):
            raise Refused("the body is not JSON", code="body") from None
        if not isinstance(event, dict) or event.get("object") != "event":
            raise Refused("the body is not an event", code="body")
        return event

    def _each_person(self, account: str) -> Iterator[Plain]:
        last = None
        while True:
            page = self._page_of_persons(account, last)
            yield from page["data"]
            if not page.get("has_more") or not page["data"]:
                return
            last = page["data"][-1]["id"]

    def _page_of_persons(self, account: str, last: str | None) -> Plain:
        params = {"limit": PAGE, "starting_after": last}
        return self._ask(lambda: self._client.v1.accounts.persons.list(account, _open(params)))

    def _perform_one(self, account: str, call: Call, key: str, done: Done) -> None:
        match call:
            case UploadFile():
                done.files[call.place] = self._upload(account, call, key)
            case CreatePerson():
                person = self._create_person(account, call.place, filled(call.params, done.files), key)
                done.persons[person["id"]] = person
                done.created[call.place] = person["id"]
            case UpdatePerson():
                params = filled(call.params, done.files)
                done.persons[call.place] = self._update_person(account, call.place, params, key)
            case UpdateAccount():
                done.account = self._update_account(account, filled(call.params, done.files), key)

    def _upload(self, account: str, call: UploadFile, key: str) -> str:
        upload = call.upload
        content = sha256(upload.content).hexdigest()
        options: Any = {"idempotency_key": hashed_key(key, call.place, content), "stripe_account": account}

        def send() -> Any:
            # Named here and not above: a file that was read once has nothing left for a second try.
            file = Named(upload.content, upload.filename)
            return self._client.v1.files.create(_open({"purpose": upload.purpose, "file": file}), options)

        return str(self._ask(send)["id"])

    def _create_person(self, account: str, place: str, params: Plain, key: str) -> Plain:
        """Creates the person once per key, whatever the params: another answer under the same key corrects
        the person that an earlier try has made. The key stands in its metadata so that it can be found."""
        mark = hashed_key(key, place)
        marked = {**params, "metadata": {**params.get("metadata", {}), "submission": mark}}
        persons = self._client.v1.accounts.persons
        options: Any = {"idempotency_key": mark}
        try:
            return self._ask(lambda: persons.create(account, _open(marked), options))
        except Mismatched:
            made = next((each for each in self._each_person(account) if _mark(each) == mark), None)
        if made is not None:
            return self._update_person(account, made["id"], params, key)
        again: Any = {"idempotency_key": hashed_key(key, place, digest(params))}
        return self._ask(lambda: persons.create(account, _open(marked), again))

    def _update_person(self, account: str, person: str, params: Plain, key: str) -> Plain:
        options: Any = {"idempotency_key": hashed_key(key, person, digest(params))}
        return self._ask(
            lambda: self._client.v1.accounts.persons.update(account, person, _open(params), options)
        )

    def _update_account(self, account: str, params: Plain, key: str) -> Plain:
        options: Any = {"idempotency_key": hashed_key(key, "account", digest(params))}
        return self._ask(lambda: self._client.v1.accounts.update(account, _open(params), options))

    def _ask(self, call: Callable[[], Any]) -> Plain:
        """Every question to Stripe goes through here. Ours is raised outside of `except`, so that Stripe's
        exception, which holds what was sent, is not chained to it and cannot reach a log."""
        failure = self._try(call)
        if isinstance(failure, RateLimited):
            self._sleep(random.uniform(0.3, 0.9))  # noqa: S311  spreads retries, guards nothing
            failure = self._try(call)
        if isinstance(failure, GatewayError):
            raise failure
        return failure

    def _try(self, call: Callable[[], Any]) -> Plain | GatewayError:
        try:
            plain: Plain = call().to_dict()
            return plain
        except stripe.StripeError as error:
            failure = as_ours(error)
            log.warning(
                "stripe_failed",
                kind=type(failure).__name__,
                status=error.http_status,
                code=_code(error),
                param=getattr(failure, "param", ""),
                request=failure.request_id,
            )
            return failure
        except (AttributeError, TypeError) as error:
            # The SDK stumbles over an error that is not an object, as some proxies make them.
            log.warning("stripe_unreadable", kind=type(error).__name__)
            return Unavailable("Stripe's answer cannot be read")


def as_ours(error: stripe.StripeError) -> GatewayError:
    """Our error for one of the SDK's, by the first row of `_ROWS` that fits."""
    code, status = _code(error), error.http_status or 0
    kind = next(row.kind for row in _ROWS if row.fits(error, code, status))
    if not issubclass(kind, Refused):
        return kind(f"Stripe answered {status or 'nothing'} {code}".rstrip(), request_id=error.request_id)
    return kind(
        error.user_message or "",
        code=code,
        param=dotted(_param(error)),
        status=status,
        request_id=error.request_id,
    )


def dotted(param: str) -> str:
    """The path of a parameter named in brackets: "individual[dob][year]" -> "individual.dob.year".

    Old spellings of the bank account become the one that requirements use.
    """
    path = re.sub(r"\[([^\]]*)\]", r".\1", param).rstrip(".")
    return re.sub(r"^bank_account\b", "external_account", path)


@dataclass(frozen=True, slots=True)
class _Row:
    """Errors of Stripe that become one kind of ours: all that is given must fit."""

    kind: type[GatewayError]
    error: type[stripe.StripeError] = stripe.StripeError
    codes: frozenset[str] = frozenset()
    statuses: range = range(600)
    timed_out: bool = False

    def fits(self, error: stripe.StripeError, code: str, status: int) -> bool:
        return (
            isinstance(error, self.error)
            and (not self.codes or code in self.codes)
            and status in self.statuses
            and (not self.timed_out or _timed_out(error))
        )


_ROWS = (
    _Row(TimedOut, stripe.APIConnectionError, timed_out=True),
    _Row(Unavailable, stripe.APIConnectionError),
    _Row(Locked, codes=frozenset({"lock_timeout", "idempotency_key_in_use"})),
    _Row(RateLimited, stripe.RateLimitError),
    _Row(Mismatched, stripe.IdempotencyError),
    _Row(Locked, statuses=range(409, 410)),
    _Row(Misconfigured, stripe.AuthenticationError),
    _Row(
        Misconfigured,
        codes=frozenset({"api_key_expired", "platform_account_required", "secret_key_required"}),
    ),
    # A key without access to the account and an account that does not exist are told apart by nobody.
    _Row(Gone, codes=frozenset({"account_invalid", "resource_missing"})),
    _Row(Misconfigured, stripe.PermissionError),
    _Row(Gone, stripe.InvalidRequestError, statuses=range(404, 405)),
    _Row(Refused, stripe.InvalidRequestError),
    _Row(Refused, stripe.CardError),
    _Row(Unavailable),
)
"""The closed table of what Stripe's errors are to us; the last row takes the rest: 5xx and odd answers."""


def _open(params: Plain) -> Any:
    """The SDK types every parameter of every call; ours are made from requirements, not known so well."""
    return params


def _mark(person: Plain) -> str | None:
    mark = (person.get("metadata") or {}).get("submission")
    return None if mark is None else str(mark)


def _body(error: stripe.StripeError) -> Mapping[str, Any]:
    body = error.json_body
    inner = body.get("error") if isinstance(body, dict) else None
    return inner if isinstance(inner, dict) else {}


def _code(error: stripe.StripeError) -> str:
    return str(_body(error).get("code") or error.code or "")


def _param(error: stripe.StripeError) -> str:
    return str(_body(error).get("param") or "")


def _timed_out(error: stripe.StripeError) -> bool:
    return isinstance(error.__cause__ or error.__context__, requests.exceptions.Timeout)


def _pooled_session(connection: Connection) -> requests.Session:
    session = requests.Session()
    session.mount("https://", HTTPAdapter(pool_maxsize=connection.pool))
    session.mount("http://", HTTPAdapter(pool_maxsize=connection.pool))
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    # Reading the environment for every request is slow, and a .netrc would take the key's place; so once.
    session.proxies = get_environ_proxies(connection.api_base or stripe.DEFAULT_API_BASE)
    session.trust_env = False
    return session


def _client(connection: Connection, session: requests.Session) -> stripe.StripeClient:
    stripe.enable_telemetry = False
    timeout = (connection.connect_timeout, connection.read_timeout)
    bases: Any = {}
    if connection.api_base:
        bases = {"api": connection.api_base, "connect": connection.api_base, "files": connection.api_base}
    if connection.files_base:
        bases["files"] = connection.files_base
    return stripe.StripeClient(
        connection.key,
        base_addresses=bases,
        max_network_retries=connection.max_retries,
        http_client=stripe.RequestsClient(session=session, timeout=timeout),
    )
