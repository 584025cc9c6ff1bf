"""`make link`, `make migrate`: a command of the app beside `make run`, with its database and its address."""

from __future__ import annotations

import os
import subprocess
import sys

from onboarding.development.run import FOLDER, local_settings
from onboarding.development.servers import NotStarted


def main(words: list[str]) -> int:
    """Runs `flask --app wsgi <words>`, answers its exit code; 1 when PORT is not a port."""
    try:
        settings = local_settings()
    except NotStarted as refused:
        print(refused, file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    command = (sys.executable, "-m", "flask", "--app", "wsgi", *words)
    return subprocess.run(command, env={**os.environ, **settings}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
