"""The demo's sellers with a browser in their hands: they click, type and choose what the driver decides."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, Locator

from onboarding.development.driver import Fields, Files
from onboarding.development.pages import Control, Page, PageForm
from tests.browser.chrome import Visit


class BrowserHands:
    """`onboarding.development.driver.Hands` over one visit. scripts: whether they run in its browser."""

    def __init__(self, visit: Visit, *, scripts: bool = True) -> None:
        self.visit, self.tab, self.scripts = visit, visit.tab, scripts

    def open(self, address: str) -> Page:
        """Clicks the link that leads there, where the page has one; else goes there."""
        parts = urlsplit(address)
        wanted = parts.path + (f"?{parts.query}" if parts.query else "")
        link = self.tab.locator(f'main a[href="{wanted}"]:visible')
        if self.tab.url == address or not link.count():
            self.tab.goto(address)
        else:
            self._leave(link.first)
        return self.look()

    def send(self, form: PageForm, fields: Fields, files: Files) -> Page:
        """Fills what is visible and presses the button that has no name of its own."""
        here = self.tab.locator(f'main form[action="{_path(form.action)}"]').first
        controls = {control.name: control for control in form.controls}
        for name, content in files:
            file_name, body, kind = content
            upload: FilePayload = {"name": file_name, "mimeType": kind, "buffer": body}
            here.locator(_named(name)).set_input_files(upload)
        for name, value in fields:
            if controls[name].kind != "hidden" and controls[name].value != value:
                self._fill(here, controls[name], value)
        self._leave(here.locator("button:not([name])").last)
        return self.look()

    def look(self) -> Page:
        """The page at hand."""
        return Page(self.tab.url, self.visit.status, self.tab.content())

    def _fill(self, form: Locator, control: Control, value: str) -> None:
        if control.kind in ("radio", "checkbox"):
            form.locator(f'{_named(control.name)}[value="{value}"]').check()
        elif control.kind == "select":
            self._choose(self.tab.locator(f"select{_named(control.name)}"), value)
        else:
            form.locator(_named(control.name)).fill(value)

    def _choose(self, select: Locator, value: str) -> None:
        folded = select.locator("xpath=ancestor::details[not(@open)]")
        if folded.count():
            folded.locator("summary").click()
        if select.is_visible():
            select.select_option(value)
            return
        words = select.locator(f'option[value="{value}"]').text_content() or ""
        box = self.tab.get_by_role("combobox").and_(self.tab.locator(f"#{_combo_id(select)}"))
        box.fill(words.strip())
        box.press("ArrowDown")
        box.press("Enter")

    def _leave(self, target: Locator) -> None:
        if self.scripts:
            with self.visit.leaving():
                target.click()
        else:
            with self.tab.expect_navigation():
                target.click()


def _combo_id(select: Locator) -> str:
    """The select steps back and lends its id to the box that is typed in."""
    return (select.get_attribute("id") or "").removesuffix("-all").replace(".", "\\.")


def _named(name: str) -> str:
    return f'[name="{name}"]'


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
