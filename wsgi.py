"""What a WSGI server serves: `flask --app wsgi run`, `gunicorn wsgi:app`."""

from __future__ import annotations

import gc

from flask import Flask


def _started() -> Flask:
    """The app, with nothing collected while it starts: what is imported stays.

    Python would look for garbage two hundred times meanwhile, an eighth of the start. What is there in the
    end is not looked through again either: collections among requests are shorter, and processes that a
    server forks share it.
    """
    gc.disable()
    try:
        from onboarding.app import started_app

        return started_app()
    finally:
        gc.freeze()
        gc.enable()


app = _started()
