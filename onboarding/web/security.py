"""What every answer says to browsers: a strict content policy with a nonce, and the other headers."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from onboarding.config import Settings

STRIPE_PAGES = "https://connect.stripe.com"
"""Where Stripe's own forms are; browsers hold redirects after a form against `form-action` too."""

_FEATURES = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"
_NONCE = "{nonce}"
_NO_BROWSERS = "webhooks"
"""What only Stripe's machines ask, many times a second: headers for browsers would be its largest part."""
_PUBLIC = ("static", "assets.brand_sheet")


def init_security(app: Flask, settings: Settings) -> None:
    """Puts the headers on every answer and gives templates `csp_nonce()`."""
    policy = _policy(_form_targets(settings))
    app.jinja_env.globals["csp_nonce"] = csp_nonce

    @app.after_request
    def headers(response: Response) -> Response:
        if request.blueprint == _NO_BROWSERS:
            return response
        response.headers["Content-Security-Policy"] = policy.replace(_NONCE, csp_nonce())
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = _FEATURES
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if request.endpoint not in _PUBLIC:
            response.headers["Cache-Control"] = "no-store"
        if settings.secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        return response


def csp_nonce() -> str:
    """The nonce of this request, for the few inline elements there are."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def _form_targets(settings: Settings) -> str:
    """Forms go to ourselves; the hand-off goes on to Stripe's pages, or to the sandbox's."""
    base = urlsplit(settings.stripe_api_base)
    own = f"{base.scheme}://{base.netloc}" if base.netloc else ""
    return " ".join(filter(None, ("'self'", STRIPE_PAGES, own)))


def _policy(form_targets: str) -> str:
    """The same in every answer but for the nonce, which takes its place last."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{_NONCE}'",
            f"style-src 'self' 'nonce-{_NONCE}'",
            "img-src 'self' data: blob:",
            "connect-src 'self'",
            f"form-action {form_targets}",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )
