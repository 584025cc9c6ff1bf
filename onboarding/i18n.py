"""Languages in a request: which one, its words in templates and code, and dates, money and lists in its way.

Templates write `{{ pgettext("status.title", "Your standing") }}`: the first is a stable key (msgctxt), the
second the English text with `%(name)s` placeholders. Code holds `Message("status.title", "Your standing")`
with `{name}` placeholders and translates it here, at the last moment.

Flask-Babel keeps the locale of a request and formats by it; the words come from our own catalogues, since
its domains fall back from fr_CA to English where fr has the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from babel import Locale, dates, lists, numbers
from babel.support import NullTranslations
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import Babel, refresh

from forms.locales import local, long_date
from forms.questions import Message
from onboarding.catalogues import SOURCE, Catalogues, babel_locale, spoken
from onboarding.paths import data_root
from onboarding.pseudo import PSEUDO

CHOSEN = "locale"
"""Key of the session under which the locale of the seller's link, later the seller's own choice, is kept."""


_SECONDS = re.compile(r"(\s*'min')?[:.\s]*s+(\s*'s'|초)?")
"""Seconds in CLDR's long time patterns, with the sign or word that goes with them and "23 h 48 min"."""


@dataclass(frozen=True, slots=True)
class Language:
    """One entry of the language switch. tag: as HTML's lang wants it ("fr-CA"); name: in itself."""

    locale: str
    tag: str
    name: str
    direction: str


@dataclass(frozen=True, slots=True)
class Languages:
    """What `init_app` keeps with the app. offered: the brand's locales, the default first.

    country: two letters of the country where the seller of this request has an account, "" while unknown.
    """

    catalogues: Catalogues
    offered: Callable[[], Sequence[str]]
    pseudo: bool
    country: Callable[[], str] = str


