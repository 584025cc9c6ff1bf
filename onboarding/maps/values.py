"""The requirement maps as frozen values: what the rest of the project sees of the YAML.

Built once by `onboarding.maps.building`, shared by all requests, never changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.questions import Choice, Message
from onboarding.subjects import LISTED_ROLES


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the words and the form of a question may depend on; nothing else does.

    country: two letters; business_type, structure: Stripe's values, None while unset;
    agreement: "full" or "recipient"; capabilities: names of the requested ones.
    """

    country: str
    business_type: str | None
    structure: str | None
    agreement: str = "full"
    capabilities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class About:
    """Of whom an error is. country: two letters, "" where it does not matter; held: whole ids that Stripe
    asks for or holds a value of, without its `_provided`; whose: "company" or "individual", whom the papers
    of the account are about, "" where that is not known.
    """

    country: str = ""
    held: Collection[str] = frozenset()
    whose: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """When a variant applies: every condition that is not empty holds, by one of its values."""

    country: frozenset[str] = frozenset()
    business_type: frozenset[str] = frozenset()
    structure: frozenset[str] = frozenset()
    capability: frozenset[str] = frozenset()
    requirement: frozenset[str] = frozenset()
    subject: frozenset[str] = frozenset()
    agreement: frozenset[str] = frozenset()

    def holds(self, subject: str, circumstances: Circumstances, fields: frozenset[str]) -> bool:
        """subject: its kind ("person" for `person_…`); fields: due ids, whole and relative to the subject."""
        return (
            _meets(self.country, circumstances.country)
            and _meets(self.business_type, circumstances.business_type)
            and _meets(self.structure, circumstances.structure)
            and _meets(self.agreement, circumstances.agreement)
            and _meets(self.subject, subject)
            and (not self.capability or bool(self.capability & circumstances.capabilities))
            and (not self.requirement or bool(self.requirement & fields))
        )


def _meets(wanted: frozenset[str], actual: str | None) -> bool:
    return not wanted or actual in wanted


def kind_of_subject(subject: str) -> str:
    """The word that variants use for a subject: "person" for every `person_…`, else the subject itself."""
    return "person" if subject.startswith("person_") else subject


@dataclass(frozen=True, slots=True)
class Wording:
    """How a question is asked in one variant, everything inherited already filled in.

    sends: path relative to the subject under which the answer is sent. choices: a tuple, or the name of a
    list that depends on the country ("structures", "business_types"). rank: place on the page.
    """

    kind: str
    sends: str
    label: Message
    hint: Message | None
    why: Message | None
    words: Mapping[str, Message]
    choices: tuple[Choice, ...] | str
    options: Mapping[str, Any]
    autocomplete: str
    optional: bool
    rank: int


@dataclass(frozen=True, slots=True)
class Variant:
    """A wording and when it applies; tag: its part of the message contexts."""

    when: When
    tag: str
    wording: Wording


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """Words for one error code: what is wrong and how to fix it.

    point_at: fields, relative to the subject, beside which it stands. What mends it, of which there may be
    several: upload: a document; hand_off: Stripe's own page; support: whoever helps sellers; answer: another
    answer, there or in the fields. Fields may also name a list of people.
    """

    message: Message
    point_at: tuple[str, ...] = ()
    upload: bool = False
    hand_off: bool = False
    support: bool = False
    answer: bool = True

    @property
    def here(self) -> bool:
        """Whether anything that these pages ask for mends it."""
        return self.answer or self.upload or bool(self.point_at)


