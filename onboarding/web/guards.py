"""What stands between the browser and the views: the cookie, tokens in forms, rates, sizes, proxies."""

from __future__ import annotations

from flask import Flask, current_app, g, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from onboarding import patience
from onboarding.config import Settings
from onboarding.web.cookies import SessionCookies
from onboarding.web.rates import Rates

KEEPS_ANSWERS = ("groups.send", "start.begin")
"""Views that check the token themselves, so that an outdated page comes back with all that was typed."""


def init_guards(app: Flask, settings: Settings) -> None:
    """Sets the guards; call it when all views are there. Machines prove themselves in their own way."""
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # Flask's documented way
    app.session_interface = SessionCookies()
    app.before_request(lambda: patience.begin(settings.stripe_patience))
    app.teardown_request(lambda _: patience.end())
    tokens = CSRFProtect(app)
    app.extensions["tokens"] = tokens
    for endpoint, view in app.view_functions.items():
        if endpoint in KEEPS_ANSWERS or getattr(view, "audience", "") == "machines":
            tokens.exempt(view)
    rates = Rates(settings.rate_limit_storage)
    for endpoint, rate in _rates(settings).items():
        app.view_functions[endpoint] = rates.limited(app.view_functions[endpoint], endpoint, rate)


def page_is_ours() -> bool:
    """Whether the form that was sent is one that we made for this browser, and not outdated.

    The page that answers it goes on with the same token, which then need not be signed once more.
    """
    tokens: CSRFProtect = current_app.extensions["tokens"]
    try:
        tokens.protect()
    except CSRFError:
        return False
    if sent := request.form.get("csrf_token"):
        g.csrf_token = sent
    return True


def _rates(settings: Settings) -> dict[str, str]:
    return {
        "start.begin": settings.rate_limit_start,
        "arrival.link": settings.rate_limit_link,
        "arrival.enter": settings.rate_limit_link,
    }
