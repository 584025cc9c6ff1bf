"""How pages are used: by keyboard, by paste, twice, backwards, in another language, on another device."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from functools import partial

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.chrome import Visit
from tests.browser.conftest import (
    SETTINGS,
    Market,
    NewVisit,
    Sellers,
    Standing,
    at,
    bring,
    cast,
    standing_of,
)

BUTTON = "main form button:not([name])"
FOCUSED = "() => document.activeElement.id || document.activeElement.tagName"


@pytest.fixture
def beginner(market: Market) -> Standing:
    """A seller of one's own, who has answered nothing yet."""
    seller = cast("US individual")
    driver, _ = bring(market, seller, partial(at, "/onboarding"))
    return standing_of(market, seller, driver)


@pytest.fixture
def visit(new_tab: NewVisit) -> Visit:
    return new_tab()


def accounts(market: Market) -> list[dict[str, object]]:
    """All accounts of the sandbox."""
    found: list[dict[str, object]] = requests.get(
        f"{market.sandbox}/control/api/accounts", timeout=10
    ).json()["accounts"]
    return found


def newest(market: Market) -> dict[str, object]:
    """The account that was created last."""
    return accounts(market)[-1]


# --- errors ---


def test_the_summary_has_the_focus_and_leads_to_the_fields(visit: Visit, beginner: Standing) -> None:
    beginner.enter(visit, "/onboarding/identity")
    visit.tab.locator('[name="individual.first_name"]').fill("Jenny")
    visit.press(BUTTON)
    assert visit.status == 422
    assert visit.tab.title().startswith("Error: ")
    assert visit.tab.evaluate(FOCUSED) == "summary"
    assert visit.tab.locator('[name="individual.first_name"]').input_value() == "Jenny"
    visit.tab.get_by_role("link", name="Enter the last name").click()
    assert visit.tab.evaluate("() => document.activeElement.name") == "individual.last_name"
    visit.tab.get_by_role("link", name="Enter the date of birth").click()
    assert str(visit.tab.evaluate("() => document.activeElement.name")).startswith("individual.dob.")


# --- keyboard ---


def test_a_form_is_filled_and_sent_by_keyboard_alone(visit: Visit, beginner: Standing) -> None:
    beginner.enter(visit, "/onboarding/identity")
    answers = {"first_name": "Jenny", "last_name": "Rosen", "day": "1", "month": "1", "year": "1901"}
    visit.tab.keyboard.press("Tab")
    assert "#main" in (visit.tab.evaluate("() => document.activeElement.getAttribute('href')") or "")
    assert hidden_focus(visit) == ""
    for _ in range(30):
        visit.tab.keyboard.press("Tab")
        assert hidden_focus(visit) == ""
        name = str(visit.tab.evaluate("() => document.activeElement.name || ''"))
        if text := answers.pop(name.rpartition(".")[2], ""):
            visit.tab.keyboard.type(text)
        if visit.tab.evaluate("() => document.activeElement.matches('main form button:not([name])')"):
            break
    assert answers == {}
    with visit.leaving():
        visit.tab.keyboard.press("Enter")
    assert visit.tab.url.endswith("/onboarding/contact")


def hidden_focus(visit: Visit) -> str:
    """Why the focus cannot be seen: no ring, out of the window, or below something else; "" when it can."""
    found: str = visit.tab.evaluate(
        """() => {
          const node = document.activeElement, box = node.getBoundingClientRect();
          const style = getComputedStyle(node), name = node.outerHTML.slice(0, 100);
          if (!node.matches(':focus-visible')) return name + ' is not focus-visible';
          const ring = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
          if (ring < 2) return name + ' has no ring';
          if (box.bottom <= 0 || box.top >= innerHeight) return name + ' is out of the window';
          const left = box.left + Math.min(box.width, 20) / 2;
          const there = document.elementFromPoint(left, box.top + box.height / 2);
          return there && (node.contains(there) || there.contains(node)) ? '' : name + ' is covered';
        }"""
    )
    return found


def test_a_long_list_is_searched_by_keyboard(visit: Visit, beginner: Standing) -> None:
    beginner.enter(visit, "/onboarding/business")
    box = visit.tab.get_by_role("combobox", name="Industry")
    box.press_sequentially("book sto")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    chosen = visit.tab.locator(f'[id="{box.get_attribute("aria-activedescendant")}"]')
    words = chosen.inner_text()
    assert "book" in words.lower()
    assert "sto" in words.lower()
    expect(chosen).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value(words)
    assert visit.tab.url.endswith("/business"), "Enter chose; it did not send the form"
    visit.tab.locator('[name="business_profile.url"]').fill("https://accessible.stripe.com")
    visit.press(BUTTON)
    assert visit.tab.url.endswith("/identity"), "the answer was sent with the form"