@dataclass(frozen=True, eq=False, slots=True)
class MapQuestion:
    """One question of a group before it is resolved for a subject. Two are equal only when the same.

    settles: in order, fields relative to the person where `personal`, else whole ids.
    new_person: asked whenever a person is added, in the countries named, or in all.
    only_in, not_in: countries that ask for it at all; elsewhere only what Stripe lists is asked.
    form_of: what the question sends of which this is another form, as in another script; "" for none.
    errors: words by code for this question alone. instead: ids, written as `settles`, that may be given in
    place of it, where Stripe says so in its docs and not in its lists.
    """

    id: str
    personal: bool
    settles: tuple[str, ...]
    wording: Wording = field(repr=False)
    variants: tuple[Variant, ...] = field(default=(), repr=False)
    new_person: bool = False
    new_person_in: frozenset[str] = frozenset()
    only_in: frozenset[str] | None = None
    not_in: frozenset[str] = frozenset()
    form_of: str = ""
    errors: Mapping[str, ErrorWords] = field(default_factory=dict, repr=False)
    instead: tuple[str, ...] = ()

    def worded(self, subject: str, circumstances: Circumstances, fields: frozenset[str]) -> Wording:
        """The wording of the first variant that applies, else the question's own."""
        kind = kind_of_subject(subject)
        found = (one.wording for one in self.variants if one.when.holds(kind, circumstances, fields))
        return next(found, self.wording)


@dataclass(frozen=True, slots=True)
class Heading:
    """Title, intro and why of a page."""

    title: Message
    intro: Message | None = None
    why: Message | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Group:
    """One logical grouping: one page of the flow; a person's groups repeat for every person.

    rules: names of checks for the whole page, kept by the form. errors: words by code for its questions.
    after_lists: it says something of the lists of persons, and waits until they are complete.
    """

    id: str
    order: int
    title: Message
    intro: Message | None
    why: Message | None
    questions: tuple[MapQuestion, ...] = field(repr=False)
    rules: tuple[str, ...] = ()
    headings: tuple[tuple[When, Heading], ...] = field(default=(), repr=False)
    errors: Mapping[str, ErrorWords] = field(default_factory=dict, repr=False)
    after_lists: bool = False

    def heading_for(self, subject: str, circumstances: Circumstances) -> Heading:
        """Title, intro and why for that subject: "Your identity", "Identity of the owner"."""
        kind = kind_of_subject(subject)
        own = Heading(self.title, self.intro, self.why)
        found = (head for when, head in self.headings if when.holds(kind, circumstances, frozenset()))
        return next(found, own)

    def title_for(self, subject: str, circumstances: Circumstances) -> Message:
        """The title alone."""
        return self.heading_for(subject, circumstances).title


@dataclass(frozen=True, slots=True)
class Place:
    """Where a requirement is asked. field: the id relative to the subject ("dob.day")."""

    group: Group
    question: MapQuestion
    subject: str
    field: str


@dataclass(frozen=True, slots=True)
class BankForm:
    """How a bank account is asked for in one country. options: settings of the kind `bank_account`."""

    country: str
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Country:
    """What Stripe offers in one country. currencies: of bank accounts, the default one first; bank_countries:
    other countries in which the bank may be; lists_of: lists of persons by structure or business type."""

    code: str
    currency: str
    currencies: tuple[str, ...]
    bank_countries: tuple[str, ...]
    agreements: tuple[str, ...]
    business_types: tuple[Choice, ...]
    structures_of: Mapping[str, tuple[Choice, ...]]
    capabilities: tuple[str, ...]
    lists_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def lists(self, business_type: str | None, structure: str | None) -> tuple[str, ...]:
        """Lists of persons that may be asked of a company ("owners"); all where nothing else is known."""
        found = self.lists_of.get(structure or "", self.lists_of.get(business_type or ""))
        return tuple(LISTED_ROLES) if found is None else found

    def structures(self, business_type: str | None) -> tuple[Choice, ...]:
        """Legal structures to choose from; empty where Stripe offers none there."""
        return self.structures_of.get(business_type or "", ())

    @property
    def languages(self) -> tuple[str, ...]:
        """Official languages, by the CLDR data of Babel ("CA" -> ("en", "fr"))."""
        from babel.languages import get_official_languages

        return tuple(get_official_languages(self.code))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Words for a call that Stripe refuses at once. Empty conditions always hold.

    code: of the HTTP error; param: end of the dotted parameter; message: part of Stripe's words, lower case.
    """

    text: Message
    code: str = ""
    param: str = ""
    message: str = ""

    def fits(self, code: str, param: str, message: str) -> bool:
        """Whether these words are meant for that refusal; all three as normalised by `Maps.refusal_words`."""
        at_param = not self.param or param == self.param or param.endswith("." + self.param)
        return (not self.code or self.code == code) and at_param and self.message in message
