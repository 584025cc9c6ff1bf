"""What may be given in place of what is asked: "the number or a document", "a website or a description".

Stripe lists most alternatives with the requirements (facts: several may share their originals; giving the
originals stays a way; errors may stand at either). The maps name those that Stripe only documents.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from onboarding.generic import place_in
from onboarding.maps import Maps
from onboarding.planned import PlannedGroup
from onboarding.requirements import Alternative
from onboarding.subjects import LISTED_ROLES, join_subject, needs_hand_off, split_subject


def alternatives_of(
    listed: Iterable[Alternative], due: Collection[str], maps: Maps
) -> tuple[Alternative, ...]:
    """Stripe's own and the maps', as far as a page can ask for them; each once."""
    found = [one for one in (*listed, *_documented(due, maps)) if _askable(one, maps)]
    return tuple(one for one in dict.fromkeys(found) if not set(one.instead) <= set(due))


def left_to_stripe(listed: Iterable[Alternative], due: Collection[str]) -> tuple[Alternative, ...]:
    """Those of Stripe's that no page here can meet, and its own can; each once."""
    found = [one for one in listed if any(needs_hand_off(instead) for instead in one.instead)]
    return tuple(one for one in dict.fromkeys(found) if not set(one.instead) <= set(due))


def only_at_stripe(left: Iterable[Alternative], due: Collection[str]) -> tuple[str, ...]:
    """Ids that Stripe's own page may be given in place of some of `due`."""
    found = (one.instead for one in left if not set(one.original).isdisjoint(due))
    return tuple(dict.fromkeys(requirement for instead in found for requirement in instead))


def ways_around(alternatives: Iterable[Alternative], closed: Collection[str]) -> Iterator[str]:
    """Ids to ask for although they are not due: all that they stand in for can be given nowhere here."""
    for one in alternatives:
        if set(one.original) <= set(closed):
            yield from one.instead


def choose(planned: PlannedGroup, chosen: Collection[int]) -> PlannedGroup:
    """The group with those of its alternatives, by number from 1, in place of their originals."""
    ways = [one for number, one in enumerate(planned.alternatives, start=1) if number in chosen]
    if not ways:
        return planned
    dropped = {requirement for one in ways for requirement in one.original}
    added = tuple(dict.fromkeys(requirement for one in ways for requirement in one.instead))
    source, maps = planned.source, planned.source.maps
    groups = [place.group for one in added if (place := place_in(maps, one))]
    own = tuple(one for one in added if (place := place_in(maps, one)) and place.group is source.group)
    return replace(
        planned,
        rules=tuple(dict.fromkeys((*planned.rules, *(rule for group in groups for rule in group.rules)))),
        due=(*(one for one in planned.due if one not in dropped), *added),
        source=replace(
            source,
            asked=(*(one for one in source.asked if one not in dropped), *own),
            beside=(
                *(one for one in source.beside if one not in dropped),
                *(one for one in added if one not in own and one not in source.beside),
            ),
        ),
    )


def chosen_before(planned: PlannedGroup) -> frozenset[int]:
    """The alternatives that the seller took before and that were found wrong, by number from 1."""
    wrong = {problem.listed for problem in planned.problems}
    return frozenset(
        number
        for number, one in enumerate(planned.alternatives, start=1)
        if wrong & set(one.instead) and not wrong & set(one.original)
    )


def rivals(planned: PlannedGroup, number: int) -> frozenset[int]:
    """Numbers of all alternatives that stand in for some of the same, the one of that number among them."""
    original = set(planned.alternatives[number - 1].original)
    return frozenset(
        other for other, one in enumerate(planned.alternatives, start=1) if original & set(one.original)
    )


def _documented(due: Collection[str], maps: Maps) -> Iterator[Alternative]:
    for requirement in due:
        place = place_in(maps, requirement)
        if place is not None and place.question.instead:
            instead = place.question.instead
            if place.question.personal:
                instead = tuple(join_subject(place.subject, one) for one in instead)
            # Where the other is asked for as well, it is no substitute (tried).
            if not set(instead) & set(due):
                yield Alternative((requirement,), instead)


def _askable(one: Alternative, maps: Maps) -> bool:
    """Whether a page can ask for it: of a person to be added to a list, the page about that person alone."""
    about = {split_subject(original)[0] for original in one.original}
    return all(
        not needs_hand_off(instead)
        and place_in(maps, instead)
        and ((subject := split_subject(instead)[0]) not in LISTED_ROLES or about == {subject})
        for instead in one.instead
    )
