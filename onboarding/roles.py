"""The roles of a company's persons as the plan has them: lists to complete, and roles that somebody holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from onboarding.calls import PLACEHOLDER_ROLES
from onboarding.planned import RoleTask, State
from onboarding.problems import RequirementProblem
from onboarding.requirements import ROLES, Snapshot
from onboarding.subjects import HELD_ROLES, LISTED_ROLES, held_role, is_person, of_list, split_subject


def list_task(
    subject: str,
    snapshot: Snapshot,
    provided: str,
    missing: bool,
    problems: Iterable[RequirementProblem],
) -> RoleTask | None:
    """The list of owners, directors or executives; None where nobody asks for it and nobody is on it.

    provided: the requirement by which the seller says that this is all, as far as it is due; missing: such a
    person is due. What is wrong with a person who is still to be added is wrong with the list.
    """
    role = LISTED_ROLES[subject]
    persons = _holders(snapshot, role)
    wrong = tuple(one for one in problems if of_list(one.requirement) == subject)
    said = f"company.{subject}_provided" in snapshot.given
    if not (provided or missing or persons or said or wrong):
        return None
    state = State.IN_PROGRESS if persons else State.NOT_STARTED
    if not (provided or missing):
        state = State.COMPLETED
    return RoleTask(subject, role, persons, provided, missing, State.PROBLEM if wrong else state, wrong)


def held_task(
    subject: str, snapshot: Snapshot, due: Collection[str], problems: Iterable[RequirementProblem]
) -> RoleTask | None:
    """The role of the representative, an authoriser or a guardian, as far as somebody holds it or is to.

    A person to be named is asked for by groups of their own; here somebody may be chosen or replaced. Words
    that tell to name somebody else stand at every such role that the person has, whichever they point at.
    """
    role = HELD_ROLES[subject]
    persons = _holders(snapshot, role)
    wrong = tuple(
        one for one in problems if held_role(one.requirement) and holds(snapshot, subject, one.requirement)
    )
    asked = any(split_subject(one)[0] == subject for one in due)
    if not (persons or asked or wrong):
        return None
    state = State.COMPLETED if persons else State.NOT_STARTED
    return RoleTask(subject, role, persons, "", asked, State.PROBLEM if wrong else state, wrong)


def holds(snapshot: Snapshot, subject: str, requirement: str) -> bool:
    """Whether it is about somebody who holds that role, or about the one who is to be named."""
    whose, _ = split_subject(requirement)
    return whose == subject or (is_person(whose) and whose in _holders(snapshot, HELD_ROLES[subject]))


def other_roles(snapshot: Snapshot, person: str, subject: str) -> tuple[str, ...]:
    """What else somebody is besides what `subject` names; who is nothing else goes when that role does."""
    shape = snapshot.person(person)
    role = PLACEHOLDER_ROLES.get(subject)
    return tuple(one for one in ROLES if shape and one in shape.roles and one != role)


def holder_of(snapshot: Snapshot, subject: str) -> str:
    """The id of the person who holds a role that somebody has to hold, the first of several; "" for none."""
    role = HELD_ROLES.get(subject)
    return next(iter(_holders(snapshot, role)), "") if role else ""


def _holders(snapshot: Snapshot, role: str) -> tuple[str, ...]:
    return tuple(one.id for one in reversed(snapshot.persons) if role in one.roles)
