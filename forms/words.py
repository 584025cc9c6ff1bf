"""The words of the form engine itself; a question's own words, from the map, come before them."""

from __future__ import annotations

from collections.abc import Mapping

from forms.questions import Message, Question, Translate

OPTIONAL = Message(context="form.optional", text="{label} (optional)")
HELD = Message(context="form.held", text="You gave this before: {value}")
GIVEN = Message(context="form.given", text="Given")
HIDDEN = Message(
    context="form.hidden",
    text="You gave this before. It is not shown again; leave it blank to keep it",
)
CHOOSE = Message(context="form.choose", text="Choose an answer")
YES = Message(context="form.yes", text="Yes")
NO = Message(context="form.no", text="No")
ANSWER = Message(context="form.missing", text="Answer the question “{label}”")
OTHER = Message(context="form.wrong", text="Check your answer to “{label}” and change it")
EXPIRED = Message(
    context="form.expired",
    text="This page was open for too long. Your answers are still here: send them again",
)

FALLBACK: Mapping[str, Message] = {"missing": ANSWER}
"""Slots that every kind has."""


def say(
    question: Question, words: Mapping[str, Message], translate: Translate, slot: str, **values: object
) -> str:
    """The words for `slot`: the question's, else the kind's, else what can be said of any answer.

    `label` is what the words call the question, its own label unless `values` say otherwise: words that
    serve many questions name theirs by it, since the summary on top shows them away from it.
    """
    message = question.words.get(slot) or words.get(slot) or FALLBACK.get(slot)
    if message is None:
        message = question.words.get("wrong") or words.get("wrong") or OTHER
    return translate(message, **{"label": translate(question.label), **values})
