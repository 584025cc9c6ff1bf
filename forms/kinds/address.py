"""An address, asked as people of its country write it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wtforms.fields.core import UnboundField

from forms.inputs import Input, Look
from forms.kinds.address_words import WORDS
from forms.kinds.base import Asking, Fault, Plain, held
from forms.kinds.choice import countries, country_codes
from forms.kinds.places import CODELESS_HINT, Place, area_options, place, written
from forms.kinds.single import make_input, token
from forms.markup import Options
from forms.normalise import plain_digits, tidy
from forms.options import COUNTRIES, COUNTRY, FLAG, Option, either, one_of
from forms.questions import Answers, Known, Message, Question
from forms.words import OPTIONAL

WIDTHS = {"postal_code": "w-10", "state": "w-20", "city": "w-20", "town": "w-20", "country": "w-20"}
_COUNTRY = Message(context="form.address.country", text="Country")
USE_COUNTRY = Message(context="form.address.use_country", text="Use this country")
LONGEST = 200
PO_BOX = re.compile(
    r"\b(p\W*o\W*box\b|(post|gpo|g\.p\.o\.)\W*(office\W*)?box\b|b\.?\s?p\.?\s*\d"
    r"|bo[iî]te\s+postale|case\s+postale|cas(ella|illa)\s+postale?|postfach|postbus\s*\d|postboks"
    r"|apartado\s+(de\s+correos|postal|\d)|caixa\s+postal)",
    re.IGNORECASE,
)
"""A post office box in the languages of account countries; a street may well be called Box or Post."""


@dataclass(frozen=True)
class Part:
    """One input of an address as it is drawn; options: where it is a select, with the one selected."""

    input: Input
    label: str
    hint: str = ""
    options: Options | None = None
    selected: str = ""


@dataclass(frozen=True)
class AddressView:
    """country: the select of countries, where the country is asked; shown: the one whose parts these are;
    button: words of the button that shows another one's.
    """

    parts: tuple[Part, ...]
    country: Part | None
    shown: str
    button: str


class Address(Plain):
    """An address in inputs base + ".line1", ".line2", ".city", ".state", ".postal_code" and, for one
    in kana or kanji, ".town"; which of them are shown, in which order and under which names, follows
    the country. The whole address is sent, its country with it.

    words: line1_missing, city_missing, town_missing, state_missing, state_wrong, postal_code_missing,
    postal_code_wrong {example}, country_missing, country_wrong, po_box, too_long {limit}; where the
    question has none of its own, those of `forms.kinds.address_words` are said, by the label in use.
    """

    name = "address"
    options = (
        Option("country", either(one_of("ask"), COUNTRY), "Whose form it has, or that it is asked."),
        Option("countries", COUNTRIES, "Those to choose from; else all."),
        Option("script", one_of("kana", "kanji"), "A Japanese address in these letters."),
        Option("po_box", FLAG, "Whether a PO box is taken.", True),
    )
    several = True
    # Parts of the former country must not stay beside those of a new one.
    empties = frozenset(("line2", "city", "town", "state", "postal_code"))
    words: Mapping[str, Message] = WORDS

    def fields(self, question: Question, asking: Asking) -> Mapping[str, UnboundField[Any]]:
        names = ["line1", "line2", "city", "state", "postal_code"]
        if _script(question):
            names = ["postal_code", "state", "city", "town", "line1", "line2"]
        if _asks_country(question):
            names.insert(0, "country")
        elif not _script(question):
            names = [*_place(question, _fixed_country(question)).order]
        return {f"{question.base}.{part}": self._field(question, asking, part) for part in names}

    def _field(self, question: Question, asking: Asking, part: str) -> UnboundField[Any]:
        name = f"{question.base}.{part}"
        look = Look(
            width=WIDTHS.get(part, "w-full"),
            autocomplete=token(question, name),
            code=part == "postal_code",
            spellcheck=False,
            steers=part == "country",
        )
        return make_input(self, question, asking, name, look, lambda typed: tidy(typed or ""))

    def check(self, question: Question, values: Mapping[str, Any], asking: Asking) -> Iterable[Fault]:
        given = {part: values.get(f"{question.base}.{part}") or "" for part in ALL_PARTS}
        if question.optional and not any(given.values()):
            return
        country = given["country"] or (_fixed_country(question) if not _asks_country(question) else "")
        if not country:
            yield Fault(f"{question.base}.country", "country_missing")
            return
        if country not in dict(_choices(question, asking)) and _asks_country(question):
            yield Fault(f"{question.base}.country", "country_wrong")
            return
        yield from self._faults(question, given, _place(question, country), asking)

    def _faults(
        self, question: Question, given: Mapping[str, str], where: Place, asking: Asking
    ) -> Iterable[Fault]:
        options = _areas(question, where.country, asking) if "state" in where.order else None
        for part in where.order:
            listed = options is not None and part == "state"
            if not given[part] and part in where.required:
                slot = _slot(question, where, part, "wrong" if listed else "missing")
                yield Fault(f"{question.base}.{part}", slot)
            elif len(given[part]) > LONGEST:
                yield Fault(f"{question.base}.{part}", "too_long", (("limit", LONGEST),))
        if question.options.get("po_box") is False:
            boxes = (part for part in ("line1", "line2") if PO_BOX.search(given[part]))
            yield from (Fault(f"{question.base}.{part}", "po_box") for part in boxes)
        state, postcode = given["state"], given["postal_code"]
        if state and options and state not in options:
            yield Fault(f"{question.base}.state", _slot(question, where, "state", "wrong"))
        if postcode and "postal_code" in where.order and not _is_postcode(postcode, where):
            slot = _slot(question, where, "postal_code", "wrong")
            yield Fault(f"{question.base}.postal_code", slot, (("example", where.example),))

    def view(self, question: Question, inputs: Sequence[Input], asking: Asking) -> AddressView:
        by_part = {each.name.rpartition(".")[2]: each for each in inputs}
        asked = by_part.get("country")
        country = _shown_country(question, asked)
        where = _place(question, country)
        parts = tuple(self._part(question, by_part[part], part, where, asking) for part in where.order)
        options = _country_options(question, asking)
        chooser = Part(asked, asking.translate(_COUNTRY), "", options, country) if asked else None
        return AddressView(parts, chooser, country, asking.translate(USE_COUNTRY))

    def drawn(self, question: Question, inputs: Sequence[Input]) -> Sequence[Input]:
        """The country, where it is asked, and the parts that its addresses have, in their order."""
        by_part = {each.name.rpartition(".")[2]: each for each in inputs}
        order = _place(question, _shown_country(question, by_part.get("country"))).order
        return [by_part[part] for part in ("country", *order) if part in by_part]

    def _part(self, question: Question, each: Input, part: str, where: Place, asking: Asking) -> Part:
        label = asking.translate(where.labels[part])
        if part not in where.required:
            label = asking.translate(OPTIONAL, label=label)
        options = _areas(question, where.country, asking) if part == "state" else None
        insisted = part == "postal_code" and where.codeless and part in where.required
        return Part(each, label, asking.translate(CODELESS_HINT) if insisted else "", options)

    def answers(self, question: Question, values: Mapping[str, Any]) -> Answers:
        given = {part: values.get(f"{question.base}.{part}") or "" for part in ALL_PARTS}
        country = given.pop("country") or _fixed_country(question)
        where = _place(question, country)
        parts = {part: given[part] for part in where.order if given[part]}
        if not parts:
            return {}
        if "postal_code" in parts:
            parts["postal_code"] = _bare_postcode(parts["postal_code"])
        return {f"{question.base}.{part}": value for part, value in (parts | {"country": country}).items()}

    def prefill(self, question: Question, known: Known) -> dict[str, Any]:
        values = {f"{question.base}.{part}": held(known, f"{question.base}.{part}") for part in ALL_PARTS}
        if not _asks_country(question):
            country = values.pop(f"{question.base}.country")
            if country not in (None, "", _fixed_country(question)):
                return {}
        return {name: value for name, value in values.items() if value}

    def show(self, question: Question, known: Known, asking: Asking) -> tuple[str, ...]:
        given = {part: held(known, f"{question.base}.{part}") or "" for part in ALL_PARTS}
        if not any(value for part, value in given.items() if part != "country"):
            return ()
        country = given["country"] or _fixed_country(question)
        named = dict(countries(asking.locale)).get(country, country)
        if not _script(question):
            return (*written(country, given), named)
        lines = (given[part] for part in _place(question, country).order)
        return tuple(line for line in (*lines, named) if line)


def _slot(question: Question, where: Place, part: str, what: str) -> str:
    """The slot of the words to say about a part: the map's own, else that of the label beside the input."""
    own = f"{part}_{what}"
    if own in question.words:
        return own
    return f"{where.labels[part].context.rpartition('.')[2]}_{what}"


