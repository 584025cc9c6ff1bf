"""Pages of lists, filters by time, and expansion of ids into objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from onboarding.sandbox.envelope import Refused, missing
from onboarding.sandbox.model import Refusal
from onboarding.sandbox.objects import listed

MAX_LIMIT, DEFAULT_LIMIT, MAX_DEPTH = 100, 10, 4

EXPANDABLE = frozenset({"account", "back", "front", "icon", "logo"})
"""Properties that hold an id, or nothing yet."""


def page(
    items: Iterable[dict[str, Any]], params: dict[str, Any], url: str, kind: str = "object"
) -> dict[str, Any]:
    """One page of objects that come newest first: `limit`, `starting_after`, `ending_before`, `created`."""
    kept = [item for item in items if _within(item.get("created", 0), params.get("created"))]
    limit = _limit(params)
    if params.get("starting_after") and params.get("ending_before"):
        # From memory: that it is refused is sure, the words are not.
        message = "Received both ending_before and starting_after parameters. Please pass in only one."
        raise Refused(Refusal(message, "ending_before", "parameters_exclusive"))
    if params.get("starting_after"):
        kept = kept[_place(kept, params["starting_after"], "starting_after", kind) + 1 :]
    elif params.get("ending_before"):
        kept = kept[: _place(kept, params["ending_before"], "ending_before", kind)]
        return listed(kept[-limit:], url, has_more=len(kept) > limit)
    return listed(kept[:limit], url, has_more=len(kept) > limit)


def _limit(params: dict[str, Any]) -> int:
    limit: int = params.get("limit", DEFAULT_LIMIT)
    for wrong, words in (
        (limit < 1, "greater than or equal to 1"),
        (limit > MAX_LIMIT, "less than or equal to 100"),
    ):
        if wrong:
            message = f"This value must be {words}."
            raise Refused(Refusal(message, "limit", "parameter_invalid_integer"))
    return limit


def _place(items: list[dict[str, Any]], id_: str, param: str, kind: str) -> int:
    for place, item in enumerate(items):
        if item["id"] == id_:
            return place
    raise missing(kind, id_, param, 400)


def _within(created: int, wanted: Any) -> bool:
    if wanted is None:
        return True
    if isinstance(wanted, int):
        return created == wanted
    tests: dict[str, bool] = {
        "gt": created > wanted.get("gt", created - 1),
        "gte": created >= wanted.get("gte", created),
        "lt": created < wanted.get("lt", created + 1),
        "lte": created <= wanted.get("lte", created),
    }
    return all(tests[name] for name in wanted)


Finder = Callable[[str, str], Any]
"""From a property's name and the id it holds to the object, None where there is none to expand."""


def expand(found: dict[str, Any], paths: list[str], find: Finder) -> dict[str, Any]:
    """Replace ids by their objects along dotted paths. Raises `Refused` for what cannot be expanded."""
    for path in paths:
        parts = path.split(".")
        if len(parts) > MAX_DEPTH:
            raise Refused(Refusal(f"You can expand at most {MAX_DEPTH} levels of a property.", "expand"))
        if not _expand(found, parts, find):
            message = f"This property cannot be expanded ({path})."
            raise Refused(Refusal(message, "expand"))
    return found


def _expand(holder: Any, parts: list[str], find: Finder) -> bool:
    if isinstance(holder, list):
        found = [_expand(item, parts, find) for item in holder]  # every one, not only up to the first
        return all(found)
    if not isinstance(holder, dict) or parts[0] not in holder:
        return False
    first, rest = parts[0], parts[1:]
    value = holder[first]
    if isinstance(value, str) and not rest:
        value = find(first, value)
        if value is None:
            return False
        holder[first] = value
    if rest and value is not None:
        return _expand(value, rest, find)
    return isinstance(value, dict | list) or (value is None and (bool(rest) or first in EXPANDABLE))
