"""Every kind of page: axe in light and dark; narrow, mirrored and with long words; targets; weight."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.browser.chrome import Visit
from tests.browser.conftest import Market, NewVisit, Sellers

BUTTON = "main form button:not([name])"
MOST_BYTES = 15_000


@dataclass(frozen=True)
class Kind:
    """One kind of page. who: a field of `Sellers`, "" without a session; act: what is done there."""

    name: str
    who: str
    path: str
    act: Callable[[Visit], None] = lambda visit: None

    def show(self, visit: Visit, market: Market, sellers: Sellers) -> None:
        """Brings the visitor's browser there."""
        if self.who:
            getattr(sellers, self.who).enter(visit)
        self.show_again(visit, market)

    def show_again(self, visit: Visit, market: Market) -> None:
        """The same for a browser in which the seller is signed in already."""
        visit.tab.goto(market.incremental + self.path)
        self.act(visit)


def send(visit: Visit) -> None:
    """Presses the page's button without an answer."""
    visit.press(BUTTON)


def choose_company(visit: Visit) -> None:
    """The start page, answered so that it asks for the structure."""
    visit.tab.locator("#country").select_option("US")
    visit.tab.locator('[name="business_type"][value="company"]').check()
    visit.press(BUTTON)


def open_list(visit: Visit) -> None:
    """The long list of industries, opened."""
    visit.tab.locator('[role="combobox"]').fill("a")


def first_remove(visit: Visit) -> None:
    """The question whether a person is to be removed."""
    visit.press('main a[href$="/remove"]')


KINDS = (
    Kind("start", "", "/start"),
    Kind("start with errors", "", "/start", send),
    Kind("start once more", "fresh", "/start"),
    Kind("structure", "", "/start", choose_company),
    Kind("not there", "", "/nowhere"),
    Kind("session over", "", "/onboarding"),
    Kind("link over", "", "/start/forged"),
    Kind("task list", "fresh", "/onboarding"),
    Kind("identity", "fresh", "/onboarding/identity"),
    Kind("identity with errors", "fresh", "/onboarding/identity", send),
    Kind("address", "fresh", "/onboarding/home_address"),
    Kind("contact", "fresh", "/onboarding/contact"),
    Kind("number", "fresh", "/onboarding/id_number"),
    Kind("industry, list open", "fresh", "/onboarding/business", open_list),
    Kind("bank account with errors", "fresh", "/onboarding/bank_account", send),
    Kind("document that failed", "document", "/onboarding/identity_documents"),
    Kind("status with a problem", "document", "/onboarding/status"),
    Kind("tasks of a company", "people", "/onboarding"),
    Kind("list of people", "people", "/onboarding/people/owners"),
    Kind("new person", "people", "/onboarding/identity/directors"),
    Kind("remove a person", "people", "/onboarding/people/owners", first_remove),
    Kind("check", "last", "/onboarding/check"),
    Kind("terms", "last", "/onboarding/terms"),
    Kind("status enabled", "finished", "/onboarding/status"),
)
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


@every_kind
def test_axe_finds_nothing_and_the_page_is_light(
    kind: Kind, market: Market, sellers: Sellers, new_tab: NewVisit
) -> None:
    visit = new_tab()
    kind.show(visit, market, sellers)
    assert visit.faults() == []
    visit.tab.emulate_media(color_scheme="dark")
    assert visit.faults() == []
    assert sum(weigh(visit).values()) <= MOST_BYTES


@every_kind
def test_narrow_mirrored_and_with_long_words(
    kind: Kind, market: Market, sellers: Sellers, new_tab: NewVisit
) -> None:
    visit = new_tab(viewport={"width": 320, "height": 640})
    kind.show(visit, market, sellers)
    assert visit.overflow() == []
    assert too_small(visit) == []
    for locale, direction in (("en_XA", "ltr"), ("ar_XB", "rtl")):
        speak(visit, locale)
        kind.show_again(visit, market)
        page = visit.tab.locator("html")
        assert page.get_attribute("lang") == locale.replace("_", "-")
        assert page.get_attribute("dir") == direction
        assert visit.overflow() == []
    assert wrong_way_round(visit) == []