@pytest.mark.parametrize("width", [320, 1100])
def test_the_mark_of_a_searched_list_stands_in_its_box(
    visit: Visit, market: Market, sellers: Sellers, width: int
) -> None:
    sellers.people.enter(visit)
    with visit.leaving():
        visit.tab.locator('main a[href*="/home_address/person_"]').first.click()
    visit.tab.set_viewport_size({"width": width, "height": 900})
    field = visit.tab.get_by_role("combobox", name="Country").bounding_box()
    around = visit.tab.locator(".combo").first.bounding_box()
    assert field is not None
    assert around is not None
    assert abs(field["x"] + field["width"] - around["x"] - around["width"]) < 1


def test_what_fits_nothing_in_a_list_stays_and_is_told(visit: Visit, beginner: Standing) -> None:
    beginner.enter(visit, "/onboarding/business")
    box = visit.tab.get_by_role("combobox", name="Industry")
    told = visit.tab.locator("main form .field [role=status]")
    box.press_sequentially("book sto")
    expect(told).to_have_text("Matches: 1")
    box.fill("zzzz")
    expect(told).to_have_text("Nothing in the list matches")
    visit.answers.clear()
    box.press("Enter")
    expect(box).to_be_focused()
    expect(box).to_have_value("zzzz")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(visit.tab.get_by_role("alert")).to_have_text("Choose one from the list")
    assert visit.answers == []
    assert visit.faults() == []
    box.fill("book sto")
    box.press("ArrowDown")
    box.press("Enter")
    expect(visit.tab.get_by_role("alert")).to_have_count(0)
    expect(box).not_to_have_attribute("aria-invalid", "true")
    visit.tab.locator('[name="business_profile.url"]').fill("https://accessible.stripe.com")
    visit.press(BUTTON)
    assert visit.tab.url.endswith("/identity")


def test_choosing_a_country_neither_sends_nor_moves_the_focus(
    visit: Visit, market: Market, sellers: Sellers
) -> None:
    sellers.people.enter(visit)
    with visit.leaving():
        visit.tab.locator('main a[href*="/home_address/person_"]').first.click()
    country = visit.tab.get_by_role("combobox", name="Country")
    before = visit.tab.url
    visit.answers.clear()
    country.fill("France")
    country.press("ArrowDown")
    country.press("Enter")
    expect(country).to_have_value("France")
    expect(visit.tab.locator('select[name$=".address.country"]')).to_have_value("FR")
    visit.tab.wait_for_timeout(300)
    assert visit.tab.url == before
    assert visit.answers == []
    expect(country).to_be_focused()
    visit.press('button[name="_country"]')
    assert visit.tab.url == before
    expect(visit.tab.get_by_role("combobox", name="Country")).to_have_value("France")
    expect(visit.tab.locator('button[name="_country"]')).to_be_focused()


def test_another_country_brings_its_own_inputs_without_scripts(
    new_tab: NewVisit, market: Market, sellers: Sellers
) -> None:
    visit = new_tab(java_script_enabled=False)
    sellers.people.enter(visit)
    visit.tab.locator('main a[href*="/home_address/person_"]').first.click()
    expect(visit.tab.locator('[name$=".address.state"]')).to_have_count(0)
    visit.tab.locator('select[name$=".address.country"]').select_option("US")
    visit.tab.locator('button[name="_country"]').click()
    expect(visit.tab.locator('[name$=".address.state"]')).to_have_count(1)
    expect(visit.tab.locator('button[name="_country"]')).to_be_focused()


# --- typing ---


@pytest.mark.parametrize("group", ["identity", "contact", "id_number", "bank_account", "home_address"])
def test_everything_can_be_pasted_and_read_while_typing(
    group: str, market: Market, sellers: Sellers, new_tab: NewVisit
) -> None:
    visit = new_tab(permissions=["clipboard-read", "clipboard-write"])
    sellers.fresh.enter(visit, f"/onboarding/{group}")
    fields = visit.tab.locator("main form input:visible")
    kinds = {field.get_attribute("type") for field in fields.all()}
    assert kinds
    assert "password" not in kinds
    assert "number" not in kinds
    visit.tab.evaluate("() => navigator.clipboard.writeText('12 34-56')")
    for field in fields.all():
        field.click()
        visit.tab.keyboard.press("ControlOrMeta+v")
        expect(field).to_have_value("12 34-56")


# --- language ---


