"""Pieces of HTML that are made once and used again: option lists, and whatever else is costly to draw."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from threading import Lock
from typing import Generic, TypeVar

from markupsafe import Markup

Made = TypeVar("Made")
_SELECTED = Markup(" selected")


class Recent(Generic[Made]):
    """Keeps what was made most recently, by key; safe between threads. `size`: how many are kept."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, Made] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What stands at `key`, made now if need be. Two threads may make it at once; one is kept."""
        with self._lock:
            made = self._kept.get(key)
            if made is not None:
                self._kept.move_to_end(key)
                return made
        return self._keep(key, make())

    def _keep(self, key: Hashable, made: Made) -> Made:
        with self._lock:
            made = self._kept.setdefault(key, made)
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return made


class Options:
    """The `<option>` elements of a select, drawn once; choosing one only splices a word in."""

    __slots__ = ("_html", "_places", "pairs")

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """pairs: value and label of each option, in order; a first ("", …) stands for no answer."""
        self.pairs = tuple(pairs)
        self._places: dict[str, int] = {}
        html: list[Markup] = []
        length = 0
        for value, label in self.pairs:
            start = Markup('<option value="{}"').format(value)
            self._places.setdefault(value, length + len(start))
            html.append(start + Markup(">{}</option>").format(label))
            length += len(html[-1])
        self._html = Markup("").join(html)

    def __contains__(self, value: object) -> bool:
        return value in self._places

    def label(self, value: str) -> str:
        """The words of the option; the value itself where there is no such option."""
        return dict(self.pairs).get(value, value)

    def html(self, selected: str = "") -> Markup:
        """All options, `selected` marked where it is one of them."""
        place = self._places.get(selected) if selected else None
        if place is None:
            return self._html
        return self._html[:place] + _SELECTED + self._html[place:]
