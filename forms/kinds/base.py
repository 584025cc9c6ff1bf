"""What a kind of question has to know how to do.

A kind holds every aspect of one way to ask: its inputs, how they are cleaned and checked, what is sent,
how known values are put back, and how an answer is shown to the seller again. One file per kind or
family; `forms.kinds.KINDS` is the registry; `templates/kinds/<name>.html` draws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from time import time
from typing import Any, Protocol

from wtforms.fields.core import UnboundField

from forms.options import Option
from forms.questions import Answers, Known, Message, Question, Translate


def _today() -> date:
    return datetime.fromtimestamp(time(), UTC).date()


@dataclass(frozen=True, slots=True)
class Asking:
    """In which words and for whom a form is built. locale: as Babel writes it ("fr_CA").

    translate must depend on the locale alone: what was built in a locale is used again in it.
    today: the day in UTC by which ages are reckoned.
    wanted: ids at which Stripe found something wrong; of one view alone, never of what is built once.
    """

    translate: Translate
    locale: str
    test_mode: bool = False
    today: date = field(default_factory=_today)
    wanted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one input: its name, the slot of the words to say, and what fills the words."""

    name: str
    slot: str
    values: tuple[tuple[str, object], ...] = ()


class Kind(Protocol):
    """One way to ask.

    words: default error texts by slot, under the question's own.
    several: true where the inputs stand in a fieldset under a legend; a single input has a label.
    secret: true where what Stripe holds is never put back into the inputs but shown beside them.
    empties: last parts of inputs that an answer may leave out: what Stripe holds of them is unset then.
    """

    name: str
    words: Mapping[str, Message]
    several: bool
    secret: bool
    empties: frozenset[str]

    @property
    def options(self) -> tuple[Option, ...]:
        """What a map may write."""
        ...

    @property
    def filled(self) -> tuple[str, ...]:
        """Names of further options, which come with the country or from code."""
        ...

    def fields(self, question: Question, asking: Asking) -> Mapping[str, UnboundField[Any]]:
        """Unbound WTForms fields by input name (requirement ids); order is the order on the page."""
        ...

    def answers(self, question: Question, values: Mapping[str, Any]) -> Answers:
        """Clean values, as Stripe takes them, from the validated data of this question's inputs by name."""
        ...

    def prefill(self, question: Question, known: Known) -> dict[str, Any]:
        """Data by input name from what Stripe already holds; secrets are never among them."""
        ...

    def show(self, question: Question, known: Known, asking: Asking) -> tuple[str, ...]:
        """Lines for "check your answers"; empty when nothing is known. Secrets as "•••• 1234" at most."""
        ...

    def check(self, question: Question, values: Mapping[str, Any], asking: Asking) -> Iterable[Fault]:
        """What is wrong with the inputs together; called with clean values once each is right by itself."""
        ...

    def hint(self, question: Question, asking: Asking) -> str:
        """One short sentence of help, the map's or the kind's own; "" where there is none."""
        ...

    def view(self, question: Question, inputs: Sequence[Any], asking: Asking) -> Any:
        """What the partial needs besides the inputs themselves: their order, labels, option lists."""
        ...

    def drawn(self, question: Question, inputs: Sequence[Any]) -> Sequence[Any]:
        """The inputs that are on the page at all, in its order."""
        ...


MEMBERS = tuple(sorted(name for name in {*Kind.__annotations__, *vars(Kind)} if not name.startswith("_")))
"""What a class must have to be a kind."""


class KindIncomplete(TypeError):
    """A class is no kind of question: it lacks a part, or another one has its name."""


def registry(kinds: Iterable[Kind]) -> dict[str, Kind]:
    """Each kind by its name. Raises `KindIncomplete`, before anybody is asked anything."""
    found: dict[str, Kind] = {}
    for kind in kinds:
        what = type(kind).__name__
        if missing := [name for name in MEMBERS if not hasattr(kind, name)]:
            raise KindIncomplete(
                f"{what} is no kind of question: it lacks {', '.join(missing)}. `forms.kinds.base.Kind` says "
                "what each is; `OneInput` in `forms.kinds.single` and `Plain` beside it have what most share."
            )
        if not kind.name or kind.name in found:
            raise KindIncomplete(f"{what} needs a name of its own, not {kind.name!r}.")
        found[kind.name] = kind
    return found


class Plain:
    """The parts of a kind that most kinds leave as they are."""

    several = False
    secret = False
    empties: frozenset[str] = frozenset()
    options: tuple[Option, ...] = ()
    filled: tuple[str, ...] = ()

    def check(self, question: Question, values: Mapping[str, Any], asking: Asking) -> Iterable[Fault]:
        """Nothing: each input is checked by itself."""
        return ()

    def hint(self, question: Question, asking: Asking) -> str:
        """The map's."""
        return asking.translate(question.hint) if question.hint else ""

    def view(self, question: Question, inputs: Sequence[Any], asking: Asking) -> Any:
        """Nothing besides the inputs."""
        return None

    def drawn(self, question: Question, inputs: Sequence[Any]) -> Sequence[Any]:
        """All of them."""
        return inputs


def held(known: Known, path: str) -> Any:
    """The value Stripe holds at `path`, whether `known` is flat or nests hashes; None where it has none."""
    if path in known:
        return known[path]
    head, dot, tail = path.rpartition(".")
    if not dot:
        return None
    parent = held(known, head)
    return parent.get(tail) if isinstance(parent, Mapping) else None
