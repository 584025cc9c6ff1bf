"""Whom a requirement is about, read from its id."""

from __future__ import annotations

from onboarding.calls import PLACEHOLDER_ROLES

LISTED_ROLES = {"owners": "owner", "directors": "director", "executives": "executive"}
"""Subjects that are lists: none, one or many such persons, and the seller says when it is all."""

HELD_ROLES = {
    "representative": "representative",
    "authorizers": "authorizer",
    "legal_guardian": "legal_guardian",
}
"""Subjects that are roles which somebody has to hold; nobody has to say that this is all."""

PROVIDED = {f"company.{subject}_provided": subject for subject in LISTED_ROLES}
"""Requirement by which the seller says that all persons of a role have been added -> that subject."""

BY_HAND_OFF = ("interv_", "settings.konbini_payments.")

_WHOLE = {"individual", "company", *PLACEHOLDER_ROLES}


def split_subject(requirement: str) -> tuple[str, str]:
    """("individual", "dob.day"), ("person_1", "email"), ("account", "tos_acceptance.date")."""
    head, _, field = requirement.partition(".")
    if field and (head in _WHOLE or head.startswith("person_")):
        return head, field
    return "account", requirement


def join_subject(subject: str, field: str) -> str:
    """The inverse of `split_subject`."""
    return field if subject == "account" else f"{subject}.{field}"


def is_person(subject: str) -> bool:
    """Whether the subject is somebody of a company, existing or to be added; the individual is not."""
    return subject in PLACEHOLDER_ROLES or subject.startswith("person_")


def of_list(requirement: str) -> str:
    """The list of persons that it is a matter of ("owners"), "" where of none."""
    subject, _ = split_subject(requirement)
    return PROVIDED.get(requirement) or (subject if subject in LISTED_ROLES else "")


def held_role(requirement: str) -> str:
    """The subject of the role that somebody says to hold by it ("representative"), "" of anything else."""
    _, field = split_subject(requirement)
    return next((subject for subject, role in HELD_ROLES.items() if field == f"relationship.{role}"), "")


def names_people(field: str) -> bool:
    """Whether a field of a subject is mended where people are named: on a list, or by who holds a role."""
    return f"company.{field}" in PROVIDED or bool(held_role(f"company.{field}"))


def needs_hand_off(requirement: str) -> bool:
    """Whether only Stripe's own page settles it: risk interventions, liveness, konbini's contacts.

    Sources: Stripe's docs on handling verification, where `interv_…` ids are minted at run time; Stripe's
    rows of requirements name konbini's ids, and the `stripe` package 16.1 has no such parameters.
    """
    return requirement.startswith(BY_HAND_OFF) or requirement.endswith("verification.proof_of_liveness")
