"""What an account meets that we have no map and no words for, by the names that decisions use."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from onboarding.maps import Maps
from onboarding.requirements import Requirements, Snapshot
from onboarding.subjects import PROVIDED, needs_hand_off

MOST = 100
"""Different unknown items told of one snapshot; a thousand of them would be one fault, not a thousand."""


def unknown_in(snapshot: Snapshot, maps: Maps) -> tuple[str, ...]:
    """Requirement ids as Stripe lists them, and `error_code:…`, `disabled_reason:…`, `capability:…`,
    `structure:…`; each once, no values. Words of a family count as none: somebody should write better ones.
    """
    found = dict.fromkeys(chain(_requirements(snapshot, maps), _words(snapshot, maps)))
    return tuple(islice(found, MOST))


def listed_in(snapshot: Snapshot) -> Iterator[str]:
    """Every requirement id that Stripe lists now or for later, with repetitions."""
    for each in (snapshot.requirements, snapshot.future):
        yield from each.past_due
        yield from each.currently_due
        yield from each.eventually_due
        yield from each.pending_verification
        yield from (error.requirement for error in each.errors)
        for alternative in each.alternatives:
            yield from alternative.original
            yield from alternative.instead


def _requirements(snapshot: Snapshot, maps: Maps) -> Iterator[str]:
    for requirement in listed_in(snapshot):
        known = requirement in PROVIDED or maps.place(requirement) is not None
        expected = needs_hand_off(requirement) and not requirement.startswith("interv_")
        if not known and not expected:
            yield requirement


def _words(snapshot: Snapshot, maps: Maps) -> Iterator[str]:
    contents = maps.contents
    for each in (snapshot.requirements, snapshot.future):
        yield from _codes(each, maps)
        if each.disabled_reason and each.disabled_reason not in contents.reasons:
            yield f"disabled_reason:{each.disabled_reason}"
    for capability in snapshot.capabilities:
        if maps.capability(capability.name) is None:
            yield f"capability:{capability.name}"
    structures = (choice.value for choice in contents.choices["structures"])
    if snapshot.structure and snapshot.structure not in structures:
        yield f"structure:{snapshot.structure}"


def _codes(requirements: Requirements, maps: Maps) -> Iterator[str]:
    for error in requirements.errors:
        if error.code and error.code not in maps.contents.errors:
            yield f"error_code:{error.code}"
