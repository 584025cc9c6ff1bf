"""What accounts meet that nobody knows is counted by id, country and business type, and listed for staff."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onboarding import store, unknowns
from onboarding.drift.unknown import unknown_in
from onboarding.maps import Maps
from onboarding.migrations import migrate
from onboarding.requirements import Snapshot, read_snapshot
from onboarding.store import Database
from onboarding.unknowns import Unknown, list_unknown, note_hand_off, note_unknown

NOW = 1_790_000_000


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'test.sqlite3'}"
    migrate(url)
    database = Database(url)
    yield database
    database.close()


def snapshot(*due: str, now: int = NOW, account: str = "acct_1", **more: Any) -> Snapshot:
    requirements = {"currently_due": list(due), **more.pop("requirements", {})}
    about = {"id": account, "country": "US", "business_type": "company"}
    return read_snapshot({**about, "requirements": requirements, **more}, (), now)


def keep(database: Database, maps: Maps, nonce: str, shown: Snapshot) -> None:
    with database.write() as tx:
        seller = store.add_seller(
            tx, nonce=nonce, brand="main", country="US", business_type="company", agreement="full",
            collection="incremental", locale="en", now=NOW,
        )  # fmt: skip
        store.save_snapshot(tx, seller=seller.id, snapshot=shown)
        note_unknown(tx, shown, maps)


def listed(database: Database, maps: Maps) -> dict[str, Unknown]:
    with database.read() as tx:
        return {one.seen.requirement: one for one in list_unknown(tx, maps)}


def test_all_that_is_unknown_is_found_and_nothing_that_is_known(maps: Maps) -> None:
    shown = snapshot(
        "company.tax_id",
        "company.owners_provided",
        "owners.first_name",
        "person_1.verification.proof_of_liveness",
        "company.shoe_size",
        "interv_1.identity.form",
        requirements={
            "errors": [
                {"requirement": "company.tax_id", "code": "beard_too_long", "reason": "Jenny Rosen"},
                {"requirement": "company.name", "code": "information_missing", "reason": ""},
            ],
            "disabled_reason": "on_holiday",
            "alternatives": [
                {"original_fields_due": ["company.tax_id"], "alternative_fields_due": ["company.hat"]}
            ],
        },
        future_requirements={"eventually_due": ["person_1.shoe_size"], "disabled_reason": "other"},
        capabilities={"transfers": "active", "barter_payments": "inactive"},
        company={"structure": "guild"},
        external_accounts={
            "data": [
                {"status": "errored", "default_for_currency": True},
                {"status": "frozen", "default_for_currency": True},
            ]
        },
    )
    assert set(unknown_in(shown, maps)) == {
        "company.shoe_size", "interv_1.identity.form", "company.hat", "person_1.shoe_size", "structure:guild",
        "error_code:beard_too_long", "disabled_reason:on_holiday", "capability:barter_payments",
        "bank_status:frozen",
    }  # fmt: skip


def test_a_seller_with_nothing_unknown_writes_nothing(database: Database, maps: Maps) -> None:
    keep(database, maps, "a", snapshot("company.tax_id", "individual.first_name", "external_account"))
    assert listed(database, maps) == {}


def test_persons_are_counted_as_one_and_accounts_that_wait_are_told(database: Database, maps: Maps) -> None:
    keep(database, maps, "a", snapshot("person_1A.shoe_size", "person_2B.shoe_size"))
    keep(database, maps, "b", snapshot("person_3C.shoe_size", now=NOW + 90, account="acct_2"))
    (row,) = listed(database, maps).values()
    seen = row.seen
    assert (seen.requirement, seen.country, seen.business_type) == ("person.shoe_size", "US", "company")
    assert (seen.first_seen, seen.last_seen, seen.count, row.waiting) == (NOW, NOW + 90, 2, 2)


def test_who_has_answered_waits_no_longer(database: Database, maps: Maps) -> None:
    keep(database, maps, "a", snapshot("company.shoe_size"))
    keep(database, maps, "a", snapshot(now=NOW + 5))
    (row,) = listed(database, maps).values()
    assert (row.waiting, row.seen.last_seen) == (0, NOW)


def test_no_value_and_no_id_of_anybody_is_kept(database: Database, maps: Maps) -> None:
    error = {"requirement": "person_1AB.hat", "code": "new_code", "reason": "CANARY Rosen"}
    keep(database, maps, "a", snapshot("interv_9XY.form", requirements={"errors": [error]}))
    found = json.dumps([one.plain() for one in listed(database, maps).values()])
    assert "CANARY" not in found
    assert "1AB" not in found
    assert "9XY" not in found
    assert "acct_" not in found


def test_hand_offs_are_counted_with_those_who_still_wait(database: Database, maps: Maps) -> None:
    shown = snapshot("person_1.verification.proof_of_liveness")
    keep(database, maps, "a", shown)
    with database.write() as tx:
        note_hand_off(tx, shown, ["person_1.verification.proof_of_liveness"], NOW)
    (row,) = listed(database, maps).values()
    assert row.seen.requirement == "hand_off:person.verification.proof_of_liveness"
    assert (row.seen.count, row.waiting) == (1, 1)


def test_odd_ids_are_kept_without_a_fault(database: Database, maps: Maps) -> None:
    odd = ["a\0b", "\ud800.x", "é" * 300, "x" * 5000, "person_1." + "y." * 300]
    keep(database, maps, "a", snapshot(*odd, country="USA", business_type="b" * 50))
    rows = listed(database, maps).values()
    assert len(rows) == len(odd)
    assert all(row.waiting == 1 and row.seen.requirement.isascii() for row in rows)


def test_each_is_logged_once(
    database: Database, maps: Maps, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(unknowns, "_told", set())
    for number in range(3):
        keep(database, maps, str(number), snapshot(f"person_{number}.shoe_size"))
    said = capsys.readouterr().out
    assert said.count("unknown_requirement") == 1
    assert "person.shoe_size" in said
