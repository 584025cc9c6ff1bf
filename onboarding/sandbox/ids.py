"""Ids and secrets in the look of Stripe's."""

from __future__ import annotations

import secrets
import string

_LETTERS = string.digits + string.ascii_letters

LENGTHS = {"acct": 15, "req": 14, "whsec": 32}


def new_id(prefix: str) -> str:
    """A new id: `acct_1…`, `person_1…`, `req_…`; random, not guessable."""
    count = LENGTHS.get(prefix, 23)
    first = "" if prefix in ("req", "whsec") else "1"
    return f"{prefix}_{first}" + "".join(secrets.choice(_LETTERS) for _ in range(count))
