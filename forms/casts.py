"""Fragments drawn once with gaps where values stand, and filled for each seller by joining strings.

Drawing fifteen questions through templates costs more than all checks together. What a fragment looks
like depends on few things besides the values typed (which inputs are wrong, which box is ticked), so one
cast serves nearly every request in a locale. No value of a seller is ever in a cast or in its key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from forms.inputs import Input
from forms.markup import Options, Recent

_GAP = re.compile("\x02(\\d+)\x03")


class Cast:
    """Pieces of a fragment; between them go the values of inputs, or their option lists."""

    __slots__ = ("_gaps", "_pieces")

    def __init__(self, drawn: str, gaps: list[tuple[str, Options | None]]) -> None:
        """drawn: the fragment with numbered gaps; gaps: input name and, for a select, its options."""
        parts = _GAP.split(drawn)
        self._pieces = parts[::2]
        self._gaps = [gaps[int(number)] for number in parts[1::2]]

    def fill(self, inputs: Mapping[str, Input]) -> Markup:
        """The fragment with what was typed into the inputs."""
        filled = [self._pieces[0]]
        for (name, options), piece in zip(self._gaps, self._pieces[1:], strict=True):
            typed = inputs[name].typed
            filled += (escape(typed) if options is None else options.html(typed), piece)
        return Markup("".join(filled))  # noqa: S704 - values are escaped above, pieces by the template


class Gaps:
    """Stands behind inputs while a cast is drawn: it gives gaps for values and remembers whose they are."""

    def __init__(self) -> None:
        self.found: list[tuple[str, Options | None]] = []

    def gap(self, name: str, options: Options | None = None) -> Markup:
        """A gap for the value of the input called `name`."""
        self.found.append((name, options))
        return Markup("\x02{}\x03").format(len(self.found) - 1)


casts: Recent[Cast] = Recent(4096)


def shape(each: Any) -> tuple[Any, ...] | None:
    """What of an input, besides its value, a fragment depends on; None where it must be drawn afresh."""
    if any(line.english for line in each.said):
        return None
    said = tuple(each.said)
    draw = each.look.draw
    if draw == "file":
        return None if each.tokens else (each.filled, said)
    if draw == "checkbox":
        return (bool(each.typed), said)
    if draw == "radios":
        return (each.typed if each.typed in each.look.options else "", said)
    if each.look.steers:
        return (each.typed, said) if len(each.typed) <= 2 else None
    return (said,)
