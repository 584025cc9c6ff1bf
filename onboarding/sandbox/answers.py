"""Recorded answers, flat or as Stripe's Account object, brought to one flat form and checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LISTS = ("currently_due", "eventually_due", "past_due", "pending_verification")
"""Without one of these a recording cannot be said to match."""

_DETAILS = (*LISTS, "alternatives", "errors", "current_deadline", "disabled_reason")
_FLAGS = ("charges_enabled", "payouts_enabled", "details_submitted")

FIELDS = (*_DETAILS, "future_currently_due", "future_eventually_due", "capabilities", *_FLAGS)
"""What every answer is expected to hold; those that are missing are said."""

KNOWN = frozenset(FIELDS) | {f"future_{name}" for name in _DETAILS}

_ARRAYS = frozenset(
    name for name in KNOWN if name.endswith(("_due", "_verification", "alternatives", "errors"))
)
_ECHOED = frozenset(
    (
        *("id", "object", "type", "country", "created", "default_currency", "email", "metadata", "livemode"),
        *("business_profile", "business_type", "company", "individual", "controller", "settings", "groups"),
        *("external_accounts", "login_links", "tos_acceptance", "deleted"),
    )
)
"""What an Account object says besides; none of it comes from the rules."""


class Unreadable(ValueError):
    """A recording that is not one; the text says what has to change."""


def flat_answer(answer: Any) -> dict[str, Any]:
    """An answer with the names of `KNOWN`; `requirements` and `future_requirements` are unfolded.

    Raises `Unreadable`, in words, where the answer holds anything else, says one thing twice, gives a
    list that is none, or has no list at all.
    """
    if not isinstance(answer, Mapping):
        raise Unreadable("`answer` is not a mapping")
    flat: dict[str, Any] = {}
    for name, value in answer.items():
        if name in ("requirements", "future_requirements"):
            _put_all(flat, _unfolded(name, value))
        elif name not in _ECHOED or "requirements" not in answer:
            _put_all(flat, {name: value})
    _refuse_unknown(flat)
    if not any(name in flat for name in LISTS):
        raise Unreadable(f"`answer` has none of the lists {', '.join(LISTS)}")
    return {name: _checked(name, value) for name, value in flat.items()}


def _unfolded(name: str, value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Unreadable(f"`{name}` in `answer` is not a mapping")
    prefix = name.removesuffix("requirements")
    return {f"{prefix}{item}": each for item, each in value.items()}


def _put_all(flat: dict[str, Any], more: Mapping[str, Any]) -> None:
    for name, value in more.items():
        if name in flat:
            raise Unreadable(f"`answer` says {name} twice")
        flat[name] = value


def _refuse_unknown(flat: Mapping[str, Any]) -> None:
    unknown = sorted(str(name) for name in flat if name not in KNOWN)
    if unknown:
        raise Unreadable(f"`answer` has names that are not known: {', '.join(unknown)}")


def _checked(name: str, value: Any) -> Any:
    """A value as it is compared; null lists, which Stripe's types allow, are empty ones."""
    if name == "capabilities":
        return _statuses(value)
    if name not in _ARRAYS:
        return value
    if not isinstance(value, list | None):
        raise Unreadable(f"{name} in `answer` is not a list")
    texts = not name.endswith(("alternatives", "errors"))
    if texts and not all(isinstance(item, str) for item in value or ()):
        raise Unreadable(f"{name} in `answer` holds something that is not a text")
    return value or []


def _statuses(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping | None):
        raise Unreadable("capabilities in `answer` is not a mapping")
    return {
        name: each.get("status") if isinstance(each, Mapping) else each
        for name, each in (value or {}).items()
    }


def lacking(answer: Mapping[str, Any]) -> list[str]:
    """The names of `FIELDS` that a flat answer does not hold."""
    return [name for name in FIELDS if name not in answer]
