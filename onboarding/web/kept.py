"""Files of a page that comes back: sent on to Stripe at once, and carried by the page as signed tokens.

Nothing of a file stays here. A token holds Stripe's id of the file, and is good for the seller, the input
and the hours for which it was made.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from itsdangerous import BadData, URLSafeTimedSerializer

from forms.base_form import OpenKept
from forms.questions import KeptFile, Upload
from onboarding.gateway import GatewayError
from onboarding.web.parts import parts

GOOD_FOR = 4 * 3600
"""Seconds; a page is filled in one sitting."""


def keeper(seller: str, nonce: str) -> Callable[[str, Upload], str | None]:
    """Sends a file on and answers the token for it; None where Stripe did not take it now."""

    def keep(name: str, upload: Upload) -> str | None:
        try:
            file = parts().sellers.keep_file(seller, name, upload, nonce=nonce)
        except GatewayError:
            return None
        return _signer().dumps([seller, name, file])

    return keep


def opener(seller: str) -> OpenKept:
    """Opens the tokens of one seller's pages."""

    def opened(name: str, token: str) -> KeptFile | None:
        try:
            whose, where, file = _signer().loads(token, max_age=GOOD_FOR)
        except (BadData, TypeError, ValueError):
            return None
        return KeptFile(file) if (whose, where) == (seller, name) else None

    return opened


def _signer() -> URLSafeTimedSerializer:
    settings = parts().settings
    keys = [*reversed(settings.secret_key_fallbacks), settings.secret_key]
    return URLSafeTimedSerializer(keys, salt="kept-file", signer_kwargs={"digest_method": sha256})
