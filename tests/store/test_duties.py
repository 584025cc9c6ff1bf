"""Duties: kept once, claimed by one, found again when whoever claimed them died."""

from __future__ import annotations

import pytest

from onboarding import store
from onboarding.store import Claim, Connection, Database

NOW = 1_790_000_000


@pytest.fixture
def ours(database: Database) -> Database:
    """A database with a seller whose account is acct_1, and one with acct_2."""
    with database.write() as tx:
        for number in (1, 2):
            seller = store.add_seller(
                tx, nonce=f"n-{number}", brand="default", country="US", business_type="individual",
                agreement="full", collection="incremental", locale="en", now=NOW,
            )  # fmt: skip
            store.set_account(tx, seller=seller.id, account=f"acct_{number}")
    return database


def add(tx: Connection, event: str, account: str = "acct_1") -> bool:
    return store.add_event(
        tx, event=event, account=account, kind="account.updated", livemode=False, now=NOW, next_try=NOW + 60
    )


def due(tx: Connection, now: int) -> tuple[str, ...]:
    return store.take_due(tx, now=now, until=now + 60)


def test_event_is_kept_once_and_for_our_accounts_only(ours: Database) -> None:
    with ours.write() as tx:
        assert add(tx, "evt_1")
        assert not add(tx, "evt_1")
        assert not add(tx, "evt_2", account="acct_other")
        assert store.event_state(tx, event="evt_1") == "waiting"
        assert store.event_state(tx, event="evt_2") is None


def test_events_are_missed_only_where_an_account_should_have_had_some(ours: Database) -> None:
    with ours.write() as tx:
        assert store.hears(tx, before=NOW) is None
        assert store.hears(tx, before=NOW + 1) is False
        add(tx, "evt_1")
        assert store.hears(tx, before=NOW + 1) is True


def test_one_claim_takes_all_that_wait_for_the_account(ours: Database) -> None:
    with ours.write() as tx:
        for event in ("evt_1", "evt_2"):
            add(tx, event)
        add(tx, "evt_3", account="acct_2")
        claim = store.claim_event(tx, event="evt_2", now=NOW, until=NOW + 120)
        assert claim is not None
        assert (claim.account, set(claim.events), claim.attempts) == ("acct_1", {"evt_1", "evt_2"}, 1)
        assert store.claim_event(tx, event="evt_1", now=NOW + 1, until=NOW + 120) is None
        store.settle_events(tx, events=claim.events, now=NOW + 2)
        assert store.claim_event(tx, event="evt_1", now=NOW + 500, until=NOW + 900) is None
        assert store.event_state(tx, event="evt_3") == "waiting"


def test_event_that_comes_during_a_reading_asks_for_another(ours: Database) -> None:
    with ours.write() as tx:
        add(tx, "evt_1")
        store.claim_event(tx, event="evt_1", now=NOW, until=NOW + 120)
        add(tx, "evt_2")
        assert store.claim_event(tx, event="evt_2", now=NOW + 1, until=NOW + 121) == Claim(
            "acct_1", ("evt_2",), 1
        )


def test_claim_of_a_worker_that_died_runs_out(ours: Database) -> None:
    with ours.write() as tx:
        add(tx, "evt_1")
        store.claim_event(tx, event="evt_1", now=NOW, until=NOW + 120)
        assert due(tx, NOW + 119) == ()
        assert due(tx, NOW + 120) == ("evt_1",)
        again = store.claim_event(tx, event="evt_1", now=NOW + 120, until=NOW + 240)
        assert again == Claim("acct_1", ("evt_1",), 2)


def test_message_that_was_lost_is_made_good_by_the_sweep(ours: Database) -> None:
    with ours.write() as tx:
        add(tx, "evt_1")
        assert due(tx, NOW + 59) == ()
        assert due(tx, NOW + 60) == ("evt_1",)
        assert store.free_events(tx, now=NOW) == 1
        assert due(tx, NOW) == ("evt_1",)


