"""Sellers' links: good once and for a time, and forged ones told apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from itsdangerous import URLSafeSerializer

from onboarding import store
from onboarding.links import Expired, Forged, Invitation, Used, make_link, open_link, read_link
from onboarding.migrations import migrate
from onboarding.store import Connection, Database, ReferenceBroken

NOW = 1_790_000_000
KEYS = ("k" * 32,)
SAID = Invitation(country="CA", business_type="individual", locale="fr_CA", reference="m-17")


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Connection]:
    """A transaction."""
    url = f"sqlite:///{tmp_path}/test.sqlite3"
    migrate(url)
    database = Database(url)
    with database.write() as tx:
        yield tx
    database.close()


def made(tx: Connection, said: Invitation = SAID) -> str:
    return make_link(tx, said, keys=KEYS, now=NOW, hours=2, nonce="nonce-1")


def test_link_says_what_it_was_made_with_until_it_is_used(tx: Connection) -> None:
    token = made(tx)
    said = read_link(tx, token, keys=KEYS, now=NOW + 1)
    assert said == read_link(tx, token, keys=KEYS, now=NOW + 2)
    assert said == open_link(tx, token, keys=KEYS, now=NOW + 3)
    assert (said.country, said.locale, said.reference, said.nonce) == ("CA", "fr_CA", "m-17", "nonce-1")
    for use in (read_link, open_link):
        with pytest.raises(Used):
            use(tx, token, keys=KEYS, now=NOW + 4)


def test_link_resumes_a_seller(tx: Connection) -> None:
    seller = store.add_seller(
        tx, nonce="n", brand="default", country="US", business_type="individual", agreement="full",
        collection="incremental", locale="en", now=NOW,
    )  # fmt: skip
    token = made(tx, Invitation(seller=seller.id))
    assert open_link(tx, token, keys=KEYS, now=NOW).seller == seller.id


def test_link_expires(tx: Connection) -> None:
    token = made(tx)
    assert read_link(tx, token, keys=KEYS, now=NOW + 7199).country == "CA"
    with pytest.raises(Expired):
        read_link(tx, token, keys=KEYS, now=NOW + 7200)


def test_forged_links_are_told(tx: Connection) -> None:
    token = made(tx)
    other = URLSafeSerializer("x" * 32, salt="onboarding.link").dumps(
        {"nonce": "nonce-1", "expires": NOW + 9}
    )
    salted = URLSafeSerializer(KEYS[0], salt="session").dumps({"nonce": "nonce-1", "expires": NOW + 9})
    for forged in ("", "x", token[:-1], token[1:], token + "x", str(other), str(salted), "é", "a.b.c"):
        with pytest.raises(Forged):
            read_link(tx, forged, keys=KEYS, now=NOW)


def test_link_that_was_never_kept_is_forged(tx: Connection) -> None:
    token = made(tx)
    tx.exec_driver_sql("DELETE FROM link")
    with pytest.raises(Forged):
        read_link(tx, token, keys=KEYS, now=NOW)


def test_links_outlive_a_change_of_the_key(tx: Connection) -> None:
    token = made(tx)
    new = "n" * 32
    assert read_link(tx, token, keys=(new, *KEYS), now=NOW).country == "CA"
    with pytest.raises(Forged):
        read_link(tx, token, keys=(new,), now=NOW)
    newer = make_link(tx, SAID, keys=(new, *KEYS), now=NOW, hours=2)
    assert read_link(tx, newer, keys=(new,), now=NOW).country == "CA"


def test_reference_that_may_be_personal_makes_no_link(tx: Connection) -> None:
    with pytest.raises(ReferenceBroken):
        made(tx, Invitation(reference="jane@example.com"))


def test_every_link_is_another(tx: Connection) -> None:
    assert make_link(tx, SAID, keys=KEYS, now=NOW, hours=1) != make_link(
        tx, SAID, keys=KEYS, now=NOW, hours=1
    )
