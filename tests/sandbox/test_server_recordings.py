"""The recorded creations once more, through HTTP: what goes out is what the rules say, and was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from onboarding.sandbox.recordings import PLATFORM_MCC, Recording, platform_mcc, read
from onboarding.sandbox.running import Running, running
from tests.sandbox.conftest import KEY, US_BANK

FOLDER = Path(__file__).parent / "recordings"
RECORDINGS = [recording for path in sorted(FOLDER.glob("*.yaml")) for recording in read(path)]

REAL = {
    "date": "1714320018",
    "email": "seller@example.com",
    "line1": "address_full_match",
    "mcc": "5734",
    "nationality": "US",
    "phone": "+12015550123",
    "ssn_last_4": "6789",
    "support_phone": "+12015550123",
}
"""What stands for a value that was typed, where not any text will do."""

FLAGS = ("charges_enabled", "payouts_enabled", "details_submitted")
LISTS = ("currently_due", "eventually_due", "past_due", "pending_verification")


@pytest.fixture(scope="module")
def platforms() -> Iterator[dict[str, Running]]:
    """The recording platform by its default merchant code, which it had until a day."""
    with running(default_mcc=PLATFORM_MCC) as with_code, running() as without:
        yield {PLATFORM_MCC: with_code, "": without}


def fields(recording: Recording) -> dict[str, str]:
    sent = {"type": "custom"}
    for key, value in recording.sent.items():
        last = key.removesuffix("[0]").rstrip("]").rpartition("[")[2]
        if key.startswith("external_account"):
            sent |= {f"external_account[{name}]": text for name, text in US_BANK.items()}
        else:
            plain = str(value).lower() if isinstance(value, bool) else str(value)
            sent[key] = REAL.get(last, plain) if plain in ("given", "1") else plain
    return sent


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
def test_the_answer_over_http_is_the_recorded_one(
    platforms: dict[str, Running], session: requests.Session, recording: Recording
) -> None:
    platform = platforms[platform_mcc(recording)]
    headers = {"Authorization": f"Bearer {KEY}", "Sandbox-As-Of": recording.day}
    url = f"{platform.url}/v1/accounts"
    answer = session.post(url, data=fields(recording), headers=headers, timeout=5)
    account: dict[str, Any] = answer.json()
    assert answer.status_code == 200, account
    wanted = recording.answer
    assert {name: account[name] for name in FLAGS} == {name: wanted[name] for name in FLAGS}
    assert account["capabilities"] == wanted["capabilities"]
    found = {name: account["requirements"][name] for name in LISTS}
    assert found == {name: sorted(wanted[name]) for name in LISTS}
    assert account["requirements"]["disabled_reason"] == wanted["disabled_reason"]
