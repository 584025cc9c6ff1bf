"""Questions for requirements that no map settles, made from the types that Stripe's API has for them.

Stripe may ask for anything it has a parameter for, today, of any seller. Such a requirement is asked in
"Other details" under the name that Stripe gives it, which exists in English only and is marked so. What no
form can ask for has no question here and is handed off.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from forms.questions import Choice, Message
from onboarding.maps import Group, MapQuestion, Maps, Place
from onboarding.maps.values import Wording
from onboarding.paths import data_root
from onboarding.subjects import is_person, split_subject

GROUP = "other_details"
ORDER = 860

TITLE = Message("other_details.title", "Other details")
INTRO = Message(
    "other_details.intro",
    "Our payments partner has begun to ask for this. It is named here in English, as Stripe names it; "
    "ask us if you are not sure what is meant.",
)
# Translators: {name} is what Stripe calls it, in English: “tax ID registrar”.
ANSWER = Message("other_details.answer", "Your answer for “{name}”")
# Translators: {name} is what Stripe calls it, in English: “proof of address”.
DOCUMENT = Message("other_details.document", "A document for “{name}”")
# Translators: {name} is what Stripe calls one of several answers, in English: “qualified entity”.
CHOICE = Message("other_details.choice", "“{name}”")
LONGEST = 200
"""Characters of an id. Stripe's longest has 80; a longer one is nothing that a form could send back."""


def place_in(maps: Maps, requirement: str) -> Place | None:
    """Where a requirement is asked: by the maps, else by a question made from its type; None if nowhere."""
    return maps.place(requirement) or place_of(requirement)


def place_of(requirement: str) -> Place | None:
    """Where a requirement without a map is asked; None where the API takes nothing that a form could give."""
    if len(requirement) > LONGEST:
        return None
    group, account, person = _questions()
    subject, field = split_subject(requirement)
    question = person.get(field) if is_person(subject) else account.get(requirement)
    return Place(group, question, subject, field) if question else None


@lru_cache(1)
def _questions() -> tuple[Group, Mapping[str, MapQuestion], Mapping[str, MapQuestion]]:
    """The group, and its questions by what they settle: whole ids, and fields of persons.

    Read from `drift/generic.json` when first needed, never at the start: about a millisecond.
    """
    read = json.loads((data_root() / "drift" / "generic.json").read_text("utf-8"))
    account = [_question(base, plain, personal=False) for base, plain in read["account"].items()]
    person = [_question(base, plain, personal=True) for base, plain in read["person"].items()]
    group = Group(id=GROUP, order=ORDER, title=TITLE, intro=INTRO, why=None, questions=(*account, *person))
    return group, _settled(account), _settled(person)


def _settled(questions: list[MapQuestion]) -> dict[str, MapQuestion]:
    return {one: question for question in questions for one in question.settles}


def _question(base: str, plain: Mapping[str, Any], *, personal: bool) -> MapQuestion:
    label = DOCUMENT if plain["kind"] == "document" else ANSWER
    choices = plain.get("choices", ())
    return MapQuestion(
        id=f"other_{base.replace('.', '_')}",
        personal=personal,
        settles=tuple(plain.get("settles", (base,))),
        wording=Wording(
            kind=plain["kind"],
            sends=base,
            label=named(label, plain["name"]),
            hint=None,
            why=None,
            words={},
            choices=tuple(Choice(one, named(CHOICE, one.replace("_", " "))) for one in choices),
            options=plain.get("options", {}),
            autocomplete="off",
            optional=False,
            rank=0,
        ),
    )


def named(message: Message, name: str) -> Message:
    """The message about something that has a name in English only."""
    return replace(message, english=(("name", name),))
