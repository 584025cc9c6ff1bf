"""Persons over the sandbox: what pages about them cost, many of them, and two who work at the same time."""

from __future__ import annotations

import pytest

from forms.questions import Answers, untranslated
from onboarding.calls import CreatePerson
from onboarding.maps import Circumstances, load_maps
from onboarding.outcome import Saved, TryAgain
from onboarding.paths import data_root
from onboarding.sellers import PersonGone
from tests.sellers.conftest import CONSENT, Office

NAMES: Answers = {"owners.first_name": "Ada", "owners.last_name": "Byron"}


def owner(office: Office, seller: str) -> str:
    """Adds an owner; answers the person's id."""
    outcome = office.submit(seller, ("identity", "owners"), NAMES)
    assert isinstance(outcome, Saved)
    return outcome.created


def test_the_plan_alone_costs_no_call(office: Office) -> None:
    seller = office.begin("GB", "company")
    owner(office, seller)
    assert office.calls(lambda: office.sellers.plan(seller)) == 0
    assert office.calls(lambda: office.sellers.overview(seller)) == 1


def test_a_page_about_one_person_reads_that_person_only(office: Office) -> None:
    seller = office.begin("GB", "company")
    person = owner(office, seller)
    assert office.calls(lambda: office.sellers.open(seller, "identity", person)) == 1
    opened = office.sellers.open(seller, "identity", person)
    assert opened is not None
    assert opened.name == "Ada Byron"
    assert opened.planned.title.text == "Identity of the owner"


LATIN = {"first_name": "Taro", "last_name": "Yamada"}
KANA = {"first_name_kana": "タロウ", "last_name_kana": "ヤマダ"}
KANJI = {"first_name_kanji": "太郎", "last_name_kanji": "山田"}


@pytest.mark.parametrize(
    ("country", "given", "name"),
    [
        ("JP", {**LATIN, **KANA, **KANJI}, "山田 太郎"),
        ("JP", {**LATIN, **KANA}, "ヤマダ タロウ"),
        ("JP", LATIN, "Yamada Taro"),
        ("JP", {"last_name_kanji": "山田"}, "山田"),
        ("HK", LATIN, "Yamada Taro"),
        ("HU", LATIN, "Yamada Taro"),
        ("GB", LATIN, "Taro Yamada"),
        ("SG", LATIN, "Taro Yamada"),
    ],
)
def test_a_person_is_named_as_people_there_write_it(
    office: Office, country: str, given: dict[str, str], name: str
) -> None:
    seller = office.begin(country, "company")
    account = office.sellers.overview(seller).snapshot.account
    call = CreatePerson("1", {**given, "relationship": {"representative": True, "title": "CEO"}})
    office.gateway.perform(account, (call,), key=f"named-{country}-{name}")
    (person,) = office.sellers.reread(seller).persons
    assert office.sellers.overview(seller).names == {person.id: name}
    assert office.sellers.review(seller).names == {person.id: name}


@pytest.mark.parametrize("country", ["HK", "HU", "JP", "KH", "KR", "MN", "MO", "TW", "VN"])
def test_the_family_name_is_asked_first_where_it_is_written_first(country: str) -> None:
    maps = load_maps(data_root() / "requirement_maps")
    assert maps.family_first(Circumstances(country, "company", None))
    assert not maps.family_first(Circumstances("SG", "company", None))


def test_more_than_a_hundred_persons(office: Office) -> None:
    seller = office.begin("GB", "company")
    account = office.sellers.overview(seller).snapshot.account
    for number in range(105):
        role = {"owner": number == 0, "director": number > 0}
        call = CreatePerson(str(number), {"first_name": f"N{number}", "relationship": role})
        office.gateway.perform(account, (call,), key=f"many-{number}")
    assert len(office.sellers.reread(seller).persons) == 105
    assert office.calls(lambda: office.sellers.overview(seller)) == 2
    assert len(office.sellers.overview(seller).names) == 105


def test_a_person_deleted_elsewhere_is_told(office: Office) -> None:
    seller = office.begin("GB", "company")
    person = owner(office, seller)
    opened = office.sellers.open(seller, "identity", person)
    assert opened is not None
    office.gateway.delete_person(office.sellers.overview(seller).snapshot.account, person)
    with pytest.raises(PersonGone):
        office.sellers.submit(
            seller, opened, {f"{person}.first_name": "B"}, nonce="n", consent=CONSENT, translate=untranslated
        )
    assert not office.sellers.has_person(seller, person)
    with pytest.raises(PersonGone):
        office.sellers.give_role(seller, person, "directors", nonce="g")


def test_a_second_submit_of_a_section_waits_for_the_first(office: Office) -> None:
    seller = office.begin()
    opened = office.sellers.open(seller, "contact")
    assert opened is not None
    row, _ = office.sellers.current(seller)
    told = []
    perform = office.gateway.perform

    def while_sending(*args: object, **more: object) -> object:
        office.gateway.perform = perform  # type: ignore[method-assign]  # only the first is interrupted
        told.append(office.submit(seller, ("contact", ""), {"individual.email": "b@example.com"}))
        return perform(*args, **more)  # type: ignore[arg-type]  # passed on as it came

    office.gateway.perform = while_sending  # type: ignore[assignment]  # another submit comes in between
    first = office.submit(seller, ("contact", ""), {"individual.email": "a@example.com"})
    assert isinstance(told[0], TryAgain)
    assert isinstance(first, Saved)
    assert office.gateway.account(str(row.account))["individual"]["email"] == "a@example.com"


def with_representative(office: Office) -> tuple[str, str, str]:
    """A company with a representative who may not act for it, and a director; the seller and both ids."""
    seller = office.begin("GB", "company")
    account = office.sellers.overview(seller).snapshot.account
    ids = []
    for role in ("representative", "director"):
        call = CreatePerson(role, {"first_name": role.title(), "relationship": {role: True}})
        ids.append(office.gateway.perform(account, (call,), key=f"{account}-{role}").created[role])
    code = "verification_failed_representative_authority"
    office.sandbox.force(account, error={"requirement": f"{ids[0]}.first_name", "code": code})
    office.sellers.reread(seller)
    return seller, ids[0], ids[1]


def test_the_representative_is_replaced_by_somebody_who_is_there(office: Office) -> None:
    seller, old, new = with_representative(office)
    office.sellers.give_role(seller, new, "representative", nonce="replace")
    after = office.sellers.reread(seller)
    assert {one.id: one.roles for one in after.persons} == {new: frozenset({"representative", "director"})}
    assert after.requirements.errors == ()
    assert not any(one.startswith(old) for one in after.requirements.due(True))


def test_the_representative_is_let_go_for_somebody_new(office: Office) -> None:
    seller, old, _ = with_representative(office)
    office.sellers.remove_person(seller, old, "representative", nonce="remove")
    assert not office.sellers.has_person(seller, old)
    outcome = office.submit(
        seller,
        ("identity", "representative"),
        {"representative.first_name": "Cleo", "representative.last_name": "N"},
    )
    assert isinstance(outcome, Saved)
    shape = office.sellers.reread(seller).person(outcome.created)
    assert shape is not None
    assert shape.roles == {"representative"}
