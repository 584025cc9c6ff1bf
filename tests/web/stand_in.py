"""A gateway without rules of its own: it lists what a test tells it to, takes answers, and fails when told.

The sandbox is what proves the journeys; this one makes each state of a page quick to reach.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onboarding.calls import Call, CreatePerson, UpdateAccount, UpdatePerson, UploadFile
from onboarding.gateway import GatewayError, Gone, Performed, Plain, Refused

INDIVIDUAL = (
    "individual.first_name",
    "individual.last_name",
    "individual.dob.day",
    "individual.dob.month",
    "individual.dob.year",
    "individual.address.line1",
    "individual.address.city",
    "individual.address.state",
    "individual.address.postal_code",
    "individual.email",
    "individual.phone",
    "individual.ssn_last_4",
    "business_profile.mcc",
    "business_profile.url",
    "external_account",
    "tos_acceptance.date",
    "tos_acceptance.ip",
)
COMPANY = (
    "company.name",
    "company.tax_id",
    "company.owners_provided",
    "company.directors_provided",
    "representative.first_name",
    "representative.last_name",
    "representative.email",
    "external_account",
    "tos_acceptance.date",
    "tos_acceptance.ip",
)
PERSON = ("dob.day", "dob.month", "dob.year", "email")


@dataclass
class StandIn:
    """What `onboarding.gateway.Gateway` asks for, in memory; calls: names of the methods asked, in order."""

    due: Sequence[str] | None = None
    calls: list[str] = field(default_factory=list)
    refresh_url: str = ""
    failures: list[GatewayError] = field(default_factory=list)
    held: Plain = field(default_factory=dict)
    people: dict[str, Plain] = field(default_factory=dict)
    wanted: dict[str, Sequence[str]] = field(default_factory=dict)
    capabilities: dict[str, Plain] = field(default_factory=dict)
    sent: list[Sequence[Call]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    keys_of_creation: list[str] = field(default_factory=list)

    def fail(self, error: GatewayError) -> None:
        """The next call fails so."""
        self.failures.append(error)

    def create_account(self, params: Plain, *, key: str) -> Plain:
        self.keys_of_creation.append(key)
        self._called("create_account")
        company = params["business_type"] != "individual"
        due = self.due if self.due is not None else (COMPANY if company else INDIVIDUAL)
        self.held = {
            "id": f"acct_{self.calls.count('create_account')}",
            "country": params["country"],
            "business_type": params["business_type"],
            "capabilities": dict.fromkeys(params["capabilities"], "inactive"),
            "charges_enabled": False,
            "payouts_enabled": False,
            "details_submitted": False,
            "requirements": {"currently_due": list(due), "disabled_reason": "requirements.past_due"},
            "tos_acceptance": dict(params.get("tos_acceptance", {})),
        }
        return self.held

    def created_account(self, key: str, *, since: int, until: int) -> Plain | None:
        self._called("created_account")
        return None

    def account(self, account: str) -> Plain:
        self._called("account")
        return self.held

    def persons(self, account: str) -> list[Plain]:
        self._called("persons")
        return list(reversed(self.people.values()))

    def person(self, account: str, person: str) -> Plain:
        self._called("person")
        if person not in self.people:
            raise Gone("No such person.", code="resource_missing")
        return self.people[person]

    def delete_account(self, account: str) -> None:
        self._called("delete_account")

    def delete_person(self, account: str, person: str) -> None:
        self._called("delete_person")
        if self.people[person]["relationship"].get("representative"):
            raise Refused("The representative stays.")
        del self.people[person]
        self.lists["currently_due"] = [
            one for one in self.lists["currently_due"] if not one.startswith(person)
        ]

    def upload(self, account: str, call: UploadFile, *, key: str) -> str:
        self._called("upload")
        return f"file_{len(self.calls)}"

    def perform(self, account: str, calls: Sequence[Call], *, key: str) -> Performed:
        self._called("perform")
        self.sent.append(calls)
        self.keys.append(key)
        touched, created = {}, {}
        for call in calls:
            if isinstance(call, UpdateAccount):
                _merge(self.held, call.params)
                self._settle(_paths(call.params))
            elif isinstance(call, CreatePerson):
                person = self._create(call)
                touched[person["id"]], created[call.place] = person, person["id"]
            elif isinstance(call, UpdatePerson):
                _merge(self.people[call.place], call.params)
                self._settle(f"{call.place}.{path}" for path in _paths(call.params))
                touched[call.place] = self.people[call.place]
        files = {call.place: "file_1" for call in calls if isinstance(call, UploadFile)}
        return Performed(self.held, touched, files, created)

    def account_link(
        self, account: str, *, refresh_url: str, return_url: str, upfront: bool, early: bool = False
    ) -> str:
        self._called("account_link")
        self.refresh_url = refresh_url
        return "https://connect.stripe.com/setup/c/acct_1/once"

    def request_capability(self, account: str, capability: str, *, key: str) -> Plain:
        self._called("request_capability")
        self.held["capabilities"][capability] = "inactive"
        self.lists["currently_due"] = [*self.lists["currently_due"], *self.wanted.get(capability, ())]
        return self.capability(account, capability)

    def capability(self, account: str, capability: str) -> Plain:
        self._called("capability")
        return {
            "id": capability,
            "status": self.held["capabilities"].get(capability, "unrequested"),
            "requirements": {"currently_due": list(self.wanted.get(capability, ()))},
            **self.capabilities.get(capability, {}),
        }

    def event(self, body: bytes, signature: str) -> Plain:
        raise Refused("No webhooks here.")

    @property
    def lists(self) -> Plain:
        """The requirements hash, to be changed by tests."""
        lists: Plain = self.held["requirements"]
        return lists

    @property
    def accepted(self) -> Plain:
        """What the last submit said of the acceptance of terms."""
        last = self.sent[-1][-1]
        assert isinstance(last, UpdateAccount)
        accepted: Plain = last.params["tos_acceptance"]
        return accepted

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if self.failures:
            raise self.failures.pop(0)

    def _create(self, call: CreatePerson) -> Plain:
        person = f"person_{len(self.people) + 1}"
        self.people[person] = {**call.params, "id": person}
        self._settle(f"{call.place}.{path}" for path in _paths(call.params))
        given = set(_paths(call.params))
        self.lists["currently_due"] += [f"{person}.{one}" for one in PERSON if one not in given]
        return self.people[person]

    def _settle(self, paths: Any) -> None:
        settled = tuple(paths)
        for name in ("currently_due", "past_due", "eventually_due"):
            self.lists[name] = [one for one in self.lists.get(name, ()) if one not in settled]
        errors = self.lists.get("errors", ())
        self.lists["errors"] = [one for one in errors if one["requirement"] not in settled]


def _paths(params: Mapping[str, Any], prefix: str = "") -> list[str]:
    found = []
    for name, value in params.items():
        path = f"{prefix}{name}"
        found.append(path)
        if isinstance(value, Mapping):
            found += _paths(value, f"{path}.")
    return found


def _merge(into: Plain, params: Mapping[str, Any]) -> None:
    for name, value in params.items():
        if isinstance(value, Mapping) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = dict(value) if isinstance(value, Mapping) else value
