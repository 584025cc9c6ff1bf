"""A visitor with a real Chromium: pages, what they fetched, and what the browser complained about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Request, Response
from playwright.sync_api import Page as Tab

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = Path(__file__).parent.parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
PATIENCE = 15_000
"""Milliseconds after which something that should happen counts as not happening."""


@dataclass(eq=False)
class Visit:
    """One visitor's tab. hosts: every host asked; complaints: of scripts and of the content policy."""

    tab: Tab
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)

    def watch(self) -> None:
        """Takes note of requests, answers and complaints from now on."""
        self.tab.on("request", self._asked)
        self.tab.on("response", self._answered)
        self.tab.on("console", self._said)
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _asked(self, request: Request) -> None:
        if (host := urlsplit(request.url)).scheme in ("http", "https"):
            self.hosts.add(host.netloc)

    def _answered(self, answer: Response) -> None:
        self.answers.append(answer)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    @property
    def status(self) -> int:
        """Of the last page that was answered, redirects left out."""
        pages = ("document", "xhr")
        shown = [a for a in self.answers if a.request.resource_type in pages and not 300 <= a.status < 400]
        return shown[-1].status if shown else 0

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """Waits until what is done within has brought another page, or another body of the same page."""
        self.tab.evaluate("() => { document.body.dataset.old = 'yes' }")
        yield
        self.tab.wait_for_selector("body:not([data-old])", state="attached", timeout=PATIENCE)
        self.tab.wait_for_load_state("load", timeout=PATIENCE)

    def press(self, selector: str) -> None:
        """Clicks what leads to another page and waits for that page."""
        with self.leaving():
            self.tab.locator(selector).last.click()

    def faults(self) -> list[str]:
        """What axe finds on the page as it is now, as lines of rule, selector and how to mend it."""
        if not self.tab.evaluate("() => 'axe' in window"):
            self.tab.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.tab.evaluate("() => axe.run({resultTypes: ['violations']})")
        return [line for violation in found["violations"] for line in _lines(violation)]

    def overflow(self) -> list[str]:
        """What makes the page wider than its window, as lines that name the elements."""
        lines: list[str] = self.tab.evaluate(
            """() => {
              const wide = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= wide) return [];
              const out = [...document.body.querySelectorAll('*')].filter((node) => {
                const box = node.getBoundingClientRect();
                const outside = box.right > wide + 0.5 || box.left < -0.5;
                return box.width && outside && !node.closest('.visually-hidden');
              });
              return ['page is ' + document.documentElement.scrollWidth + ' wide',
                      ...out.slice(0, 5).map((node) => node.outerHTML.slice(0, 120))];
            }"""
        )
        return lines


def _lines(violation: dict[str, Any]) -> Iterator[str]:
    for node in violation["nodes"]:
        yield f"{violation['id']}: {node['target']} {node['failureSummary']}"


def new_visit(browser: Browser, **options: Any) -> Visit:
    """A visitor who was never here. options: of Playwright's contexts."""
    context = browser.new_context(**{"locale": "en-GB", "timezone_id": "UTC", **options})
    context.set_default_timeout(PATIENCE)
    visit = Visit(context.new_page())
    visit.watch()
    return visit