def test_another_language_keeps_the_place(visit: Visit, beginner: Standing) -> None:
    beginner.enter(visit, "/onboarding/home_address")
    visit.tab.locator('[name="individual.address.city"]').fill("Springfield")
    visit.tab.locator("#language").select_option("fr")
    visit.press(".language button")
    assert visit.tab.url.endswith("/onboarding/home_address")
    expect(visit.tab.locator('[name="individual.address.city"]')).to_have_value("Springfield")
    assert visit.tab.locator("html").get_attribute("lang") == "fr"
    expect(visit.tab.locator("h1")).to_have_text("Votre adresse personnelle")
    visit.tab.locator('[name="individual.address.city"]').press("Enter")
    expect(visit.tab.locator("#summary")).to_be_visible()
    visit.press("a.back")
    expect(visit.tab.locator("html")).to_have_attribute("lang", "fr")


# --- twice, and backwards ---


def test_pressed_twice_the_start_makes_one_account(visit: Visit, market: Market) -> None:
    before = len(accounts(market))
    visit.tab.goto(f"{market.incremental}/start")
    visit.tab.locator('[name="business_type"][value="individual"]').check()
    with visit.leaving():
        visit.tab.locator(BUTTON).last.dblclick()
    assert visit.tab.url.endswith("/onboarding")
    visit.tab.go_back()
    expect(visit.tab.locator("h1")).to_have_text("Set up how you get paid")
    visit.tab.locator('[name="business_type"][value="individual"]').check()
    visit.press(BUTTON)
    assert len(accounts(market)) == before + 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_pressed_twice_and_sent_again_a_person_is_one_person(
    market: Market, new_tab: NewVisit, *, scripts: bool
) -> None:
    seller = cast("GB company")
    driver, _ = bring(market, seller, partial(at, "/identity/representative"))
    account = newest(market)["id"]
    visit = new_tab(java_script_enabled=scripts)
    standing_of(market, seller, driver).enter(visit, "/onboarding/identity/representative")
    for name, text in {"first_name": "Grace", "last_name": "Hopper"}.items():
        visit.tab.locator(f'[name="representative.{name}"]').fill(text)
    for part, text in {"day": "1", "month": "1", "year": "1901"}.items():
        visit.tab.locator(f'[name="representative.dob.{part}"]').fill(text)
    visit.tab.locator(BUTTON).last.dblclick()
    expect(visit.tab).to_have_url(re.compile("/person_"))
    assert persons(market, account) == 1
    visit.tab.go_back()
    again = visit.tab.locator('[name="representative.first_name"]')
    if again.count():
        again.fill("Grace Brewster")
        with visit.tab.expect_navigation():
            visit.tab.locator(BUTTON).last.click()
    assert persons(market, account) == 1


def persons(market: Market, account: object) -> int:
    """How many persons an account has."""
    found = requests.get(f"{market.sandbox}/control/api/accounts/{account}", timeout=10).json()
    return len(found["persons"])


# --- coming back ---


def test_a_change_from_the_check_leads_back_to_the_check(
    visit: Visit, market: Market, sellers: Sellers
) -> None:
    sellers.last.enter(visit, "/onboarding/check")
    visit.tab.get_by_role("link", name="Change First name").click()
    first = visit.tab.locator('[name="individual.first_name"]')
    expect(first).to_have_value("Jenny")
    first.fill("Jane")
    visit.press(BUTTON)
    assert visit.tab.url.endswith("/onboarding/check")
    expect(visit.tab.locator("dl.answers", has_text="Jane").first).to_be_visible()


def test_starting_again_says_what_is_left_behind(visit: Visit, beginner: Standing) -> None:
    beginner.enter(visit, "/start")
    expect(visit.tab.get_by_role("heading", name="You have already begun")).to_be_visible()
    expect(visit.tab.locator("main .note.warn")).to_contain_text("left behind")


def test_a_fresh_link_goes_on_from_another_device(
    market: Market, beginner: Standing, new_tab: NewVisit
) -> None:
    first, second = new_tab(), new_tab()
    beginner.enter(first, "/onboarding/contact")
    first.tab.locator('[name="individual.email"]').fill("jenny@example.com")
    first.tab.locator('[name="individual.phone"]').fill("0000000000")
    first.press(BUTTON)
    first.tab.context.clear_cookies()
    first.tab.goto(market.incremental + "/onboarding")
    expect(first.tab.locator("h1")).to_have_text("Your session has ended")
    second.tab.goto(link_for_the_newest_seller(market))
    second.press(BUTTON)
    contact = second.tab.locator("li", has_text="Your contact details")
    expect(contact).to_contain_text("Completed")


def link_for_the_newest_seller(market: Market) -> str:
    """As the marketplace would make one, on the command line."""
    database = market.folder / "onboarding.sqlite3"
    with sqlite3.connect(database) as found:
        (seller,) = found.execute("select id from seller order by rowid desc limit 1").fetchone()
    found.close()
    settings = {**SETTINGS, "DATABASE_URL": f"sqlite:///{database}", "PUBLIC_URL": market.incremental}
    command = (sys.executable, "-m", "flask", "--app", "wsgi", "seller-link", "--seller", seller)
    done = subprocess.run(
        command, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]
