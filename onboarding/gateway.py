"""What we ask of Stripe, and what can go wrong with it.

The `Gateway` protocol is all that the rest of the project knows of Stripe: plain data in, plain data out.
`onboarding.stripe_gateway.StripeGateway` is its one implementation, over the `stripe` package.

    GatewayError
    ├── Refused            Stripe understood and said no; `param` says to what (correct it)
    │   ├── Gone           the account, person or file is not there (any more), or not ours
    │   └── Mismatched     the idempotency key was used before with other params (read again, new key)
    ├── Unavailable        down, slow, limited, locked: the same call may be sent again (retry)
    │   ├── TimedOut
    │   ├── RateLimited
    │   └── Locked         lock_timeout, or the same idempotency key still running
    └── Misconfigured      our key, our permissions, our request is at fault (tell staff)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from onboarding.calls import Call, UploadFile

Plain = dict[str, Any]
"""A Stripe object as nested plain dicts and lists."""


class GatewayError(Exception):
    """Stripe could not do what was asked. Carries no personal data: never the values sent.

    request_id: Stripe's `req_…`, for support; retryable: the same call may be sent again.
    """

    retryable = False

    def __init__(self, what: str, *, request_id: str | None = None) -> None:
        super().__init__(what)
        self.request_id = request_id


class Refused(GatewayError):
    """Stripe refused the request (HTTP 400, 402, 403, 404).

    code: Stripe's error code, or ""; param: dotted path of the parameter ("individual.dob.year"), or "";
    message: Stripe's English words, for choosing ours by and never for logs: they may quote a value.
    place: the call of a submit that was refused, where known.
    """

    def __init__(self, message: str, *, code: str = "", param: str = "", status: int = 400,
                 request_id: str | None = None, place: str = "") -> None:  # fmt: skip
        super().__init__(f"Stripe refused with {status} {code or 'no code'} at {param or 'no parameter'}",
                         request_id=request_id)  # fmt: skip
        self.message, self.code, self.param, self.status, self.place = message, code, param, status, place


class Gone(Refused):
    """What was asked for does not exist for this key."""


class Mismatched(Refused):
    """The idempotency key was used before, with other params."""


class Unavailable(GatewayError):
    """No answer, or an answer that asks to come back later."""

    retryable = True


class TimedOut(Unavailable):
    """No answer in time; the call may or may not have been carried out."""


class RateLimited(Unavailable):
    """Too many requests."""


class Locked(Unavailable):
    """Another request is working on the same object or with the same idempotency key."""


class Misconfigured(GatewayError):
    """The key is wrong or may not do this; sellers can do nothing, staff must."""


@dataclass(frozen=True, slots=True)
class Performed:
    """What came of a submit's calls. account: the account after the last of them. files: place -> file id.

    created: placeholder subject -> id of the person created for it; persons: id -> every person touched.
    """

    account: Plain
    persons: Mapping[str, Plain] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    created: Mapping[str, str] = field(default_factory=dict)


class Gateway(Protocol):
    """All that is asked of Stripe. Every method may raise any `GatewayError`.

    `key` is an idempotency key: the same key with the same params is carried out once.
    """

    def create_account(self, params: Plain, *, key: str) -> Plain: ...

    def created_account(self, key: str, *, since: int, until: int) -> Plain | None:
        """The account that was created under that key between two moments, though its answer was lost."""
        ...

    def account(self, account: str) -> Plain: ...

    def persons(self, account: str) -> list[Plain]:
        """Every person, however many pages there are; newest first."""
        ...

    def person(self, account: str, person: str) -> Plain:
        """One person as they are now."""
        ...

    def delete_person(self, account: str, person: str) -> None: ...

    def delete_account(self, account: str) -> None:
        """Deletes the account, with all that Stripe holds of it; one that is gone already is no error."""
        ...

    def upload(self, account: str, call: UploadFile, *, key: str) -> str:
        """Sends one file ahead of the call that will name it; answers its id. With the key of that submit's
        `perform` the file is there once."""
        ...

    def perform(self, account: str, calls: Sequence[Call], *, key: str) -> Performed:
        """Makes the calls in order, each with an idempotency key of `key` and its place, and answers the
        account after them (retrieved when the last call was not an account update)."""
        ...

    def account_link(
        self, account: str, *, refresh_url: str, return_url: str, upfront: bool, early: bool = False
    ) -> str:
        """A one-time address of Stripe's own form, good for minutes. early: what future rules ask, too."""
        ...

    def capability(self, account: str, capability: str) -> Plain:
        """One capability and what it requires; of one that was not requested, what it would require."""
        ...

    def request_capability(self, account: str, capability: str, *, key: str) -> Plain: ...

    def event(self, body: bytes, signature: str) -> Plain:
        """The event in a webhook's raw body, once its signature is checked; Refused when not Stripe's."""
        ...
