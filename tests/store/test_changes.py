"""Changes of a seller, and snapshots that are only renewed where nothing else was written meanwhile."""

from __future__ import annotations

import threading

from onboarding import store
from onboarding.store import Change, Database
from tests.store.test_store import NOW, add, snapshot


def begun(database: Database, nonce: str = "c-1", country: str = "FR") -> Change:
    with database.write() as tx:
        seller = add(tx)
        store.set_account(tx, seller=seller.id, account="acct_1")
        return store.begin_change(
            tx, nonce=nonce, seller=seller.id, country=country, business_type="company", structure="",
            agreement="full", leaves="acct_1", moves=True, served=False, now=NOW,
        )  # fmt: skip


def test_change_sent_twice_is_one_and_ends_once(database: Database) -> None:
    change = begun(database)
    assert begun(database, country="DE") == change
    with database.write() as tx:
        assert store.unfinished_changes(tx, seller=change.seller) == (change,)
        store.finish_change(tx, change=change, now=NOW + 1)
        assert not store.unfinished_changes(tx, seller=change.seller)


def test_seller_moves_to_the_new_account_once(database: Database) -> None:
    change = begun(database)
    with database.write() as tx:
        assert store.move_account(tx, change=change, account="acct_2")
        assert not store.move_account(tx, change=change, account="acct_3")
        seller = store.find_seller(tx, seller=change.seller)
    assert seller is not None
    assert (seller.account, seller.country, seller.business_type) == ("acct_2", "FR", "company")


def test_change_being_undone_moves_nobody_and_one_that_moved_is_not_undone(database: Database) -> None:
    change = begun(database)
    with database.write() as tx:
        assert store.undo_change(tx, change=change)
        assert not store.move_account(tx, change=change, account="acct_2")
        (undone,) = store.unfinished_changes(tx, seller=change.seller)
        assert undone.undone
    other = begun(database, nonce="c-2")
    with database.write() as tx:
        assert store.move_account(tx, change=other, account="acct_3")
        assert not store.undo_change(tx, change=other)


def test_snapshot_is_stale_until_the_change_has_ended(database: Database) -> None:
    change = begun(database)
    with database.write() as tx:
        version = None
        for taken in range(NOW, NOW + 3):
            assert store.renew_snapshot(tx, seller=change.seller, snapshot=snapshot(taken), version=version)
            kept = store.find_snapshot(tx, seller=change.seller)
            assert kept is not None
            assert kept.stale
            version = kept.version
        store.save_snapshot(tx, seller=change.seller, snapshot=snapshot(NOW + 4))
        kept = store.find_snapshot(tx, seller=change.seller)
        assert kept is not None
        assert kept.stale
        store.finish_change(tx, change=change, now=NOW + 5)
        store.save_snapshot(tx, seller=change.seller, snapshot=snapshot(NOW + 6))
        kept = store.find_snapshot(tx, seller=change.seller)
    assert kept is not None
    assert not kept.stale


def test_answers_since_are_known(database: Database) -> None:
    change = begun(database)
    with database.write() as tx:
        for moment in (NOW, NOW + 1):
            assert not store.answered_since(tx, seller=change.seller, since=NOW)
            store.begin_submission(
                tx, nonce="a", seller=change.seller, group="identity", subject="", maps="h", now=moment
            )
        assert store.answered_since(tx, seller=change.seller, since=NOW)


def test_overtaken_reading_is_not_kept(database: Database) -> None:
    with database.write() as tx:
        seller = add(tx).id
        assert store.renew_snapshot(tx, seller=seller, snapshot=snapshot(), version=None)
        assert not store.renew_snapshot(tx, seller=seller, snapshot=snapshot(), version=None)
        read = store.find_snapshot(tx, seller=seller)
        assert read is not None
        # A second marking changes nothing that can be seen but the version: also that is being overtaken.
        store.mark_stale(tx, seller=seller)
        version = store.mark_stale(tx, seller=seller)
        assert not store.renew_snapshot(tx, seller=seller, snapshot=snapshot(), version=read.version)
        assert store.renew_snapshot(tx, seller=seller, snapshot=snapshot(NOW + 1), version=version)
        kept = store.find_snapshot(tx, seller=seller)
    assert kept is not None
    assert (kept.snapshot.taken, kept.stale) == (NOW + 1, False)


def test_of_many_at_once_one_renews(database: Database) -> None:
    with database.write() as tx:
        seller = add(tx).id
        store.save_snapshot(tx, seller=seller, snapshot=snapshot())
        read = store.find_snapshot(tx, seller=seller)
    assert read is not None
    won: list[bool] = []
    together = threading.Barrier(6)

    def renew() -> None:
        together.wait()
        with database.write() as tx:
            won.append(store.renew_snapshot(tx, seller=seller, snapshot=snapshot(), version=read.version))

    threads = [threading.Thread(target=renew) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 5 + [True]


def test_submits_of_one_section_know_of_each_other(database: Database) -> None:
    with database.write() as tx:
        seller = add(tx).id
        store.begin_submission(
            tx, nonce="a", seller=seller, group="identity", subject="", maps="h", now=NOW
        )  # fmt: skip

        def others(nonce: str, group: str = "identity", since: int = NOW) -> bool:
            return store.others_sending(tx, seller=seller, group=group, subject="", nonce=nonce, since=since)

        assert others("b")
        assert not others("a")
        assert not others("b", group="contact")
        assert not others("b", since=NOW + 1)
        assert store.is_sending(tx, seller=seller, since=NOW)
        store.finish_submission(tx, nonce="a", now=NOW)
        assert not others("b")
        assert not store.is_sending(tx, seller=seller, since=NOW)
        assert store.was_begun(tx, nonce="a")
        assert not store.was_begun(tx, nonce="b")
