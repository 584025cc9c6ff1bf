"""`make demo`: every seller of the cast gets there, through the real pages, the real SDK and the sandbox."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from onboarding.development.cast import SELLERS


@pytest.mark.slow
def test_every_seller_of_the_demo_gets_there(repository: Path) -> None:
    command = (sys.executable, "-m", "onboarding.development.demo")
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(SELLERS)} of {len(SELLERS)} sellers got there." in done.stdout
    assert done.stdout.count("problem:") >= 3  # the document, the address and the bank account
