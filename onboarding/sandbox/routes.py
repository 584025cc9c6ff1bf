"""Which function answers which address, with the SDK's name of its parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from onboarding.sandbox.resources import (
    accounts,
    banks,
    capabilities,
    endpoints,
    event_log,
    files,
    links,
    persons,
    tokens,
)

_ACCOUNT = "/v1/accounts/{}"
_PERSONS = f"{_ACCOUNT}/persons"
_BANKS = f"{_ACCOUNT}/external_accounts"
_CAPABILITIES = f"{_ACCOUNT}/capabilities"


@dataclass(frozen=True)
class Route:
    """shape: name of the SDK's parameters, "" for none but `expand`. by_account: the address names one."""

    method: str
    path: tuple[str, ...]
    function: Callable[..., dict[str, Any]]
    shape: str = ""
    by_account: bool = False


def _rows(*rows: tuple[str, Callable[..., dict[str, Any]], str]) -> tuple[Route, ...]:
    made = []
    for address, function, shape in rows:
        method, path = address.split(" ")
        parts = tuple(path.strip("/").split("/"))
        made.append(Route(method, parts, function, shape, path.startswith(_ACCOUNT)))
    return tuple(made)


ROUTES = _rows(
    ("GET /v1/account", accounts.retrieve_current, ""),
    ("GET /v1/accounts", accounts.list_all, "account_list"),
    ("POST /v1/accounts", accounts.create, "account_create"),
    (f"GET {_ACCOUNT}", accounts.retrieve, ""),
    (f"POST {_ACCOUNT}", accounts.update, "account_update"),
    (f"DELETE {_ACCOUNT}", accounts.delete, ""),
    (f"POST {_ACCOUNT}/reject", accounts.reject, "account_reject"),
    (f"POST {_ACCOUNT}/unreject", accounts.unreject, ""),
    (f"GET {_PERSONS}", persons.list_all, "account_person_list"),
    (f"POST {_PERSONS}", persons.create, "account_person_create"),
    (f"GET {_PERSONS}/{{}}", persons.retrieve, ""),
    (f"POST {_PERSONS}/{{}}", persons.update, "account_person_update"),
    (f"DELETE {_PERSONS}/{{}}", persons.delete, ""),
    (f"GET {_BANKS}", banks.list_all, "account_external_account_list"),
    (f"POST {_BANKS}", banks.create, "account_external_account_create"),
    (f"GET {_BANKS}/{{}}", banks.retrieve, ""),
    (f"POST {_BANKS}/{{}}", banks.update, "account_external_account_update"),
    (f"DELETE {_BANKS}/{{}}", banks.delete, ""),
    (f"GET {_CAPABILITIES}", capabilities.list_all, ""),
    (f"GET {_CAPABILITIES}/{{}}", capabilities.retrieve, ""),
    (f"POST {_CAPABILITIES}/{{}}", capabilities.update, "account_capability_update"),
    ("GET /v1/files", files.list_all, "file_list"),
    ("POST /v1/files", files.create, "file_create"),
    ("GET /v1/files/{}", files.retrieve, ""),
    ("POST /v1/tokens", tokens.create, "token_create"),
    ("GET /v1/tokens/{}", tokens.retrieve, ""),
    ("POST /v1/account_links", links.create, "account_link_create"),
    ("GET /v1/webhook_endpoints", endpoints.list_all, "webhook_endpoint_list"),
    ("POST /v1/webhook_endpoints", endpoints.create, "webhook_endpoint_create"),
    ("GET /v1/webhook_endpoints/{}", endpoints.retrieve, ""),
    ("POST /v1/webhook_endpoints/{}", endpoints.update, "webhook_endpoint_update"),
    ("DELETE /v1/webhook_endpoints/{}", endpoints.delete, ""),
    ("GET /v1/events", event_log.list_all, "event_list"),
    ("GET /v1/events/{}", event_log.retrieve, ""),
)


def find(method: str, path: str) -> tuple[Route, list[str]] | None:
    """The route of an address and the ids in it; None for one that is not Stripe's."""
    parts = [unquote(part) for part in path.removeprefix("/").split("/")]
    for route in ROUTES:
        if route.method == method and len(route.path) == len(parts):
            ids = [part for part, wanted in zip(parts, route.path, strict=True) if wanted == "{}"]
            fits = all(wanted in (part, "{}") for part, wanted in zip(parts, route.path, strict=True))
            if fits and all(ids):
                return route, ids
    return None
