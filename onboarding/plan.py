"""What applies to this seller now: groups and questions in order, with their states and problems.

`make_plan` is a pure function of a snapshot and the maps. Stripe says whether something is asked; the maps
only say how. So every id in the lists ends up somewhere in the plan: in a group, in a hand-off, or among
what is being checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial

from onboarding import generic
from onboarding.alternatives import alternatives_of, ways_around
from onboarding.announced import Announced, announce
from onboarding.calls import PLACEHOLDER_ROLES
from onboarding.generic import place_in
from onboarding.maps import About, Circumstances, Group, Maps
from onboarding.planned import (
    HandOff,
    Plan,
    PlannedGroup,
    RoleTask,
    Source,
    State,
    is_last,
)
from onboarding.problems import RequirementProblem, problems_of
from onboarding.requirements import Alternative, Snapshot
from onboarding.subjects import LISTED_ROLES, PROVIDED, is_person, needs_hand_off, split_subject

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


def new_person(snapshot: Snapshot, maps: Maps, subject: str) -> PlannedGroup | None:
    """The first page about one more owner, director or executive, though Stripe lists none as due.

    It asks what every new person is asked, and what Stripe lists for the role in the same group.
    """
    circumstances = circumstances_of(snapshot)
    groups = (group for group in maps.groups if maps.companions(group, subject, circumstances))
    group = min(groups, key=lambda found: found.order, default=None)
    if group is None:
        return None
    listed = [one for one in snapshot.requirements.due(True) if split_subject(one)[0] == subject]
    here = [one for one in listed if (place := maps.place(one)) and place.group.id == group.id]
    draft = _Draft(
        group, subject, subject, due=dict.fromkeys([*maps.companions(group, subject, circumstances), *here])
    )
    return _planned(draft, maps, circumstances, (), ())


def shown_before(
    snapshot: Snapshot, maps: Maps, group: str, subject: str, asked: Iterable[str]
) -> PlannedGroup | None:
    """The group as a page showed it earlier, whatever Stripe asks for now; None where ids belong elsewhere.

    asked: the ids that its questions settled. So the answers of a page that was overtaken are still taken:
    another window answered the same, or a role to be filled has become a person.
    """
    if subject and subject not in PLACEHOLDER_ROLES and snapshot.person(subject) is None:
        return None
    places = {one: place_in(maps, one) for one in asked}
    drafts = {
        (place.group.id, place.subject if is_person(place.subject) else ""): place.group
        for place in places.values()
        if place is not None
    }
    if set(drafts) != {(group, subject)} or None in places.values():
        return None
    due = dict.fromkeys(places)
    given = {one: None for one in map(given_requirement, snapshot.given) if one in due}
    draft = _Draft(drafts[group, subject], subject, main_role(snapshot, subject), due=due, given=given)
    return _planned(draft, maps, circumstances_of(snapshot), (), ())


def main_role(snapshot: Snapshot, subject: str) -> str:
    """The kind of subject that a heading names: of a person the first of their roles, "person" for none."""
    shape = snapshot.person(subject)
    if shape is None:
        return subject or "individual"
    return next((kind for kind, role in PLACEHOLDER_ROLES.items() if role in shape.roles), "person")


def circumstances_of(snapshot: Snapshot) -> Circumstances:
    """What variants of questions may depend on."""
    return Circumstances(
        country=snapshot.country,
        business_type=snapshot.business_type,
        structure=snapshot.structure,
        agreement=snapshot.agreement,
        capabilities=frozenset(capability.name for capability in snapshot.capabilities),
    )


@dataclass(slots=True)
class _Draft:
    """A group being filled: ids in the order in which they were met."""

    group: Group
    subject: str
    about: str
    due: dict[str, None] = field(default_factory=dict)
    given: dict[str, None] = field(default_factory=dict)
    pending: dict[str, None] = field(default_factory=dict)
    pointed: dict[str, None] = field(default_factory=dict)
    offered: dict[str, None] = field(default_factory=dict)


class _Planning:
    """One run of `make_plan`: sorts every id into drafts, then turns the drafts into planned groups."""

    def __init__(self, snapshot: Snapshot, maps: Maps, upfront: bool, early: bool) -> None:
        self.snapshot, self.maps = snapshot, maps
        self.circumstances = circumstances_of(snapshot)
        requirements = snapshot.requirements
        self.due = list(requirements.due(upfront))
        if early:
            self.due = list(dict.fromkeys([*self.due, *snapshot.future.due(upfront)]))
        known = set(self.due)
        self.coming = tuple(one for one in snapshot.future.due(upfront) if one not in known)
        about = self._about()
        self.foreseen = problems_of(() if early else snapshot.future.errors, maps, about)
        errors = (*requirements.errors, *(snapshot.future.errors if early else ()))
        self.problems = problems_of(errors, maps, about)
        listed = (*requirements.alternatives, *(snapshot.future.alternatives if early else ()))
        self.alternatives = alternatives_of(listed, self.due, maps)
        self.drafts: dict[tuple[str, str], _Draft] = {}
        self.listed: dict[str, list[str]] = {}
        self.provided: dict[str, str] = {}
        self.hand_offs: dict[str, None] = {}
        self.unmapped: dict[str, None] = {}

    def _about(self) -> About:
        """What the places of errors depend on; not gathered where nothing is wrong."""
        country, held = self.snapshot.country, set(self.due)
        if self.snapshot.requirements.errors or self.snapshot.future.errors:
            held |= {given_requirement(one) for one in self.snapshot.given if not one.endswith(BY_STRIPE)}
        kind = self.snapshot.business_type
        whose = "individual" if kind == "individual" else "company" if kind else ""
        return About(country, held, whose)

    def plan(self) -> Plan:
        for requirement in self.due:
            self._sort_due(requirement)
        for requirement in ways_around(self.alternatives, self.hand_offs):
            self._sort_due(requirement)
        for problem in self.problems:
            self._sort_beside(problem.requirement, "pointed")
        for requirement in sorted(self.snapshot.given):
            if not requirement.endswith(BY_STRIPE):
                self._sort_beside(given_requirement(requirement), "given")
        for requirement in self.snapshot.requirements.pending_verification:
            self._sort_beside(requirement, "pending")
        roles = self._roles()
        self._offer_roles(roles)
        groups = self._groups(any(role.state is not State.COMPLETED for role in roles))
        return Plan(
            groups=groups,
            roles=roles,
            hand_offs=tuple(HandOff(requirement) for requirement in self.hand_offs),
            checking=self.snapshot.requirements.pending_verification,
            coming=self.coming,
            announced=self._announced(),
            unmapped=tuple(self.unmapped),
            problems=self.problems,
            deadline=self.snapshot.requirements.deadline,
        )

    def _announced(self) -> tuple[Announced, ...]:
        about = partial(main_role, self.snapshot)
        return announce(self.coming, self.foreseen, self.maps, self.circumstances, about)

    def _sort_due(self, requirement: str) -> None:
        subject, _ = split_subject(requirement)
        if requirement in PROVIDED:
            self.provided[PROVIDED[requirement]] = requirement
        elif subject in LISTED_ROLES:
            self.listed.setdefault(subject, []).append(requirement)
        elif needs_hand_off(requirement):
            self.hand_offs[requirement] = None
        elif draft := self._draft(requirement):
            draft.due[requirement] = None
            if draft.group.id == generic.GROUP:
                self.unmapped[requirement] = None
        else:
            self.unmapped[requirement] = None
            self.hand_offs[requirement] = None

    def _sort_beside(self, requirement: str, shelf: str) -> None:
        subject, _ = split_subject(requirement)
        if subject in LISTED_ROLES or requirement in PROVIDED or needs_hand_off(requirement):
            return
        if shelf != "pointed" and self.maps.place(requirement) is None:
            return  # a question that no map has is put only when Stripe asks for an answer
        if draft := self._draft(requirement):
            getattr(draft, shelf)[requirement] = None

    def _draft(self, requirement: str) -> _Draft | None:
        place = place_in(self.maps, requirement)
        if place is None:
            return None
        subject = place.subject if is_person(place.subject) else ""
        key = place.group.id, subject
        draft = self.drafts.get(key)
        if draft is None:
            draft = self.drafts[key] = _Draft(place.group, subject, main_role(self.snapshot, subject))
        return draft

    def _roles(self) -> tuple[RoleTask, ...]:
        return tuple(task for subject in LISTED_ROLES if (task := self._role(subject)))

    def _role(self, subject: str) -> RoleTask | None:
        role, provided = LISTED_ROLES[subject], self.provided.get(subject, "")
        persons = tuple(one.id for one in reversed(self.snapshot.persons) if role in one.roles)
        listed = bool(self.listed.get(subject))
        said = f"company.{subject}_provided" in self.snapshot.given
        if not (provided or listed or persons or said):
            return None
        due = State.IN_PROGRESS if persons else State.NOT_STARTED
        return RoleTask(
            subject, role, persons, provided, listed, due if provided or listed else State.COMPLETED
        )

    def _offer_roles(self, roles: tuple[RoleTask, ...]) -> None:
        """Asks whoever represents the company whether they own, direct or lead it too, where such a list is
        to be filled: Stripe asks that of some only, and all can say it then and there."""
        for draft in list(self.drafts.values()):
            if not draft.due or draft.about != "representative":
                continue
            for task in roles:
                requirement = f"{draft.subject}.relationship.{task.role}"
                place = self.maps.place(requirement)
                if place and place.group is draft.group and task.state is not State.COMPLETED:
                    draft.offered[requirement] = None

    def _groups(self, roles_open: bool) -> tuple[PlannedGroup, ...]:
        drafts = [draft for draft in self.drafts.values() if _worth_showing(draft)]
        planned = [
            _planned(draft, self.maps, self.circumstances, self.problems, self.alternatives)
            for draft in drafts
        ]
        open_groups = any(one.due and not is_last(one) for one in planned)
        if open_groups or roles_open:
            planned = [
                replace(one, state=State.CANNOT_START) if is_last(one) and one.due else one for one in planned
            ]
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


def given_requirement(given: str) -> str:
    """The requirement that a value Stripe holds answers: `…id_number_provided` tells of `…id_number`."""
    if given.endswith("_provided") and given not in PROVIDED:
        return given.removesuffix("_provided")
    return given.removesuffix(".front").removesuffix(".back")


def _worth_showing(draft: _Draft) -> bool:
    return bool(draft.due or draft.pointed or draft.pending or draft.given)


def _planned(
    draft: _Draft,
    maps: Maps,
    circumstances: Circumstances,
    problems: tuple[RequirementProblem, ...],
    alternatives: tuple[Alternative, ...],
) -> PlannedGroup:
    asked = {**draft.due, **draft.pointed, **draft.offered} or {**draft.given, **draft.pending}
    ids = frozenset((*draft.due, *draft.pointed, *draft.given, *draft.pending))
    ways = tuple(one for one in alternatives if not draft.due.keys().isdisjoint(one.original))
    told = ids.union(*(one.instead for one in ways))
    here = tuple(
        problem
        for problem in problems
        if problem.requirement in told or (problem.stands_as_listed and problem.listed in told)
    )
    group = draft.group
    return PlannedGroup(
        id=group.id,
        subject=draft.subject,
        rules=group.rules,
        due=tuple(draft.due),
        problems=here,
        state=_state(draft, here),
        order=group.order,
        ids=ids,
        answered=bool(draft.given),
        last=not draft.subject and _asks_consent(group, asked, maps),
        alternatives=ways,
        source=Source(maps, group, circumstances, tuple(asked), draft.about),
    )


def _asks_consent(group: Group, asked: Iterable[str], maps: Maps) -> bool:
    consents = [question for question in group.questions if question.wording.kind == "consent"]
    return bool(consents) and any(
        place.question in consents for one in asked if (place := maps.place(one)) is not None
    )


def _state(draft: _Draft, problems: tuple[RequirementProblem, ...]) -> State:
    if problems:
        return State.PROBLEM
    if draft.due:
        return State.IN_PROGRESS if draft.given else State.NOT_STARTED
    return State.CHECKING if draft.pending else State.COMPLETED
