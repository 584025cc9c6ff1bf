"""The gateway over the `stripe` package: the one module that knows the SDK.

Facts about the SDK (16.1, read and tried): a client retries nothing unless told to; a plain 429 is never
retried, a `lock_timeout` is; most error classes leave `code` empty, so it is read from the error's body;
objects are not dicts; unless told otherwise, files go to Stripe's own host whatever the API's address is.

The SDK and its transport are imported with the first question to Stripe: most pages ask it nothing, and a
server is up sooner. The SDK imports the services it is asked for late as well.
"""

from __future__ import annotations

import json
import logging
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from onboarding.calls import Call, CreatePerson, UpdateAccount, UpdatePerson, UploadFile
from onboarding.failures import Failure, as_ours
from onboarding.gateway import (
    Gone,
    Mismatched,
    Performed,
    Plain,
    RateLimited,
    Refused,
    Unavailable,
)
from onboarding.logs import log
from onboarding.sending import (
    Answered,
    Done,
    Named,
    digest,
    filled,
    hashed_key,
    mark_of,
    placed,
    was_replayed,
)
from onboarding.signatures import NotSigned, check_signature

if TYPE_CHECKING:
    import requests
    import stripe

PAGE = 100
"""Persons asked for at a time: the most that Stripe gives."""

