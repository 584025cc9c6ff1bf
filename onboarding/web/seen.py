"""Two people at the same section: the later one is told, and nobody's answers are lost silently.

A page carries a mark for each of its questions: a keyed hash of what Stripe held when the page was made,
from which nothing can be read. When the answers come and Stripe holds something else by then, other than
what is being sent, the page comes back with both. The marks cost no call: what Stripe holds is read for a
page with answers in it anyway, and where it held nothing our own tables know whether it still does.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from forms.kinds import KINDS
from forms.questions import Answers, Known, Problem, Question
from onboarding.i18n import enumeration, translate
from onboarding.web import words
from onboarding.web.parts import asking, parts

CHANGED_BY_STRIPE = {"details", "details_code", "status"}
"""Last parts of what stands under a question's answer and is not one: how its verification went."""

TOLD_OF_A_BANK = ("id", "fingerprint", "last4")


def asked_ids(questions: Sequence[Question]) -> str:
    """The ids that the questions of a page settle, for a hidden input: names, no values."""
    return " ".join(dict.fromkeys(one for question in questions for one in question.settles))


def marks(seller: str, nonce: str, questions: Sequence[Question], known: Known) -> str:
    """A mark for each question, for a hidden input. nonce: of the page, so that no two pages compare."""
    return " ".join(f"{one.base}={_mark(_keys()[0], seller, nonce, one, known)}" for one in questions)


def overtaken(
    seller: str, nonce: str, shown: str, questions: Sequence[Question], known: Known, answers: Answers
) -> tuple[Problem, ...]:
    """A problem for each question that somebody else answered otherwise since the page was shown.

    shown: the page's marks; known: what Stripe holds now.
    """
    before = dict(each.split("=", 1) for each in shown.split() if "=" in each)
    return tuple(
        Problem(question.base, _words(question, known))
        for question in questions
        if question.base in before
        and _differs(question, known, answers)
        and not any(
            hmac.compare_digest(before[question.base], _mark(key, seller, nonce, question, known))
            for key in _keys()
        )
    )


def _words(question: Question, known: Known) -> str:
    lines = KINDS[question.kind].show(question, known, asking())
    if not lines:
        return translate(words.OVERTAKEN_UNSHOWN)
    return translate(words.OVERTAKEN, value=enumeration(list(lines)))


def _mark(key: str, seller: str, nonce: str, question: Question, known: Known) -> str:
    held = dict(_held(question, known))
    told = json.dumps([seller, nonce, question.base, held], sort_keys=True, default=str)
    return hmac.new(f"seen:{key}".encode(), told.encode(), sha256).hexdigest()[:24]


def _held(question: Question, known: Known) -> Iterator[tuple[str, Any]]:
    for path, value in known.items():
        if not _belongs(question, path) or path.rpartition(".")[2] in CHANGED_BY_STRIPE:
            continue
        yield path, [value.get(name) for name in TOLD_OF_A_BANK] if isinstance(value, Mapping) else value


def _differs(question: Question, known: Known, answers: Answers) -> bool:
    """Whether what is sent is something else than what Stripe holds; nothing sent changes nothing."""
    return any(
        _plain(answer) != _plain(known.get(path, ""))
        for path, answer in answers.items()
        if _belongs(question, path)
    )


def _plain(value: Any) -> str:
    return str("" if value is None else value).strip().casefold()


def _belongs(question: Question, path: str) -> bool:
    bases = (question.base, *question.settles)
    return path.removesuffix("_provided") in bases or path in bases or path.startswith(f"{question.base}.")


def _keys() -> tuple[str, ...]:
    settings = parts().settings
    return settings.secret_key, *settings.secret_key_fallbacks
