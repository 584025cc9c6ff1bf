"""Languages: fallback per message, selection, the pseudo-locale, formats, and catalogues kept in step."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from flask import Flask, render_template_string

from forms.questions import Message
from onboarding import catalogue_check, catalogues, extraction, i18n, pseudo
from onboarding.paths import data_root

HELLO = Message("page.hello", "Hello {name}")
REGION = Message("address.region", "Region")
LATE = Message("page.late", "Late")


def put(
    folder: Path, locale: str, domain: str, *rows: tuple[str | tuple[str, str], str | tuple[str, str], str]
) -> None:
    catalogue = Catalog(locale)
    for text, words, key in rows:
        catalogue.add(text, words, context=key)
    path = folder / locale / "LC_MESSAGES" / f"{domain}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(extraction.written(catalogue))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    people = ("%(num)s person", "%(num)s people")
    put(
        tmp_path,
        "fr",
        "messages",
        ("Hello {name}", "Bonjour {name}", "page.hello"),
        ("Hi %(name)s", "Salut %(name)s", "page.hi"),
        (people, ("%(num)s personne", "%(num)s personnes"), "page.people"),
    )
    put(tmp_path, "fr", "requirements", ("Region", "Région", "address.region"))
    put(
        tmp_path,
        "fr_CA",
        "requirements",
        ("Region", "Province", "address.region"),
        (people, ("", ""), "page.people"),
    )
    catalogues.compile_catalogues(tmp_path)
    return tmp_path


@pytest.fixture
def app(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(i18n, "data_root", lambda: folder.parent / folder.name / "root")
    (folder / "root").mkdir()
    (folder / "root" / "translations").symlink_to(folder)
    app = Flask(__name__)
    app.secret_key = "for tests"
    i18n.init_app(app, offered=lambda: ("en", "fr", "fr_CA"), pseudo=True)
    return app


def test_canadian_french_takes_from_french_what_it_does_not_say_itself(folder: Path) -> None:
    translate = catalogues.Catalogues(folder).translator("fr_CA")
    assert translate(REGION) == "Province"
    assert translate(HELLO, name="Ada") == "Bonjour Ada"
    assert translate(LATE) == "Late"


def test_an_empty_plural_does_not_hide_the_words_of_the_general_locale(folder: Path) -> None:
    found = catalogues.merged(folder, "fr_CA")
    assert found.npgettext("page.people", "%(num)s person", "%(num)s people", 2) == "%(num)s personnes"
    assert found.npgettext("page.people", "%(num)s person", "%(num)s people", 0) == "%(num)s personne"


def test_french_does_not_take_from_canada(folder: Path) -> None:
    assert catalogues.Catalogues(folder).translator("fr")(REGION) == "Région"


@pytest.mark.parametrize(
    ("locale", "wanted"),
    [
        ("fr", ("fr",)),
        ("fr_CA", ("fr", "fr_CA")),
        ("zh_Hant", ("zh_Hant",)),
        ("zh_Hant_HK", ("zh_Hant", "zh_Hant_HK")),
    ],
)
def test_a_script_is_never_dropped(locale: str, wanted: tuple[str, ...]) -> None:
    assert catalogues.chain(locale) == wanted


def test_the_pseudo_locale_keeps_placeholders_tags_and_entities() -> None:
    made = pseudo.lengthened("Hello %(name)s, {count} <b>things</b> &amp; 5%%")
    assert made.startswith("[Ĥéļļó %(name)s, {count} <b>")
    for kept in ("%(name)s", "{count}", "<b>", "</b>", "&amp;", "%%"):
        assert kept in made
    assert len(made) >= 1.4 * len("Hello %(name)s, {count} <b>things</b> &amp; 5%%")


def test_the_mirrored_locale_turns_words_and_nothing_else() -> None:
    made = pseudo.mirrored("Hello %(name)s, {count} <b>things</b>")
    assert made == "\u202eHello\u202c %(name)s\u202e,\u202c {count} <b>\u202ethings\u202c</b>"
    assert catalogues.Catalogues(data_root() / "translations").of("ar_XB").gettext("a") == "\u202ea\u202c"


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("fr-CA,fr;q=0.9", "fr_CA"),
        ("fr-BE,de;q=0.5", "fr"),
        ("de-DE,de;q=0.9", "en"),
        ("de,fr;q=0.3", "fr"),
        ("en-GB,fr;q=0.5", "en"),
        ("en-US,fr;q=0.9", "en"),
        ("fr-BE,en;q=0.5", "fr"),
        ("fr-FR,fr-CA;q=0.9", "fr"),
        ("fr;q=0,en;q=0.1", "en"),
        ("en-GB", "en"),
        ("en-XA", "en"),
        ("", "en"),
        ("*;q=banana,,;", "en"),
    ],
)
def test_the_browser_is_asked_when_nobody_chose(app: Flask, asked: str, wanted: str) -> None:
    with app.test_request_context(headers={"Accept-Language": asked}):
        assert i18n.locale() == wanted


def test_a_choice_goes_before_the_browser_and_only_offered_locales_can_be_chosen(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert i18n.locale() == "en"
        assert i18n.choose("fr_CA")
        assert i18n.locale() == "fr_CA"
        assert not i18n.choose("../../etc")
        assert i18n.locale() == "fr_CA"
        assert i18n.language().tag == "fr-CA"


def test_templates_speak_the_locale_and_escape_what_is_put_in(app: Flask) -> None:
    source = '{{ pgettext("page.hi", "Hi %(name)s", name=name) }} {{ translate(message) }}'
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        made = render_template_string(source, name="<Ada>", message=REGION)
    assert made == "Salut &lt;Ada&gt; Région"


def test_dates_money_and_lists_follow_the_locale(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert i18n.day(date(2027, 5, 5)) == "5 mai 2027"
        assert i18n.moment(datetime(2027, 5, 5, 12, tzinfo=UTC)) == "5 mai 2027, 12:00 UTC"
        assert i18n.money(123456, "eur").replace("\u202f", " ").replace("\xa0", " ") == "1 234,56 €"
        assert i18n.enumeration(["a", "b", "c"]) == "a, b et c"
        with i18n.speaking("en_XA"):
            assert i18n.day(date(2027, 5, 5)) == "May 5, 2027"
            assert i18n.translate(REGION).startswith("[")
        with i18n.speaking("ar_XB"):
            assert i18n.language().direction == "rtl"
            assert i18n.territory("FR") == "فرنسا"
        assert i18n.money(500, "jpy").startswith("500\xa0")
        assert i18n.locale() == "fr"


@pytest.mark.parametrize(
    ("browser", "country", "expected"),
    [
        ("en-US,en;q=0.9", "US", "May 1, 2027, 11:48\u202fPM UTC"),
        ("en-US,en;q=0.9", "", "May 1, 2027, 11:48\u202fPM UTC"),
        ("en-US,en;q=0.9", "GB", "1 May 2027, 23:48 UTC"),
        ("en-GB,en;q=0.9", "US", "1 May 2027, 23:48 UTC"),
        ("en-GB,en-US;q=0.9", "", "1 May 2027, 23:48 UTC"),
        ("en,en-GB;q=0.9", "", "May 1, 2027, 11:48\u202fPM UTC"),
        ("en-x-y-z, de-GB", "FR", "1 May 2027, 23:48 UTC"),
        ("en", "JP", "1 May 2027, 11:48\u202fpm UTC"),
        ("fr-CA", "US", "1er mai 2027, 23 h 48 UTC"),
        ("fr", "FR", "1er mai 2027, 23:48 UTC"),
    ],
)
def test_dates_and_times_are_written_as_in_the_reader_s_country(
    app: Flask, browser: str, country: str, expected: str
) -> None:
    known = app.extensions["languages"]
    app.extensions["languages"] = replace(known, country=lambda: country)
    with app.test_request_context(headers={"Accept-Language": browser}):
        assert i18n.moment(datetime(2027, 5, 1, 23, 48, tzinfo=UTC)) == expected
        assert expected.startswith(i18n.day(date(2027, 5, 1)))


def test_messages_in_code_are_read_out_with_their_notes() -> None:
    code = (
        b"# translators: {name} is the seller\n"
        b"# in full\n"
        b'A = Message("a.b", "Dear {name}")\n'
        b'B = words.Message(context="c.d", text="two " "parts")\n'
        b'C = Message("built." + name, text)\n'
    )
    found = list(extraction.extract_messages(io.BytesIO(code), (), (), {}))
    assert [(message, notes) for _, _, message, notes in found] == [
        (("a.b", "Dear {name}"), ["{name} is the seller", "in full"]),
        (("c.d", "two parts"), []),
    ]


def tree(root: Path, *pages: str) -> Path:
    (root / "templates").mkdir(exist_ok=True)
    (root / "translations").mkdir(exist_ok=True)
    for number, page in enumerate(pages):
        (root / "templates" / f"{number}.html").write_text(page, encoding="utf-8")
    extraction.extract(root)
    return root


def test_a_reworded_text_keeps_its_translation_as_a_proposal(tmp_path: Path) -> None:
    root = tree(tmp_path, '{{ pgettext("a", "Old words") }}', '{{ pgettext("b", "Stay") }}')
    put(root / "translations", "fr", "messages", ("Old words", "Vieux mots", "a"), ("Stay", "Reste", "b"))
    tree(root, '{{ pgettext("a", "New words") }}')
    extraction.update(root, ["fr"])
    found = extraction.read(root / "translations/fr/LC_MESSAGES/messages.po", "fr")
    reworded = found.get("New words", "a")
    assert reworded is not None
    assert (reworded.fuzzy, reworded.string) == (True, "Vieux mots")
    assert list(reworded.previous_id) == ["Old words"]
    kept = found.get("Stay", "b")
    assert kept is not None
    assert (kept.fuzzy, kept.string) == (False, "Reste")
    extraction.update(root, ["fr"])
    assert b"#| msgid" in (root / "translations/fr/LC_MESSAGES/messages.po").read_bytes()


def test_the_catalogue_of_a_territory_stays_sparse(tmp_path: Path) -> None:
    root = tree(tmp_path, '{{ pgettext("a", "One") }}{{ pgettext("b", "Two") }}')
    put(root / "translations", "fr_CA", "messages", ("One", "Un", "a"))
    extraction.update(root, ["fr", "fr_CA"])
    canadian = extraction.read(root / "translations/fr_CA/LC_MESSAGES/messages.po", "fr_CA")
    assert [message.context for message in canadian if message.id] == ["a"]
    french = extraction.read(root / "translations/fr/LC_MESSAGES/messages.po", "fr")
    assert [message.context for message in french if message.id] == ["a", "b"]


def test_extraction_is_the_same_twice_and_moving_a_text_changes_nothing(tmp_path: Path) -> None:
    root = tree(tmp_path, '{{ pgettext("a", "One") }}\n{{ pgettext("b", "Two") }}')
    before = (root / "translations/messages.pot").read_bytes()
    tree(root, '\n\n\n{{ pgettext("b", "Two") }}\n\n{{ pgettext("a", "One") }}')
    assert (root / "translations/messages.pot").read_bytes() == before


@pytest.mark.parametrize(
    ("english", "french", "fault"),
    [
        ("Hi {name}", "Salut {nom}", "placeholders"),
        ("Hi %(name)s", "Salut", "placeholders"),
        ("A <b>bold</b> word", "Un mot gras", "tags"),
        ("Hi", "Salut ", "space"),
        ("Hi", "Salut {", "brace"),
        ("Hi {name}", "Salut {name} {", "brace"),
        ("Hi", "Salut\u202e", "direction"),
        ("Hi", "", "no words"),
    ],
)
def test_the_check_finds(tmp_path: Path, english: str, french: str, fault: str) -> None:
    root = tree(tmp_path, f'{{{{ pgettext("a", "{english}") }}}}')
    put(root / "translations", "fr", "messages", (english, french, "a"))
    put(root / "translations", "fr", "requirements")
    assert any(fault in line for line in catalogue_check.findings(root))


def test_the_check_is_content_with_a_good_catalogue(tmp_path: Path) -> None:
    root = tree(tmp_path, '{{ npgettext("a", "%(num)s person", "%(num)s people", n) }}')
    people = ("%(num)s person", "%(num)s people")
    put(root / "translations", "fr", "messages", (people, ("Une personne", "%(num)s personnes"), "a"))
    put(root / "translations", "fr", "requirements")
    assert list(catalogue_check.findings(root)) == []


def test_the_check_finds_what_was_not_read_out_keyed_or_is_said_twice(tmp_path: Path) -> None:
    root = tree(tmp_path, '{{ pgettext("a", "One") }}')
    (root / "templates" / "0.html").write_text(
        '{{ pgettext("a", "One") }}{{ pgettext("a", "Two") }}{{ _("Bare") }}'
    )
    found = "\n".join(catalogue_check.findings(root))
    assert "make translations" in found
    assert "a has 2 English texts" in found
    assert '"Bare" has no key' in found


TERMS = {
    "partenaire de paiement": "prestataire de paiement",
    "section": "rubrique",
    "versement": "virement",
    "ce qui est ouvert": "ce qui reste à compléter",
    "reste ouvert": "reste à compléter",
}
"""Words that French sellers are not to meet, as another one says the same everywhere else."""
BADLY_SPACED = re.compile(r"[ \u202f][:»]|«[ \u202f]|[ \u00a0][;?!]|\d[ \u202f]%(?!\()|\w'\w")
"""A space that breaks, or one of the wrong width, at French punctuation; a straight apostrophe."""


@pytest.mark.parametrize("locale", ["fr", "fr_CA"])
def test_french_is_of_one_piece(locale: str) -> None:
    for domain in ("messages", "requirements"):
        path = data_root() / "translations" / locale / "LC_MESSAGES" / f"{domain}.po"
        with path.open("rb") as file:
            catalogue = read_po(file, locale=locale)
        for message in catalogue:
            for text in catalogues.words(message.string) if message.id else ():
                assert not BADLY_SPACED.search(text), text
                assert not [term for term in TERMS if re.search(rf"\b{term}", text)], text
                assert not re.search(r"\b(tu|ton|ta|tes|toi)\b", text, re.IGNORECASE), text
