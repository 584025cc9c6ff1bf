"""Turns what Stripe refused at once into a problem beside the field that its `param` names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from forms.questions import Message, Problem, Question, Translate
from onboarding.gateway import Refused
from onboarding.problems import quoted

TRY_AGAIN = Message(
    "outcome.try_again",
    "We could not save your answers just now because our payments partner did not respond. "
    "What you typed is still on this page: wait a moment and send it again",
)
BUSY = Message(
    "outcome.busy",
    "Somebody is sending this section from another window at this moment. Your answers are still on this "
    "page: wait a moment and send them again",
)
NOT_ACCEPTED = Message(
    "outcome.not_accepted",
    "Our payments partner did not accept these answers. Check them and send them again",
)


_TECHNICAL = re.compile(
    r"[\[\]`_{}]|unknown param|Missing required|\b(?:individual|company|person|settings|documents)\.[a-z]"
)
"""Marks of a message that speaks of parameters ("individual[dob]") or ids ("person_1AB")."""


class RefusalWords(Protocol):
    """Where the words for refusals come from: the maps."""

    def refusal_words(self, code: str, param: str, message: str) -> Message | None: ...


def refusal_problem(
    refused: Refused, param: str, questions: Sequence[Question], words: RefusalWords, translate: Translate
) -> Problem:
    """Our words by code, param and message family; else the question's; else Stripe's own, in English.

    English that names parameters or ids is for developers, and no seller is shown it.
    """
    question = question_at(param, questions)
    requirement = param if question else ""
    message = words.refusal_words(refused.code, param, refused.message)
    if message is None and question is not None:
        message = question.words.get("wrong")
    if message is not None:
        return Problem(requirement, translate(message))
    if refused.message and not _TECHNICAL.search(refused.message):
        return quoted(requirement, refused.message, translate)
    return Problem(requirement, translate(NOT_ACCEPTED))


def question_at(param: str, questions: Sequence[Question]) -> Question | None:
    """The question whose inputs hold the parameter: its own path, or one above or below it."""
    if not param:
        return None
    for question in questions:
        paths = (question.base, *question.settles)
        if any(
            param == path or param.startswith(f"{path}.") or path.startswith(f"{param}.") for path in paths
        ):
            return question
    return None
