"""Parameters as they were sent, in bracket form or nested, brought to nested values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from onboarding.sandbox.answers import Unreadable

_KEY = re.compile(r"[^\[\]]+")


def nested(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Bracket form to nested values; lists (`a[]`, `a[0]`) become lists.

    Raises `Unreadable` for names that cannot be read and for two values in one place.
    """
    root: dict[str, Any] = {}
    for key, value in _flat(sent):
        parts = _KEY.findall(key)
        listed = key.endswith("[]") or (bool(parts) and parts[-1].isdigit())
        path = parts[:-1] if parts and parts[-1].isdigit() else parts
        if not path:
            raise Unreadable(f"`sent` has a name that cannot be read: {key!r}")
        _put(root, path, value, listed)
    return root


def _flat(sent: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Names in bracket form with their values, from any mixture of bracket form and nesting."""
    for key, value in sent.items():
        name = f"{prefix}[{key}]" if prefix else str(key)
        if isinstance(value, Mapping):
            yield from _flat(value, name)
        else:
            yield name, value


def _put(root: dict[str, Any], path: list[str], value: Any, listed: bool) -> None:
    holder = root
    for part in path[:-1]:
        holder = holder.setdefault(part, {})
        if not isinstance(holder, dict):
            raise Unreadable(f"`sent` has both a value for `{part}` and parts of it")
    name = path[-1]
    if name in holder and not (listed and isinstance(holder[name], list)):
        raise Unreadable(f"`sent` has two values for `{'.'.join(path)}`")
    if listed:
        holder.setdefault(name, []).extend(value if isinstance(value, list) else [value])
    else:
        holder[name] = _plain(value)


def _plain(value: Any) -> Any:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def requested(values: dict[str, Any]) -> dict[str, bool]:
    """Take the capabilities out of nested values: name -> requested, old spelling included.

    Raises `Unreadable` where they are given in neither spelling.
    """
    wanted = values.pop("capabilities", {})
    if not isinstance(wanted, dict) or not all(isinstance(want, dict) for want in wanted.values()):
        raise Unreadable("`sent` gives capabilities otherwise than as `capabilities[name][requested]`")
    asked = {name: bool(want.get("requested")) for name, want in wanted.items()}
    old = values.pop("requested_capabilities", None) or []
    names = old.values() if isinstance(old, dict) else [old] if isinstance(old, str) else old
    return asked | dict.fromkeys(names, True)
