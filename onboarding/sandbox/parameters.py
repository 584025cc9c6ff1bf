"""From form encoding to checked, typed, nested parameters, refused as Stripe refuses them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from onboarding.sandbox.envelope import Refused
from onboarding.sandbox.model import Refusal
from onboarding.sandbox.shapes import Shape

_PARTS = re.compile(r"\[([^\[\]]*)\]")
_NAME = re.compile(r"[^\[\]]+(?:\[[^\[\]]*\])*")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{0,15})?")
_MAX_DEPTH = 10
_MAX_KEYS, _MAX_KEY, _MAX_VALUE = 50, 40, 500


def refused(message: str, param: str | None, code: str | None = None) -> Refused:
    """A refusal of the request's form: never remembered for its idempotency key."""
    return Refused(Refusal(message, param, code))


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """`a[b][0]=x` to `{"a": {"b": {"0": "x"}}}`; `a[]` counts up. Lists become lists only in `checked`."""
    root: dict[str, Any] = {}
    for key, value in pairs:
        first, bracket, rest = key.partition("[")
        if not _NAME.fullmatch(key):
            raise _misspelt(key, first)
        parts = [first, *(_PARTS.findall(bracket + rest))]
        if len(parts) > _MAX_DEPTH:
            raise refused("Parameters may not be nested more than 10 levels deep.", key)
        holder = root
        for part in parts[:-1]:
            holder = holder.setdefault(part, {})
            if not isinstance(holder, dict):
                raise refused("Invalid hash", first)
        holder[parts[-1] or str(len(holder))] = value
    return root


def _misspelt(key: str, first: str) -> Refused:
    """Brackets inside brackets. That keys of metadata may hold none is documented; the words are ours."""
    if first == "metadata":
        return refused("Metadata keys may not contain square brackets ([ or ]).", key)
    return refused(f"Received unknown parameter: {key}", key, "parameter_unknown")


