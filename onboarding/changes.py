"""Changing what decides requirements: country, service agreement, business type, legal structure.

Stripe never changes an account's country or agreement: they take a new account, which takes over what Stripe
gives back readable and is valid elsewhere. Business type and structure are changed in place. Either way a row
says what is wanted before anything is sent, every call may be repeated, and whatever request of the seller
comes next takes up a change that broke off: the snapshot stays stale until then. It is carried out while it
still is what the seller wants, else given up, and an account made for it deleted. Nothing personal is kept
for that: it is read from Stripe each time.

The account that was left is deleted when it never worked: nobody can have been paid through it, and what
Stripe holds of the person should not outlive its use. One that ever worked stays as it is, with its balance
and its payouts; it is no longer ours to ask about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onboarding import store
from onboarding.calls import CreatePerson, UpdateAccount
from onboarding.carrying import carried, merged, people, without
from onboarding.creation import Application, account_params
from onboarding.desk import Desk, account_of
from onboarding.gateway import Gone, Misconfigured, Plain, Refused
from onboarding.requirements import Snapshot, read_snapshot
from onboarding.store import Change

GOOD_FOR = 3600
"""Seconds for which a change that broke off is what the seller wants: as long as they stay signed in by
default. Later it would come by surprise; they can ask for it anew."""

CLOCKS = 300
"""Seconds by which Stripe's clock may differ from ours."""

TRIES = 8
"""How many values that Stripe refuses elsewhere are left out one by one; then nothing is taken over."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What decides requirements. structure: "" for none."""

    country: str
    business_type: str
    structure: str
    agreement: str

    def moves_from(self, other: Wanted) -> bool:
        """Whether that takes a new account."""
        return (self.country, self.agreement) != (other.country, other.agreement)


@dataclass(frozen=True, slots=True)
class Along:
    """What becomes of a company's persons: names of who goes along and of who does not, for this page only;
    "" for one without a name."""

    going: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


