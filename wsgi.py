"""What a WSGI server serves: `flask --app wsgi run`, `gunicorn wsgi:app`."""

from __future__ import annotations

from onboarding.app import started_app

app = started_app()
