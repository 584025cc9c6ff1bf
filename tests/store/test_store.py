"""The store: each function by what can be seen of it afterwards."""

from __future__ import annotations

import threading
from dataclasses import asdict, replace

import pytest
from sqlalchemy.exc import IntegrityError

from onboarding import models, store
from onboarding.requirements import Snapshot, read_snapshot, snapshot_to_plain
from onboarding.store import Acceptance, Connection, Database, ReferenceBroken, Seller

NOW = 1_790_000_000


def add(tx: Connection, nonce: str = "n-1", reference: str = "", brand: str = "default") -> Seller:
    return store.add_seller(
        tx, nonce=nonce, brand=brand, country="US", business_type="individual", agreement="full",
        collection="incremental", locale="en", now=NOW, reference=reference,
    )  # fmt: skip


def snapshot(taken: int = NOW) -> Snapshot:
    account = {
        "id": "acct_1", "country": "US", "business_type": "individual",
        "requirements": {
            "currently_due": ["individual.dob.day"],
            "errors": [{"requirement": "individual.dob.day", "code": "c", "reason": "r"}],
            "alternatives": [{"original_fields_due": ["a"], "alternative_fields_due": ["b"]}],
        },
        "capabilities": {"transfers": "inactive"},
    }  # fmt: skip
    return read_snapshot(account, [{"id": "person_1", "relationship": {"owner": True}}], taken)


def test_seller_is_found_by_each_of_its_names(database: Database) -> None:
    with database.write() as tx:
        seller = add(tx, reference="m-17")
        assert store.set_account(tx, seller=seller.id, account="acct_1") == "acct_1"
    with database.read() as tx:
        found = store.find_seller(tx, seller=seller.id)
        assert found == replace(seller, account="acct_1")
        assert store.find_account(tx, account="acct_1") == found
        assert store.find_reference(tx, brand="default", reference="m-17") == found
        assert store.find_seller(tx, seller="s_other") is None


def test_start_sent_twice_makes_one_seller(database: Database) -> None:
    with database.write() as tx:
        assert add(tx).id == add(tx).id
        assert add(tx, nonce="n-2").id != add(tx).id
        assert store.count_sellers(tx) == 2


def test_reference_names_one_seller_of_a_brand(database: Database) -> None:
    with database.write() as tx:
        first = add(tx, nonce="n-1", reference="m-1")
        assert add(tx, nonce="n-2", reference="m-1").id == first.id
        assert add(tx, nonce="n-3", reference="m-1", brand="other").id != first.id
        add(tx, nonce="n-4")
        assert add(tx, nonce="n-4", reference="m-1").id == first.id


@pytest.mark.parametrize("reference", ["jane@example.com", "Jane Doe", "x" * 121, "é"])
def test_reference_that_may_be_personal_is_refused(database: Database, reference: str) -> None:
    with pytest.raises(ReferenceBroken) as broken, database.write() as tx:
        add(tx, reference=reference)
    assert reference not in str(broken.value)


def test_second_account_is_not_taken(database: Database) -> None:
    with database.write() as tx:
        seller = add(tx)
        store.set_account(tx, seller=seller.id, account="acct_1")
        assert store.set_account(tx, seller=seller.id, account="acct_2") == "acct_1"


def test_language_and_business_type_change(database: Database) -> None:
    with database.write() as tx:
        seller = add(tx)
        store.set_locale(tx, seller=seller.id, locale="fr_CA")
        store.set_business_type(tx, seller=seller.id, business_type="company")
        found = store.find_seller(tx, seller=seller.id)
    assert found == replace(seller, locale="fr_CA", business_type="company")


def test_exception_undoes_the_whole_transaction(database: Database) -> None:
    def fail() -> None:
        with database.write() as tx:
            add(tx)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.read() as tx:
        assert store.count_sellers(tx) == 0


def test_what_is_read_in_passing_is_not_kept(database: Database) -> None:
    with database.read() as tx:
        add(tx)
    with database.read() as tx:
        assert store.count_sellers(tx) == 0


