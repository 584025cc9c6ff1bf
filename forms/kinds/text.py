"""Free text: a line, several lines, and lists of names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from forms.inputs import Look
from forms.kinds.base import Asking, held
from forms.kinds.single import OneInput, Wrong, token
from forms.normalise import code, tidy, tidy_lines
from forms.options import FLAG, INPUTMODE, PATTERN, SCRIPT, WIDTH, Option, whole
from forms.questions import Answers, Known, Message, Question

SCRIPTS = {
    # Full- and half-width kana, the long vowel mark, the middle dot, digits and Latin letters.
    "kana": re.compile(r"[\u3040-\u30ff\uff61-\uff9fー・\s\dA-Za-z\uff01-\uff5e.,'()/-]+"),
    # Kanji, kana, marks of repetition and whatever Latin a Japanese name may hold.
    "kanji": re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f・\s\w.,'()/-]+"),
    "latin": re.compile(r"[\u0000-\u024f\u1e00-\u1eff\u2018\u2019]+"),
}
"""Scripts that a text may be held to (facts: JP names are asked in kana and in kanji)."""


class Text(OneInput):
    """One line of text. words: missing, too_short {limit}, too_long {limit}, wrong, script."""

    name = "text"
    options: tuple[Option, ...] = (
        Option("min", whole(1), "The fewest characters.", 1),
        Option("max", whole(1), "The most characters.", 200),
        Option("pattern", PATTERN, "What the whole answer has to fit."),
        Option("script", SCRIPT, "The letters that may stand in it."),
        Option("code", FLAG, "Spaces and dashes go, letters become capitals.", False),
        Option("name", FLAG, "It is a name: browsers do not check its spelling.", False),
        Option("width", WIDTH, "How wide the input is.", "w-full"),
        Option("inputmode", INPUTMODE, "Which keyboard a phone shows."),
    )
    words: Mapping[str, Message] = {
        "missing": Message(context="form.text.missing", text="{label}: enter an answer"),
        "too_short": Message(context="form.text.too_short", text="{label}: use {limit} characters or more"),
        "too_long": Message(context="form.text.too_long", text="{label}: use {limit} characters or fewer"),
        "wrong": Message(context="form.text.wrong", text="{label}: check what you entered and change it"),
        "script": Message(
            context="form.text.script", text="{label}: use the letters that the question names"
        ),
    }
    longest = 200

    def look(self, question: Question, asking: Asking) -> Look:
        options = question.options
        return Look(
            width=options.get("width", "w-full"),
            inputmode=options.get("inputmode", ""),
            autocomplete=token(question, question.base),
            code=bool(options.get("code")),
            spellcheck=not (options.get("name") or "name" in question.base.rpartition(".")[2]),
        )

    def clean(self, question: Question, asking: Asking, typed: str) -> Any:
        options = question.options
        text = code(typed) if options.get("code") else self.tidy(typed)
        if not text:
            return self.blank(question)
        _check_length(text, options.get("min", 1), options.get("max", self.longest))
        if (pattern := options.get("pattern")) and not re.fullmatch(pattern, text):
            raise Wrong("wrong")
        if (script := options.get("script")) and not SCRIPTS[script].fullmatch(text):
            raise Wrong("script")
        return text

    def tidy(self, typed: str) -> str:
        """What was typed, in one line."""
        return tidy(typed)


def _check_length(text: str, shortest: int, longest: int) -> None:
    if len(text) < shortest:
        raise Wrong("too_short", limit=shortest)
    if len(text) > longest:
        raise Wrong("too_long", limit=longest)


class LongText(Text):
    """Several lines of text. words: as for text."""

    name = "long_text"
    options = (
        Option("min", whole(1), "The fewest characters.", 1),
        Option("max", whole(1), "The most characters.", 5000),
        Option("lines", whole(1), "How many lines are shown.", 4),
    )
    longest = 5000

    def look(self, question: Question, asking: Asking) -> Look:
        return Look(draw="area", lines=question.options.get("lines", 4), autocomplete="off")

    def tidy(self, typed: str) -> str:
        return tidy_lines(typed)


class Names(OneInput):
    """A list of names, one on each line. Left blank it says "none", which Stripe takes as `[""]`.

    words: too_many {limit}, too_long {limit}.
    """

    name = "names"
    options = (Option("most", whole(1), "How many names at most.", 20),)
    words: Mapping[str, Message] = {
        "too_many": Message(context="form.names.too_many", text="{label}: enter {limit} names or fewer"),
        "too_long": Message(
            context="form.names.too_long", text="{label}: use {limit} characters or fewer for each name"
        ),
    }

    def look(self, question: Question, asking: Asking) -> Look:
        return Look(draw="area", lines=3, autocomplete="off", spellcheck=False)

    def blank(self, question: Question) -> Any:
        return [""]

    def clean(self, question: Question, asking: Asking, typed: str) -> Any:
        names = [name for line in typed.splitlines() if (name := tidy(line))]
        most = question.options.get("most", 20)
        if len(names) > most:
            raise Wrong("too_many", limit=most)
        if any(len(name) > Text.longest for name in names):
            raise Wrong("too_long", limit=Text.longest)
        return names or [""]

    def answers(self, question: Question, values: Mapping[str, Any]) -> Answers:
        return {question.base: values.get(question.base) or [""]}

    def prefill(self, question: Question, known: Known) -> dict[str, Any]:
        return {question.base: "\n".join(lines)} if (lines := _names(question, known)) else {}

    def show(self, question: Question, known: Known, asking: Asking) -> tuple[str, ...]:
        return _names(question, known)


def _names(question: Question, known: Known) -> tuple[str, ...]:
    value = held(known, question.base) or ()
    return tuple(str(name) for name in value if name)
