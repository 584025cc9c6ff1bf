"""Two windows, two people, one section: every answer is taken, and the later one is told."""

from __future__ import annotations

from collections.abc import Callable

from onboarding.web.parts import KEY
from tests.web.stand_in import StandIn
from tests.web.visitor import Visitor

Begin = Callable[..., Visitor]
CONTACT = {"individual.email": "first@example.com", "individual.phone": "+1 415 555 2671"}


def test_the_second_of_two_windows_is_told_and_may_insist(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    first, second = visitor.get("/onboarding/contact"), visitor.get("/onboarding/contact")
    visitor.send(first, CONTACT)
    other = {**CONTACT, "individual.email": "second@example.com"}
    told = visitor.send(second, other, 422)
    ((field, text),) = told.problems
    assert field == "individual-email"
    assert "to: first@example.com" in text
    assert told.fields()["individual.email"] == "second@example.com"
    assert gateway.held["individual"]["email"] == "first@example.com"
    visitor.send(told, {})
    assert gateway.held["individual"]["email"] == "second@example.com"


def test_the_same_answers_twice_are_no_conflict(begin: Begin) -> None:
    visitor = begin()
    first, second = visitor.get("/onboarding/contact"), visitor.get("/onboarding/contact")
    visitor.send(first, CONTACT)
    visitor.send(second, CONTACT)


def test_a_double_click_is_no_conflict(begin: Begin) -> None:
    visitor = begin()
    page = visitor.get("/onboarding/contact")
    visitor.send(page, CONTACT)
    visitor.send(page, {**CONTACT, "individual.email": "mended@example.com"})


def test_changing_an_own_answer_is_no_conflict(begin: Begin, gateway: StandIn) -> None:
    visitor = begin()
    visitor.send(visitor.get("/onboarding/contact"), CONTACT)
    again = visitor.get("/onboarding/contact")
    visitor.send(again, {"individual.email": "new@example.com"})
    assert gateway.held["individual"]["email"] == "new@example.com"


def test_marks_tell_nothing_and_differ_from_page_to_page(begin: Begin) -> None:
    visitor = begin()
    visitor.send(visitor.get("/onboarding/contact"), CONTACT)
    pages = [visitor.get("/onboarding/contact").fields() for _ in range(2)]
    assert pages[0]["_asked"] == pages[1]["_asked"]
    assert not set(pages[0]["_seen"].split()) & set(pages[1]["_seen"].split())
    assert "example" not in pages[0]["_seen"]


def test_an_old_page_about_the_representative_is_taken_for_the_person(begin: Begin, gateway: StandIn) -> None:
    visitor = begin("company", "GB")
    gateway.lists["currently_due"] += [
        "representative.dob.day",
        "representative.dob.month",
        "representative.dob.year",
    ]
    names = {"representative.first_name": "Ada", "representative.last_name": "Byron"}
    first, second = (visitor.get("/onboarding/identity/representative") for _ in range(2))
    visitor.send(first, names)
    gateway.lists["currently_due"] = [
        one for one in gateway.lists["currently_due"] if not one.startswith("representative.")
    ]
    told = visitor.send(second, {**names, "representative.first_name": "Augusta"}, 422)
    assert "to: Ada" in told.problems[0][1]
    visitor.send(told, {})
    assert len(gateway.people) == 1
    assert next(iter(gateway.people.values()))["first_name"] == "Augusta"


def test_a_person_removed_elsewhere_has_a_page_that_says_so(begin: Begin, gateway: StandIn) -> None:
    visitor = begin("company", "GB")
    names = {"representative.first_name": "Ada", "representative.last_name": "Byron"}
    visitor.send(visitor.get("/onboarding/identity/representative"), names)
    (person,) = gateway.people
    page = visitor.get(f"/onboarding/identity/{person}")
    gateway.people.clear()
    told = visitor.send(page, {}, 410)
    assert told.heading == "This person is not in the company any more"


def test_a_list_changed_elsewhere_is_read_again(begin: Begin, gateway: StandIn) -> None:
    visitor = begin("company", "GB")
    gateway.people["person_9"] = {
        "id": "person_9", "first_name": "Ada", "relationship": {"owner": True},
    }  # fmt: skip
    gateway.people["person_8"] = {"id": "person_8", "relationship": {"representative": True}}
    read_again(visitor)
    del gateway.people["person_9"]
    assert "Ada" not in visitor.get("/onboarding/people/owners").text


def test_a_list_that_changed_is_shown_again_before_it_is_complete(begin: Begin, gateway: StandIn) -> None:
    visitor = begin("company", "GB")
    page = visitor.get("/onboarding/people/owners")
    gateway.people["person_9"] = {"id": "person_9", "first_name": "Ada", "relationship": {"owner": True}}
    read_again(visitor)
    told = visitor.press(page, "people/owners", 422)
    assert "changed while this page was open" in told.problems[0][1]
    assert "Ada" in told.text
    assert not gateway.sent
    visitor.press(told, "people/owners")
    assert gateway.sent


def test_somebody_removed_elsewhere_cannot_be_put_on_a_list(begin: Begin, gateway: StandIn) -> None:
    visitor = begin("company", "GB")
    gateway.people["person_9"] = {"id": "person_9", "first_name": "Ada", "relationship": {"owner": True}}
    read_again(visitor)
    page = visitor.get("/onboarding/people/directors")
    gateway.people.clear()
    visitor.press(page, "person_9/add", 410)


def read_again(visitor: Visitor) -> None:
    """What a webhook does."""
    found = visitor.client.application.extensions[KEY]
    with found.database.read() as tx:
        seller = str(tx.exec_driver_sql("SELECT id FROM seller").scalar_one())
    found.sellers.reread(seller)