def test_snapshot_comes_back_as_it_went(database: Database) -> None:
    with database.write() as tx:
        seller = add(tx).id
        assert store.find_snapshot(tx, seller=seller) is None
        store.save_snapshot(tx, seller=seller, snapshot=snapshot())
    with database.read() as tx:
        assert store.find_snapshot(tx, seller=seller) == store.Kept(snapshot(), stale=False)


def test_snapshot_of_before_bank_accounts_were_looked_at_is_read(database: Database) -> None:
    """Rows that an older release wrote are as good as they were: no migration touches them."""
    with database.write() as tx:
        seller = add(tx).id
        store.save_snapshot(tx, seller=seller, snapshot=replace(snapshot(), bank_faults=("errored",)))
        old = {key: one for key, one in snapshot_to_plain(snapshot()).items() if key != "bank_faults"}
        tx.execute(models.snapshot.update().values(content=old))
    with database.read() as tx:
        kept = store.find_snapshot(tx, seller=seller)
    assert kept is not None
    assert kept.snapshot == snapshot()


def test_older_snapshot_never_replaces_a_newer_one(database: Database) -> None:
    with database.write() as tx:
        seller = add(tx).id
        store.save_snapshot(tx, seller=seller, snapshot=snapshot(NOW + 5))
        store.save_snapshot(tx, seller=seller, snapshot=snapshot(NOW))
        kept = store.find_snapshot(tx, seller=seller)
        assert kept is not None
        assert kept.snapshot.taken == NOW + 5


def test_stale_snapshot_is_told_until_a_new_one_is_kept(database: Database) -> None:
    with database.write() as tx:
        seller = add(tx).id
        store.set_account(tx, seller=seller, account="acct_1")
        store.save_snapshot(tx, seller=seller, snapshot=snapshot())
        store.mark_stale(tx, seller=seller)
        kept = store.find_snapshot(tx, seller=seller)
        assert kept is not None
        assert kept.stale
        store.save_snapshot(tx, seller=seller, snapshot=snapshot(NOW + 1))
        kept = store.find_snapshot(tx, seller=seller)
        assert kept is not None
        assert not kept.stale


def test_acceptance_is_kept_once(database: Database) -> None:
    with database.write() as tx:
        accepted = Acceptance(add(tx).id, "2026-01", "full", "fr", "h" * 64, NOW)
        for _ in range(2):
            store.add_acceptance(tx, **asdict(accepted))
        assert store.acceptances(tx, seller=accepted.seller) == (accepted,)


def test_link_is_good_once_and_for_a_time(database: Database) -> None:
    with database.write() as tx:
        store.add_link(tx, nonce="one", seller=None, now=NOW, expires=NOW + 10)
        store.add_link(tx, nonce="late", seller=None, now=NOW, expires=NOW + 10)
        assert store.use_link(tx, nonce="one", now=NOW + 1)
        assert not store.use_link(tx, nonce="one", now=NOW + 2)
        assert not store.use_link(tx, nonce="late", now=NOW + 10)
        assert not store.use_link(tx, nonce="never", now=NOW)
        assert store.find_link(tx, nonce="one") == store.KeptLink(None, NOW + 10, NOW + 1)
        assert store.find_link(tx, nonce="never") is None


