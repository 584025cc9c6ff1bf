"""The format of the files: what may stand where. From it come the checks, their words and the JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

KindName = Literal[
    "text", "long_text", "email", "phone", "url", "number", "money", "date_of_birth", "choice",
    "searchable_choice", "yes_no", "address", "national_id", "tax_id", "bank_account", "document",
    "consent", "declaration", "names", "date", "country",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(KindName)

Subject = Literal[
    "account", "company", "individual", "representative", "owners", "directors", "executives",
    "authorizers", "legal_guardian", "person",
]  # fmt: skip
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[a-z]{3}$")]
Tag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$")]
RequirementPattern = Annotated[
    str, StringConstraints(pattern=r"^(\{person\}\.)?[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")
]


class Shape(BaseModel):
    """Unknown keys are refused; nothing is coerced."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class TextShape(Shape):
    """A text that people read. A plain string stands for `{en: string}`."""

    en: Annotated[str, Field(min_length=1, description="English source; named {placeholders}.")]
    note: Annotated[str, Field(description="For translators: where it stands, what placeholders hold.")] = ""
    max: Annotated[int | None, Field(gt=0, description="Most characters a translation may have.")] = None


def _text(value: Any) -> Any:
    return {"en": value} if isinstance(value, str) else value


def _many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Text = Annotated[TextShape, BeforeValidator(_text, json_schema_input_type=TextShape | str)]
Names = Annotated[list[str], BeforeValidator(_many, json_schema_input_type=str | list[str])]
Subjects = Annotated[list[Subject], BeforeValidator(_many, json_schema_input_type=Subject | list[Subject])]
Countries = Annotated[
    list[CountryCode], BeforeValidator(_many, json_schema_input_type=CountryCode | list[CountryCode])
]


class WhenShape(Shape):
    """When a variant applies: all conditions hold, each by one of its values. No expressions."""

    country: Countries = []
    business_type: Names = []
    structure: Names = []
    capability: Names = []
    requirement: Annotated[
        Names, Field(description="Due here: whole ids, or fields relative to the person.")
    ] = []
    subject: Subjects = []
    agreement: Names = []


class ChoiceShape(Shape):
    """One option of a choice."""

    value: str
    label: Text


class TestsShape(Shape):
    """Examples that `maps check` tries on the kind: what is typed, part by part where it has parts."""

    ok: list[str | dict[str, str]] = []
    bad: list[str | dict[str, str]] = []


class ErrorShape(Shape):
    """Words for one error code."""

    text: Annotated[Text, Field(description="What is wrong and how to fix it.")]
    point_at: Annotated[list[str], Field(description="Fields relative to the subject.")] = []
    upload: Annotated[bool, Field(description="A document uploaded there settles it.")] = False
    hand_off: Annotated[bool, Field(description="Stripe's own page settles it; its link is shown.")] = False
    support: Annotated[bool, Field(description="Support can help; the contact is shown.")] = False
    answer: Annotated[
        bool | None,
        Field(description="A new answer mends it; else where a field is named, or nothing."),
    ] = None


