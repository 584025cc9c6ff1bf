"""A class that is not yet a kind is refused when it is registered, not when the first seller meets it."""

from __future__ import annotations

from typing import Any

import pytest

from forms.kinds import KINDS
from forms.kinds.base import MEMBERS, KindIncomplete, Plain, registry
from forms.kinds.single import OneInput


class Swatch(OneInput):
    """Complete: one input and a name."""

    name = "swatch"


class Bare(Plain):
    """Lacks what `Plain` cannot know."""

    name = "bare"


def test_every_kind_there_is_is_complete() -> None:
    assert {*MEMBERS} >= {"name", "words", "several", "secret", "empties", "fields", "view", "drawn"}
    assert registry(KINDS.values()) == KINDS


def test_one_input_and_a_name_are_enough() -> None:
    swatch = Swatch()
    assert registry([swatch]) == {"swatch": swatch}


def test_what_is_lacking_is_named_in_a_sentence() -> None:
    bare: Any = Bare()
    with pytest.raises(KindIncomplete, match=r"Bare is no .* lacks answers, fields, prefill, show, words"):
        registry([bare])


@pytest.mark.parametrize("member", MEMBERS)
def test_a_kind_that_lacks_any_one_member_is_refused(member: str) -> None:
    whole = {name: getattr(Swatch(), name) for name in MEMBERS if name != member}
    part: Any = type("Part", (), whole)()
    with pytest.raises(KindIncomplete, match=f"Part is no kind of question: it lacks {member}"):
        registry([part])


def test_two_kinds_may_not_have_one_name() -> None:
    with pytest.raises(KindIncomplete, match="Swatch needs a name of its own, not 'swatch'"):
        registry([Swatch(), Swatch()])
    with pytest.raises(KindIncomplete, match="needs a name of its own, not ''"):
        registry([OneInput()])
