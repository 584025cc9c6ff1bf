"""Drafts what a map would say of a word of Stripe's: YAML in the maps' own format, to be finished by hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from onboarding.drift.asking import Asking, askings, readable
from onboarding.drift.reading import ACCOUNT_TO_PAY, PERSON, Facts
from onboarding.maps import Maps, Place
from onboarding.problems import BANK

NOTE = "NEW, drafted from the words of Stripe's SDK: compliance has to write this."
LONGEST = 240


def draft(item: str, facts: Facts, maps: Maps) -> str:
    """What to write, its place in the first line; "" where no map could settle it.

    A whole file that loads as a map; for a new value of a question that is there, the lines of that question.
    """
    vocabulary, _, name = item.partition(":")
    said = english(facts.said.get(name if vocabulary == "parameter" else item, ""))
    match vocabulary:
        case "parameter":
            return "" if name.startswith(ACCOUNT_TO_PAY) else _question(name, facts, maps, said)
        case "choice":
            return _choice(name, facts, maps)
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
    return ""


def _choice(name: str, facts: Facts, maps: Maps) -> str:
    """The value for the question that asks already, else the whole question."""
    path, _, value = name.partition("=")
    place = maps.place(path.replace(PERSON, "person_1."))
    if path.startswith(ACCOUNT_TO_PAY):
        return ""
    if place is None:
        return _question(path, facts, maps, english(facts.said.get(path, "")), only=value)
    kind = place.question.wording.kind
    if place.question.wording.choices:
        told = "add the choice, and to variants that list choices of their own."
        return _lines(place, told, {"choices": [_offer(value)]})
    values = sorted(one.partition("=")[2] for one in facts.values["choice"] if one.startswith(f"{path}="))
    told = f"the kind {kind} no longer says it; write this in place of its kind and options."
    return _lines(place, told, {"kind": "choice", "choices": [_offer(one) for one in values]})


def _lines(place: Place, told: str, content: Mapping[str, Any]) -> str:
    import yaml

    group, question = place.group.id, place.question.id
    body = yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True, width=4096)
    return f"# requirement_maps/groups/{group}.yaml\n# {question}: {told}\n{body}"


def _offer(value: str) -> dict[str, Any]:
    return {"value": value, "label": _text(_sentence(value))}


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
        question["choices"] = [_offer(one) for one in choices]
    if options := {key: value for key, value in found.options.items() if key != "as"}:
        question["options"] = options
    place = _nearest(path, facts, maps)
    if place is None:
        head = {"group": "other_details", "order": 860, "title": _text("Other details")}
        return _file("groups/other_details.yaml", {**head, "questions": [question]})
    group = place.group
    head = {"group": group.id, "order": group.order, "title": group.title.text}
    told = "Add the question to those that are there."
    return _file(f"groups/{group.id}.yaml", {**head, "questions": [question]}, told)


def _around(path: str, facts: Facts) -> list[Asking]:
    """The questions for the hash in which the parameter stands, since several parameters may be one."""
    parent = path.rpartition(".")[0]
    siblings = {one: type_ for one, type_ in facts.parameters.items() if one.rpartition(".")[0] == parent}
    return list(askings(siblings, facts.values["choice"]))


def _about(path: str, asking: Asking) -> bool:
    return path == asking.base or path in asking.settles or path.startswith(f"{asking.base}.")


def _nearest(path: str, facts: Facts, maps: Maps) -> Place | None:
    """Where most of those parameters are asked that are nearest to this one, and of its type."""
    own, type_ = path.split("."), facts.parameters[path]

    def distance(other: str) -> tuple[int, bool, bool]:
        parts = other.split(".")
        shared = next(
            (place for place, pair in enumerate(zip(own, parts, strict=False)) if len({*pair}) > 1), 99
        )
        return -shared, len(parts) != len(own), facts.parameters[other] != type_

    asked: dict[tuple[int, bool, bool], list[Place]] = {}
    for other in sorted(facts.parameters):
        place = maps.place(other.replace(PERSON, "person_1."))
        if place is not None and other != path and other.partition(".")[0] == own[0]:
            asked.setdefault(distance(other), []).append(place)
    if not asked:
        return None
    near = asked[min(asked)]
    most = Counter(one.group.id for one in near).most_common(1)[0][0]
    return next(one for one in near if one.group.id == most)


def _text(words: str) -> dict[str, str]:
    return {"en": words, "note": NOTE}


def _sentence(name: str) -> str:
    words = re.sub(r"[._]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def _file(place: str, content: Mapping[str, Any], told: str = "") -> str:
    import yaml

    body = yaml.safe_dump({"schema": 1, **content}, sort_keys=False, allow_unicode=True, width=4096)
    head = [f"# requirement_maps/{place}", *([f"# {told}"] if told else [])]
    return "\n".join([*head, body])