def test_link_needs_a_seller_that_exists(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as tx:
        store.add_link(tx, nonce="one", seller="s_nobody", now=NOW, expires=NOW + 10)


def visitor(tx: Connection, session: str, now: int) -> str | None:
    found = store.find_visitor(tx, session=session, now=now)
    return found.seller.id if found else None


def test_visitor_is_found_with_the_snapshot(database: Database) -> None:
    with database.write() as tx:
        seller = add(tx)
        store.add_session(tx, session="a", seller=seller.id, now=NOW, expires=NOW + 10)
        assert store.find_visitor(tx, session="a", now=NOW) == (seller, None)
        store.save_snapshot(tx, seller=seller.id, snapshot=snapshot())
        assert store.find_visitor(tx, session="a", now=NOW) == store.find_current(tx, seller=seller.id)


def test_session_ends_by_time_and_by_word(database: Database) -> None:
    with database.write() as tx:
        seller = add(tx).id
        for name in ("a", "b", "c"):
            store.add_session(tx, session=name, seller=seller, now=NOW, expires=NOW + 10)
        assert visitor(tx, "a", NOW + 9) == seller
        assert visitor(tx, "a", NOW + 10) is None
        store.extend_session(tx, session="a", now=NOW + 9, expires=NOW + 20)
        assert visitor(tx, "a", NOW + 19) == seller
        store.extend_session(tx, session="b", now=NOW + 10, expires=NOW + 20)
        assert visitor(tx, "b", NOW + 11) is None
        store.revoke_session(tx, session="c", now=NOW + 1)
        assert visitor(tx, "c", NOW + 2) is None
        assert store.revoke_sessions(tx, seller=seller, now=NOW + 3) == 2
        assert visitor(tx, "a", NOW + 4) is None


def test_secrets_are_kept_as_hashes_only(database: Database) -> None:
    with database.write() as tx:
        store.add_link(tx, nonce="my-secret", seller=None, now=NOW, expires=NOW)
        store.add_session(tx, session="my-secret", seller=add(tx).id, now=NOW, expires=NOW)
        rows = [*tx.exec_driver_sql("SELECT * FROM link"), *tx.exec_driver_sql("SELECT * FROM session")]
    assert len(rows) == 2
    assert "my-secret" not in repr(rows)


def test_visits_long_over_are_forgotten(database: Database) -> None:
    with database.write() as tx:
        store.add_link(tx, nonce="old", seller=None, now=NOW, expires=NOW)
        store.add_link(tx, nonce="new", seller=None, now=NOW, expires=NOW + 10)
        assert store.forget_visits(tx, before=NOW + 5) == 1
        assert store.find_link(tx, nonce="new") is not None


def test_unfinished_submission_makes_the_snapshot_stale(database: Database) -> None:
    with database.write() as tx:
        seller = add(tx).id
        store.save_snapshot(tx, seller=seller, snapshot=snapshot())
        for _ in range(2):
            store.begin_submission(
                tx, nonce="f-1", seller=seller, group="identity", subject="", maps="h", now=NOW
            )
        assert store.unfinished_submissions(tx, seller=seller) == (store.hashed("f-1"),)
        kept = store.find_snapshot(tx, seller=seller)
        assert kept is not None
        assert kept.stale
        store.finish_submission(tx, nonce="f-1", now=NOW + 1)
        assert store.unfinished_submissions(tx, seller=seller) == ()
        assert store.forget_submissions(tx, before=NOW + 1) == 1


def test_nonce_of_any_length_is_kept(database: Database) -> None:
    """It comes from a browser: PostgreSQL would refuse a longer one than the column takes."""
    with database.write() as tx:
        seller = add(tx, nonce="n" * 5000).id
        assert add(tx, nonce="n" * 5000).id == seller
        store.begin_submission(tx, nonce="f" * 5000, seller=seller, group="g", subject="", maps="h", now=NOW)
        store.finish_submission(tx, nonce="f" * 5000, now=NOW)
        assert store.unfinished_submissions(tx, seller=seller) == ()


def test_unknown_requirements_are_counted_without_ids(database: Database) -> None:
    with database.write() as tx:
        for now in (NOW, NOW + 5):
            store.count_unknown(
                tx, requirements=["person_1AB.new", "person_2CD.new", "company.new"], country="US",
                business_type="company", now=now,
            )  # fmt: skip
        found = {each.requirement: each for each in store.unknown_requirements(tx)}
    assert {name: each.count for name, each in found.items()} == {"person.new": 2, "company.new": 2}
    assert (found["person.new"].first_seen, found["person.new"].last_seen) == (NOW, NOW + 5)


def test_writers_wait_for_each_other(database: Database) -> None:
    """Twenty writers that first read: none may fail with a locked database, and all sellers are there."""
    broken: list[Exception] = []

    def write(number: int) -> None:
        try:
            with database.write() as tx:
                store.count_sellers(tx)
                add(tx, nonce=f"n-{number}")
        except Exception as error:  # noqa: BLE001  whatever it is, the test must tell it
            broken.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as tx:
        assert (broken, store.count_sellers(tx)) == ([], 20)