class Changes(Desk):
    """The part of the use cases that changes what decides requirements."""

    def decided(self, seller: str) -> tuple[Wanted, Snapshot]:
        """What decides the seller's requirements now, and the snapshot that says so."""
        _, snapshot = self.current(seller)
        decided = Wanted(
            snapshot.country, snapshot.business_type or "", snapshot.structure or "", snapshot.agreement
        )
        return decided, snapshot

    def people_after(self, seller: str, wanted: Wanted) -> Along:
        """Whom a new account would have from the present one, read from Stripe; one call or two."""
        row, snapshot = self.current(seller)
        account, persons = self._all_of(account_of(row))
        names = self.names(persons, snapshot)
        everybody = tuple(str(one["id"]) for one in reversed(persons))
        going = people(account, persons, wanted.country)
        if wanted.business_type == "individual":
            going = {
                one: values for one, values in going.items() if values["relationship"].get("representative")
            }
        return Along(
            tuple(names.get(one, "") for one in everybody if one in going),
            tuple(names.get(one, "") for one in everybody if one not in going),
        )

    def change(self, seller: str, wanted: Wanted, *, nonce: str) -> None:
        """Carries the change out; whatever breaks off is taken up by the next request. `Refused`: undone.

        One that broke off before comes to its end first; while it cannot, `Unavailable`.
        """
        self.take_up(seller)
        decided, snapshot = self.decided(seller)
        if decided == wanted:
            return
        with self.database.write() as tx:
            change = store.begin_change(
                tx,
                nonce=nonce,
                seller=seller,
                country=wanted.country,
                business_type=wanted.business_type,
                structure=wanted.structure,
                agreement=wanted.agreement,
                leaves=snapshot.account,
                moves=wanted.moves_from(decided),
                served=snapshot.served,
                now=self.clock(),
            )
        if change.finished is None:
            self._carry_out(change)
        self.reread(seller)

    def take_up(self, seller: str) -> None:
        """Ends the change that broke off, if one did: carried out while it still holds, else given up."""
        with self.database.read() as tx:
            broken_off = store.unfinished_changes(tx, seller=seller)
        for change in broken_off:
            try:
                if self._holds(change):
                    self._carry_out(change)
                else:
                    self._give_up(change)
            except (Refused, Misconfigured):
                return

    def _holds(self, change: Change) -> bool:
        """Whether the seller still wants it: asked for lately, and neither have they gone on with the account
        since nor has it begun to work. What is made already is completed, however late."""
        if change.undone:
            return False
        if self.row(change.seller).account != change.leaves:
            return True  # moved before it broke off
        try:
            account = self.gateway.account(change.leaves)
        except Gone:
            account = {}
        if not change.moves and _is_made(change, account):
            return True
        with self.database.read() as tx:
            went_on = store.answered_since(tx, seller=change.seller, since=change.begun)
        late = self.clock() - change.begun > GOOD_FOR
        return not (late or went_on or (served(account) and not change.served))

    def _give_up(self, change: Change) -> None:
        """Deletes the account that was made for it, unless the seller has it by now."""
        with self.database.write() as tx:
            if not store.undo_change(tx, change=change):
                return
        if change.moves:
            since, until = change.begun - CLOCKS, change.begun + GOOD_FOR + CLOCKS
            made = self.gateway.created_account(f"change:{change.nonce}", since=since, until=until)
            if made is not None:
                self._delete(str(made["id"]))
        self._finish(change)

    def _carry_out(self, change: Change) -> None:
        try:
            if change.moves:
                self._move(change)
            else:
                self._change_in_place(change)
        except Refused:
            self._finish(change)
            raise
        self._finish(change)

    def _finish(self, change: Change) -> None:
        with self.database.write() as tx:
            store.finish_change(tx, change=change, now=self.clock())
            store.mark_stale(tx, seller=change.seller)

    # --- another country or agreement: a new account in the place of the old one ---

    def _move(self, change: Change) -> None:
        row = self.row(change.seller)
        try:
            left = self._all_of(change.leaves)
        except Gone:
            left = ({}, [])  # moved and deleted before it broke off
        worked = change.served or served(left[0]) or self._was_served(change)
        if account_of(row) == change.leaves:
            made = self._made(change, *left)
            with self.database.write() as tx:
                if moved := store.move_account(tx, change=change, account=str(made["id"])):
                    new = read_snapshot(made, (), self.clock())
                    store.save_snapshot(tx, seller=row.id, snapshot=new, stale=True)
            if not moved and self.row(row.id).account != made["id"]:
                self._delete(str(made["id"]))  # given up meanwhile, or overtaken by another change
                return
        if left[0] and not worked:
            self._delete(change.leaves)

    def _made(self, change: Change, account: Plain, persons: list[Plain]) -> Plain:
        """The new account, with what is taken over; what Stripe refuses there is left out."""
        there = carried(account, persons, change.business_type, change.country)
        values = merged(self.brand.prefilled, there)
        for _ in range(TRIES):
            try:
                made = self._create(change, values)
                break
            except Refused as refused:
                if not values:
                    raise
                values = without(values, refused.param)
        else:
            made = self._create(change, {})
        if change.business_type != "individual":
            self._take_over(change, str(made["id"]), people(account, persons, change.country))
        return made

    def _create(self, change: Change, prefill: Mapping[str, Any]) -> Plain:
        application = Application(
            country=change.country, business_type=change.business_type, locale="", prefill=prefill,
            agreement=change.agreement, structure=change.structure,
        )  # fmt: skip
        params = account_params(
            application,
            capabilities=self.brand.capabilities,
            custom_type=self.brand.account_type == "custom",
            seller=change.seller,
        )
        return self.gateway.create_account(params, key=f"change:{change.nonce}")

    def _take_over(self, change: Change, account: str, going: Mapping[str, Plain]) -> None:
        """Creates each person there, once however often it is tried; what is refused of one is left out."""
        for person, values in going.items():
            left = values
            while left.keys() - {"relationship"}:
                try:
                    call = CreatePerson(person, left)
                    self.gateway.perform(account, (call,), key=f"change:{change.nonce}")
                except Refused as refused:
                    left = without(left, refused.param.removeprefix(f"{person}."))
                else:
                    break

    def _was_served(self, change: Change) -> bool:
        with self.database.read() as tx:
            kept = store.find_snapshot(tx, seller=change.seller)
        return bool(kept and kept.snapshot.account == change.leaves and kept.snapshot.served)

    def _delete(self, account: str) -> None:
        """Deletes an account that does not work at this moment either."""
        try:
            if not served(self.gateway.account(account)):
                self.gateway.delete_account(account)
        except Refused:
            return  # it holds money: it stays, and is not ours to ask about any more

    # --- another business type or structure: the same account ---

    def _change_in_place(self, change: Change) -> None:
        """One update, all or nothing; then whoever answered so far is the representative, or alone."""
        account, _ = self._all_of(change.leaves)
        params: dict[str, Any] = {"business_type": change.business_type}
        if change.structure:
            params["company"] = {"structure": change.structure}
        elif (account.get("company") or {}).get("structure") and change.business_type != "individual":
            params["company"] = {"structure": ""}
        key = f"change:{change.nonce}"
        self.gateway.perform(change.leaves, (UpdateAccount(params),), key=key)
        if change.business_type != "individual" and account.get("individual"):
            there = self.gateway.persons(change.leaves)
            if not any((one.get("relationship") or {}).get("representative") for one in there):
                self._take_over(change, change.leaves, people(account, (), change.country))
        with self.database.write() as tx:
            store.set_business_type(tx, seller=change.seller, business_type=change.business_type)

    def _all_of(self, account: str) -> tuple[Plain, list[Plain]]:
        found = self.gateway.account(account)
        alone = found.get("business_type") in (None, "individual")
        return found, [] if alone else self.gateway.persons(account)


def served(account: Mapping[str, Any]) -> bool:
    """Whether the account can take payments or send payouts."""
    return bool(account.get("charges_enabled") or account.get("payouts_enabled"))


def _is_made(change: Change, account: Mapping[str, Any]) -> bool:
    """Whether the account has become what was wanted, in place."""
    structure = (account.get("company") or {}).get("structure") or ""
    return (account.get("business_type"), structure) == (change.business_type, change.structure)
