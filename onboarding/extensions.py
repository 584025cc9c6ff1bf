"""What is tied to the app's life: it starts with the first request that is served.

Not when the app is made: commands make one too, and a server that forks would leave its threads behind.
The first request sees to the tables, then to the work out of the request.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import cast

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from onboarding import migrations
from onboarding.config import Settings
from onboarding.logs import log
from onboarding.store import Database
from onboarding.tasks import Tasks

KEY = "onboarding_tasks"
"""Where the tasks stand in `app.extensions`."""

BEHIND = "The database is behind the code: run `flask --app wsgi db upgrade` (in a clone: `make migrate`)."


def init_tables(app: Flask, settings: Settings, database: Database) -> None:
    """Has the first request look whether the tables are today's: one query, and never again.

    Trying the app out needs no command: in development, in the sandbox, an SQLite file gets its tables by
    itself. Everywhere else changing tables is somebody's decision, and one line says that it is due.
    """
    by_itself = (
        settings.environment == "development"
        and settings.sandbox
        and settings.database_url.startswith("sqlite:")
    )
    look = _Look(settings.database_url, database, by_itself=by_itself)
    app.before_request(look)


class _Look:
    """The look at the tables; requests that come meanwhile wait for it."""

    def __init__(self, url: str, database: Database, *, by_itself: bool) -> None:
        self.url, self.database, self.by_itself = url, database, by_itself
        self.done = False
        self.lock = threading.Lock()

    def __call__(self) -> None:
        if self.done:
            return
        with self.lock:
            if not self.done:
                self.done = self._mended()

    def _mended(self) -> bool:
        try:
            behind = migrations.behind(self.database)
        except SQLAlchemyError:
            return False  # it does not answer: the page says so, and the next request looks again
        if behind and self.by_itself:
            migrations.migrate(self.url)
        elif behind:
            log.error("database_behind", mend=BEHIND)
        return True


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
    if settings.tasks != "none":
        app.before_request(tasks.start)
    return tasks


def tasks() -> Tasks:
    """The tasks of the app at hand."""
    return cast("Tasks", current_app.extensions[KEY])
