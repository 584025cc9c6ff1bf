"""What is wrong with maps, in words that say where and what would be right."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing wrong in a map. line and column count from 1; wrong: what is; right: what would be."""

    file: str
    line: int
    column: int
    wrong: str
    right: str = ""

    def __str__(self) -> str:
        right = f" {self.right}" if self.right else ""
        return f"{self.file}:{self.line}:{self.column}: {self.wrong}.{right}"


class MapsBroken(Exception):
    """The maps cannot be used. mistakes: all of them, in order of file and line."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes
