"""`flask run` for `make run`, which says itself where it is and how it stops.

What Flask and its server say of that, and that they are none for real sellers, is left out.
"""

from __future__ import annotations

import logging
import sys

from flask import cli

TOLD_ALREADY = ("development server", "Press CTRL+C to quit")


def _worth_saying(record: logging.LogRecord) -> bool:
    return not any(words in record.getMessage() for words in TOLD_ALREADY)


def _no_banner(debug: bool, app_import_path: str | None) -> None:
    """In place of the two lines that name the app and the mode."""


if __name__ == "__main__":
    cli.show_server_banner = _no_banner
    logging.getLogger("werkzeug").addFilter(_worth_saying)
    sys.argv = ["flask", "--app", "wsgi", "run", *sys.argv[1:]]
    cli.main()
