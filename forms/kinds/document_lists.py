"""The list of documents that are taken, said before anything is chosen: which ones, which sides, of whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.kinds.base import Asking
from forms.locales import babel_locale
from forms.questions import Message, Question

ONE_OF = Message(context="form.document.one_of", text="One of these documents is enough:")
LOCAL = Message(context="form.document.local", text="{document} ({local})")
BOTH_SIDES = Message(context="form.document.both_sides", text="{document}: front and back")
ABROAD_SELF = Message(
    context="form.document.abroad_self",
    text="If you live outside the country of this account ({country}), only a passport is taken",
)
ABROAD = Message(
    context="form.document.abroad",
    text="If this person lives outside the country of this account ({country}), only a passport is taken",
)


@dataclass(frozen=True)
class AcceptedView:
    """What is drawn of it. intro: "" where there is no choice; abroad: "" where it does not matter."""

    intro: str
    documents: tuple[str, ...]
    abroad: str


def view_accepted(question: Question, asking: Asking) -> AcceptedView | None:
    """The list that the country takes; None where the map names none."""
    accepted = question.options.get("accepted", ())
    if not accepted:
        return None
    intro = asking.translate(ONE_OF) if len(accepted) > 1 else ""
    abroad = _abroad(question, asking) if question.options.get("abroad") else ""
    return AcceptedView(intro, tuple(_line(each, asking) for each in accepted), abroad)


def _line(document: Mapping[str, Any], asking: Asking) -> str:
    """The document in the seller's language, with its own names in the country that do not say the same."""
    name = asking.translate(document["name"])
    others = [one for one in document["local"].split(" / ") if one.casefold() not in ("", name.casefold())]
    if others:
        name = asking.translate(LOCAL, document=name, local=" / ".join(others))
    return asking.translate(BOTH_SIDES, document=name) if document["both_sides"] else name


def _abroad(question: Question, asking: Asking) -> str:
    names = babel_locale(asking.locale).territories
    message = ABROAD_SELF if question.about_self else ABROAD
    return asking.translate(message, country=names.get(question.country, question.country))
