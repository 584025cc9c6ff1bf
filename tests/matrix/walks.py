"""Every country, business type and structure offered, walked through, and the page that tells of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from babel import Locale

from onboarding.maps import Maps, load_maps
from onboarding.paths import data_root
from tests.matrix.market import Market, market, running
from tests.matrix.walker import Lost

RULES_DAY = "2026-11-01"
"""The day by whose rules the sandbox asks; moving it on shows in docs/countries.md what changed."""

Played = TypeVar("Played")
Outcome = TypeVar("Outcome")

AGREEMENTS = ("full", "recipient")


@dataclass(frozen=True, order=True)
class Case:
    """One kind of seller. structure: "" where none is asked before the account is there, or the seller
    is not sure of it."""

    agreement: str
    country: str
    business_type: str
    structure: str = ""


@dataclass(frozen=True)
class Arrived:
    """Where a walk ended. lost: why it got nowhere, "" when it arrived; pages: places asked, in order."""

    case: Case
    standing: str = ""
    charges: bool = False
    payouts: bool = False
    rules_of: str = ""
    pages: tuple[str, ...] = ()
    lost: str = ""


def cases(maps: Maps) -> Iterator[Case]:
    """All that the maps offer."""
    for agreement in AGREEMENTS:
        for code, country in sorted(maps.countries.items()):
            if agreement not in country.agreements:
                continue
            for kind in country.business_types:
                structures = [one.value for one in country.structures(kind.value)]
                for structure in (*structures, ""):
                    yield Case(agreement, code, kind.value, structure)


def walk_all() -> list[Arrived]:
    """Every case; a sandbox and two brands' apps in each process."""
    every = list(cases(load_maps(data_root() / "requirement_maps")))
    return sorted(spread(walk, every), key=lambda one: every.index(one.case))


def spread(play: Callable[[Sequence[Played]], list[Outcome]], every: Sequence[Played]) -> list[Outcome]:
    """What comes of playing all cases, in shares that are spread over the processors."""
    workers = min(4, os.cpu_count() or 1)
    shares = [every[number::workers] for number in range(workers)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return [outcome for share in pool.map(play, shares) for outcome in share]


def walk(share: Sequence[Case]) -> list[Arrived]:
    """A share of the cases, one after the other."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sandbox = stack.enter_context(running(as_of=RULES_DAY))
        markets = {}
        for agreement in AGREEMENTS:
            (folder / agreement).mkdir()
            brand = market(folder / agreement, sandbox, agreement=agreement)
            markets[agreement] = stack.enter_context(brand)
        return [_arrive(markets[case.agreement], case) for case in share]


def _arrive(there: Market, case: Case) -> Arrived:
    try:
        walked = there.onboard(case.country, case.business_type, case.structure)
    except Lost as lost:
        return Arrived(case, lost=str(lost))
    account = there.sandbox.account(there.sandbox.accounts()[-1]["id"])
    return Arrived(
        case,
        walked.standing,
        bool(account["charges_enabled"]),
        bool(account["payouts_enabled"]),
        str(account["rules_day"]),
        tuple(walked.asked),
    )


HEAD = """\
# Countries

Every seller that the maps offer, taken from the start page to enabled against the sandbox by a driver that
knows no page: it reads what is asked, answers with test values, and follows. Made by `tests/matrix`, which
fails when this page is not what happens; `make pages` writes it anew.

A page is named by its group, then by whom it is about; *at Stripe* is Stripe's own page, by a one-time link.
Standing: *complete* when the rules of the day will ask nothing more, *enabled* when they will ask more later.

"""
COLUMNS = (
    "| country | business type | standing | payments, payouts | rules of | pages |\n"
    "|---|---|---|---|---|---|\n"
)
TITLES = {"full": "Full agreement", "recipient": "Recipient agreement: paid out to, takes no payments"}


def told(arrived: Sequence[Arrived]) -> str:
    """The whole of docs/countries.md."""
    parts = []
    for agreement in AGREEMENTS:
        there = sorted((one for one in arrived if one.case.agreement == agreement), key=_name)
        rows = [_row(one) for one in there]
        parts.append(f"## {TITLES[agreement]}\n\n{COLUMNS}{''.join(rows)}")
    return HEAD + "\n".join(parts)


def _name(one: Arrived) -> str:
    return str(Locale.parse("en").territories[one.case.country])


def _row(one: Arrived) -> str:
    kind = one.case.business_type.replace("_", " ")
    kind += f" ({one.case.structure.replace('_', ' ')})" if one.case.structure else ""
    works = ", ".join("on" if flag else "off" for flag in (one.charges, one.payouts))
    pages = " · ".join(place.replace("_", " ") for place in one.pages if place != "start")
    where = f"{_name(one)} ({one.case.country})"
    return f"| {where} | {kind} | {one.standing} | {works} | {one.rules_of} | {pages} |\n"