ALL_PARTS = ("country", "line1", "line2", "city", "town", "state", "postal_code")


def _script(question: Question) -> str:
    return str(question.options.get("script", ""))


def _asks_country(question: Question) -> bool:
    return question.options.get("country") == "ask"


def _fixed_country(question: Question) -> str:
    chosen = question.options.get("country")
    return str(chosen) if chosen and chosen != "ask" else question.country


def _shown_country(question: Question, chosen: Input | None) -> str:
    """The country that was chosen, where it is one, else the account's."""
    typed = chosen.typed if chosen else ""
    return typed if typed in country_codes() else _fixed_country(question)


def _place(question: Question, country: str) -> Place:
    """The form of that country with what is due besides: Stripe's list follows the account's country.

    Of an address abroad the parts that the account's country requires are offered even where they are
    not due just now, since Stripe would list them again if the change of another part emptied them.
    """
    prefix = f"{question.base}."
    due = frozenset(id_.removeprefix(prefix) for id_ in question.settles if id_.startswith(prefix))
    # `line2` is never due: with it in the list, all that can be settled is named, not what is due.
    listed = frozenset() if "line2" in due else due & set(ALL_PARTS[1:])
    home = _fixed_country(question)
    insisted = "line1" not in due
    offered = frozenset[str]()
    if due and country != home:
        offered = place(home).required
        if not insisted:
            # What neither country writes was left by a third one, and goes when this address is sent.
            # Should it be due after all, Stripe lists it alone then, and it is asked.
            listed &= {*place(home).order, *place(country).order}
    return place(country, listed, offered, insisted=insisted, japanese=bool(_script(question)))


def _areas(question: Question, country: str, asking: Asking) -> Options | None:
    if _script(question) == "kana":
        return None  # prefectures are listed in kanji and Latin letters only
    return area_options(country, asking.locale, asking.translate, native=_script(question) == "kanji")


def _choices(question: Question, asking: Asking) -> tuple[tuple[str, str], ...]:
    return countries(asking.locale, tuple(question.options.get("countries", ())))


def _country_options(question: Question, asking: Asking) -> Options:
    return _options_of(asking.locale, tuple(question.options.get("countries", ())))


@lru_cache(maxsize=128)
def _options_of(locale: str, only: tuple[str, ...]) -> Options:
    return Options(countries(locale, only))


def _bare_postcode(postcode: str) -> str:
    return plain_digits(postcode).upper().removeprefix("〒").strip()


def _is_postcode(postcode: str, where: Place) -> bool:
    bare = _bare_postcode(postcode)
    tries = {bare, bare.replace(" ", ""), bare.replace("-", ""), bare.replace("-", " ")}
    return not where.postcodes or any(
        all(pattern.match(each) for pattern in where.postcodes) for each in tries
    )
