"""Drafts what a map would say of a word of Stripe's: YAML in the maps' own format, to be finished by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from onboarding.drift.asking import Asking, askings, readable
from onboarding.drift.reading import PERSON, Facts
from onboarding.maps import Maps
from onboarding.problems import BANK

NOTE = "NEW, drafted from the words of Stripe's SDK: compliance has to write this."
LONGEST = 240


def draft(item: str, facts: Facts, maps: Maps) -> str:
    """A whole file that loads as a map, its place in the first line; "" where no map could settle it."""
    vocabulary, _, name = item.partition(":")
    said = english(facts.said.get(name if vocabulary == "parameter" else item, ""))
    match vocabulary:
        case "parameter":
            return _question(name, facts, maps, said)
        case "error_code":
            text = _text(said or f"{_sentence(name)}. Check this and send it again.")
            return _file("errors/…", {"codes": {name: {"text": text}}})
        case "disabled_reason" | "capability_disabled_reason":
            key = "reasons" if vocabulary == "disabled_reason" else "capability_reasons"
            return _file("reasons.yaml", {"reasons": {}, key: {name: _text(f"{_sentence(name)}.")}})
        case "bank_status":
            return _bank(name)
        case "capability":
            return _file("capabilities.yaml", {"capabilities": {name: _text(_sentence(name))}})
        case "structure" | "business_type":
            tables = {
                "business_types": {},
                "structures": {},
                f"{vocabulary}s": {name: _text(_sentence(name))},
            }
            return _file("business.yaml", tables)
    path, _, value = name.partition("=")
    return _question(path, facts, maps, said, only=value)


def _bank(status: str) -> str:
    text = _text(f"{_sentence(status)}. Enter another account.")
    question = {
        "id": BANK,
        "settles": [BANK],
        "kind": "bank_account",
        "label": _text("Bank account"),
        "errors": {status: {"text": text}},
    }
    head = {"group": "bank_account", "order": 400, "title": _text("Bank account"), "questions": [question]}
    return _file("groups/bank_account.yaml", head)


def english(docstring: str) -> str:
    """The first sentence of a docstring as plain text: no links, no marks."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", docstring).replace("`", "")
    first = re.split(r"(?<=[a-z)]\.)\s", text, maxsplit=1)[0]
    return first if len(first) <= LONGEST else first[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _question(path: str, facts: Facts, maps: Maps, said: str, only: str = "") -> str:
    found = next((one for one in _around(path, facts) if _about(path, one)), None)
    if found is None:
        return ""
    group = _group(path, facts, maps)
    choices = [one for one in found.choices if not only or one == only]
    question: dict[str, Any] = {
        "id": re.sub(r"\W+", "_", found.base.removeprefix(PERSON).removesuffix(".files")).lower(),
        "settles": list(found.settles),
        "kind": found.kind,
        "label": _text(_sentence(readable(found.base))),
    }
    if said:
        question["hint"] = _text(said)
    if choices:
        question["choices"] = [{"value": one, "label": _text(_sentence(one))} for one in choices]
    if options := {key: value for key, value in found.options.items() if key != "as"}:
        question["options"] = options
    head = {"group": group, "order": 860, "title": _text("Other details"), "questions": [question]}
    return _file(f"groups/{group}.yaml", head)


def _around(path: str, facts: Facts) -> list[Asking]:
    """The questions for the hash in which the parameter stands, since several parameters may be one."""
    parent = path.rpartition(".")[0]
    siblings = {one: type_ for one, type_ in facts.parameters.items() if one.rpartition(".")[0] == parent}
    return list(askings(siblings, facts.values["choice"]))


def _about(path: str, asking: Asking) -> bool:
    return path == asking.base or path in asking.settles or path.startswith(f"{asking.base}.")


def _group(path: str, facts: Facts, maps: Maps) -> str:
    """The group whose questions are nearest to the parameter."""

    def shared(other: str) -> int:
        pairs = zip(path.split("."), other.split("."), strict=False)
        return next((place for place, (one, two) in enumerate(pairs) if one != two), 99)

    for other in sorted(facts.parameters, key=lambda one: (-shared(one), one)):
        place = maps.place(other.replace(PERSON, "person_1."))
        if place is not None and shared(other):
            return place.group.id
    return "other_details"


def _text(words: str) -> dict[str, str]:
    return {"en": words, "note": NOTE}


def _sentence(name: str) -> str:
    words = re.sub(r"[._]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def _file(place: str, content: Mapping[str, Any]) -> str:
    import yaml

    body = yaml.safe_dump({"schema": 1, **content}, sort_keys=False, allow_unicode=True, width=4096)
    return f"# requirement_maps/{place}\n{body}"
