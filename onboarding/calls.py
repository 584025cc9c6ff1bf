"""Turns clean answers into the Stripe calls that send them.

Files go first, then persons, then one account update.

Calls are data: nothing here talks to Stripe. A file's id is not known before its upload, so params hold a
`FileOf(call's place)` until the gateway has performed that call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.questions import Answers, KeptFile, Question, Upload

PLACEHOLDER_ROLES = {
    "representative": "representative",
    "owners": "owner",
    "directors": "director",
    "executives": "executive",
    "authorizers": "authorizer",
    "legal_guardian": "legal_guardian",
}
"""Subjects that stand for a person who does not exist yet, and the relationship that person will have."""


@dataclass(frozen=True, slots=True)
class FileOf:
    """Stands in params for the id of the file that the upload at `place` will have."""

    place: str


@dataclass(frozen=True, slots=True)
class UploadFile:
    """place: requirement path the file answers ("individual.verification.document.front")."""

    place: str
    upload: Upload


@dataclass(frozen=True, slots=True)
class CreatePerson:
    """place: the placeholder subject ("owners"); params nested as the API takes them, with relationship."""

    place: str
    params: dict[str, Any]

    def for_existing(self, person: str) -> UpdatePerson:
        """The same answers for a person who is there already."""
        return UpdatePerson(person, self.params)


@dataclass(frozen=True, slots=True)
class UpdatePerson:
    """place: the person's id; params nested as the API takes them."""

    place: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class UpdateAccount:
    """params nested as the API takes them. There is at most one per submit."""

    params: dict[str, Any]
    place: str = "account"


Call = UploadFile | CreatePerson | UpdatePerson | UpdateAccount


def denied(calls: Iterable[Call], created: Mapping[str, str]) -> frozenset[str]:
    """Ids of the roles that these calls say somebody does not have. created: placeholder -> person's id."""
    return frozenset(
        f"{created.get(call.place, call.place)}.relationship.{role}"
        for call in calls
        if isinstance(call, CreatePerson | UpdatePerson)
        for role, has in call.params.get("relationship", {}).items()
        if has is False
    )


def settled(questions: Iterable[Question], answers: Answers, created: Mapping[str, str]) -> frozenset[str]:
    """Ids that were settled by an answer which is not empty. created: as in `denied`."""
    said = {path for path, answer in answers.items() if answer not in (None, "", [], [""])}
    ids = (
        one
        for question in questions
        if any(path == question.base or path.startswith(f"{question.base}.") for path in said)
        for one in question.settles
    )
    return frozenset(_about(one, created) for one in ids)


def _about(requirement: str, created: Mapping[str, str]) -> str:
    subject, dot, field = requirement.partition(".")
    return f"{created.get(subject, subject)}{dot}{field}"


@dataclass(frozen=True, slots=True)
class Consent:
    """What accepting terms records. moment: unix seconds; ip and user_agent of the person consenting."""

    moment: int
    ip: str
    user_agent: str


ON_THE_PERSON = ("individual.documents.", "individual.nationality")
"""Starts of ids about an individual that are parameters of the person only, not of the account.

Source: the types of the `stripe` package 16.1; the account's `individual` has no `documents`
and no `nationality` (the API took the latter there in 2023, by a recording).
"""


def make_calls(answers: Answers, consent: Consent | None = None, *, individual: str = "") -> tuple[Call, ...]:
    """The calls that send `answers`, in the order in which they must be made.

    Keys are requirement ids or parameter paths; `person_…` and placeholder subjects become person calls,
    everything else the account update. individual: id of the person that an individual's account has.
    A key whose answer is the literal `CONSENT` is filled from `consent`.
    """
    uploads: list[Call] = []
    subjects: dict[str, dict[str, Any]] = {}
    for path, answer in answers.items():
        if answer is None:
            continue
        subject, rest = _split(path, individual)
        value, files = _value(path, answer)
        uploads += files
        for leaf, leaf_value in _consented(rest, value, consent):
            _put(subjects.setdefault(subject, {}), leaf.split("."), leaf_value)
    return (*uploads, *_person_calls(subjects), *_account_call(subjects))


CONSENT = "consent"
"""Answer that stands for "accepted here and now": `make_calls` puts date, ip and user agent in its place."""


def _split(path: str, individual: str) -> tuple[str, str]:
    head, _, rest = path.partition(".")
    if individual and path.startswith(ON_THE_PERSON):
        return individual, rest
    if rest and (head in PLACEHOLDER_ROLES or head.startswith("person_")):
        return head, rest
    return "account", path


def _value(path: str, answer: Any) -> tuple[Any, list[Call]]:
    if isinstance(answer, KeptFile):
        return answer.id, []
    if isinstance(answer, Upload):
        return FileOf(path), [UploadFile(path, answer)]
    if isinstance(answer, list):
        sent = [_value(f"{path}.{number}", item) for number, item in enumerate(answer)]
        return [value for value, _ in sent], [call for _, calls in sent for call in calls]
    return answer, []


def _consented(rest: str, value: Any, consent: Consent | None) -> Iterator[tuple[str, Any]]:
    if value != CONSENT:
        yield rest, value
    elif consent is not None:
        yield f"{rest}.date", consent.moment
        yield f"{rest}.ip", consent.ip
        if consent.user_agent:
            yield f"{rest}.user_agent", consent.user_agent


def _put(tree: dict[str, Any], parts: list[str], value: Any) -> None:
    for part in parts[:-1]:
        tree = tree.setdefault(part, {})
    if isinstance(value, dict) and isinstance(tree.get(parts[-1]), dict):
        tree[parts[-1]].update(value)
    else:
        tree[parts[-1]] = value


def _person_calls(subjects: dict[str, dict[str, Any]]) -> Iterator[Call]:
    for subject, params in subjects.items():
        if subject == "account":
            continue
        role = PLACEHOLDER_ROLES.get(subject)
        if role is None:
            yield UpdatePerson(subject, params)
        else:
            relationship = {role: True, **params.get("relationship", {})}
            yield CreatePerson(subject, {**params, "relationship": relationship})


def _account_call(subjects: dict[str, dict[str, Any]]) -> Iterator[Call]:
    if params := subjects.get("account"):
        yield UpdateAccount(params)
