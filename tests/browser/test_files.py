"""Files in a browser: looked into when they are chosen, sent with their progress told."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Route, expect

from onboarding.development.cast import picture
from tests.browser.chrome import Visit
from tests.browser.conftest import Market, NewVisit, Sellers
from tests.browser.test_use import BUTTON, FOCUSED


@pytest.fixture
def visit(new_tab: NewVisit) -> Visit:
    return new_tab()


def test_the_summary_of_a_refused_upload_has_the_focus_too(
    visit: Visit, market: Market, sellers: Sellers
) -> None:
    sellers.document.enter(visit, "/onboarding/identity_documents")
    choose_file(visit, "notes.pdf", b"%PDF-1.7 no paper at all")
    visit.press(BUTTON)
    assert visit.status == 422
    assert visit.tab.evaluate(FOCUSED) == "summary"
    assert visit.tab.title().startswith("Error: ")


def test_an_upload_tells_what_was_chosen_and_how_far_it_is(
    visit: Visit, market: Market, sellers: Sellers
) -> None:
    sellers.document.enter(visit, "/onboarding/identity_documents")
    choose_file(visit, "passport.png", picture()[1].ljust(1_440_000, b"\0"))
    told = visit.tab.get_by_role("status")
    expect(told.first).to_have_text("passport.png (1.4 MB)")
    expect(visit.tab.locator("img.preview")).to_be_visible()
    slow_network(visit)
    with visit.leaving():
        visit.tab.locator(BUTTON).last.click()
        expect(visit.tab.get_by_role("status").filter(has_text="Sending")).to_be_visible()
        expect(visit.tab.get_by_role("progressbar", name="Sending…")).to_be_visible()
    assert visit.tab.url.endswith("/onboarding/status")


def choose_file(visit: Visit, name: str, content: bytes) -> None:
    """Chooses the front of a document."""
    upload = {"name": name, "mimeType": "image/png", "buffer": content}
    visit.tab.locator('[name$=".document.front"]').set_input_files(upload)  # type: ignore[arg-type]  # its TypedDict


def drawn(size: tuple[int, int]) -> bytes:
    """A picture of that many pixels."""
    out = BytesIO()
    Image.new("L", size).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "told", "words"),
    [
        (b"GIF89a", "6 bytes", "Choose a JPG, PNG or PDF file"),
        (b"", "0 bytes", "this file is empty, choose another one"),
        (picture()[1].ljust(10_000_000, b"\0"), "10 MB", "Choose a file that is smaller than 10 MB"),
        (drawn((199, 9)), "bytes", "choose a larger picture, its longer side needs at least 200 pixels"),
        (drawn((8001, 2)), "bytes", "Choose a picture with no more than 8000 pixels on each side"),
        (picture()[1][:12].ljust(12_300, b"x"), "12.3 kB", "This file cannot be opened"),
    ],
    ids=["type", "empty", "large", "few pixels", "many pixels", "broken"],
)
def test_a_file_that_cannot_be_used_is_told_before_it_is_sent(
    visit: Visit, sellers: Sellers, content: bytes, told: str, words: str
) -> None:
    sellers.document.enter(visit, "/onboarding/identity_documents")
    summary = visit.tab.locator("#summary").all_inner_texts()
    choose_file(visit, "passport.png", content)
    front = visit.tab.locator('[name$=".document.front"]')
    expect(visit.tab.get_by_role("alert").filter(has_text=words)).to_be_visible()
    expect(front).to_have_attribute("aria-invalid", "true")
    assert f"{front.get_attribute('id')}-error" in (front.get_attribute("aria-describedby") or "").split()
    expect(visit.tab.get_by_role("status").filter(has_text=told).first).to_be_visible()
    assert visit.tab.locator("#summary").all_inner_texts() == summary
    assert visit.faults() == []
    visit.answers.clear()
    visit.tab.locator(BUTTON).last.click()
    expect(front).to_be_focused()
    assert visit.answers == []
    choose_file(visit, "passport.png", drawn((400, 300)))
    expect(visit.tab.locator("img.preview")).to_be_visible()
    expect(visit.tab.locator(f"[id='{front.get_attribute('id')}-error']")).to_have_count(0)


def test_the_words_about_a_file_are_in_the_language_of_the_page(visit: Visit, sellers: Sellers) -> None:
    sellers.document.enter(visit, "/onboarding/identity_documents")
    visit.tab.locator("#language").select_option("fr")
    visit.press(".language button")
    choose_file(visit, "passeport.gif", b"GIF89a".ljust(1_440_000))
    expect(visit.tab.get_by_role("status").filter(has_text="1,4 Mo")).to_be_visible()
    expect(visit.tab.get_by_role("alert").filter(has_text="Choisissez un fichier")).to_be_visible()
    visit.tab.locator("#language").select_option("en")
    visit.press(".language button")


def slow_network(visit: Visit) -> None:
    """About 2 Mbit/s up, so that sending takes a while."""
    session = visit.tab.context.new_cdp_session(visit.tab)
    speed = {"offline": False, "latency": 20, "downloadThroughput": 1e6, "uploadThroughput": 2.5e5}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", speed)


@pytest.mark.parametrize("answer", ["none", "a proxy's"])
def test_a_lost_connection_keeps_the_page_and_the_file(visit: Visit, sellers: Sellers, answer: str) -> None:
    sellers.document.enter(visit, "/onboarding/identity_documents")
    choose_file(visit, "passport.png", drawn((400, 300)))

    def lose(route: Route) -> None:
        if answer == "none":
            route.abort("connectionreset")
        else:
            route.fulfill(status=504, content_type="text/html", body="<h1>504 Gateway Time-out</h1>")

    visit.tab.route("**/identity_documents", lose)
    visit.tab.locator(BUTTON).last.click()
    told = visit.tab.get_by_role("status").filter(has_text="still on this page")
    expect(told).to_be_visible()
    expect(visit.tab.get_by_role("progressbar")).to_have_count(0)
    assert visit.tab.locator('[name$=".document.front"]').evaluate("(input) => input.files.length") == 1
    visit.tab.locator(BUTTON).last.click()
    expect(told).to_be_visible()


def test_without_a_network_nothing_is_sent_and_the_page_stays(visit: Visit, sellers: Sellers) -> None:
    sellers.fresh.enter(visit, "/onboarding/contact")
    email = visit.tab.locator('[name="individual.email"]')
    email.fill("not an address")
    visit.tab.context.set_offline(True)
    visit.tab.locator(BUTTON).last.click()
    expect(visit.tab.get_by_role("status").filter(has_text="no connection")).to_be_visible()
    expect(email).to_have_value("not an address")
    visit.tab.context.set_offline(False)
    visit.press(BUTTON)
    assert visit.status == 422


def test_before_the_session_ends_one_may_stay(visit: Visit, sellers: Sellers) -> None:
    visit.tab.clock.install()
    sellers.fresh.enter(visit, "/onboarding/contact")
    note, email = visit.tab.locator(".ending"), visit.tab.locator('[name="individual.email"]')
    email.fill("jenny@example.com")
    visit.tab.clock.fast_forward("40:00")
    expect(note).to_be_hidden()
    visit.tab.clock.fast_forward("18:30")
    expect(note).to_contain_text("signed out in 2 minutes")
    assert visit.faults() == []
    visit.tab.get_by_role("button", name="Stay signed in").click()
    expect(note).to_be_hidden()
    visit.tab.clock.fast_forward("59:00")
    visit.tab.context.clear_cookies()
    visit.tab.get_by_role("button", name="Stay signed in").click()
    expect(note).to_contain_text("Your session has ended")
    expect(email).to_have_value("jenny@example.com")
