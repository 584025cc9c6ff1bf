"""Tries the maps on the form engine: it has to have what they name, and to judge their examples alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onboarding.maps import shapes
from onboarding.maps.building import PERSON, conditions
from onboarding.maps.catalogue import Maps
from onboarding.maps.engine import (
    Asked,
    check_choices,
    check_fills,
    check_names,
    check_options,
    check_rules,
    check_slots,
    ways_to_ask,
)
from onboarding.maps.loading import Folder, Sheet
from onboarding.maps.reading import Mistake
from onboarding.maps.values import Circumstances, MapQuestion

Example = str | dict[str, str]


def try_maps(folder: Folder, maps: Maps) -> list[Mistake]:
    """A mistake for everything that the engine lacks; where it has all, for each example judged otherwise."""
    lacking = [mistake for shape, sheet in folder.of(shapes.GroupFile) for mistake in _engine(shape, sheet)]
    for banks, sheet in folder.of(shapes.BanksFile):
        for code, bank in banks.banks.items():
            for number in (bank.account, *bank.parts):
                if not isinstance(number, str):
                    lacking += check_names(number.check, sheet, ("banks", code))
    # An example on a form that cannot be built would only say the same again.
    return lacking or [one for found in folder.of(shapes.GroupFile) for one in _all_examples(*found, maps)]


def _engine(shape: shapes.GroupFile, sheet: Sheet) -> Iterator[Mistake]:
    yield from check_rules(shape, sheet)
    for index, question in enumerate(shape.questions):
        for asked in ways_to_ask(question, sheet, ("questions", index)):
            yield from check_options(asked)
            yield from check_choices(asked, question)
            yield from check_slots(asked, {"instead"} if question.instead else set())
            yield from check_fills(asked)
            at = (*asked.where, "options", "check")
            yield from check_names(asked.shape.options.get("check"), sheet, at)


def _all_examples(shape: shapes.GroupFile, sheet: Sheet, maps: Maps) -> Iterator[Mistake]:
    group = next(one for one in maps.groups if one.id == shape.group)
    for index, question in enumerate(shape.questions):
        built = next(one for one in group.questions if one.id == question.id)
        for asked in ways_to_ask(question, sheet, ("questions", index)):
            when = asked.shape.when if isinstance(asked.shape, shapes.VariantShape) else None
            yield from _examples(asked, built, _for(when, question), maps)


def _for(when: shapes.WhenShape | None, question: shapes.QuestionShape) -> Mapping[str, list[str]]:
    return dict(conditions(when)) if when else {"requirement": [question.settles[0].removeprefix(PERSON)]}


def _examples(
    asked: Asked, question: MapQuestion, when: Mapping[str, list[str]], maps: Maps
) -> Iterator[Mistake]:
    tests = asked.shape.tests or shapes.TestsShape()
    for verdict, examples in (("ok", tests.ok), ("bad", tests.bad)):
        for number, example in enumerate(examples):
            said = _judge(question, when, maps, example)
            at = ("tests", verdict, number)
            if verdict == "ok" and said:
                wrong = f"“{example}” is refused: {'; '.join(said)}"
                yield asked.mistake(at, wrong, "Make the check less strict, or drop it.")
            if verdict == "bad" and not said:
                yield asked.mistake(at, f"“{example}” is taken", "Make the check stricter, or drop it.")


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
