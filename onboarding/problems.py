"""Turns what Stripe found wrong into problems that stand beside the questions they concern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from forms.questions import Message, Problem, Translate
from onboarding.maps import About, Maps
from onboarding.requirements import RequirementError, Snapshot
from onboarding.subjects import PROVIDED, needs_hand_off, split_subject


@dataclass(frozen=True, slots=True)
class RequirementProblem:
    """Something verification found wrong.

    requirement: whole id it stands at, after `point_at` of the map; listed: the id Stripe listed it under.
    message: our words; None where neither code nor family has any, and Stripe's English `reason` must do.
    hand_off: Stripe's own page mends it; support: the seller is told whom to ask; here: what these pages ask
    for mends it.
    """

    requirement: str
    listed: str
    code: str
    message: Message | None
    reason: str
    hand_off: bool = False
    support: bool = False
    here: bool = True

    @property
    def stands_as_listed(self) -> bool:
        """Whether it stands at what Stripe listed, or at the side of that document which is missing."""
        return self.requirement == self.listed or _document_of(self.requirement) == self.listed


UNEXPLAINED = Message(
    "problem.unexplained",
    "We could not confirm this. Check it and send it again. If this comes back, ask us for help",
)
# Translators: {words} are English in every language; say so in yours.
QUOTED = Message(
    "problem.quoted",
    "Our payments partner says: “{words}” Change your answer and send it again. "
    "If this comes back, ask us for help",
)
# Translators: {words} are English in every language; say so in yours. There is no answer to change here.
QUOTED_ALONE = Message("problem.quoted_alone", "Our payments partner says: “{words}”")


ANYBODY = About()


def problems_of(
    errors: Iterable[RequirementError], maps: Maps, about: About = ANYBODY
) -> tuple[RequirementProblem, ...]:
    """One problem at the listed requirement and one at every field that its words point at; each once.

    Where the same is wrong with several, what Stripe lists at a field goes before what points there.
    """
    kept: dict[tuple[str, str], RequirementProblem] = {}
    for problem in (problem for error in errors for problem in _problems(error, maps, about)):
        before = kept.get((problem.requirement, problem.code))
        if before is None or problem.stands_as_listed:
            kept[problem.requirement, problem.code] = problem
    return tuple(kept.values())


BANK = "external_account"
PROOF = "documents.bank_account_ownership_verification.files"


def bank_errors(snapshot: Snapshot) -> tuple[RequirementError, ...]:
    """What is wrong with the bank accounts, as Stripe would list it; it shows them errors of its own only.

    Whose an account is, is not told while a proof of that is being checked: there is nothing to do then.
    """
    waits = PROOF in snapshot.requirements.pending_verification
    return tuple(
        RequirementError(BANK, fault, "")
        for fault in snapshot.bank_faults
        if not (waits and fault == "verification_failed")
    )


def tell(problem: RequirementProblem, translate: Translate, *, ahead: bool = False) -> Problem:
    """The problem in the seller's language, which quotes Stripe's English reason where we have no words.

    ahead: it is announced only, and nothing is to be done yet.
    """
    if problem.message is not None:
        return Problem(problem.requirement, translate(problem.message))
    if problem.reason:
        nothing_to_change = ahead or needs_hand_off(problem.listed)
        message = QUOTED_ALONE if nothing_to_change else QUOTED
        return quoted(problem.requirement, problem.reason, translate, message)
    return Problem(problem.requirement, translate(UNEXPLAINED))


def quoted(requirement: str, words: str, translate: Translate, message: Message = QUOTED) -> Problem:
    """Stripe's own English words in a sentence in the seller's language, which says whose they are."""
    return Problem(requirement, translate(replace(message, english=(("words", words),))), english=True)


def _problems(error: RequirementError, maps: Maps, about: About) -> Iterator[RequirementProblem]:
    found = maps.words_for(error.code, error.requirement)
    if found is None:
        at = error.requirement
        yield RequirementProblem(at, at, error.code, None, error.reason, support=True)
        return
    points = maps.points(found, error.requirement, about)
    if found.upload:
        points = (*points, *_papers(error.requirement, points, maps, about))
    for requirement in _places(error.requirement, points):
        yield RequirementProblem(
            requirement,
            error.requirement,
            error.code,
            found.message,
            error.reason,
            hand_off=found.hand_off,
            support=found.support,
            here=found.here,
        )


_LIST_PAPERS = {
    "owners": "documents.proof_of_ultimate_beneficial_ownership.files",
    "directors": "company.verification.document",
    "executives": "company.verification.document",
}
"""What shows who is on a list (inferred: the parameters of the API that are named or described so)."""


def _papers(listed: str, points: Iterable[str], maps: Maps, about: About) -> tuple[str, ...]:
    """The document to upload where no input beside the words takes one: of a list, else of the subject."""
    if listed in PROVIDED:
        return (_LIST_PAPERS[PROVIDED[listed]],)
    sides_apart = (one for one in points if not _document_of(one))
    if needs_hand_off(listed) or any(_is_paper(one, maps) for one in (listed, *sides_apart)):
        return ()
    subject, _ = split_subject(listed)
    whose = about.whose if subject == "account" else subject
    return (f"{whose}.verification.document",) if whose else ()


def _is_paper(requirement: str, maps: Maps) -> bool:
    place = maps.place(requirement)
    return place is not None and place.question.wording.kind == "document"


def _places(listed: str, points: tuple[str, ...]) -> tuple[str, ...]:
    """Where a problem stands: a side that is named stands for its whole document, and for no other one."""
    sides = tuple(point for point in points if _document_of(point) == listed)
    others = (point for point in points if not _document_of(point))
    return tuple(dict.fromkeys((*(sides or (listed,)), *others)))


def _document_of(requirement: str) -> str:
    """The document whose side this is; "" of anything else."""
    document, _, side = requirement.rpartition(".")
    return document if side in ("front", "back") else ""