def checked(raw: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """The parameters with their types. Raises `Refused` for the first thing that does not fit."""
    return _fit_hash(raw, shape, "")


def bracketed(param: str, name: str) -> str:
    """The name of a parameter inside another one."""
    return f"{param}[{name}]" if param else name


def _fit(value: Any, shape: Shape, param: str) -> Any:
    if value == "" and (shape.unsettable or shape.kind == "map"):
        return ""
    for other in shape.also:
        shape = _better(value, shape, other)
    if value == "" and shape.kind != "string":
        raise _cannot_unset(param)
    if shape.kind == "hash":
        return _fit_hash(_hash(value, param), shape, param)
    if shape.kind == "list":
        return _fit_list(value, shape, param)
    if shape.kind == "map":
        return _metadata(_hash(value, param), param)
    return value if shape.kind == "any" else _scalar(value, shape, param)


def _better(value: Any, one: Shape, other: Shape) -> Shape:
    """Which of two shapes a value is meant for: by being nested, then by `object`, then by what fits."""
    if isinstance(value, dict) != (one.kind in ("hash", "map", "list")):
        return other
    if one.kind != "hash" or other.kind != "hash" or not isinstance(value, dict):
        return one
    return max((one, other), key=lambda shape: _likeness(value, shape))


def _likeness(value: dict[str, Any], shape: Shape) -> tuple[bool, int, int]:
    tag = shape.fields.get("object")
    tagged = tag is not None and value.get("object", "bank_account") in tag.choices
    return tagged, -len(set(value) - set(shape.fields)), len(shape.required & set(value))


def _hash(value: Any, param: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise refused("Invalid hash", param)
    return value


def _fit_hash(raw: dict[str, Any], shape: Shape, param: str) -> dict[str, Any]:
    unknown = [bracketed(param, name) for name in raw if name not in shape.fields]
    if unknown:
        plural = "s" if len(unknown) > 1 else ""
        message = f"Received unknown parameter{plural}: {', '.join(unknown)}"
        raise refused(message, unknown[0], "parameter_unknown")
    for name in sorted(shape.required - set(raw)):
        if name == "object" and "bank_account" in shape.fields[name].choices:
            continue  # recorded without it, too
        wanted = bracketed(param, name)
        raise refused(f"Missing required param: {wanted}.", wanted, "parameter_missing")
    return {name: _fit(value, shape.fields[name], bracketed(param, name)) for name, value in raw.items()}


def _fit_list(value: Any, shape: Shape, param: str) -> list[Any]:
    if not isinstance(value, dict) or not all(key.isdecimal() for key in value):
        raise refused("Invalid array", param)
    item = shape.item or Shape("string")
    keys = sorted(value, key=int)
    return [_item(value[key], item, f"{param}[{key}]") for key in keys]


def _item(value: Any, shape: Shape, param: str) -> Any:
    return "" if value == "" and shape.kind == "string" and not shape.choices else _fit(value, shape, param)


def _scalar(value: Any, shape: Shape, param: str) -> Any:
    if isinstance(value, dict):
        raise refused(f"Invalid string: {json.dumps(value)}", param)
    if shape.choices:
        return _choice(value, shape, param)
    if shape.kind == "integer":
        if not _INTEGER.fullmatch(value):
            raise refused(f"Invalid integer: {value}", param, "parameter_invalid_integer")
        return int(value)
    if shape.kind == "number":
        if not _NUMBER.fullmatch(value):
            raise refused(f"Invalid decimal: {value}", param)
        return float(value)
    if shape.kind == "boolean":
        if value not in ("true", "false"):
            raise refused(f"Invalid boolean: {value}", param)
        return value == "true"
    return _clean(value, param)


def _clean(value: str, param: str) -> str:
    if "\x00" in value:
        raise refused("Invalid characters", param, "invalid_characters")
    if len(value) > 5000:
        message = f"Invalid string: {value[:10]}...; must be at most 5000 characters"
        raise refused(message, param)
    return value


def _choice(value: str, shape: Shape, param: str) -> str:
    if value == "":
        raise _cannot_unset(param)
    if value not in shape.choices:
        *most, last = shape.choices
        names = f"{', '.join(most)}{',' if len(most) > 1 else ''} or {last}" if most else last
        raise refused(f"Invalid {param}: must be {'one of ' if most else ''}{names}", param)
    return value


def _cannot_unset(param: str) -> Refused:
    return refused(
        f"You passed an empty string for '{param}'. We assume empty values are an attempt to unset a "
        f"parameter; however '{param}' cannot be unset. You should remove '{param}' from your request or "
        "supply a non-empty value.",
        param,
        "parameter_invalid_empty",
    )


def _metadata(value: dict[str, Any], param: str) -> dict[str, str]:
    if len(value) > _MAX_KEYS:
        raise refused(f"Metadata can have at most {_MAX_KEYS} keys.", param)
    for key, text in value.items():
        here = f"{param}[{key}]"
        if len(key) > _MAX_KEY:
            raise refused(f"Metadata keys can be at most {_MAX_KEY} characters long.", here)
        if not isinstance(text, str):
            raise refused("Metadata values must be strings.", here)
        if len(text) > _MAX_VALUE:
            raise refused(f"Metadata values can be at most {_MAX_VALUE} characters long.", here)
    return value


def is_address(url: str) -> bool:
    """Whether a text is an absolute http or https address."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def merge(held: dict[str, Any], sent: dict[str, Any]) -> None:
    """Write sent values over held ones: hashes part by part, lists whole; '' takes a value away."""
    for name, value in sent.items():
        if value == "":
            held.pop(name, None)
        elif isinstance(value, dict):
            inner = held.get(name)
            if not isinstance(inner, dict):
                inner = held[name] = {}
            merge(inner, value)
        else:
            held[name] = value


def leaves(values: dict[str, Any], prefix: str = "") -> frozenset[str]:
    """Dotted paths of everything in nested values."""
    found: set[str] = set()
    for name, value in values.items():
        path = f"{prefix}{name}"
        found |= leaves(value, f"{path}.") if isinstance(value, dict) and value else {path}
    return frozenset(found)
