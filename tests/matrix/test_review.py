"""Check your answers, read by somebody on the way: after every page that was sent, and at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from bs4 import Tag

from onboarding.development import cast
from onboarding.development.cast import SELLERS
from onboarding.development.driver import Driver, Seller
from onboarding.development.pages import Page, PageForm
from tests.matrix.market import Market, market, running
from tests.matrix.walker import HOST, Fields, Files, Hands
from tests.matrix.walks import RULES_DAY

JAPAN = Seller(
    "JP individual",
    {
        "country": "JP", "business_type": "individual", "locale": "en",
        "individual.last_name_kana": "ヤマダ", "individual.first_name_kana": "タロウ",
        "individual.last_name_kanji": "山田", "individual.first_name_kanji": "太郎",
        "individual.dob.day": "1", "individual.dob.month": "1", "individual.dob.year": "1901",
        "individual.email": "taro@example.com", "individual.phone": "0000000000",
        **{f"individual.address_kana.{part}": "トウキョウ" for part in ("state", "city", "town", "line1")},
        **{f"individual.address_kanji.{part}": "東京" for part in ("city", "town", "line1")},
        "individual.address_kanji.state": "東京都",
        "individual.address_kana.postal_code": "1500001", "individual.address_kanji.postal_code": "1500001",
        "individual.verification.document.front": cast.picture(),
        "business_profile.mcc": "5734", "business_profile.url": "https://accessible.stripe.com",
        "business_profile.product_description": "Hand-made lamps, sold online.",
        "external_account.account_holder_name": "ヤマダタロウ", "external_account.account_number": "0001234",
        "external_account.bank_code": "1100", "external_account.branch_code": "000",
        "tos_acceptance": True,
    },
)  # fmt: skip
FILLED_IN = ("settings-payments-statement_descriptor",)
"""What Stripe makes of other answers by itself; buyers read it, so it is shown though nobody was asked."""


def found(title: str) -> Seller:
    return next(seller for seller in SELLERS if seller.title.startswith(title))


ALL = (
    found("US individual"), found("CA individual"), found("GB company"), JAPAN,
    *(found(f"US individual whose {what}") for what in ("document", "address", "bank")),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One answer on the page. base: id of its input, as the link has it; word: of the link."""

    label: str
    lines: str
    open: bool
    address: str
    base: str
    word: str


def rows(page: Page) -> Iterator[Row]:
    for tag in page.main.select(".answers > div"):
        label, shown, change = tag.find_all(["dt", "dd"])
        link = change.find("a")
        assert isinstance(link, Tag), f"nothing leads from {label.get_text()}"
        address, _, target = str(link["href"]).partition("#")
        word = str(next(link.strings)).strip()
        said, is_open = shown.get_text(" ", strip=True), shown.select_one(".quiet") is not None
        yield Row(label.get_text(strip=True), said, is_open, address, target, word)


def field(name: str) -> str:
    """The name of an input or the id of one, without whom it is about."""
    plain = name.replace(".", "-")
    return re.sub(r"^(person_\w+?|representative|owners|directors|executives)-", "", plain)


class Reader(Hands):
    """Opens the check after every page that was sent, and goes after each of its links.

    asked: inputs that pages had; sent: those that something was given for; read: every reading of the check.
    """

    def __init__(self, there: Market) -> None:
        super().__init__(there.app)
        self.there, self.asked, self.sent = there, set[str](FILLED_IN), set[str]()
        self.read: list[tuple[Row, ...]] = []

    def send(self, form: PageForm, fields: Fields, files: Files) -> Page:
        """Sends a form, and looks where the answers are now."""
        page = super().send(form, fields, files)
        if page.status < 400 and "/onboarding/" in form.action:
            asks = {control.name for control in form.asks}
            self.asked |= {field(name) for name in asks}
            self.sent |= {field(name) for name, value in (*fields, *files) if value and name in asks}
            self.look()
        return page

    def look(self) -> tuple[Row, ...]:
        """The check as it is now; every row of it holds."""
        page = self.open(f"{HOST}/onboarding/check")
        assert page.status == 200
        read = tuple(rows(page))
        self.read.append(read)
        pages = {row.address: self.open(HOST + row.address) for row in read}
        for row in read:
            self._holds(row, pages[row.address])
        return read

    def _holds(self, row: Row, there: Page) -> None:
        assert there.soup.find(id=row.base), f"{row} leads to {there.url}, where it is not asked"
        form = there.question_form
        inputs = [each.name for each in form.asks if is_of(each.name, row.base)] if form else []
        assert inputs, f"{row}: nothing on {there.url} is an input of it"
        if row.open:
            assert row.word in ("Answer", "Répondre"), row
            assert self._is_due(inputs), f"{row}: nobody waits for it"
            assert not [name for name in inputs if field(name) in self.sent and "person_" not in name], row
        else:
            assert row.word in ("Change", "Modifier"), row
            assert any(is_of(name, field(row.base)) for name in self.asked), f"{row}: nobody asked"

    def _is_due(self, inputs: list[str]) -> bool:
        """Whether Stripe waits for it, or it is a role that the representative is asked about besides."""
        account = self.there.sandbox.account(self.there.sandbox.accounts()[-1]["id"])
        wanted = account["requirements"]["currently_due"]
        roles = ("relationship.owner", "relationship.director", "relationship.executive")
        return any(
            name.startswith(one) or one.startswith(name) or name.endswith(roles)
            for name in inputs
            for one in wanted
        )


def is_of(name: str, base: str) -> bool:
    """Whether an input is the question's of that id, or one of its inputs."""
    plain = name.replace(".", "-")
    return plain == base or plain.startswith(f"{base}-")


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    folder = tmp_path_factory.mktemp("market")
    with running(as_of=RULES_DAY) as sandbox, market(folder, sandbox, locales=["en", "fr", "fr_CA"]) as made:
        yield made


def walked(there: Market, seller: Seller) -> Reader:
    """Somebody who was taken to enabled and read all answers after each page."""
    there.sandbox.reset()
    reader = Reader(there)
    Driver(HOST, seller, lambda line: None, there.wait, reader).onboard()
    return reader


@pytest.mark.parametrize("seller", ALL, ids=lambda seller: seller.title)
def test_every_answer_is_shown_and_nothing_else(there: Market, seller: Seller) -> None:
    reader = walked(there, seller)
    last = reader.look()
    assert len(reader.read) > 5
    assert not [row for row in last if row.open]
    bases = {field(row.base) for row in last}
    missing = {name for name in reader.sent if not any(is_of(name, base) for base in bases)}
    assert missing <= {"tos_acceptance"}
    assert {row.label: row.lines for row in last}.items() >= SHOWN.get(seller.title, {}).items()
    assert {row.label for row in last}.isdisjoint(UNASKED)


SHOWN = {
    "US individual": {"Last 4 digits of the Social Security number (SSN)": "Given"},
    "GB company with two owners and a director": {
        "Is this person a director of the company?": "No",
        "Does this person own 25% or more of the company?": "Yes",
    },
    "JP individual": {"Family name (姓, kanji)": "山田", "Identity document": "Given"},
}
UNASKED = {
    "Social Security number (SSN) or ITIN",
    "Pièce d’identité",
    "Justificatif de domicile",
    "Does this person represent the company?",
}
