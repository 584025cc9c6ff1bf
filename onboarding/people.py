"""The use cases about the persons of an account: roles given and taken, persons removed, lists completed."""

from __future__ import annotations

from collections.abc import Sequence

from onboarding.calls import PLACEHOLDER_ROLES, UpdateAccount, UpdatePerson
from onboarding.desk import Desk, PersonGone, account_of
from onboarding.gateway import Gone, Refused
from onboarding.requirements import Snapshot
from onboarding.roles import other_roles
from onboarding.store import Seller
from onboarding.subjects import LISTED_ROLES

ONE = frozenset({"representative"})
"""Roles that one person holds at a time. Source: Stripe's docs; to change it the old one is unset first."""


class People(Desk):
    """The part of the use cases that is about persons. Raises `PersonGone` for one removed elsewhere."""

    def has_person(self, seller: str, person: str) -> bool:
        """Whether the company has that person, as far as we know; asks Stripe nothing."""
        return self.current(seller)[1].person(person) is not None

    def give_role(self, seller: str, person: str, subject: str, *, nonce: str) -> None:
        """Somebody already there has that role too; where one holds it alone, in place of whoever did.

        Who had no other role is deleted then, as by `remove_person`. Raises `Refused` with nothing changed.
        """
        role = PLACEHOLDER_ROLES[subject]
        row, snapshot = self.current(seller)
        before = _holders(snapshot, role) - {person} if role in ONE else set[str]()
        try:
            self._set_role(row, snapshot, person, role, nonce, instead_of=sorted(before))
        except Refused:
            for one in before:
                self._set_role(row, self.reread(seller), one, role, f"{nonce}-back")
            raise
        for one in before:
            if not other_roles(snapshot, one, subject):
                self._delete_spare(row, one)

    def remove_person(self, seller: str, person: str, subject: str = "", *, nonce: str = "") -> None:
        """Takes a role from a person; one with no other role is deleted. Raises `Refused` where Stripe does
        not let go of them. A representative is let go first: Stripe deletes nobody who is one."""
        row, snapshot = self.current(seller)
        role = PLACEHOLDER_ROLES.get(subject, "")
        others = other_roles(snapshot, person, subject)
        if role and (others or role in ONE):
            self._set_role(row, snapshot, person, role, nonce, held=False)
        if role in ONE and not others:
            self._delete_spare(row, person)
        elif not (role and others):
            self._delete_person(row, person)

    def complete_role(self, seller: str, subject: str, *, nonce: str) -> None:
        """The seller says that all owners (directors, executives) have been added."""
        row, snapshot = self.current(seller)
        if subject not in LISTED_ROLES:
            raise ValueError(f"{subject!r} is not a list of persons")
        call = UpdateAccount({"company": {f"{subject}_provided": True}})
        self.absorb(row, snapshot, self.perform(row, (call,), nonce, None), nonce)

    def _set_role(
        self,
        row: Seller,
        snapshot: Snapshot,
        person: str,
        role: str,
        nonce: str,
        *,
        held: bool = True,
        instead_of: Sequence[str] = (),
    ) -> None:
        """Gives or takes a role; first takes it from those in whose place the person comes."""
        changes = (*((one, False) for one in instead_of), (person, held))
        calls = tuple(UpdatePerson(one, {"relationship": {role: value}}) for one, value in changes)
        try:
            self.absorb(row, snapshot, self.perform(row, calls, nonce, None), nonce)
        except Gone:
            self.reread(row.id)
            raise PersonGone(person) from None

    def _delete_person(self, row: Seller, person: str) -> None:
        self.mark_stale(row)
        self.gateway.delete_person(account_of(row), person)
        self.reread(row.id)

    def _delete_spare(self, row: Seller, person: str) -> None:
        """Deletes somebody who has no role any more; whom Stripe keeps does no harm."""
        try:
            self._delete_person(row, person)
        except Refused:
            self.reread(row.id)


def _holders(snapshot: Snapshot, role: str) -> set[str]:
    return {one.id for one in snapshot.persons if role in one.roles}
