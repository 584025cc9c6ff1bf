"""Pages apart from the plan: somebody to be added whom Stripe does not list, and pages as they were shown."""

from __future__ import annotations

from collections.abc import Iterable

from onboarding.alternatives import alternatives_of, left_to_stripe
from onboarding.calls import PLACEHOLDER_ROLES
from onboarding.drafts import Draft, circumstances_of, given_requirement, main_role, planned_group
from onboarding.generic import place_in
from onboarding.maps import About, Group, Maps
from onboarding.planned import PlannedGroup
from onboarding.problems import problems_of
from onboarding.requirements import Snapshot
from onboarding.subjects import is_person, needs_hand_off, split_subject


def new_person(snapshot: Snapshot, maps: Maps, subject: str) -> PlannedGroup | None:
    """The first page about one more owner, director or executive, though Stripe lists none as due.

    It asks what every new person is asked, and what Stripe lists for the role in the same group. What is
    wrong with such a person, and what may be answered in several ways, is asked there too, whatever its
    group: nobody has a page for it yet.
    """
    group = _first_group(snapshot, maps, subject)
    if group is None:
        return None
    circumstances, requirements = circumstances_of(snapshot), snapshot.requirements
    listed = [one for one in requirements.due(True) if split_subject(one)[0] == subject]
    wrong = problems_of(requirements.errors, maps, About(snapshot.country, set(listed)))
    problems = tuple(one for one in wrong if split_subject(one.requirement)[0] == subject)
    ways = alternatives_of(requirements.alternatives, listed, maps)
    at_stripe = left_to_stripe(requirements.alternatives, listed)
    draft = Draft(group, subject, subject)
    draft.due.update(dict.fromkeys(maps.companions(group, subject, circumstances)))
    for requirement in listed:
        if (place := maps.place(requirement)) and place.group.id == group.id:
            draft.due[requirement] = None
    originals = (original for one in (*ways, *at_stripe) for original in one.original)
    for requirement in (*(one.requirement for one in problems), *originals):
        _put_too(draft, maps, requirement)
    return planned_group(draft, maps, circumstances, problems, ways, at_stripe)


def _first_group(snapshot: Snapshot, maps: Maps, subject: str) -> Group | None:
    circumstances = circumstances_of(snapshot)
    groups = (group for group in maps.groups if maps.companions(group, subject, circumstances))
    return min(groups, key=lambda found: found.order, default=None)


def _put_too(draft: Draft, maps: Maps, requirement: str) -> None:
    place = None if needs_hand_off(requirement) else place_in(maps, requirement)
    if place is not None and place.subject == draft.subject:
        shelf = draft.due if place.group.id == draft.group.id else draft.beside
        shelf[requirement] = None


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
    draft = Draft(drafts[group, subject], subject, main_role(snapshot, subject), due=due, given=given)
    return planned_group(draft, maps, circumstances_of(snapshot))