def test_the_checks_find_what_they_look_for(market: Market, new_tab: NewVisit) -> None:
    visit = new_tab(viewport={"width": 320, "height": 640})
    visit.tab.goto(market.incremental + "/start")
    visit.tab.evaluate(
        """() => {
          const main = document.querySelector('main');
          const add = (html) => main.insertAdjacentHTML('beforeend', html);
          add('<input class="bare"><p class="wide">wide</p><p class="hint" dir="ltr">left</p>');
          add('<div class="near"><button>a</button><button>b</button></div><input type="url" name="code">');
          // As properties: the page's content policy refuses styles in the markup.
          main.querySelector('.wide').style.inlineSize = '30rem';
          main.querySelectorAll('.near button').forEach((node) => {
            Object.assign(node.style, { minBlockSize: 0, padding: 0, blockSize: '12px', inlineSize: '12px' });
          });
        }"""
    )
    assert any("label" in line for line in visit.faults())
    assert any("wide" in line for line in visit.overflow())
    assert len(too_small(visit)) == 2
    visit.tab.evaluate("() => { document.documentElement.dir = 'rtl' }")
    assert len(wrong_way_round(visit)) == 2


def weigh(visit: Visit) -> dict[str, int]:
    """Bytes of everything that the page consists of, compressed as a server in front of the app would."""
    visit.answers.clear()
    with visit.leaving():
        visit.tab.reload()
    fetched = {answer.url: answer for answer in visit.answers if answer.url.startswith("http")}
    weights = {url: len(gzip.compress(answer.body())) for url, answer in fetched.items()}
    assert len(weights) >= 4, "the page, two style sheets and the script, as on a first visit"
    return weights


def speak(visit: Visit, locale: str) -> None:
    """Switches the language by the form that every page has."""
    visit.tab.locator("#language").select_option(locale)
    visit.press(".language button")


def too_small(visit: Visit) -> list[str]:
    """Targets below 24 by 24 pixels with another target so near that a thumb meets both (WCAG 2.5.8)."""
    found: list[str] = visit.tab.evaluate(
        """() => {
          const typed = 'input:not([type=hidden], [type=radio], [type=checkbox])';
          const all = `${typed}, a, button, select, textarea, summary, .choice`;
          const boxes = [...document.querySelectorAll(all)]
            .filter((node) => node.checkVisibility() && !node.matches('.skip'))
            .map((node) => ({ node, box: node.getBoundingClientRect() }));
          const small = ({ box }) => box.height < 24 || box.width < 24;
          const gap = (x, y, box) => Math.hypot(Math.max(box.left - x, 0, x - box.right),
                                                Math.max(box.top - y, 0, y - box.bottom));
          const near = (one) => boxes.some((other) => {
            if (other === one || other.node.contains(one.node)) return false;
            const x = one.box.left + one.box.width / 2, y = one.box.top + one.box.height / 2;
            const there = [other.box.left + other.box.width / 2, other.box.top + other.box.height / 2];
            return gap(x, y, other.box) < 12 || (small(other) && Math.hypot(x - there[0], y - there[1]) < 24);
          });
          return boxes.filter((one) => small(one) && near(one))
            .map(({ node, box }) => node.outerHTML.slice(0, 160) + JSON.stringify(box));
        }"""
    )
    return found


def wrong_way_round(visit: Visit) -> list[str]:
    """In a mirrored page: texts that still start at the left, and codes that no longer do."""
    found: list[str] = visit.tab.evaluate(
        """() => {
          const out = [];
          const side = (node) => node.getBoundingClientRect();
          for (const node of document.querySelectorAll('h1, h2, .label, .legend, .hint'))
            if (getComputedStyle(node).direction !== 'rtl') out.push('not mirrored: ' + node.textContent);
          for (const node of document.querySelectorAll('main .card')) {
            const heading = node.querySelector('h1');
            const range = document.createRange();
            range.selectNodeContents(heading);
            const words = range.getBoundingClientRect(), card = side(node);
            if (card.right - words.right > words.left - card.left + 60) out.push('heading stands left');
          }
          const codes = '[inputmode=numeric], [type=tel], [type=email], [type=url]';
          for (const node of document.querySelectorAll(codes))
            if (getComputedStyle(node).direction !== 'ltr') out.push('a code that is not ltr: ' + node.name);
          return out;
        }"""
    )
    return found
