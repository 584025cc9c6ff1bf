"""Errors about lists and roles on their pages, and somebody else in the place of whoever holds a role."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from onboarding.calls import Call, UpdateAccount, UpdatePerson
from onboarding.gateway import Performed, Refused
from tests.web.stand_in import StandIn
from tests.web.test_meanwhile import read_again
from tests.web.visitor import Seen, Visitor, words

Begin = Callable[..., Visitor]

BOSS, DIRECTOR = "person_1", "person_2"
MISSING = "Public records name owners who are missing here. Add them."


@pytest.fixture
def company(begin: Begin, gateway: StandIn) -> Visitor:
    """A company with a representative and a director, of whom nothing is due."""
    gateway.due = ()
    visitor = begin("company", "GB")
    for person, name, role in ((BOSS, "Ada", "representative"), (DIRECTOR, "Bea", "director")):
        gateway.people[person] = {"id": person, "first_name": name, "relationship": {role: True}}
    read_again(visitor)
    return visitor


def wrong(visitor: Visitor, gateway: StandIn, requirement: str, code: str) -> None:
    """Stripe finds something wrong."""
    gateway.lists["currently_due"] = [requirement]
    gateway.lists["errors"] = [{"requirement": requirement, "code": code, "reason": "No."}]
    read_again(visitor)


def links(page: Seen) -> dict[str, str]:
    return {words(link): str(link["href"]) for link in page.soup.select(".card a[href]")}


def test_an_error_of_a_list_stands_on_its_page(company: Visitor, gateway: StandIn) -> None:
    wrong(company, gateway, "company.owners_provided", "verification_missing_owners")
    assert links(company.get("/onboarding/status"))["Owners"] == "/onboarding/people/owners"
    assert "Owners There is a problem" in company.get("/onboarding").text
    page = company.get("/onboarding/people/owners")
    assert page.problems == [("people", MISSING)]
    assert words(page.soup.select_one("#people-error")) == MISSING
    assert page.soup.find("input", attrs={"name": "listed"})


def test_words_that_tell_to_upload_lead_to_an_upload(company: Visitor, gateway: StandIn) -> None:
    wrong(company, gateway, "company.directors_provided", "verification_extraneous_directors")
    page = company.get("/onboarding/people/directors")
    upload = company.get(links(page)["Company documents"])
    assert upload.soup.find("input", type="file")
    assert links(upload)["Directors"] == "/onboarding/people/directors"


def test_what_is_wrong_with_somebody_to_be_added_stands_beside_the_question(
    company: Visitor, gateway: StandIn
) -> None:
    wrong(company, gateway, "owners.verification.document", "verification_document_expired")
    told = company.get("/onboarding/people/owners").problems
    page = company.get("/onboarding/identity/owners")
    assert [text for _, text in told] == [text for _, text in page.problems]
    assert page.soup.find("input", type="file")


def test_the_status_leads_to_where_stripe_put_it(company: Visitor, gateway: StandIn) -> None:
    wrong(company, gateway, f"{BOSS}.verification.document", "verification_failed_keyed_identity")
    page = company.get("/onboarding/status")
    assert str(page.soup.select_one(".tasks a")["href"]) == f"/onboarding/identity_documents/{BOSS}"


def to_replace(visitor: Visitor, gateway: StandIn) -> Seen:
    """From the words of the error to the page where somebody else is named."""
    wrong(visitor, gateway, f"{BOSS}.first_name", "verification_failed_representative_authority")
    page = visitor.get(f"/onboarding/identity/{BOSS}")
    return visitor.get(links(page)["Who represents the company"])


def test_somebody_who_is_there_represents_the_company_instead(company: Visitor, gateway: StandIn) -> None:
    page = to_replace(company, gateway)
    assert page.problems
    assert "All" not in links(page)
    company.press(page, f"{DIRECTOR}/add")
    assert gateway.sent[-1] == (
        UpdatePerson(BOSS, {"relationship": {"representative": False}}),
        UpdatePerson(DIRECTOR, {"relationship": {"representative": True}}),
    )
    assert BOSS not in gateway.people
    assert "Representative and Director" in company.get("/onboarding/people/representative").text


def test_who_has_another_role_stays(company: Visitor, gateway: StandIn) -> None:
    gateway.people[BOSS]["relationship"]["owner"] = True
    read_again(company)
    company.press(to_replace(company, gateway), f"{DIRECTOR}/add")
    assert gateway.people[BOSS]["relationship"] == {"representative": False, "owner": True}


def test_a_refusal_leaves_things_as_they_were(
    company: Visitor, gateway: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, perform = to_replace(company, gateway), gateway.perform

    def refuse(account: str, calls: Sequence[Call], *, key: str) -> Performed:
        if len(calls) == 1:
            return perform(account, calls, key=key)
        perform(account, calls[:1], key=key)
        raise Refused("Not this one.")

    monkeypatch.setattr(gateway, "perform", refuse)
    told = company.press(page, f"{DIRECTOR}/add", 422)
    assert "nothing was changed" in told.problems[0][1]
    assert gateway.sent[-1] == (UpdatePerson(BOSS, {"relationship": {"representative": True}}),)
    assert gateway.people[BOSS]["relationship"]["representative"]


def test_somebody_new_represents_the_company_instead(company: Visitor, gateway: StandIn) -> None:
    asked = company.get(links(to_replace(company, gateway))["Enter somebody new in place of Ada"])
    assert asked.heading == "Enter somebody new in place of Ada"
    gateway.lists["currently_due"] = ["representative.first_name", "representative.last_name"]
    assert company.send(asked, {}).location == "/onboarding/identity/representative"
    assert BOSS not in gateway.people
    page = company.get("/onboarding/identity/representative")
    company.send(page, {"representative.first_name": "Cleo", "representative.last_name": "New"})
    assert sum(bool(one["relationship"].get("representative")) for one in gateway.people.values()) == 1


def test_while_nobody_represents_it_somebody_who_is_there_may(company: Visitor, gateway: StandIn) -> None:
    del gateway.people[BOSS]
    gateway.lists["currently_due"] = ["representative.first_name"]
    read_again(company)
    page = company.get("/onboarding/people/representative")
    assert links(page)["Enter the representative"] == "/onboarding/identity/representative"
    company.press(page, f"{DIRECTOR}/add")
    assert gateway.people[DIRECTOR]["relationship"]["representative"]


def test_authorisers_are_named_and_removed(company: Visitor, gateway: StandIn) -> None:
    gateway.people["person_3"] = {
        "id": "person_3", "first_name": "Dora", "relationship": {"authorizer": True},
    }  # fmt: skip
    wrong(company, gateway, "person_3.first_name", "verification_failed_authorizer_authority")
    way = links(company.get("/onboarding/identity/person_3"))["Who may act for the company alone"]
    page = company.get(way)
    company.press(page, f"{DIRECTOR}/add")
    assert gateway.people[DIRECTOR]["relationship"]["authorizer"]
    another = company.get(links(page)["Enter somebody else who may act for the company"])
    assert another.soup.find("input", attrs={"name": "authorizers.first_name"})
    company.send(company.get(f"{way}/person_3/remove"), {})
    assert "person_3" not in gateway.people
    company.post("/onboarding/people/authorizers", page.fields("add"), 404)


def test_a_guardian_of_an_individual_has_a_page(begin: Begin, gateway: StandIn) -> None:
    gateway.due = ("legal_guardian.first_name",)
    visitor = begin()
    gateway.held["individual"] = {"id": "person_0"}
    gateway.people["person_0"] = {"id": "person_0", "first_name": "Kid"}
    gateway.people["person_7"] = {
        "id": "person_7", "first_name": "Mum", "relationship": {"legal_guardian": True},
    }  # fmt: skip
    gateway.lists["currently_due"] = ["person_7.email"]
    read_again(visitor)
    page = visitor.get("/onboarding/people/legal_guardian")
    assert "Mum" in page.text
    assert "Kid" not in page.text
    visitor.send(visitor.get("/onboarding/people/legal_guardian/person_7/remove"), {})
    assert "person_7" not in gateway.people


def test_the_lists_lead_to_the_representative(company: Visitor, gateway: StandIn) -> None:
    gateway.people[BOSS]["relationship"]["owner"] = True
    read_again(company)
    way = links(company.get("/onboarding/people/owners"))["Name another representative"]
    assert way == "/onboarding/people/representative"


def test_an_exemption_is_taken_back(company: Visitor, gateway: StandIn) -> None:
    reason = "company.ownership_exemption_reason"
    wrong(company, gateway, reason, "verification_rejected_ownership_exemption_reason")
    page = company.get("/onboarding/ownership")
    assert links(page)["Owners"] == "/onboarding/people/owners"
    company.send(page, {reason: "none"})
    assert gateway.sent[-1] == (UpdateAccount({"company": {"ownership_exemption_reason": ""}}),)


def test_stripes_page_is_offered_instead(company: Visitor, gateway: StandIn) -> None:
    document = f"{BOSS}.verification.document"
    gateway.lists["currently_due"] = [document]
    gateway.lists["alternatives"] = [
        {
            "original_fields_due": [document],
            "alternative_fields_due": [f"{BOSS}.verification.proof_of_liveness"],
        }
    ]
    read_again(company)
    page = company.get(f"/onboarding/identity_documents/{BOSS}")
    assert "Settle it at Stripe instead" in page.text
    assert "connect.stripe.com" in company.press(page, "hand-off").location


def test_somebody_to_be_added_is_asked_in_either_way(company: Visitor, gateway: StandIn) -> None:
    number, document = "owners.id_number", "owners.verification.document"
    gateway.lists["currently_due"] = [number]
    gateway.lists["alternatives"] = [{"original_fields_due": [number], "alternative_fields_due": [document]}]
    read_again(company)
    page = company.get("/onboarding/identity/owners")
    assert number in page.fields()
    ways = [str(way["href"]) for way in page.soup.select(".ways a")]
    other = company.get(ways[1])
    assert number not in other.fields()
    assert other.soup.find("input", type="file")


def test_persons_whom_nobody_knows_have_no_section_and_a_way_on(company: Visitor, gateway: StandIn) -> None:
    gateway.lists["currently_due"] = [f"person_9{number}.first_name" for number in range(40)]
    before = gateway.calls.count("persons")
    read_again(company)
    assert gateway.calls.count("persons") - before == 2
    page = company.get("/onboarding")
    assert "person_9" not in page.html
    assert company.get("/onboarding/continue", 302).location == "/onboarding/status#hand-off"
    assert "Continue at Stripe" in company.get("/onboarding/status").text


def test_somebody_added_elsewhere_meanwhile_is_looked_for(company: Visitor, gateway: StandIn) -> None:
    gateway.lists["currently_due"] = ["company.name"]
    read_again(company)
    page = company.get("/onboarding/company")
    gateway.people["person_5"] = {"id": "person_5", "relationship": {"director": True}}
    gateway.lists["currently_due"] = ["company.name", "person_5.email"]
    company.send(page, {"company.name": "Shop"})
    assert company.get("/onboarding/contact/person_5").soup.find("input", type="email")
