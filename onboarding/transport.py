"""The transport under the SDK: connections kept open, no cookies, no waiting past the end of patience."""

from __future__ import annotations

from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.util import Timeout

from onboarding import patience


class OutOfTime(requests.RequestException):
    """No time was left to ask Stripe, and nothing was sent; the SDK does not retry errors of this kind."""


class Transport(requests.Session):
    """What the SDK sends by. base: where most requests go; pool: connections kept open."""

    def __init__(self, base: str, pool: int) -> None:
        super().__init__()
        self.mount("https://", HTTPAdapter(pool_maxsize=pool))
        self.mount("http://", HTTPAdapter(pool_maxsize=pool))
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # Reading the environment for every request is slow, and a .netrc would take the key's place; so once.
        self.proxies = get_environ_proxies(base)
        self.trust_env = False

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Sends with the timeouts as given, cut to what is left of the seller's request."""
        left = patience.left()
        if left is not None:
            if not left:
                raise OutOfTime
            connect, read = kwargs["timeout"]
            kwargs["timeout"] = Timeout(connect=connect, read=read, total=left)
        return super().send(request, **kwargs)
