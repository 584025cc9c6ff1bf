"""The use cases about the persons of a company: roles given and taken, persons removed, lists completed."""

from __future__ import annotations

from onboarding.calls import UpdateAccount, UpdatePerson
from onboarding.desk import Desk, PersonGone, account_of
from onboarding.gateway import Gone
from onboarding.subjects import LISTED_ROLES


class People(Desk):
    """The part of the use cases that is about persons. Raises `PersonGone` for one removed elsewhere."""

    def has_person(self, seller: str, person: str) -> bool:
        """Whether the company has that person, as far as we know; asks Stripe nothing."""
        return self.current(seller)[1].person(person) is not None

    def give_role(self, seller: str, person: str, subject: str, *, nonce: str) -> None:
        """Somebody already there is an owner (director, executive) too."""
        self._set_role(seller, person, LISTED_ROLES[subject], True, nonce)

    def remove_person(self, seller: str, person: str, subject: str = "", *, nonce: str = "") -> None:
        """Takes a person off a list; one with no other role is deleted. The representative always stays."""
        row, snapshot = self.current(seller)
        shape = snapshot.person(person)
        if subject and shape is not None and shape.roles - {LISTED_ROLES[subject]}:
            self._set_role(seller, person, LISTED_ROLES[subject], False, nonce)
        else:
            self.mark_stale(row)
            self.gateway.delete_person(account_of(row), person)
            self.reread(seller)

    def complete_role(self, seller: str, subject: str, *, nonce: str) -> None:
        """The seller says that all owners (directors, executives) have been added."""
        row, snapshot = self.current(seller)
        if subject not in LISTED_ROLES:
            raise ValueError(f"{subject!r} is not a list of persons")
        call = UpdateAccount({"company": {f"{subject}_provided": True}})
        self.absorb(row, snapshot, self.perform(row, (call,), nonce, None), nonce)

    def _set_role(self, seller: str, person: str, role: str, held: bool, nonce: str) -> None:
        row, snapshot = self.current(seller)
        call = UpdatePerson(person, {"relationship": {role: held}})
        try:
            self.absorb(row, snapshot, self.perform(row, (call,), nonce, None), nonce)
        except Gone:
            self.reread(seller)
            raise PersonGone(person) from None
