"""`flask run` for `make run`, without the warning that it is no server for real sellers: nobody is misled."""

from __future__ import annotations

import logging
import sys

from flask.cli import main


def _worth_saying(record: logging.LogRecord) -> bool:
    return "development server" not in record.getMessage()


if __name__ == "__main__":
    logging.getLogger("werkzeug").addFilter(_worth_saying)
    sys.argv = ["flask", "--app", "wsgi", "run", *sys.argv[1:]]
    main()
