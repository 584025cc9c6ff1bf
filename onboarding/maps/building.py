"""Builds groups from their files: inherited wordings filled in, every text given its stable context.

Contexts are `<group>.<question>[.@<tag>].<slot>`; a context for a variant exists only where the variant
says something of its own, so translators meet each English text once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from forms.questions import Choice, Message
from onboarding.maps.reading import Document, Path_
from onboarding.maps.shapes import (
    AskedShape,
    ErrorShape,
    GroupFile,
    HeadingShape,
    QuestionShape,
    TextShape,
    WhenShape,
)
from onboarding.maps.values import ErrorWords, Group, Heading, MapQuestion, Variant, When, Wording
from onboarding.subjects import names_people

PERSON = "{person}."
PAPERS = ("document", ".files", ".front", ".back")
"""Ends of the fields that take files."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A message with what its translators are told. file and line: where the English stands.

    filled: its placeholders are filled when it is said; other texts are shown as they stand.
    """

    message: Message
    note: str
    max: int | None
    file: str
    line: int
    filled: bool = False


@dataclass(slots=True)
class Scribe:
    """Turns texts of one file into messages and remembers each."""

    document: Document
    entries: list[Entry] = field(default_factory=list)

    def message(self, text: TextShape, context: str, *where: str | int, filled: bool = False) -> Message:
        """The message of a text that stands at `where` in the file."""
        message = Message(context, text.en)
        line = self.document.at(where)[0]
        self.entries.append(Entry(message, text.note, text.max, self.document.file, line, filled))
        return message

    def maybe(self, text: TextShape | None, context: str, *where: str | int) -> Message | None:
        """The same of a text that may be absent."""
        return None if text is None else self.message(text, context, *where)

    def errors(
        self, errors: Mapping[str, ErrorShape], context: str, *where: str | int
    ) -> dict[str, ErrorWords]:
        """Words by error code."""
        return {code: self._error(shape, f"{context}.{code}", *where, code) for code, shape in errors.items()}

    def _error(self, shape: ErrorShape, context: str, *where: str | int) -> ErrorWords:
        return ErrorWords(
            message=self.message(shape.text, f"{context}.text", *where, "text"),
            point_at=tuple(shape.point_at),
            upload=shape.upload,
            hand_off=shape.hand_off,
            support=shape.support,
            answer=_answers(shape) if shape.answer is None else shape.answer,
        )


def _answers(shape: ErrorShape) -> bool:
    """Whether another answer mends it: where the words name a field to correct, or nothing at all."""
    named = [point for point in shape.point_at if not point.endswith(PAPERS) and not names_people(point)]
    return bool(named) or not (shape.upload or shape.hand_off or shape.support or shape.point_at)


def build_group(shape: GroupFile, scribe: Scribe) -> Group:
    """The group that a file describes."""
    name = shape.group
    own = Heading(
        scribe.message(shape.title, f"{name}.title", "title"),
        scribe.maybe(shape.intro, f"{name}.intro", "intro"),
        scribe.maybe(shape.why, f"{name}.why", "why"),
    )
    return Group(
        id=name,
        order=shape.order,
        title=own.title,
        intro=own.intro,
        why=own.why,
        rules=tuple(shape.rules),
        after_lists=shape.after_lists,
        questions=tuple(
            _question(question, name, scribe, index) for index, question in enumerate(shape.questions)
        ),
        headings=tuple(
            _heading(heading, own, name, scribe, index) for index, heading in enumerate(shape.variants)
        ),
        errors=scribe.errors(shape.errors, f"{name}.errors", "errors"),
    )


def _heading(
    shape: HeadingShape, own: Heading, group: str, scribe: Scribe, index: int
) -> tuple[When, Heading]:
    context = f"{group}.@{tag_of(shape.when, shape.tag)}"
    said = {
        slot: scribe.message(text, f"{context}.{slot}", "variants", index, slot)
        for slot in ("title", "intro", "why")
        if (text := getattr(shape, slot)) is not None
    }
    return _when(shape.when), replace(own, **said)


def _question(shape: QuestionShape, group: str, scribe: Scribe, index: int) -> MapQuestion:
    context = f"{group}.{shape.id}"
    where: Path_ = ("questions", index)
    wording = _wording(shape, _blank(shape, index), context, scribe, where)
    return MapQuestion(
        id=shape.id,
        personal=shape.settles[0].startswith(PERSON),
        settles=tuple(one.removeprefix(PERSON) for one in shape.settles),
        wording=wording,
        variants=tuple(_variants(shape, wording, context, scribe, where)),
        new_person=bool(shape.new_person),
        new_person_in=frozenset(() if isinstance(shape.new_person, bool) else shape.new_person),
        only_in=None if shape.only_in is None else frozenset(shape.only_in),
        not_in=frozenset(shape.not_in),
        form_of=(shape.form_of or "").removeprefix(PERSON),
        errors=scribe.errors(shape.errors, f"{context}.errors", *where, "errors"),
        instead=tuple(one.removeprefix(PERSON) for one in shape.instead),
    )


def _variants(
    shape: QuestionShape, wording: Wording, context: str, scribe: Scribe, where: Path_
) -> Iterator[Variant]:
    for number, variant in enumerate(shape.variants):
        tag = tag_of(variant.when, variant.tag)
        own = _wording(variant, wording, f"{context}.@{tag}", scribe, (*where, "variants", number))
        yield Variant(_when(variant.when), tag, own)


def _blank(shape: QuestionShape, index: int) -> Wording:
    return Wording(
        kind=shape.kind,
        sends=shape.sends or common_path(shape.settles) or "",
        label=Message("", ""),
        hint=None,
        why=None,
        words={},
        choices=(),
        options={},
        autocomplete="off",
        optional=False,
        rank=index,
    )


def _wording(shape: AskedShape, inherited: Wording, context: str, scribe: Scribe, where: Path_) -> Wording:
    """What the shape says over what it inherits; words and options are merged entry by entry."""
    return Wording(
        kind=shape.kind or inherited.kind,
        sends=(shape.sends or inherited.sends).removeprefix(PERSON),
        label=scribe.maybe(shape.label, f"{context}.label", *where, "label") or inherited.label,
        hint=scribe.maybe(shape.hint, f"{context}.hint", *where, "hint") or inherited.hint,
        why=scribe.maybe(shape.why, f"{context}.why", *where, "why") or inherited.why,
        words={**inherited.words, **_words(shape, context, scribe, where)},
        choices=_choices(shape, context, scribe, where) or inherited.choices,
        options={**inherited.options, **shape.options},
        autocomplete=inherited.autocomplete if shape.autocomplete is None else shape.autocomplete,
        optional=inherited.optional if shape.optional is None else shape.optional,
        rank=inherited.rank if shape.rank is None else shape.rank,
    )


def _words(shape: AskedShape, context: str, scribe: Scribe, where: Path_) -> dict[str, Message]:
    return {
        slot: scribe.message(text, f"{context}.{slot}", *where, "words", slot, filled=True)
        for slot, text in shape.words.items()
    }


def _choices(shape: AskedShape, context: str, scribe: Scribe, where: Path_) -> tuple[Choice, ...] | str:
    if isinstance(shape.choices, str):
        return shape.choices
    return tuple(
        Choice(
            one.value,
            scribe.message(one.label, f"{context}.choice_{one.value}", *where, "choices", number, "label"),
        )
        for number, one in enumerate(shape.choices or ())
    )


def _when(shape: WhenShape) -> When:
    return When(**{name: frozenset(values) for name, values in conditions(shape)})


def conditions(shape: WhenShape) -> Iterator[tuple[str, list[str]]]:
    """The conditions that are given, by name; requirements relative to the person."""
    for name in WhenShape.model_fields:
        if values := getattr(shape, name):
            yield name, [value.removeprefix(PERSON) for value in values]


def tag_of(when: WhenShape, tag: str | None) -> str:
    """The variant's part of a context: its tag, else its values ("US-ssn_last_4")."""
    values = (value.replace(".", "_") for _, all_values in conditions(when) for value in all_values)
    return tag or "-".join(values)


def common_path(settles: list[str]) -> str | None:
    """What all the ids share before their last parts ("{person}.dob"); None where that is not one thing."""
    if len(settles) == 1:
        return settles[0]
    parts = [one.split(".") for one in settles]
    shared = [column[0] for column in zip(*parts, strict=False) if len(set(column)) == 1]
    path = ".".join(shared)
    too_wide = {"", "{person}", "company", "documents", "settings", "business_profile"}
    prefixed = all(one == path or one.startswith(path + ".") for one in settles)
    return path if path not in too_wide and prefixed else None
