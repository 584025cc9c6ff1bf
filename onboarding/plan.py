"""What applies to this seller now: groups and questions in order, with their states and problems.

`make_plan` is a pure function of a snapshot and the maps. Stripe says whether something is asked; the maps
only say how. So every id in the lists ends up somewhere in the plan: in a group, in a role of persons, in a
hand-off, or among what is being checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from onboarding import generic
from onboarding.alternatives import alternatives_of, left_to_stripe, only_at_stripe, ways_around
from onboarding.announced import Announced, announce
from onboarding.apart import new_person, shown_before
from onboarding.drafts import Draft, circumstances_of, given_requirement, main_role, planned_group
from onboarding.generic import place_in
from onboarding.maps import About, Maps
from onboarding.planned import (
    HandOff,
    Plan,
    PlannedGroup,
    RoleTask,
    State,
    is_last,
)
from onboarding.problems import BANK, RequirementProblem, bank_errors, problems_of
from onboarding.requirements import Snapshot
from onboarding.roles import held_task, holds, list_task
from onboarding.subjects import (
    HELD_ROLES,
    LISTED_ROLES,
    PROVIDED,
    held_role,
    is_person,
    needs_hand_off,
    of_list,
    split_subject,
)

__all__ = [
    "HandOff",
    "Plan",
    "PlannedGroup",
    "RoleTask",
    "State",
    "circumstances_of",
    "is_last",
    "main_role",
    "make_plan",
    "needs_hand_off",
    "new_person",
    "place_in",
    "shown_before",
]


def make_plan(snapshot: Snapshot, maps: Maps, *, upfront: bool = False, early: bool = False) -> Plan:
    """The plan of one seller. upfront: ask what is eventually due too; early: what future rules will ask."""
    return _Planning(snapshot, maps, upfront, early).plan()


class _Planning:
    """One run of `make_plan`: sorts every id into drafts, then turns the drafts into planned groups."""

    def __init__(self, snapshot: Snapshot, maps: Maps, upfront: bool, early: bool) -> None:
        self.snapshot, self.maps = snapshot, maps
        self.circumstances = circumstances_of(snapshot)
        self.there = {snapshot.individual, *(person.id for person in snapshot.persons)}
        requirements, banks = snapshot.requirements, bank_errors(snapshot)
        self.due = list(requirements.due(upfront))
        if banks and BANK not in self.due:
            self.due.append(BANK)  # Stripe lists nothing, and pays nothing out until it is given anew
        if early:
            self.due = list(dict.fromkeys([*self.due, *snapshot.future.due(upfront)]))
        known = set(self.due)
        self.coming = tuple(one for one in snapshot.future.due(upfront) if one not in known)
        about = self._about()
        self.foreseen = problems_of(() if early else snapshot.future.errors, maps, about)
        errors = (*requirements.errors, *banks, *(snapshot.future.errors if early else ()))
        self.problems = problems_of(errors, maps, about)
        listed = (*requirements.alternatives, *(snapshot.future.alternatives if early else ()))
        self.alternatives = alternatives_of(listed, self.due, maps)
        self.left_to_stripe = left_to_stripe(listed, self.due)
        self.drafts: dict[tuple[str, str], Draft] = {}
        self.listed: dict[str, list[str]] = {}
        self.provided: dict[str, str] = {}
        self.hand_offs: dict[str, None] = {}
        self.unmapped: dict[str, None] = {}

    def _about(self) -> About:
        """What the places of errors depend on; not gathered where nothing is wrong."""
        snapshot, held = self.snapshot, set(self.due)
        if snapshot.requirements.errors or snapshot.future.errors or snapshot.bank_faults:
            held |= {given_requirement(one) for one in snapshot.given if not one.endswith(BY_STRIPE)}
        kind = snapshot.business_type
        whose = "individual" if kind == "individual" else "company" if kind else ""
        return About(snapshot.country, held, whose)

    def plan(self) -> Plan:
        for requirement in self.due:
            self._sort_due(requirement)
        for requirement in ways_around(self.alternatives, self.hand_offs):
            self._sort_due(requirement)
        for problem in self.problems:
            self._sort_wrong(problem)
        for requirement in self._given():
            self._sort_beside(requirement, "given")
        for requirement in self.snapshot.requirements.pending_verification:
            self._sort_beside(requirement, "pending")
        roles = self._roles()
        self._offer_roles(roles)
        groups = self._groups(any(role.waits for role in roles))
        return Plan(
            groups=groups,
            roles=roles,
            held=self._held(),
            hand_offs=tuple(HandOff(requirement) for requirement in self.hand_offs),
            checking=self.snapshot.requirements.pending_verification,
            coming=self.coming,
            announced=self._announced(),
            unmapped=tuple(self.unmapped),
            problems=self.problems,
            deadline=self.snapshot.requirements.deadline,
            at_stripe=only_at_stripe(self.left_to_stripe, self.due),
        )

    def _given(self) -> Iterator[str]:
        """What was answered. Stripe says of the last digits of a number that they were given when all of it
        was, of any country's number."""
        given = dict.fromkeys(given_requirement(one) for one in sorted(self.snapshot.given))
        for requirement in given:
            whole = requirement.removesuffix("ssn_last_4") + "id_number"
            follows = requirement.endswith(".ssn_last_4") and whole in given
            if not follows and not requirement.endswith(BY_STRIPE):
                yield requirement

    def _announced(self) -> tuple[Announced, ...]:
        about = partial(main_role, self.snapshot)
        return announce(self.coming, self.foreseen, self.maps, self.circumstances, about)

    def _sort_due(self, requirement: str) -> None:
        subject, _ = split_subject(requirement)
        if requirement in PROVIDED:
            self.provided[PROVIDED[requirement]] = requirement
        elif needs_hand_off(requirement) or self._is_stranger(subject):
            self.hand_offs[requirement] = None
        elif subject in LISTED_ROLES:
            self.listed.setdefault(subject, []).append(requirement)
        elif draft := self._draft(requirement):
            draft.due[requirement] = None
            if draft.group.id == generic.GROUP:
                self.unmapped[requirement] = None
        else:
            self.unmapped[requirement] = None
            self.hand_offs[requirement] = None

    def _sort_wrong(self, problem: RequirementProblem) -> None:
        """What no page here can mend has a way on all the same: Stripe's own page."""
        requirement = problem.requirement
        if problem.hand_off:
            self.hand_offs[problem.listed] = None
        subject, _ = split_subject(requirement)
        role = held_role(requirement)
        if role and (not problem.stands_as_listed or holds(self.snapshot, role, requirement)):
            return  # to be mended where somebody else is named; no question of the person
        nowhere = needs_hand_off(requirement) or self._is_stranger(subject)
        if requirement not in PROVIDED and (nowhere or place_in(self.maps, requirement) is None):
            self.hand_offs[problem.listed] = None
        elif not of_list(requirement) and (draft := self._draft(requirement)):
            draft.pointed[requirement] = None

    def _sort_beside(self, requirement: str, shelf: str) -> None:
        subject, _ = split_subject(requirement)
        if of_list(requirement) or needs_hand_off(requirement) or self._is_stranger(subject):
            return
        if self.maps.place(requirement) is None:
            return  # a question that no map has is put only when Stripe asks for an answer
        if draft := self._draft(requirement):
            getattr(draft, shelf)[requirement] = None

    def _is_stranger(self, subject: str) -> bool:
        """Whether it is somebody whom the account does not have: no page could be opened about them. Stripe
        takes nothing of an individual where a company sells."""
        if subject == "individual":
            return self.snapshot.business_type not in ("individual", "", None)
        return subject.startswith("person_") and subject not in self.there

    def _draft(self, requirement: str) -> Draft | None:
        place = place_in(self.maps, requirement)
        if place is None:
            return None
        subject = place.subject if is_person(place.subject) else ""
        key = place.group.id, subject
        draft = self.drafts.get(key)
        if draft is None:
            draft = self.drafts[key] = Draft(place.group, subject, main_role(self.snapshot, subject))
        return draft

    def _roles(self) -> tuple[RoleTask, ...]:
        tasks = (
            list_task(
                subject,
                self.snapshot,
                self.provided.get(subject, ""),
                bool(self.listed.get(subject)),
                self.problems,
            )
            for subject in LISTED_ROLES
        )
        return tuple(task for task in tasks if task)

    def _held(self) -> tuple[RoleTask, ...]:
        tasks = (held_task(subject, self.snapshot, self.due, self.problems) for subject in HELD_ROLES)
        return tuple(task for task in tasks if task)

    def _offer_roles(self, roles: tuple[RoleTask, ...]) -> None:
        """Asks whoever represents the company whether they own, direct or lead it too, where such a list is
        to be filled: Stripe asks that of some only, and all can say it then and there."""
        for draft in list(self.drafts.values()):
            if not draft.due or draft.about != "representative":
                continue
            for task in roles:
                requirement = f"{draft.subject}.relationship.{task.role}"
                place = self.maps.place(requirement)
                if place and place.group is draft.group and task.waits:
                    draft.offered[requirement] = None

    def _groups(self, roles_open: bool) -> tuple[PlannedGroup, ...]:
        put = self.maps, self.circumstances, self.problems, self.alternatives, self.left_to_stripe
        planned = [planned_group(draft, *put) for draft in self.drafts.values() if draft.worth_showing]
        open_groups = any(one.due and not is_last(one) for one in planned)

        def waits(one: PlannedGroup) -> bool:
            open_before = (roles_open and (one.after_lists or is_last(one))) or (open_groups and is_last(one))
            return bool(one.due) and open_before

        planned = [replace(one, state=State.CANNOT_START) if waits(one) else one for one in planned]
        persons_from = min((one.order for one in planned if one.subject), default=0)
        later = {
            one.id: number
            for number, one in enumerate(reversed(self.snapshot.persons), start=1)
            if "representative" not in one.roles
        }

        def place(one: PlannedGroup) -> tuple[int, int, int]:
            return (persons_from, later.get(one.subject, 0), one.order) if one.subject else (one.order, 0, 0)

        return tuple(sorted(planned, key=place))


BY_STRIPE = (
    ".relationship.representative",
    "address.country",
    "address_kana.country",
    "address_kanji.country",
)
"""Ends of ids that Stripe fills in by itself: nobody was asked, so nobody is shown an answer."""
