"""Files that were sent before: one that was not accepted is not sent again, since Stripe fails it at once.

The browser's signed cookie remembers them, by keyed hashes cut short: nothing is told of a file by them, and
nothing of it is kept here. A seller who changes to another browser is told by Stripe instead, a check later.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator

from flask import session

from forms.questions import Answers, Message, Problem, Upload
from onboarding.i18n import translate
from onboarding.plan import PlannedGroup
from onboarding.web.parts import parts

SENT = "sent"
"""Key of the cookie's session under which the hashes are kept."""

MOST = 24
"""Hashes that a cookie holds, the latest; an account has few documents."""

SAME_FILE = Message(
    "document.sent_before",
    "This is the file that was not accepted before. Take a new photo, or choose another document",
)


def sent_before(seller: str, planned: PlannedGroup, answers: Answers) -> tuple[Problem, ...]:
    """A problem at each file that was sent before and stands where something was found wrong with a file."""
    sent = set(session.get(SENT, ()))
    return tuple(
        Problem(path, translate(SAME_FILE))
        for path, upload in _uploads(answers)
        if _was_wrong(path, planned) and _mark(seller, upload) in sent
    )


def remember_files(seller: str, answers: Answers) -> None:
    """Keeps the hashes of what was sent now."""
    marks = [_mark(seller, upload) for _, upload in _uploads(answers)]
    if marks:
        session[SENT] = list(dict.fromkeys([*session.get(SENT, ()), *marks]))[-MOST:]


def _uploads(answers: Answers) -> Iterator[tuple[str, Upload]]:
    for path, answer in answers.items():
        for each in answer if isinstance(answer, list) else [answer]:
            if isinstance(each, Upload):
                yield path, each


def _was_wrong(path: str, planned: PlannedGroup) -> bool:
    """Where only a side is missing, the other side was not refused and may be sent again."""
    return any(
        f"{path}.".startswith(f"{problem.listed}.") and "_missing_" not in problem.code
        for problem in planned.problems
    )


def _mark(seller: str, upload: Upload) -> str:
    key = parts().settings.secret_key.encode()
    return hmac.new(key, seller.encode() + b"\0" + upload.content, "sha256").hexdigest()[:16]
