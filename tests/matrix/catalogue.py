"""Pages of the docs that tests write: compared with what is there, or written anew."""

from __future__ import annotations

import os
from difflib import unified_diff
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
WRITES = "WRITE_PAGES"
"""Setting in the environment by which pages are written instead of compared; `make pages` sets it."""


def check_page(name: str, text: str) -> None:
    """Fails with the difference when the page is not what it has to be."""
    path = DOCS / name
    if os.environ.get(WRITES):
        path.write_text(text, encoding="utf-8")
    there = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = list(
        unified_diff(there.splitlines(), text.splitlines(), "as it is", "as it has to be", "", "", 0)
    )
    assert not lines, "\n".join([f"docs/{name} is not up to date: run `make pages`", *lines[:40]])
