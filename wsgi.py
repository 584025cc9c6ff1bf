"""What a WSGI server serves: `flask --app wsgi run`, `gunicorn wsgi:app`."""

from __future__ import annotations

from onboarding.app import create_app

app = create_app()
