"""A page of the flow in the making: ids are put on its shelves, then it becomes a planned group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from onboarding.alternatives import only_at_stripe
from onboarding.calls import PLACEHOLDER_ROLES
from onboarding.generic import place_in
from onboarding.maps import Circumstances, Group, Maps
from onboarding.planned import PlannedGroup, Source, State
from onboarding.problems import RequirementProblem
from onboarding.requirements import SENT, Alternative, Snapshot
from onboarding.subjects import PROVIDED


@dataclass(slots=True)
class Draft:
    """A group being filled: ids in the order in which they were met. beside: ids of other groups that are
    asked on the same page."""

    group: Group
    subject: str
    about: str
    due: dict[str, None] = field(default_factory=dict)
    given: dict[str, None] = field(default_factory=dict)
    pending: dict[str, None] = field(default_factory=dict)
    pointed: dict[str, None] = field(default_factory=dict)
    offered: dict[str, None] = field(default_factory=dict)
    beside: dict[str, None] = field(default_factory=dict)

    @property
    def worth_showing(self) -> bool:
        """Whether anything on it is asked, wrong, being checked or answered."""
        return bool(self.due or self.pointed or self.pending or self.given)


def planned_group(
    draft: Draft,
    maps: Maps,
    circumstances: Circumstances,
    problems: tuple[RequirementProblem, ...] = (),
    alternatives: tuple[Alternative, ...] = (),
    at_stripe: tuple[Alternative, ...] = (),
) -> PlannedGroup:
    """The page that a draft has become. at_stripe: alternatives that only Stripe's own page can meet."""
    asked = {**draft.due, **draft.pointed, **draft.offered} or {**draft.given, **draft.pending}
    due = (*draft.due, *draft.beside)
    ways = tuple(one for one in alternatives if not set(one.original).isdisjoint(due))
    ids = frozenset((*due, *draft.pointed, *draft.given, *draft.pending))
    here = _wrong_here(problems, ids.union(*(one.instead for one in ways)))
    group = draft.group
    return PlannedGroup(
        id=group.id,
        subject=draft.subject,
        rules=tuple(dict.fromkeys((*group.rules, *_rules(draft.beside, maps)))),
        due=due,
        problems=here,
        state=_state(draft, here),
        order=group.order,
        ids=ids,
        answered=bool(draft.given),
        last=not draft.subject and _asks_consent(group, asked, maps),
        alternatives=ways,
        at_stripe=only_at_stripe(at_stripe, due),
        source=Source(
            maps,
            group,
            circumstances,
            tuple(asked),
            draft.about,
            beside=tuple(draft.beside),
            open=(*due, *draft.offered),
            given=tuple(draft.given),
        ),
    )


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


def given_requirement(given: str) -> str:
    """The requirement that a value Stripe holds answers: `…id_number_provided` tells of `…id_number`."""
    if given.endswith("_provided") and given not in PROVIDED:
        return given.removesuffix("_provided")
    return given.removesuffix(SENT).removesuffix(".front").removesuffix(".back")


def _wrong_here(
    problems: tuple[RequirementProblem, ...], there: frozenset[str]
) -> tuple[RequirementProblem, ...]:
    return tuple(
        problem
        for problem in problems
        if problem.requirement in there or (problem.stands_as_listed and problem.listed in there)
    )


def _rules(beside: Iterable[str], maps: Maps) -> Iterator[str]:
    for requirement in beside:
        if place := place_in(maps, requirement):
            yield from place.group.rules


def _asks_consent(group: Group, asked: Iterable[str], maps: Maps) -> bool:
    consents = [question for question in group.questions if question.wording.kind == "consent"]
    return bool(consents) and any(
        place.question in consents for one in asked if (place := maps.place(one)) is not None
    )


def _state(draft: Draft, problems: tuple[RequirementProblem, ...]) -> State:
    if problems:
        return State.PROBLEM
    if draft.due:
        return State.IN_PROGRESS if draft.given else State.NOT_STARTED
    return State.CHECKING if draft.pending else State.COMPLETED
