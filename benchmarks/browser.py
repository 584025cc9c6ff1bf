"""How soon a form page can be used on a slow phone: a real Chromium, Slow 4G, a CPU four times slower."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Ratio
from onboarding.development.cast import SELLERS
from onboarding.development.driver import Driver, PlainHands
from onboarding.development.servers import app_running, free_port

FLAGS = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
"""Milliseconds and bytes per second, as Lighthouse has them."""
SLOWER = 4
TIMES = 5
LIMIT = 1.0
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
USABLE = """() => {
  const page = performance.getEntriesByType('navigation')[0];
  const painted = performance.getEntriesByName('first-contentful-paint')[0];
  return Math.max(page.domContentLoadedEventEnd, painted ? painted.startTime : Infinity) / 1000;
}"""
"""Seconds until the page was painted and its script, a module, has run."""


def usable(folder: Path, sandbox: str, groups: tuple[str, ...]) -> Iterator[Ratio]:
    """Seconds until each group's page can be used by a first visitor; nothing without a Chromium."""
    path = os.environ.get("TEST_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        print("LEFT OUT: how soon a page can be used; no Chromium was found.", file=sys.stderr)
        return
    folder.mkdir(exist_ok=True)
    with app_running(folder, free_port(), sandbox) as app:
        cookies = _begin(app)
        for group in groups:
            seconds = _seconds(path, f"{app}/onboarding/{group}", cookies)
            yield Ratio(f"{group} can be used on Slow 4G, CPU 4x slower", seconds, LIMIT, 1.0, "s")


def _begin(app: str) -> dict[str, str]:
    hands = PlainHands()
    driver = Driver(app, SELLERS[0], lambda _line: None, hands=hands)
    driver.go_on(driver.get("/"))
    return {each.name: str(each.value) for each in hands.session.cookies}


def _seconds(path: str, address: str, cookies: dict[str, str]) -> float:
    from playwright.sync_api import sync_playwright

    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        found = []
        for _ in range(TIMES):
            context = browser.new_context()
            context.add_cookies(
                [{"name": name, "value": text, "url": address} for name, text in cookies.items()]
            )
            tab = context.new_page()
            session = context.new_cdp_session(tab)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", SLOW_4G)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            tab.goto(address)
            tab.wait_for_function(PAINTED)  # the load event may come before the first paint is on record
            found.append(float(tab.evaluate(USABLE)))
            context.close()
        browser.close()
    return statistics.median(found)