Errors = dict[Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+\*?$")], ErrorShape]


class AskedShape(Shape):
    """What a question and its variants may say; a variant inherits what it leaves out."""

    kind: KindName | None = None
    sends: Annotated[
        RequirementPattern | None,
        Field(description="Path under which the answer is sent, where it is not what `settles` share."),
    ] = None
    label: Text | None = None
    hint: Text | None = None
    why: Text | None = None
    words: dict[Id, Text] = {}
    choices: list[ChoiceShape] | Literal["structures", "business_types"] | None = None
    options: dict[str, Any] = {}
    autocomplete: str | None = None
    optional: bool | None = None
    rank: Annotated[
        int | None, Field(description="Place among the questions; its number in the file if not given.")
    ] = None
    tests: TestsShape | None = None


class VariantShape(AskedShape):
    """Another way to ask the same, for some sellers. The first that applies wins."""

    when: WhenShape
    tag: Tag | None = None


class QuestionShape(AskedShape):
    """One thing asked in one go."""

    id: Id
    kind: KindName
    label: Text
    settles: Annotated[list[RequirementPattern], Field(min_length=1)]
    new_person: Annotated[
        bool | Countries,
        Field(description="Asked whenever a person is added, everywhere or in some countries."),
    ] = False
    only_in: Annotated[
        Countries | None,
        Field(
            description="Countries that ask for it; elsewhere it is asked where Stripe lists it, and no "
            "error of something else points at it. An empty list: nowhere else."
        ),
    ] = None
    not_in: Annotated[Countries, Field(description="The same, by the countries that do not ask for it.")] = []
    form_of: Annotated[
        RequirementPattern | None,
        Field(
            description="What the question sends of which this is another form: an address in kana, another "
            "number. Errors that point at that one point at this one where it is asked."
        ),
    ] = None
    variants: list[VariantShape] = []
    errors: Errors = {}
    instead: Annotated[
        list[RequirementPattern],
        Field(
            description="May be given in place of it, where Stripe documents that and does not list it; "
            "the words of that way are the slot `instead`."
        ),
    ] = []


class HeadingShape(Shape):
    """Other headings for some subjects or sellers; what is left out is inherited."""

    when: WhenShape
    tag: Tag | None = None
    title: Text | None = None
    intro: Text | None = None
    why: Text | None = None


class GroupFile(Shape):
    """`groups/<group>.yaml`: one page of the flow."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    group: Id
    order: int
    title: Text
    intro: Text | None = None
    why: Text | None = None
    rules: list[Id] = []
    after_lists: Annotated[
        bool, Field(description="Asked once the lists of owners, directors and executives are complete.")
    ] = False
    variants: list[HeadingShape] = []
    questions: Annotated[list[QuestionShape], Field(min_length=1)]
    errors: Errors = {}


class CodesFile(Shape):
    """`errors/*.yaml`: words for verification codes, wherever they stand; `x_*` is a family."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    codes: Errors


class RefusalShape(Shape):
    """Words for a call refused at once; the conditions given must all hold."""

    id: Id
    code: str = ""
    param: Annotated[str, Field(description="Dotted, or its end: `phone` fits `individual[phone]`.")] = ""
    message: Annotated[str, Field(description="Part of Stripe's message, lower case.")] = ""
    text: Text


class RefusalsFile(Shape):
    """`refusals.yaml`."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    refusals: list[RefusalShape]


Reason = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_.]+\*?$")]


class ReasonsFile(Shape):
    """`reasons.yaml`: words for the disabled reasons of accounts, and of capabilities; `x.*` is a family."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    reasons: dict[Reason, Text]
    capability_reasons: dict[Reason, Text] = {}


class CapabilitiesFile(Shape):
    """`capabilities.yaml`: what capabilities are called, and where they can be had if not anywhere."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    capabilities: dict[Id, Text]
    only_in: dict[Id, list[CountryCode]] = {}


class BusinessFile(Shape):
    """`business.yaml`: what business types and legal structures are called."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    business_types: dict[Id, Text]
    structures: dict[Id, Text]
    words: dict[Id, dict[CountryCode, Text]] = {}


class CountryShape(Shape):
    """One country; what it leaves out comes from its family."""

    family: str | None = None
    currency: Currency | None = None
    currencies: list[Currency] | None = None
    bank_countries: Annotated[
        list[CountryCode] | None, Field(description="Where banks are taken besides those of the country.")
    ] = None
    agreements: list[Literal["full", "recipient"]] | None = None
    business_types: list[str] | None = None
    structures: dict[str, list[str]] | None = None
    lists: Annotated[
        dict[str, list[Literal["owners", "directors", "executives"]]] | None,
        Field(
            description="Lists of persons by structure or business type; any may be asked of one not named."
        ),
    ] = None
    capabilities: list[str] | None = None


class CountriesFile(Shape):
    """`countries.yaml`."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    families: dict[Id, CountryShape] = {}
    countries: dict[CountryCode, CountryShape]


class BankNumberShape(Shape):
    """One input of a bank account form: what it is called and which numbers it takes, typed in any way."""

    label: Annotated[str | None, Field(description="A name that the form knows, if it is not `name`.")] = None
    hint: Text | None = None
    digits: Annotated[int | list[int] | None, Field(description="How many, or from and to.")] = None
    pattern: str | None = None
    check: Annotated[str | None, Field(description="Name of a check, for live accounts.")] = None


class BankPartShape(BankNumberShape):
    """One part of the routing number."""

    name: Id
    head_office: Annotated[bool, Field(description="A BIC of 8 is sent as one of 11, with XXX.")] = False


class BankShape(Shape):
    """The bank account form of one country; `iban` stands for an IBAN, checked as such."""

    account: Literal["iban"] | BankNumberShape
    parts: list[BankPartShape] = []
    routing: Annotated[
        str, Field(description="How parts make the routing number: `{transit}-{institution}`.")
    ] = ""
    currencies: Annotated[
        list[Currency], Field(description="Where the seller chooses; else the country's.")
    ] = []
    holder: Annotated[bool, Field(description="The name on the account is asked.")] = False
    holder_hint: Annotated[Text | None, Field(description="How that name is written.")] = None
    account_type: Annotated[bool, Field(description="Checking or savings is asked.")] = False


class BanksFile(Shape):
    """`banks.yaml`: bank account forms by country."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    banks: dict[CountryCode, BankShape]


def _entry(value: Any) -> Any:
    return {value: ""} if isinstance(value, str) else value


Entry = Annotated[
    dict[Id, str],
    Field(
        min_length=1,
        max_length=1,
        description="A document, or a document with its own name in that country, as sellers there say it.",
    ),
    BeforeValidator(_entry, json_schema_input_type=Id | dict[Id, str]),
]
ListName = Literal["identity", "address", "company"]
LISTS: tuple[str, ...] = get_args(ListName)


class DocumentShape(Shape):
    """One sort of document, wherever it is taken."""

    name: Text
    both_sides: Annotated[bool, Field(description="Sellers are told to show its back too.")] = False


class AcceptedShape(Shape):
    """What proves who somebody is, where they live, and that a company is what it says."""

    identity: list[Entry] = []
    address: list[Entry] = []
    company: list[Entry] = []


class DocumentsFile(Shape):
    """`documents.yaml`: documents by name, and those that each country takes."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    documents: dict[Id, DocumentShape]
    general: Annotated[AcceptedShape, Field(description="Holds for every country that says nothing itself.")]
    accepted: dict[CountryCode, AcceptedShape]


FILES: dict[str, type[Shape]] = {
    "group": GroupFile,
    "codes": CodesFile,
    "refusals": RefusalsFile,
    "reasons": ReasonsFile,
    "capabilities": CapabilitiesFile,
    "business_types": BusinessFile,
    "countries": CountriesFile,
    "banks": BanksFile,
    "documents": DocumentsFile,
}
"""The key that tells what a file holds -> its shape."""
