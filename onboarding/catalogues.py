"""The words of every locale, merged once: `fr_CA` says what is its own, `fr` the rest, English what is left.

There are two gettext domains, so that a change in a requirement map does not stir the pages' catalogue:
`messages` (pages and code) and `requirements` (the maps). A lookup knows nothing of this: one catalogue per
locale, keyed by msgctxt and English text. No Flask here: workers, mails and the build use it as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from markupsafe import Markup, escape

from forms.questions import Message, Translate
from onboarding.pseudo import PSEUDO, PseudoTranslations

DOMAINS = ("messages", "requirements")
SOURCE = "en"


def chain(locale: str) -> tuple[str, ...]:
    """The locale and those it falls back to, most general first: "fr_CA" -> ("fr", "fr_CA").

    A script is never dropped: Chinese in other characters is not a fallback.
    """
    general, _, territory = locale.rpartition("_")
    return (general, locale) if general and len(territory) == 2 else (locale,)


def merged(folder: Path, locale: str) -> NullTranslations:
    """Both domains of a locale and of those it falls back to, as one catalogue. `folder`: translations."""
    if locale in PSEUDO:
        return PseudoTranslations(locale)
    whole: NullTranslations = NullTranslations()
    for step in chain(locale):
        for domain in DOMAINS:
            found = Translations.load(folder, [step], domain)
            if isinstance(whole, Translations) and isinstance(found, Translations):
                whole.merge(found)
            elif isinstance(found, Translations):
                whole = found
    return whole


@dataclass(frozen=True)
class Catalogues:
    """Merged catalogues by locale, each read on first use and kept. folder: the translations' folder."""

    folder: Path
    _by_locale: dict[str, NullTranslations] = field(default_factory=dict)

    def of(self, locale: str) -> NullTranslations:
        """The one catalogue of a locale; English itself where there is none."""
        if locale not in self._by_locale:
            self._by_locale[locale] = merged(self.folder, locale)
        return self._by_locale[locale]

    def translator(self, locale: str) -> Translate:
        """A `Translate` into that locale, for work outside a request."""
        catalogue = self.of(locale)

        def translate(message: Message, /, **values: object) -> str:
            return spoken(catalogue, message, values)

        return translate


def spoken(catalogue: NullTranslations, message: Message, values: Mapping[str, object]) -> str:
    """The message in the catalogue's language, its named placeholders filled."""
    text = str(catalogue.pgettext(message.context, message.text))
    if message.english:
        english = {name: _ENGLISH.format(said) for name, said in message.english}
        return escape(text).format_map({**english, **values})
    return text.format_map(values) if values else text


_ENGLISH = Markup('<bdi lang="en">{}</bdi>')


@lru_cache(maxsize=256)
def babel_locale(locale: str) -> Locale:
    """Babel's locale, for dates, money, lists and names; a pseudo-locale is written as a real one is."""
    return Locale.parse(PSEUDO[locale][0] if locale in PSEUDO else locale)


def available(folder: Path) -> tuple[str, ...]:
    """The source's locale and every locale that has a folder."""
    return (SOURCE, *sorted(path.parent.name for path in folder.glob("*/LC_MESSAGES")))


def sources(folder: Path) -> Iterator[Path]:
    """Every `.po` under the translations' folder."""
    return iter(sorted(folder.glob("*/LC_MESSAGES/*.po")))


def compile_catalogues(folder: Path, *, only_stale: bool = False) -> list[Path]:
    """Writes a `.mo` beside each `.po`; answers those written. only_stale: leaves newer ones alone.

    Fuzzy and empty messages stay out: an empty plural would be written as English and hide the words
    that a more general locale has for it.
    """
    written = []
    for source in sources(folder):
        target = source.with_suffix(".mo")
        if only_stale and target.is_file() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as stream:
            catalogue = _without_empty(read_po(stream, locale=source.parent.parent.name))
        with target.open("wb") as stream:
            write_mo(stream, catalogue)
        written.append(target)
    return written


def words(text: str | Iterable[str] | None) -> tuple[str, ...]:
    """The forms of a message: one, or as many as the language has plurals."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def _without_empty(catalogue: Catalog) -> Catalog:
    for message in [message for message in catalogue if message.id and not any(words(message.string))]:
        catalogue.delete(message.id, message.context)
    return catalogue
