"""Every requirement that Stripe may list: the SDK's parameters for each subject, and ids that are none."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from typing import get_args, get_type_hints

import stripe

from tests.maps.test_vocabulary import NOT_ASKED, OTHER_IDS, leaves

PERSON = "person_1Matrix"
ROLES = ("representative", "owners", "directors", "executives", "authorizers", "legal_guardian", PERSON)
HANDED_OFF = (
    "interv_1Matrix.business_model_verification.form",
    "individual.verification.proof_of_liveness",
    f"{PERSON}.verification.proof_of_liveness",
)
OUTSIDE_THE_SDK = ("invalid_phone_number", "verification_data_not_found")
UNKNOWN_CODE = "verification_of_something_new"

NEVER_LISTED = re.compile(
    r"(?:.*\.)?(?:metadata|user_agent|line2|person_token)|.*\.signer\.person|bank_account|external_account\..*"
)
"""Parameters that cannot be requirements: nothing would be due without them."""


@lru_cache(1)
def account_ids() -> tuple[str, ...]:
    """Ids of account, company and individual."""
    names = leaves("_account_create_params.py", "AccountCreateParams")
    names |= leaves("_account_update_params.py", "AccountUpdateParams")
    asked = {name for name in names if not NOT_ASKED.fullmatch(name)}
    return tuple(sorted(_listed(asked | set(OTHER_IDS) | {"business_type", "external_account"})))


@lru_cache(1)
def person_fields() -> tuple[str, ...]:
    """Fields of a person, as they follow the subject."""
    names = leaves("_account_create_person_params.py", "AccountCreatePersonParams")
    names |= leaves("_account_modify_person_params.py", "AccountModifyPersonParams")
    asked = {name for name in names if not NOT_ASKED.fullmatch(name)} | {"email"}
    return tuple(sorted(_listed(asked)))


@lru_cache(1)
def batches() -> dict[str, tuple[str, ...]]:
    """All ids, by subject."""
    found: dict[str, list[str]] = {"account": [], "company": [], "individual": []}
    for one in account_ids():
        head = one.partition(".")[0]
        found[head if head in found else "account"].append(one)
    for role in ROLES:
        found[role] = [f"{role}.{field}" for field in person_fields()]
    return {subject: tuple(ids) for subject, ids in found.items()}


@lru_cache(1)
def every_id() -> tuple[str, ...]:
    """All of them, those for Stripe's own page among them."""
    return (*(one for ids in batches().values() for one in ids), *HANDED_OFF)


@lru_cache(1)
def codes() -> tuple[str, ...]:
    """Every code of a verification error that the SDK knows, and the two that it does not."""
    hints = get_type_hints(stripe.Account.Requirements.Error)["code"]
    known = {str(value) for part in (hints, *get_args(hints)) for value in get_args(part)}
    return tuple(sorted({code for code in known if code.islower()} | set(OUTSIDE_THE_SDK)))


def _listed(names: set[str]) -> set[str]:
    """As requirements name them: a document by itself, not by its sides."""
    whole = {
        re.sub(r"(verification\.(?:additional_)?document)\.(?:front|back)$", r"\1", one) for one in names
    }
    return {one for one in whole if not NEVER_LISTED.fullmatch(one)}


def random_ids(seed: str, many: int = 6) -> tuple[str, ...]:
    """Ids that nobody has heard of, the same ones for a seed; every other one has letters beyond ASCII."""
    draw = random.Random(seed)
    heads = ("", "individual.", "company.", "representative.", "settings.", "documents.", "branch_1.")
    letters = ("abcdefghijklmnopqrstuvwxyz_", "äßñçøéжщλ中文字ابج\U0001f600")

    def word(place: int) -> str:
        return "z" + "".join(draw.choices(letters[place % 2], k=draw.randint(2, 11)))

    return tuple(
        draw.choice(heads) + ".".join(word(place) for _ in range(draw.randint(1, 3))) for place in range(many)
    )
