"""What is wrong with maps, in words that say where and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing wrong in a map. line and column count from 1; wrong: what is; right: what would be.

    cause: what is behind it and behind others; of those with the same one, the first is told.
    """

    file: str
    line: int
    column: int
    wrong: str
    right: str
    cause: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.wrong}. {self.right}"


class MapsBroken(Exception):
    """The maps cannot be used. mistakes: all of them, in order of file and line."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


def by_cause(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """Mistakes in order of file and line, one for each cause; it says how many others come of it."""
    return tuple(_by_cause(sorted(set(mistakes))))


def _by_cause(mistakes: list[Mistake]) -> Iterator[Mistake]:
    told: set[str] = set()
    for one in mistakes:
        same = [other for other in mistakes if one.cause and other.cause == one.cause]
        if one.cause in told:
            continue
        told |= {one.cause} - {""}
        others = f" It stands in {len(same) - 1} other places too." if len(same) > 2 else ""
        yield replace(one, right=one.right + others)


FEW = 12
"""Words that a mistake lists at most where none is near."""


def near(word: str, known: Iterable[str]) -> str:
    """The nearest known word, "" where none is near."""
    return next(iter(difflib.get_close_matches(word, sorted(known), 1)), "")


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint at the nearest known word; else what `otherwise` says, or the words there are."""
    words = sorted(known)
    if nearest := near(word, words):
        return f"Did you mean “{nearest}”?"
    if otherwise or not words:
        return otherwise or "Take it away."
    more = f" or one of {len(words) - FEW} others" if len(words) > FEW else ""
    return f"It may be {', '.join(words[:FEW])}{more}."
