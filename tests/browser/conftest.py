"""Both servers, started once; a Chromium, started once; and sellers who are already somewhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from onboarding.catalogues import compile_catalogues
from onboarding.development.cast import SELLERS
from onboarding.development.driver import Driver, PlainHands, Seller
from onboarding.development.pages import Page
from onboarding.development.servers import app_running, free_port, pass_time, sandbox_running
from onboarding.paths import data_root
from tests.browser.chrome import FLAGS, Visit, new_visit

UPFRONT = 'name = "Upfront Market"\ncollection = "upfront"\n'
SETTINGS = {
    "ENVIRONMENT": "test",
    "RATE_LIMIT_START": "1000 per minute",
    "RATE_LIMIT_LINK": "1000 per minute",
}
"""A test environment offers the pseudo-locale besides; many sellers start here in one minute."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Market:
    """The running sandbox and the apps of two brands: one asks as it comes, one everything upfront."""

    sandbox: str
    incremental: str
    upfront: str
    folder: Path

    def app(self, seller: Seller) -> str:
        """Where that seller goes."""
        return self.upfront if seller.upfront else self.incremental

    def pass_time(self) -> None:
        """Every check that runs has ended afterwards."""
        pass_time(self.sandbox)


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    folder = tmp_path_factory.mktemp("market")
    compile_catalogues(data_root() / "translations", only_stale=True)
    later = folder / "upfront"
    later.mkdir()
    (later / "brand.toml").write_text(UPFRONT, encoding="utf-8")
    branded = {**SETTINGS, "BRAND_FILE": str(later / "brand.toml")}
    with (
        sandbox_running(folder, free_port(), ("--clock", "manual")) as sandbox,
        app_running(folder, free_port(), sandbox, SETTINGS) as incremental,
        app_running(later, free_port(), sandbox, branded) as upfront,
    ):
        yield Market(sandbox, incremental, upfront, folder)


@pytest.fixture(scope="session")
def chromium(browser_path: str) -> Iterator[Browser]:
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=flags)
        yield browser
        browser.close()


NewVisit = Callable[..., Visit]


@pytest.fixture
def new_tab(chromium: Browser, market: Market) -> Iterator[NewVisit]:
    """Makes visitors; afterwards none may have asked another host, and no script or policy complained."""
    made: list[Visit] = []

    def make(**options: Any) -> Visit:
        made.append(new_visit(chromium, **options))
        return made[-1]

    yield make
    for visit in made:
        visit.tab.context.close()
    ours = {address.removeprefix("http://") for address in (market.incremental, market.upfront)}
    assert set().union(*(visit.hosts for visit in made)) <= ours
    assert [line for visit in made for line in visit.complaints] == []


# --- sellers who are somewhere already: brought there without a browser, which is quicker ---


@dataclass(frozen=True)
class Standing:
    """A seller somewhere on the way. cookies: of the session, for a browser's context."""

    app: str
    cookies: tuple[dict[str, str], ...]

    def enter(self, visit: Visit, path: str = "/onboarding") -> None:
        """Goes on in that visitor's browser."""
        visit.tab.context.add_cookies([dict(cookie) for cookie in self.cookies])  # type: ignore[misc]  # its TypedDict
        visit.tab.goto(self.app + path)


Until = Callable[[Page], bool]


def bring(market: Market, seller: Seller, until: Until) -> tuple[Driver, Page]:
    """Drives a seller with plain requests to the first page of which `until` is true."""
    hands = PlainHands()
    driver = Driver(market.app(seller), seller, lambda line: None, market.pass_time, hands)
    page = driver.get("/")
    for _ in range(80):
        if until(page):
            return driver, page
        page = driver.go_on(page)
    raise AssertionError(f"{seller.title} never got there; the last page was {page.url}: {page.heading}")


def standing_of(market: Market, seller: Seller, driver: Driver) -> Standing:
    """Where that driver is, for a browser to go on from."""
    app = market.app(seller)
    hands = driver.hands
    assert isinstance(hands, PlainHands)
    jar = hands.session.cookies
    return Standing(app, tuple({"name": each.name, "value": str(each.value), "url": app} for each in jar))


def cast(words: str) -> Seller:
    """The seller of the demo whose title has these words."""
    return next(seller for seller in SELLERS if words in seller.title)


def at(path: str, page: Page) -> bool:
    """Whether the page's address ends so."""
    return page.url.split("?")[0].endswith(path)


@dataclass(frozen=True)
class Sellers:
    """Sellers in five states. fresh: has answered nothing; people: a company with persons on its lists;
    document: has to upload one, and is told why; finished: enabled; last: has only the terms to accept."""

    fresh: Standing
    people: Standing
    document: Standing
    last: Standing
    finished: Standing


@pytest.fixture(scope="session")
def sellers(market: Market) -> Sellers:
    def made(words: str, until: Until) -> Standing:
        seller = cast(words)
        driver, _ = bring(market, seller, until)
        return standing_of(market, seller, driver)

    return Sellers(
        fresh=made("US individual", partial(at, "/onboarding")),
        people=made("GB company", partial(at, "/people/directors")),
        document=made("document fails", partial(at, "/identity_documents")),
        last=made("US individual", partial(at, "/terms")),
        finished=made("US individual", lambda page: page.standing in ("enabled", "complete")),
    )


__all__ = ["Market", "NewVisit", "Sellers", "Standing", "at", "bring", "cast", "standing_of"]
