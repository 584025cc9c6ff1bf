"""What is tied to the app's life: the work out of the request starts with the first request that is served.

Not when the app is made: commands make one too, and a server that forks would leave its threads behind.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, current_app

from onboarding.config import Settings
from onboarding.store import Database
from onboarding.tasks import Tasks

KEY = "onboarding_tasks"
"""Where the tasks stand in `app.extensions`."""


def init_tasks(
    app: Flask,
    settings: Settings,
    database: Database,
    refresh: Callable[[str], None],
    clock: Callable[[], int],
) -> Tasks:
    """Gives the app its tasks. Raises `BrokerMissing`."""
    tasks = Tasks(settings.tasks, database, refresh, clock, sweep_seconds=settings.sweep_seconds)
    app.extensions[KEY] = tasks
    if settings.tasks == "embedded":
        app.before_request(tasks.start)
    return tasks


def tasks() -> Tasks:
    """The tasks of the app at hand."""
    return cast("Tasks", current_app.extensions[KEY])