def init_app(
    app: Flask,
    *,
    offered: Callable[[], Sequence[str]],
    pseudo: bool = False,
    country: Callable[[], str] = str,
) -> None:
    """Gives the app its languages. offered, country: asked in each request; pseudo: offers those of tests."""
    catalogues = Catalogues(data_root() / "translations")
    app.extensions["languages"] = Languages(catalogues, offered, pseudo, country)
    Babel(app, locale_selector=lambda: str(babel_locale(locale())), default_locale=SOURCE)
    environment = cast("Any", app.jinja_env)
    environment.install_gettext_callables(
        gettext=lambda text: _words().gettext(text),
        ngettext=lambda one, many, number: _words().ngettext(one, many, number),
        pgettext=lambda context, text: _words().pgettext(context, text),
        npgettext=lambda context, one, many, number: _words().npgettext(context, one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals.update(translate=translate, language=language, languages=languages)
    app.jinja_env.filters.update(day=day, moment=moment, money=money, enumeration=enumeration)


def choose(wanted: str) -> bool:
    """Remembers a locale for this session; False, and nothing changed, where the brand does not offer it."""
    if wanted not in _offered():
        return False
    session[CHOSEN] = wanted
    g.pop("locale", None)
    g.pop("words", None)
    refresh()
    return True


@contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """Another locale for a while: for a mail written during a request, and for tests."""
    before = locale()
    g.locale = wanted
    g.pop("words", None)
    refresh()
    try:
        yield
    finally:
        g.locale = before
        g.pop("words", None)
        refresh()


def locale() -> str:
    """The locale of this request, as Babel writes it, or one of tests.

    What the link said or the seller chose, else what the browser asks for, else the brand's first.
    """
    if "locale" not in g:
        g.locale = _select() if has_request_context() else SOURCE
    return str(g.locale)


def language(of: str | None = None) -> Language:
    """The language of this request, or of that locale: for `lang`, `dir` and the switch."""
    return _language(of or locale())


def languages() -> tuple[Language, ...]:
    """Every language that the brand offers, each named in itself, for the switch."""
    return tuple(language(each) for each in _offered())


def translate(message: Message, /, **values: object) -> str:
    """The message in this request's language: `forms.questions.Translate`."""
    return spoken(_words(), message, values)


def day(value: date) -> str:
    """A date in words: "5 May 2027"."""
    return long_date(value, _dating())


def moment(value: datetime | int, zone: str = "UTC") -> str:
    """A date and time in words with its zone: "5 May 2027, 14:00 UTC". value: aware, or Unix seconds."""
    known = datetime.fromtimestamp(value, UTC) if isinstance(value, int) else value
    here = _dating()
    clock = _SECONDS.sub("", here.time_formats["long"].pattern)
    if zone == "UTC":
        clock = clock.replace("z", "'UTC'")  # CLDR's French "TU" is not what deadlines are written in
    time = dates.format_time(known, clock, tzinfo=ZoneInfo(zone), locale=here)
    written = long_date(known.astimezone(ZoneInfo(zone)).date(), here)
    return str(dates.get_datetime_format("long", locale=here)).replace("{1}", written).replace("{0}", time)


def money(minor: int, currency: str) -> str:
    """An amount in the smallest unit of its currency, as Stripe gives it: (123456, "eur") -> "€1,234.56"."""
    code = currency.upper()
    amount = Decimal(minor).scaleb(-numbers.get_currency_precision(code))
    return numbers.format_currency(amount, code, locale=_formatting())


def territory(code: str) -> str:
    """A country's name in the language of the page; the code where Babel knows none."""
    return str(_formatting().territories.get(code, code))


def enumeration(items: Sequence[str], style: str = "standard") -> str:
    """Items in one phrase: "a, b and c"; style "or" for "a, b or c"."""
    return lists.format_list(items, style=cast("Any", style), locale=_formatting())


__all__ = [
    "Language",
    "choose",
    "day",
    "enumeration",
    "init_app",
    "language",
    "languages",
    "locale",
    "moment",
    "money",
    "speaking",
    "translate",
]


@lru_cache(maxsize=256)
def _language(name: str) -> Language:
    spoken_as = babel_locale(name)
    shown = f"Pseudo {name}" if name in PSEUDO else spoken_as.get_display_name(spoken_as) or name
    return Language(name, name.replace("_", "-"), _capitalised(shown), spoken_as.text_direction)


def _known() -> Languages:
    return cast("Languages", current_app.extensions["languages"])


def _words() -> NullTranslations:
    found: NullTranslations | None = g.get("words")
    if found is None:
        found = g.words = _known().catalogues.of(locale())
    return found


def _formatting() -> Locale:
    return babel_locale(locale())


def _dating() -> Locale:
    """How dates and times are written: the language of the words, in the way of the reader's country.

    That is where the browser says so, for nobody has set it to British English by chance; `en-US` is what
    browsers come with. Else it is the country of the account, by which dates are asked, too.
    """
    said = _territory_of_browser(locale().partition("_")[0]) if has_request_context() else ""
    return local(locale(), said if said not in ("", "US") else _known().country())


def _territory_of_browser(spoken_as: str) -> str:
    """The territory of the first tag in that language: "GB" of "en-GB,en;q=0.8"; "" without one."""
    tags = (each.replace("_", "-").split("-") for each in request.accept_languages.values())
    first = next((tag for tag in tags if tag[0].lower() == spoken_as), [])
    return first[1].upper() if len(first) == 2 and len(first[1]) == 2 and first[1].isalpha() else ""


def _offered() -> tuple[str, ...]:
    known = _known()
    return tuple(dict.fromkeys((*known.offered(), *(PSEUDO if known.pseudo else ()))))


def _select() -> str:
    offered = _offered()
    if (chosen := session.get(CHOSEN)) in offered:
        return str(chosen)
    return _wished(tuple(each for each in offered if each not in PSEUDO)) or offered[0]


def _wished(offered: Sequence[str]) -> str | None:
    """What fits the browser's first language that is spoken here: by its tag, then by its shorter ones.

    So "en-GB,fr" is English, though French stands there in one word. Source: RFC 4647, section 3.4; that
    "fr" takes "fr_CA" where no other French is spoken goes beyond it.
    """
    by_tag = {each.replace("_", "-").lower(): each for each in reversed(offered)}
    primary = {tag.partition("-")[0]: each for tag, each in by_tag.items()}
    for said, quality in request.accept_languages:
        subtags = said.replace("_", "-").lower().split("-")
        tags = ("-".join(subtags[:length]) for length in range(len(subtags), 0, -1))
        found = next((by_tag[tag] for tag in tags if tag in by_tag), None) or primary.get(subtags[0])
        if found and quality > 0:
            return found
    return None


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]
