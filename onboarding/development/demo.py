"""`make demo`: every seller of the cast onboards through the real pages; 0 only when every one got there."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import requests

from onboarding.catalogues import compile_catalogues
from onboarding.development.cast import SELLERS
from onboarding.development.driver import Driver, Seller, Stuck
from onboarding.development.run import BRAND
from onboarding.development.servers import (
    Addresses,
    NotStarted,
    app_running,
    free_port,
    pass_time,
    sandbox_running,
)
from onboarding.paths import data_root

UPFRONT = 'collection = "upfront"\n'
"""Before the lines of the brand of `make run`: the same marketplace, asking for everything at once."""


def main() -> int:
    """Starts the servers on free ports, drives everybody, says how it ended."""
    compile_catalogues(data_root() / "translations", only_stale=True)
    with tempfile.TemporaryDirectory(prefix="onboarding-demo-") as made:
        folder = Path(made)
        try:
            with sandbox_running(folder, free_port(), ("--clock", "manual")) as sandbox:
                ended = [*_brand(folder, sandbox, upfront=False), *_brand(folder, sandbox, upfront=True)]
        except NotStarted as words:
            print(words, file=sys.stderr)
            return 1
    failed = [title for title, standing in ended if not standing]
    print(f"\n{len(ended) - len(failed)} of {len(ended)} sellers got there.")
    print("".join(f"  not: {title}\n" for title in failed), end="")
    return 1 if failed else 0


def _brand(folder: Path, sandbox: str, *, upfront: bool) -> list[tuple[str, str]]:
    """Title and last standing of the sellers of one brand, "" for those who did not get there."""
    place = folder / ("upfront" if upfront else "incremental")
    place.mkdir()
    brand = place / "brand.toml"
    brand.write_text((UPFRONT if upfront else "") + BRAND.read_text(encoding="utf-8"), encoding="utf-8")
    settings = {"RATE_LIMIT_START": "1000 per minute", "BRAND_FILE": str(brand)}
    with app_running(place, free_port(), sandbox, settings) as app:
        at = Addresses(app, sandbox)
        return [(each.title, _drive(at, each)) for each in SELLERS if each.upfront is upfront]


def _drive(at: Addresses, seller: Seller) -> str:
    print(f"\n{seller.title}")
    driver = Driver(at.app, seller, wait=lambda: pass_time(at.sandbox))
    try:
        journey = driver.onboard()
    except (Stuck, requests.RequestException) as stuck:
        print(f"  NOT THERE: {stuck}", flush=True)
        return ""
    print(f"  standing: {journey.standing}", flush=True)
    return journey.standing


if __name__ == "__main__":
    sys.exit(main())
