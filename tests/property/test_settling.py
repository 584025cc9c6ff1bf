"""Whatever Stripe asks for: the pages ask it, the answer is sent, and Stripe lists it no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from onboarding import store
from onboarding.development.driver import Answer
from onboarding.maps import Maps
from onboarding.sandbox.running import running
from tests.matrix.market import Market, market
from tests.matrix.values import Values
from tests.matrix.walker import HOST, Hands, Walker
from tests.matrix.walks import RULES_DAY
from tests.property.vocabulary import PERSON, batches

OWN: dict[str, Answer] = {"relationship.representative": "false", "representative": "false"}
"""An account has one representative; nobody else may say to be it."""

CASES = [
    ("account", "US", "individual"),
    ("account", "JP", "company"),
    ("individual", "US", "individual"),
    ("individual", "JP", "individual"),
    ("individual", "FR", "individual"),
    ("individual", "BR", "individual"),
    ("company", "GB", "company"),
    ("company", "JP", "company"),
    ("company", "US", "non_profit"),
    ("representative", "DE", "company"),
    ("authorizers", "US", "company"),
    ("legal_guardian", "US", "company"),
    (PERSON, "CA", "company"),
    (PERSON, "JP", "company"),
]
"""Subject whose every id is asked, country, business type. Lists of persons have a test below."""


def due(there: Market, account: str) -> set[str]:
    """Everything that Stripe lists as currently due."""
    return set(there.sandbox.account(account)["requirements"]["currently_due"])


@pytest.mark.parametrize(("subject", "country", "business_type"), CASES)
def test_every_id_that_is_asked_is_settled(
    tmp_path: Path, maps: Maps, subject: str, country: str, business_type: str
) -> None:
    with running(as_of=RULES_DAY) as sandbox, market(tmp_path, sandbox, maps) as there:
        own = {} if subject == "representative" else OWN
        walker = Walker(Hands(there.app), Values(country, own), there.wait)
        if subject == PERSON:
            walker.onboard(country, business_type)
        else:
            walker.begin(country, business_type, lambda: bool(sandbox.accounts()))
        account = sandbox.accounts()[-1]["id"]
        persons = sandbox.account(account)["persons"]
        real = next(iter(persons), PERSON)
        asked = {one.replace(PERSON, real) for one in batches()[subject]}
        asked -= {"business_type"}
        sandbox.force(account, due=sorted(asked))
        there.parts.sellers.refresh(account)
        walker.go_on_until(f"{HOST}/onboarding/continue", lambda: not asked & due(there, account))
        assert asked & due(there, account) == set()
        with there.parts.database.read() as tx:
            row = store.find_account(tx, account=account)
            kept = store.find_snapshot(tx, seller=row.id) if row else None
        assert kept is not None
        assert asked & set(kept.snapshot.requirements.currently_due) == set()