# The SDK logs Stripe's error messages, which may quote what a seller typed.
logging.getLogger("stripe").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """How to reach Stripe. Bases: "" for Stripe's own. Timeouts and tolerance in seconds; in a request of a
    browser `onboarding.patience` ends them all.

    max_retries: how often the SDK sends again what failed by connection, 409, 5xx or lock_timeout.
    pool: connections kept open; as many as there are threads.
    """

    key: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(repr=False)
    api_base: str = ""
    files_base: str = ""
    connect_timeout: float = 4
    read_timeout: float = 20
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
        self._opened: _Opened | None = None
        self._opening = threading.Lock()

    @property
    def _client(self) -> stripe.StripeClient:
        """The one client, made by whichever thread asks first."""
        return (self._opened or self._open_once()).client

    def _open_once(self) -> _Opened:
        with self._opening:
            if self._opened is None:
                self._opened = _open_client(self._connection)
            return self._opened

    def close(self) -> None:
        """Lets go of the connections."""
        if self._opened is not None:
            self._opened.session.close()

    def create_account(self, params: Plain, *, key: str) -> Plain:
        """The new account; the one made before when the key was used before."""
        create = self._client.v1.accounts.create
        return self._create_once(create, params, hashed_key(key), self._latest_accounts)[0]

    def created_account(self, key: str, *, since: int, until: int) -> Plain | None:
        """The account that was created under that key between two moments; None where there is none."""
        mark, within = hashed_key(key), {"created": {"gte": since, "lte": until}}
        found = self._each(lambda page: self._client.v1.accounts.list(_open({**page, **within})))
        return next((each for each in found if mark_of(each) == mark), None)

    def account(self, account: str) -> Plain:
        """The account as it is now."""
        return self._ask(lambda: self._client.v1.accounts.retrieve(account))

    def persons(self, account: str) -> list[Plain]:
        """Every person of the account, newest first."""
        return list(self._each_person(account))

    def person(self, account: str, person: str) -> Plain:
        """The person as they are now."""
        return self._ask(lambda: self._client.v1.accounts.persons.retrieve(account, person))

    def delete_person(self, account: str, person: str) -> None:
        """Deletes the person; one that is gone already is no error, so that it may be asked again."""
        self._delete(lambda: self._client.v1.accounts.persons.delete(account, person))

    def delete_account(self, account: str) -> None:
        """Deletes the account; one that is gone already is no error."""
        self._delete(lambda: self._client.v1.accounts.delete(account))

    def upload(self, account: str, call: UploadFile, *, key: str) -> str:
        """Sends one file; the same file under the same key once."""
        return self._upload(account, call, key)

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

    def account_link(
        self, account: str, *, refresh_url: str, return_url: str, upfront: bool, early: bool = False
    ) -> str:
        """A one-time address of Stripe's own form for what the account still has to give."""
        params = {
            "account": account,
            "type": "account_onboarding",
            "refresh_url": refresh_url,
            "return_url": return_url,
            "collection_options": {
                "fields": "eventually_due" if upfront else "currently_due",
                "future_requirements": "include" if early else "omit",
            },
        }
        return str(self._ask(lambda: self._client.v1.account_links.create(_open(params)))["url"])

    def capability(self, account: str, capability: str) -> Plain:
        """One capability and what it requires; of one that was not requested, what it would require."""
        return self._ask(lambda: self._client.v1.accounts.capabilities.retrieve(account, capability))

    def request_capability(self, account: str, capability: str, *, key: str) -> Plain:
        """Asks for one more capability; answers the capability with what it requires."""
        capabilities = self._client.v1.accounts.capabilities
        return self._send(
            lambda options: capabilities.update(account, capability, {"requested": True}, options),
            hashed_key(key, account, capability),
            lambda: self.capability(account, capability),
        )

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
        return self._each(lambda page: self._client.v1.accounts.persons.list(account, _open(page)))

    def _each(self, ask: Callable[[Plain], Any]) -> Iterator[Plain]:
        page: Plain = {"limit": PAGE}
        while True:
            found = self._ask(partial(ask, page))
            yield from found["data"]
            if not found.get("has_more") or not found["data"]:
                return
            page = {"limit": PAGE, "starting_after": found["data"][-1]["id"]}

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

        def send(options: Any) -> Any:
            # Named here and not above: a file that was read once has nothing left for a second try.
            file = Named(upload.content, upload.filename)
            params = _open({"purpose": upload.purpose, "file": file})
            return self._client.v1.files.create(params, _open({**options, "stripe_account": account}))

        content = sha256(upload.content).hexdigest()
        return str(self._send(send, hashed_key(key, call.place, content))["id"])

    def _create_person(self, account: str, place: str, params: Plain, key: str) -> Plain:
        """Creates the person once per key, whatever the params: another answer under the same key corrects
        the person that an earlier try has made."""
        create = partial(self._client.v1.accounts.persons.create, account)
        made, before = self._create_once(
            create, params, hashed_key(key, place), lambda: self._each_person(account)
        )
        return self._update_person(account, made["id"], params, key) if before else made

    def _create_once(
        self,
        create: Callable[[Any, Any], Any],
        params: Plain,
        mark: str,
        latest: Callable[[], Iterable[Plain]],
    ) -> tuple[Plain, bool]:
        """Creates one thing per mark, and says whether it was there before. The mark is the idempotency key,
        and stands in the metadata too: Stripe keeps even a failure under a key, and refuses other params."""
        marked = {**params, "metadata": {**params.get("metadata", {}), "submission": mark}}
        answered = self._attempt(lambda: create(marked, {"idempotency_key": mark}))
        if not answered.replayed and not isinstance(answered.failure, Mismatched):
            return answered.get(), False
        made = next((each for each in latest() if mark_of(each) == mark), None)
        if made is not None or answered.failure is None:
            return made or answered.plain, True
        return self._ask(lambda: create(marked, {"idempotency_key": token_hex(32)})), False

    def _update_person(self, account: str, person: str, params: Plain, key: str) -> Plain:
        persons = self._client.v1.accounts.persons
        return self._send(
            lambda options: persons.update(account, person, _open(params), options),
            hashed_key(key, person, digest(params)),
            lambda: self._ask(lambda: persons.retrieve(account, person)),
        )

    def _update_account(self, account: str, params: Plain, key: str) -> Plain:
        return self._send(
            lambda options: self._client.v1.accounts.update(account, _open(params), options),
            hashed_key(key, "account", digest(params)),
            lambda: self.account(account),
        )

    def _send(self, send: Callable[[Any], Any], key: str, read: Callable[[], Plain] | None = None) -> Plain:
        """Sends what does no harm when it is done twice. An answer that Stripe kept from an earlier try is as
        old as that try: a failure is tried afresh, and of a success the present state is read."""
        answered = self._attempt(lambda: send({"idempotency_key": key}))
        if answered.replayed and answered.failure is not None:
            return self._ask(lambda: send({"idempotency_key": token_hex(32)}))
        return read() if answered.replayed and read else answered.get()

    def _latest_accounts(self) -> list[Plain]:
        return list(self._ask(lambda: self._client.v1.accounts.list({"limit": PAGE}))["data"])

    def _delete(self, call: Callable[[], Any]) -> None:
        failure = self._attempt(call).failure
        if failure is not None and not (isinstance(failure, Gone) and failure.status != 403):
            raise failure

    def _ask(self, call: Callable[[], Any]) -> Plain:
        return self._attempt(call).get()

    def _attempt(self, call: Callable[[], Any]) -> Answered:
        """Every question to Stripe goes through here."""
        answered = self._try(call)
        if isinstance(answered.failure, RateLimited):
            self._sleep(random.uniform(0.3, 0.9))  # noqa: S311  spreads retries, guards nothing
            answered = self._try(call)
        return answered

    def _try(self, call: Callable[[], Any]) -> Answered:
        import stripe

        try:
            made = call()
            return Answered(made.to_dict(), None, was_replayed(made.last_response.headers))
        except stripe.StripeError as error:
            told = _failure(error)
            failure = as_ours(told)
            log.warning(
                "stripe_failed",
                kind=type(failure).__name__,
                status=told.status,
                code=told.code,
                param=told.param,
                request=failure.request_id,
            )
            return Answered({}, failure, was_replayed(error.headers))
        except (AttributeError, TypeError) as error:
            # The SDK stumbles over an error that is not an object, as some proxies make them.
            log.warning("stripe_unreadable", kind=type(error).__name__)
            return Answered({}, Unavailable("Stripe's answer cannot be read"), replayed=False)


@dataclass(frozen=True, slots=True)
class _Opened:
    """The client, and the session under it that keeps the connections."""

    client: stripe.StripeClient
    session: requests.Session


def _open(params: Plain) -> Any:
    """The SDK types every parameter of every call; ours are made from requirements, not known so well."""
    return params


def _failure(error: stripe.StripeError) -> Failure:
    from requests.exceptions import Timeout

    body = error.json_body
    inner = body.get("error") if isinstance(body, dict) else None
    said: Mapping[str, Any] = inner if isinstance(inner, dict) else {}
    return Failure(
        kinds=frozenset(each.__name__ for each in type(error).__mro__),
        status=error.http_status or 0,
        code=str(said.get("code") or error.code or ""),
        param=str(said.get("param") or ""),
        message=error.user_message or "",
        request_id=error.request_id,
        timed_out=isinstance(error.__cause__, Timeout),
    )


def _open_client(connection: Connection) -> _Opened:
    import stripe

    from onboarding.transport import Transport

    session = Transport(connection.api_base or stripe.DEFAULT_API_BASE, connection.pool)
    return _Opened(_client(connection, session), session)


def _client(connection: Connection, session: requests.Session) -> stripe.StripeClient:
    import stripe

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
