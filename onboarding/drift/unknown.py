"""What an account meets that we have no map and no words for, by the names that decisions use."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain, islice

from onboarding.maps import Maps
from onboarding.problems import BANK
from onboarding.requirements import CAPABILITY_STATUSES, Requirements, Snapshot
from onboarding.subjects import PROVIDED, needs_hand_off

MOST = 100
"""Different unknown items told of one snapshot; a thousand of them would be one fault, not a thousand."""


def unknown_in(snapshot: Snapshot, maps: Maps) -> tuple[str, ...]:
    """Requirement ids as Stripe lists them, and `error_code:…`, `disabled_reason:…`, `capability:…`,
    `capability_status:…`, `bank_status:…`, `structure:…`; each once, no values. Words of a family count as
    none: somebody should write better ones.
    """
    reasons = _reasons(snapshot, "disabled_reason", maps.contents.reasons)
    found = dict.fromkeys(chain(_requirements(snapshot, maps), reasons, _words(snapshot, maps)))
    return tuple(islice(found, MOST))


def unknown_in_capability(alone: Snapshot, maps: Maps) -> tuple[str, ...]:
    """The same of a snapshot that lists what a single capability needs; its reasons are
    `capability_disabled_reason:…`."""
    reasons = _reasons(alone, "capability_disabled_reason", maps.contents.capability_reasons)
    found = dict.fromkeys(chain(_requirements(alone, maps), reasons, _words(alone, maps)))
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


def _reasons(snapshot: Snapshot, vocabulary: str, known: Collection[str]) -> Iterator[str]:
    for each in (snapshot.requirements, snapshot.future):
        if each.disabled_reason and each.disabled_reason not in known:
            yield f"{vocabulary}:{each.disabled_reason}"


def _words(snapshot: Snapshot, maps: Maps) -> Iterator[str]:
    contents = maps.contents
    for each in (snapshot.requirements, snapshot.future):
        yield from _codes(each, maps)
    for capability in snapshot.capabilities:
        if maps.capability(capability.name) is None:
            yield f"capability:{capability.name}"
        if capability.status not in CAPABILITY_STATUSES:
            yield f"capability_status:{capability.status}"
    for fault in snapshot.bank_faults:
        if not maps.has_words_at(BANK, fault):
            yield f"bank_status:{fault}"
    structures = (choice.value for choice in contents.choices["structures"])
    if snapshot.structure and snapshot.structure not in structures:
        yield f"structure:{snapshot.structure}"


def _codes(requirements: Requirements, maps: Maps) -> Iterator[str]:
    for error in requirements.errors:
        if error.code and error.code not in maps.contents.errors:
            yield f"error_code:{error.code}"
