"""Where the words of an error stand: the fields that they name, as this seller is asked for them.

The maps name a field once ("address.line1"); a country may ask for it in other forms (an address in kana, a
number of the register) or not at all. What Stripe lists or holds a value of is asked wherever that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from onboarding.maps.values import About, Group, MapQuestion, Place
from onboarding.subjects import held_role, join_subject, split_subject


class Pointer:
    """Finds the places that words point at. place: where an id is asked; asks: whether a country asks it."""

    def __init__(
        self,
        groups: Iterable[Group],
        place: Callable[[str], Place | None],
        asks: Callable[[MapQuestion, str], bool],
    ) -> None:
        self._place, self._asks = place, asks
        self._forms = _forms(groups)

    def points(self, fields: Iterable[str], listed: str, about: About) -> tuple[str, ...]:
        """Whole ids for fields that are relative to the subject of the `listed` id; those that it has."""
        return tuple(dict.fromkeys(one for field in fields for one in self._point(field, listed, about)))

    def _point(self, field: str, listed: str, about: About) -> Iterator[str]:
        subject, there = self._found(field, listed, about)
        at, whole = self._place(listed), join_subject(subject, field)
        if there is None or (subject == "individual" and held_role(whole)):
            return  # who sells alone has nobody to name in their place
        base = base_of(there.question, subject, whole)
        rest = whole.removeprefix(base)
        forms = (there.question, *self._forms.get(there.question, ()))
        if at is not None and at.question in forms and (rest or not _is_spelling(at.question)):
            # Stripe says which of several addresses or numbers it is: the others are right.
            yield base_of(at.question, subject, listed) + rest
            return
        for form in forms:
            held = [one for one in settled_by(form, subject) if one in about.held]
            if held or self._asks(form, about.country):
                yield _part(form, subject, whole if form is there.question else "", rest, held)

    def _found(self, field: str, listed: str, about: About) -> tuple[str, Place | None]:
        """Of whom a field is asked, and where: papers of an account are about its company or individual."""
        subject, _ = split_subject(listed)
        there = self._place(join_subject(subject, field))
        if there or not about.whose or not listed.startswith(PAPERS):
            return subject, there
        there = self._place(join_subject(about.whose, field))
        is_paper = there is not None and there.question.wording.kind == "document"
        return about.whose, None if is_paper else there


PAPERS = "documents."
"""What ids of the account's own documents begin with; one of them is not mended by another."""


def base_of(question: MapQuestion, subject: str, requirement: str) -> str:
    """What the answer is sent under, where the id is part of that; else the id: another way of the same."""
    sends = question.wording.sends
    base = join_subject(subject, sends) if question.personal else sends
    return base if f"{requirement}.".startswith(f"{base}.") else requirement


def settled_by(question: MapQuestion, subject: str) -> Iterator[str]:
    """Whole ids that a question settles when put to that subject."""
    return (join_subject(subject, one) if question.personal else one for one in question.settles)


def _part(form: MapQuestion, subject: str, whole: str, rest: str, held: list[str]) -> str:
    """The part of that form; of a number that is known by its last digits only, those."""
    ours = join_subject(subject, form.wording.sends) if form.personal else form.wording.sends
    part = whole or ours + rest
    beside = [one for one in held if base_of(form, subject, one) == one != ours]
    return beside[0] if beside and part not in held else part


def _is_spelling(question: MapQuestion) -> bool:
    """Whether it asks for the same in another script: if one spelling is wrong, another may be."""
    return "script" in question.wording.options


def _forms(groups: Iterable[Group]) -> Mapping[MapQuestion, tuple[MapQuestion, ...]]:
    """The other forms of a question, in the order of the files."""
    questions = [question for group in groups for question in group.questions]
    by_base = {(one.personal, one.wording.sends): one for one in questions}
    found: dict[MapQuestion, tuple[MapQuestion, ...]] = {}
    for form in questions:
        if form.form_of and (main := by_base.get((form.personal, form.form_of))):
            found[main] = (*found.get(main, ()), form)
    return found
