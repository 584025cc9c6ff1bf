"""A question as a page asks it: its words, its inputs bound to what was typed, what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from jinja2 import Environment, pass_environment
from markupsafe import Markup

from forms.casts import Cast, Gaps, casts, shape
from forms.inputs import Said
from forms.kinds.base import Asking, Kind
from forms.kinds.single import html_id
from forms.questions import Known, Question
from forms.words import GIVEN, HELD, HIDDEN, OPTIONAL


class SummaryLine(NamedTuple):
    """One line of the summary on top. id: of the input it links to, "" where it concerns the page.

    about: what its question is called, where the text alone would not tell it from another line; else "".
    """

    id: str
    text: str
    english: bool = False
    about: str = ""


class Asked:
    """One question of a form that is being shown. Templates read it; `html` draws it."""

    def __init__(
        self, question: Question, kind: Kind, inputs: tuple[Any, ...], asking: Asking, known: Known
    ) -> None:
        """inputs: bound fields in page order. turned: its country was just chosen: go on there."""
        self.question = question
        self.kind = kind
        self.fields = inputs
        self._asking = asking
        self._known = known
        self.turned = False

    @property
    def id(self) -> str:
        """The question's id in the map."""
        return self.question.id

    @property
    def base(self) -> str:
        """Dotted path under which the inputs stand."""
        return self.question.base

    @property
    def slug(self) -> str:
        """Start of the ids of the question's hint and errors."""
        return html_id(self.question.base)

    @property
    def field(self) -> Any:
        """The only input, or the first."""
        return self.fields[0]

    @property
    def optional(self) -> bool:
        """True where it may be left blank."""
        return self.question.optional

    @cached_property
    def label(self) -> str:
        """Words of the label or legend, marked where the question is optional."""
        label = self._asking.translate(self.question.label)
        return self._asking.translate(OPTIONAL, label=label) if self.optional else label

    @property
    def called(self) -> str:
        """Words of the label alone, for telling one question from another."""
        return self._asking.translate(self.question.label)

    @cached_property
    def hint(self) -> str:
        """One short sentence of help; "" where there is none."""
        return self.kind.hint(self.question, self._asking)

    @cached_property
    def why(self) -> str:
        """Why this is asked; "" where it goes without saying."""
        return self._asking.translate(self.question.why) if self.question.why else ""

    @cached_property
    def held(self) -> str:
        """What was given before and is not put back into the inputs: its last digits at most."""
        if not self.kind.secret or not self._known:
            return ""
        shown = self.kind.show(self.question, self._known, self._asking)
        if shown == (self._asking.translate(GIVEN),):
            return "" if self.faulty else self._asking.translate(HIDDEN)
        return self._asking.translate(HELD, value=" ".join(shown)) if shown else ""

    @property
    def view(self) -> Any:
        """What the kind's partial needs besides."""
        return self.kind.view(self.question, self.fields, self._asking)

    @cached_property
    def drawn(self) -> Sequence[Any]:
        """The inputs that are on the page, in its order."""
        return self.kind.drawn(self.question, self.fields)

    @property
    def said(self) -> list[Said]:
        """All error texts of the question, each once, in page order."""
        return list(dict.fromkeys(line for each in self.fields for line in each.said))

    @property
    def faulty(self) -> bool:
        """True where something is wrong with any of its inputs."""
        return any(each.said for each in self.fields)

    @property
    def grouped(self) -> bool:
        """True where a fieldset with a legend holds the inputs, false where a label names the one."""
        draw = self.field.look.draw
        return self.kind.several and draw not in ("select", "checkbox")

    def described_by(self, *wanted: str) -> str:
        """Ids for aria-describedby out of "held", "hint", "why" and "error", of those that are there."""
        present = {"held": self.held, "hint": self.hint, "why": self.why, "error": self.faulty}
        return " ".join(f"{self.slug}-{each}" for each in wanted or tuple(present) if present[each])

    def summary(self) -> Iterable[SummaryLine]:
        """Lines for the summary on top: each text once, linked to the input it stands at."""
        seen: dict[Said, str] = {}
        for each in self.drawn:
            for line in each.said:
                seen.setdefault(line, each.id)
        return [SummaryLine(id_, line.text, line.english) for line, id_ in seen.items()]

    @pass_environment
    def html(self, environment: Environment) -> Markup:
        """The question as HTML; templates call it without the environment."""
        shapes = tuple(shape(each) for each in self.fields)
        if environment.auto_reload or self.held or None in shapes:
            return Markup(self._draw(environment))  # noqa: S704 - the template escapes
        wanted = self._asking.wanted.intersection((self.base, *(each.name for each in self.fields)))
        key = (self.question, self._asking.locale, self._asking.test_mode, wanted, environment, shapes)
        cast = casts.get(key, lambda: self._cast(environment))
        return cast.fill({each.name: each for each in self.fields})

    def _cast(self, environment: Environment) -> Cast:
        gaps = Gaps()
        for each in self.fields:
            each.gaps = gaps
        try:
            return Cast(self._draw(environment), gaps.found)
        finally:
            for each in self.fields:
                each.gaps = None

    def _draw(self, environment: Environment) -> str:
        return environment.get_template(f"kinds/{self.kind.name}.html").render(asked=self)
