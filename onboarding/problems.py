"""Turns what Stripe found wrong into problems that stand beside the questions they concern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from forms.questions import Message, Problem, Translate
from onboarding.maps import About, Maps
from onboarding.requirements import RequirementError, Snapshot
from onboarding.subjects import LISTED_ROLES, PROVIDED, split_subject


@dataclass(frozen=True, slots=True)
class RequirementProblem:
    """Something verification found wrong.

    requirement: whole id it stands at, after `point_at` of the map; listed: the id Stripe listed it under.
    message: our words; None where neither code nor family has any, and Stripe's English `reason` must do.
    """

    requirement: str
    listed: str
    code: str
    message: Message | None
    reason: str

    @property
    def stands_as_listed(self) -> bool:
        """Whether it stands at what Stripe listed, or at the side of that document which is missing."""
        return self.requirement == self.listed or _document_of(self.requirement) == self.listed


UNEXPLAINED = Message("problem.unexplained", "We could not confirm this. Check it and send it again")


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


def tell(problem: RequirementProblem, translate: Translate) -> Problem:
    """The problem in the seller's language; Stripe's own English reason where we have no words for it."""
    if problem.message is not None:
        return Problem(problem.requirement, translate(problem.message))
    if problem.reason:
        return Problem(problem.requirement, problem.reason, english=True)
    return Problem(problem.requirement, translate(UNEXPLAINED))


def _problems(error: RequirementError, maps: Maps, about: About) -> Iterator[RequirementProblem]:
    found = maps.words_for(error.code, error.requirement)
    points = maps.points(found, error.requirement, about) if found else ()
    if found and found.upload:
        points = (*points, *_papers(error.requirement))
    for requirement in _places(error.requirement, points):
        yield RequirementProblem(
            requirement, error.requirement, error.code, found.message if found else None, error.reason
        )


_LIST_PAPERS = {
    "owners": "documents.proof_of_ultimate_beneficial_ownership.files",
    "directors": "company.verification.document",
    "executives": "company.verification.document",
}
"""What shows who is on a list (inferred: the parameters of the API that are named or described so)."""


def _papers(listed: str) -> tuple[str, ...]:
    """The document to upload where no input beside the words takes one: for a list, or somebody new on it."""
    subject, field = split_subject(listed)
    if listed in PROVIDED:
        return (_LIST_PAPERS[PROVIDED[listed]],)
    if subject not in LISTED_ROLES or field.startswith("documents.") or field.endswith("document"):
        return ()
    return (f"{subject}.verification.document",)


def _places(listed: str, points: tuple[str, ...]) -> tuple[str, ...]:
    """Where a problem stands: a side that is named stands for its whole document, and for no other one."""
    sides = tuple(point for point in points if _document_of(point) == listed)
    others = (point for point in points if not _document_of(point))
    return tuple(dict.fromkeys((*(sides or (listed,)), *others)))


def _document_of(requirement: str) -> str:
    """The document whose side this is; "" of anything else."""
    document, _, side = requirement.rpartition(".")
    return document if side in ("front", "back") else ""
