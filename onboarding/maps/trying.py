"""Tries the maps on the form engine: it has to have their checks and rules, and to judge examples alike.

The engine is imported here only, and late: reading maps needs none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from onboarding.maps import shapes
from onboarding.maps.building import PERSON, conditions
from onboarding.maps.catalogue import Maps
from onboarding.maps.loading import Folder, Sheet, did_you_mean
from onboarding.maps.reading import Mistake, Path_
from onboarding.maps.values import Circumstances, MapQuestion

Example = str | dict[str, str]


def try_maps(folder: Folder, maps: Maps) -> Iterator[Mistake]:
    """A mistake for every check or rule that the engine lacks, and every example it judges otherwise."""
    by_id = {group.id: group for group in maps.groups}
    for shape, sheet in folder.of(shapes.GroupFile):
        yield from _rules(shape, sheet)
        for index, question in enumerate(shape.questions):
            built = next(one for one in by_id[shape.group].questions if one.id == question.id)
            for asked, when, where in _asked(question, ("questions", index)):
                own = {"instead"} if question.instead else set()
                yield from _slots(asked, asked.kind or question.kind, own, sheet, where)
                yield from _checks(asked.options.get("check"), sheet, (*where, "options", "check"))
                yield from _examples(asked, built, _for(when, question), maps, sheet, where)
    for banks, sheet in folder.of(shapes.BanksFile):
        for code, bank in banks.banks.items():
            for number in (bank.account, *bank.parts):
                if not isinstance(number, str):
                    yield from _checks(number.check, sheet, ("banks", code))


def _asked(
    question: shapes.QuestionShape, where: Path_
) -> Iterator[tuple[shapes.AskedShape, shapes.WhenShape | None, Path_]]:
    yield question, None, where
    for number, variant in enumerate(question.variants):
        yield variant, variant.when, (*where, "variants", number)


def _rules(shape: shapes.GroupFile, sheet: Sheet) -> Iterator[Mistake]:
    from forms.rules import RULES

    for number, rule in enumerate(shape.rules):
        if rule not in RULES:
            right = did_you_mean(rule, RULES)
            yield sheet.document.mistake(("rules", number), f"the form has no rule “{rule}”", right)


def _slots(
    asked: shapes.AskedShape, kind: str, own: set[str], sheet: Sheet, where: Path_
) -> Iterator[Mistake]:
    """Words that no check of the kind ever says would never be seen."""
    from forms.kinds import KINDS

    known = {*KINDS[kind].words, *_SLOTS, *own}
    for slot in asked.words:
        if slot not in known and not slot.endswith(("_missing", "_wrong")):
            right = did_you_mean(slot, known)
            yield sheet.document.mistake((*where, "words", slot), f"“{kind}” never says “{slot}”", right)


_SLOTS = {"missing", "wrong", "length"}


def _checks(names: Any, sheet: Sheet, where: Path_) -> Iterator[Mistake]:
    from forms.kinds.id_checks import find_check

    for name in re.split(r"\s*\|\s*", str(names)) if names else ():
        if find_check(name) is None:
            yield sheet.document.mistake(
                where, f"there is no check “{name}”", "Name a module of python-stdnum."
            )


def _for(when: shapes.WhenShape | None, question: shapes.QuestionShape) -> Mapping[str, list[str]]:
    return dict(conditions(when)) if when else {"requirement": [question.settles[0].removeprefix(PERSON)]}


def _examples(
    asked: shapes.AskedShape,
    question: MapQuestion,
    when: Mapping[str, list[str]],
    maps: Maps,
    sheet: Sheet,
    where: Path_,
) -> Iterator[Mistake]:
    if asked.tests is None:
        return
    for verdict, examples in (("ok", asked.tests.ok), ("bad", asked.tests.bad)):
        for number, example in enumerate(examples):
            said = _judge(question, when, maps, example)
            at = (*where, "tests", verdict, number)
            if verdict == "ok" and said:
                yield sheet.document.mistake(at, f"“{example}” is refused: {'; '.join(said)}")
            if verdict == "bad" and not said:
                yield sheet.document.mistake(
                    at, f"“{example}” is taken", "Make the check stricter, or drop it."
                )


def _judge(
    question: MapQuestion, when: Mapping[str, list[str]], maps: Maps, example: Example
) -> tuple[str, ...]:
    """What a live form says to the example."""
    from werkzeug.datastructures import MultiDict

    from forms.form import build_form
    from forms.kinds import Asking
    from forms.questions import untranslated

    def first(name: str, default: str | None) -> str | None:
        return next(iter(when.get(name, ())), default)

    subject = first("subject", "individual") or "individual"
    if subject == "person":
        subject = "person_1"
    circumstances = Circumstances(
        first("country", "US") or "US",
        first("business_type", None),
        first("structure", None),
        first("agreement", "full") or "full",
        frozenset(when.get("capability", ())),
    )
    fields = when.get("requirement", question.settles[:1])
    due = frozenset(f"{subject}.{one}" if question.personal else one for one in fields)
    asked = maps.ask(question, subject, circumstances, due)
    typed = (
        {asked.base: example}
        if isinstance(example, str)
        else {f"{asked.base}.{k}": v for k, v in example.items()}
    )
    form = build_form([asked], Asking(untranslated, "en"), formdata=MultiDict(typed))
    form.validate()
    return tuple(line.text for line in form.summary)
