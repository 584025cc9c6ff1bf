"""Single capabilities: what each still needs, and asking for a further one once that has been seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from onboarding.desk import Desk, account_of, is_upfront
from onboarding.drift.unknown import unknown_in_capability
from onboarding.gateway import Plain
from onboarding.maps import Maps
from onboarding.plan import Plan, PlannedGroup, RoleTask, State, circumstances_of, make_plan
from onboarding.requirements import Capability, Requirements, Snapshot, read_requirements
from onboarding.unknowns import note_items

UNREQUESTED = "unrequested"


@dataclass(frozen=True, slots=True)
class Needs:
    """One capability as Stripe has it now. status: as in `Capability`; plan: what it alone needs still.

    Of one that was not requested: what requesting it would ask for. whole: what the account needs, by which
    `is_besides` tells what comes because of the capability. alone: the account's snapshot as if the
    capability's requirements were all of the account's. names: person id -> full name, for this page only.
    offered: whether the seller may ask for it.
    """

    name: str
    status: str
    alone: Snapshot
    plan: Plan
    whole: Plan
    names: Mapping[str, str] = field(default_factory=dict)
    offered: bool = False

    @property
    def requirements(self) -> Requirements:
        """What the capability itself requires."""
        return self.alone.requirements

    @property
    def requested(self) -> bool:
        """Whether it was asked for."""
        return self.status != UNREQUESTED

    def is_besides(self, section: PlannedGroup | RoleTask) -> bool:
        """Whether it asks for more in that section of its plan than the account is asked for anyway."""
        if isinstance(section, PlannedGroup):
            there = self.whole.find(*section.place)
            return not set(section.due) <= set(there.due if there else ())
        role = self.whole.role(section.subject)
        return not role or (section.provided, section.missing) > (role.provided, role.missing)

    def can_start(self, group: PlannedGroup) -> bool:
        """Whether its page can be filled in now: what comes first in the whole account counts."""
        there = self.whole.find(*group.place) or group
        return State.CANNOT_START not in (group.state, there.state)

    @property
    def hands_off_besides(self) -> bool:
        """Whether it needs something of Stripe's own page that the account does not."""
        return not set(self.plan.hand_offs) <= set(self.whole.hand_offs)


def needs_of(snapshot: Snapshot, raw: Plain, maps: Maps, *, upfront: bool, early: bool = False) -> Needs:
    """From a plain Capability: its own requirements, planned as if they were all of the account's.

    upfront, early: as for `make_plan`.
    """
    name, status = str(raw.get("id", "")), str(raw.get("status") or UNREQUESTED)
    requirements = read_requirements(raw.get("requirements"))
    future = read_requirements(raw.get("future_requirements"))
    others = tuple(one for one in snapshot.capabilities if one.name != name)
    alone = replace(
        snapshot,
        requirements=requirements,
        future=future,
        capabilities=(*others, Capability(name, status)),
        bank_faults=(),  # they stop payouts, and no capability
    )
    plan, whole = (make_plan(one, maps, upfront=upfront, early=early) for one in (alone, snapshot))
    return Needs(name, status, alone, plan, whole)


class Capabilities(Desk):
    """What sellers do with single capabilities."""

    def further(self, snapshot: Snapshot) -> tuple[str, ...]:
        """Those that this seller may ask for: of the brand, where they can be had, not asked for yet."""
        held = {one.name for one in snapshot.capabilities if one.status != UNREQUESTED}
        about = circumstances_of(snapshot)
        offered = (one for one in self.brand.further_capabilities if self.maps.offers(one, about))
        return tuple(one for one in offered if one not in held)

    def needs(self, seller: str, name: str) -> Needs | None:
        """What a capability needs, asked of Stripe now; None for one that is neither held nor on offer."""
        row, snapshot = self.current(seller)
        offered = name in self.further(snapshot)
        if not offered and name not in {one.name for one in snapshot.capabilities}:
            return None
        raw = self.gateway.capability(account_of(row), name)
        snapshot, names = self.named(row, snapshot)
        needs = needs_of(snapshot, raw, self.maps, upfront=is_upfront(row), early=self.early)
        self._note(needs.alone)
        return replace(needs, names=names, offered=offered and not needs.requested)

    def _note(self, alone: Snapshot) -> None:
        """Staff are told what is unknown in what it needs; where nothing is, nothing is written."""
        if unknown := unknown_in_capability(alone, self.maps):
            with self.database.write() as tx:
                note_items(tx, unknown, alone)

    def request(self, seller: str, name: str, *, nonce: str) -> None:
        """Asks for a further capability; what it needs is in the plan from then on."""
        row, snapshot = self.current(seller)
        if name not in self.further(snapshot):
            return
        self.mark_stale(row)
        self.gateway.request_capability(account_of(row), name, key=f"{row.id}:{nonce}")
        self.reread(seller)