def test_postponed_event_waits_for_its_time(ours: Database) -> None:
    with ours.write() as tx:
        add(tx, "evt_1")
        store.claim_event(tx, event="evt_1", now=NOW, until=NOW + 120)
        store.postpone_events(tx, events=("evt_1",), next_try=NOW + 30)
        assert due(tx, NOW + 29) == ()
        assert store.claim_event(tx, event="evt_1", now=NOW + 29, until=NOW + 99) is None
        assert due(tx, NOW + 30) == ("evt_1",)


def test_new_event_takes_those_put_off_with_it(ours: Database) -> None:
    with ours.write() as tx:
        add(tx, "evt_1")
        store.claim_event(tx, event="evt_1", now=NOW, until=NOW + 120)
        store.postpone_events(tx, events=("evt_1",), next_try=NOW + 900)
        add(tx, "evt_2")
        claim = store.claim_event(tx, event="evt_2", now=NOW + 1, until=NOW + 121)
        assert claim is not None
        assert set(claim.events) == {"evt_1", "evt_2"}


def test_failed_event_is_kept_for_staff(ours: Database) -> None:
    with ours.write() as tx:
        add(tx, "evt_1")
        store.settle_events(tx, events=("evt_1",), now=NOW, failed=True)
        assert due(tx, NOW + 9999) == ()
        assert store.forget_events(tx, before=NOW + 9999) == 0
        assert store.event_state(tx, event="evt_1") == "failed"


def test_done_events_are_forgotten_in_time(ours: Database) -> None:
    with ours.write() as tx:
        add(tx, "evt_1")
        store.settle_events(tx, events=("evt_1",), now=NOW)
        assert store.forget_events(tx, before=NOW) == 0
        assert store.forget_events(tx, before=NOW + 1) == 1


def test_one_sweep_at_a_time_sends_an_event(ours: Database) -> None:
    with ours.write() as tx:
        add(tx, "evt_1")
        assert due(tx, NOW + 60) == ("evt_1",)
        assert due(tx, NOW + 119) == ()
        assert store.event_state(tx, event="evt_1") == "sent"
        assert due(tx, NOW + 120) == ("evt_1",)  # that message was lost as well
        assert store.claim_event(tx, event="evt_1", now=NOW + 121, until=NOW + 151) is not None
        assert due(tx, NOW + 150) == ()


def test_event_put_off_can_be_claimed_once_a_sweep_sent_it(ours: Database) -> None:
    with ours.write() as tx:
        add(tx, "evt_1")
        store.claim_event(tx, event="evt_1", now=NOW, until=NOW + 30)
        store.postpone_events(tx, events=("evt_1",), next_try=NOW + 15)
        assert due(tx, NOW + 15) == ("evt_1",)
        again = store.claim_event(tx, event="evt_1", now=NOW + 16, until=NOW + 46)
        assert again == Claim("acct_1", ("evt_1",), 2)


def test_what_could_not_be_sent_is_due_at_once(ours: Database) -> None:
    with ours.write() as tx:
        add(tx, "evt_1")
        add(tx, "evt_2", account="acct_2")
        events = due(tx, NOW + 60)
        store.claim_event(tx, event="evt_2", now=NOW + 61, until=NOW + 91)
        store.give_back(tx, events=events, now=NOW + 61)
        assert due(tx, NOW + 61) == ("evt_1",)
        assert store.event_state(tx, event="evt_2") == "working"


def test_claim_lasts_while_it_is_made_again(ours: Database) -> None:
    with ours.write() as tx:
        add(tx, "evt_1")
        store.claim_event(tx, event="evt_1", now=NOW, until=NOW + 30)
        store.hold_events(tx, events=("evt_1",), until=NOW + 50)
        assert due(tx, NOW + 49) == ()
        store.settle_events(tx, events=("evt_1",), now=NOW + 49)
        store.hold_events(tx, events=("evt_1",), until=NOW + 80)
        assert due(tx, NOW + 999) == ()


def test_two_sweeps_at_once_share_what_is_due(ours: Database) -> None:
    """On PostgreSQL the second passes by what the first has locked; on SQLite it waits its turn."""
    with ours.write() as tx:
        add(tx, "evt_1")
        first = due(tx, NOW + 60)
        if tx.dialect.name == "postgresql":
            with ours.write() as other:
                assert due(other, NOW + 60) == ()
    with ours.write() as tx:
        assert (first, due(tx, NOW + 60)) == (("evt_1",), ())
