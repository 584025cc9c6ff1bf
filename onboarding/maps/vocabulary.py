"""Words of Stripe's that maps may name: what its SDK knows, by `drift/baseline.json`, and what was decided.

Stripe lists some ids and codes for which its SDK has no word. Each of them stands in `drift/decisions.yaml`
as `requirement:…` or `error_code:…`, so that a slip of the pen is never taken for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from onboarding.drift.ledger import Ledger, read_ledger
from onboarding.drift.reading import ACCOUNT_TO_PAY
from onboarding.maps import shapes
from onboarding.maps.building import PERSON
from onboarding.maps.catalogue import Maps
from onboarding.maps.loading import Folder, Sheet
from onboarding.maps.mistakes import did_you_mean
from onboarding.maps.reading import Mistake, Path_
from onboarding.paths import data_root

RELATIVE = ("", "company.", "individual.", PERSON)
"""What may stand before a field that an error points at."""
DECIDE = "Decide about it in drift/decisions.yaml, as `{item}`."


class Vocabulary:
    """What is known of Stripe's ids and words."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every parameter, and everything that parameters are parts of: an address, a document.

        Not the parts of a bank account: Stripe lists it whole.
        """
        paths = self._ledger.accepted.parameters
        parts = (path.split(".") for path in paths if not path.startswith(ACCOUNT_TO_PAY))
        return frozenset(".".join(each[:length]) for each in parts for length in range(1, len(each) + 1))

    @cached_property
    def fields(self) -> frozenset[str]:
        """The ids as errors may point at them: relative to whom they are about."""
        return frozenset(one.removeprefix(start) for start in RELATIVE for one in self.ids)

    def knows_id(self, id_: str) -> bool:
        """Whether Stripe may list it, as far as we know."""
        return id_ in self.ids or self._ledger.decision(f"requirement:{id_}") is not None

    def words(self, *vocabularies: str) -> frozenset[str]:
        """The words of some vocabularies of the SDK."""
        return frozenset(word for name in vocabularies for word in self._ledger.accepted.values[name])

    def knows_word(self, word: str, *vocabularies: str) -> bool:
        """Whether it is a word of one of them, a family `x_*` of some, or decided about."""
        known = self.words(*vocabularies)
        if word in known or any(self._ledger.decision(f"{name}:{word}") for name in vocabularies):
            return True
        return word.endswith("*") and any(one.startswith(word[:-1]) for one in known)


@lru_cache(1)
def vocabulary() -> Vocabulary:
    """That of the ledger that comes with the app. Raises `LedgerBroken`."""
    return Vocabulary(read_ledger(data_root() / "drift"))


def check_words(folder: Folder, maps: Maps, known: Vocabulary) -> Iterator[Mistake]:
    """A mistake for every id, code or name that nobody knows, and one for fields that no question settles."""
    for sheet in folder.sheets:
        for where, errors in _tables(sheet):
            yield from _errors(errors, where, sheet, known)
    for group, sheet in folder.of(shapes.GroupFile):
        yield from _group(group, sheet, known)
    for reasons, sheet in folder.of(shapes.ReasonsFile):
        names = ("disabled_reason", "capability_disabled_reason")
        yield from _names(reasons.reasons, ("reasons",), names, sheet, known)
    for capabilities, sheet in folder.of(shapes.CapabilitiesFile):
        yield from _names(capabilities.capabilities, ("capabilities",), ("capability",), sheet, known)
        yield from _names(capabilities.only_in, ("only_in",), ("capability",), sheet, known)
    for business, sheet in folder.of(shapes.BusinessFile):
        yield from _names(business.business_types, ("business_types",), ("business_type",), sheet, known)
        yield from _names(business.structures, ("structures",), ("structure",), sheet, known)

    yield from _unsettled(folder, maps, known)


def _unsettled(folder: Folder, maps: Maps, known: Vocabulary) -> Iterator[Mistake]:
    """Fields that errors point at and no question settles: one missing question is one mistake."""
    found: dict[str, tuple[Sheet, Path_]] = {}
    for sheet in folder.sheets:
        for where, errors in _tables(sheet):
            for code, shape in errors.items():
                for number, point in enumerate(shape.point_at):
                    placed = any(maps.place(start + point) for start in ("", "company.", "individual."))
                    if point in known.fields and not placed:
                        found.setdefault(point, (sheet, (*where, code, "point_at", number)))
    if found:
        sheet, at = next(iter(found.values()))
        wrong = f"no question settles {', '.join(f'“{point}”' for point in found)}"
        yield sheet.document.mistake(at, wrong, "Add the question to a group, or point elsewhere.")


def _tables(sheet: Sheet) -> Iterator[tuple[Path_, dict[str, shapes.ErrorShape]]]:
    """Words for errors in a file, and where they stand."""
    if isinstance(sheet.shape, shapes.CodesFile):
        yield ("codes",), sheet.shape.codes
    if isinstance(sheet.shape, shapes.GroupFile):
        yield ("errors",), sheet.shape.errors
        for index, question in enumerate(sheet.shape.questions):
            yield ("questions", index, "errors"), question.errors


def _group(group: shapes.GroupFile, sheet: Sheet, known: Vocabulary) -> Iterator[Mistake]:
    for index, question in enumerate(group.questions):
        where: Path_ = ("questions", index)
        yield from _ids(question.settles, (*where, "settles"), sheet, known)
        yield from _ids(question.instead, (*where, "instead"), sheet, known)
        if question.sends:
            yield from _ids([question.sends], (*where, "sends"), sheet, known)


def _ids(ids: Iterable[str], where: Path_, sheet: Sheet, known: Vocabulary) -> Iterator[Mistake]:
    for number, one in enumerate(ids):
        if not known.knows_id(one):
            right = did_you_mean(one, known.ids, DECIDE.format(item=f"requirement:{one}"))
            yield sheet.document.mistake((*where, number), f"Stripe has no parameter “{one}”", right)


def _errors(
    errors: dict[str, shapes.ErrorShape], where: Path_, sheet: Sheet, known: Vocabulary
) -> Iterator[Mistake]:
    yield from _names(errors, where, ("error_code", "bank_status"), sheet, known)
    for code, shape in errors.items():
        for number, point in enumerate(shape.point_at):
            if point not in known.fields:
                at = (*where, code, "point_at", number)
                right = did_you_mean(point, known.fields, "Name a field of a group.")
                yield sheet.document.mistake(at, f"Stripe has no field “{point}”", right)


def _names(
    names: Iterable[str], where: Path_, vocabularies: tuple[str, ...], sheet: Sheet, known: Vocabulary
) -> Iterator[Mistake]:
    for name in names:
        if not known.knows_word(name, *vocabularies):
            item = f"{vocabularies[0]}:{name}"
            right = did_you_mean(name, known.words(*vocabularies), DECIDE.format(item=item))
            what = vocabularies[0].replace("_", " ")
            yield sheet.document.mistake((*where, name), f"Stripe has no {what} “{name}”", right)
