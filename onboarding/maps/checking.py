"""Checks what no single value shows: that maps fit together, reach every variant and speak plainly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from forms.options import pattern_fault
from onboarding.maps import shapes
from onboarding.maps.building import PERSON, Entry, common_path, conditions, tag_of
from onboarding.maps.catalogue import Maps
from onboarding.maps.checking_documents import check_documents
from onboarding.maps.loading import Folder, Sheet
from onboarding.maps.mistakes import did_you_mean
from onboarding.maps.placeholders import placeholders
from onboarding.maps.reading import Mistake, Path_
from onboarding.maps.tables import routing_parts

UNPLAIN = re.compile(r"\b(?:invalid|please|sorry|oops)\b", re.IGNORECASE)
EXAMPLE_DATE = re.compile(r"\b(\d{1,2}) (\d{1,2}) (?:19|20)\d\d\b")
SENSITIVE = {"phone", "date_of_birth", "national_id", "tax_id", "bank_account", "document"}
"""Kinds of which sellers are told why: on the question or on its page."""
WORDED = {
    "text",
    "long_text",
    "choice",
    "yes_no",
    "searchable_choice",
    "country",
    "number",
    "money",
    "national_id",
    "tax_id",
}
"""Kinds whose own words for an answer left out are too general to help."""
TOKENS = {
    "", "off", "name", "given-name", "additional-name", "family-name", "email", "tel", "url", "organization",
    "organization-title", "street-address", "address-line1", "address-line2", "address-level1",
    "address-level2", "postal-code", "country", "bday", "sex",
}  # fmt: skip
"""Autofill tokens of HTML that suit what Stripe asks; "" is for kinds whose parts have their own."""


def cross_check(folder: Folder, maps: Maps) -> list[Mistake]:
    """Everything but the examples; the messages must have been built."""
    found: list[Mistake] = []
    for shape, sheet in folder.of(shapes.GroupFile):
        found += _group(shape, sheet, maps)
    found += _owners(folder)
    found += _twice(folder)
    for sheet in folder.sheets:
        found += _texts(sheet.scribe.entries)
    found += _countries(folder, maps)
    for offered, sheet in folder.of(shapes.CapabilitiesFile):
        found += _offered_in(offered, sheet, maps)
    for bank, sheet in folder.of(shapes.BanksFile):
        found += _banks(bank, sheet, maps)
    for documents, sheet in folder.of(shapes.DocumentsFile):
        found += check_documents(documents, sheet, maps)
    return found


def _group(shape: shapes.GroupFile, sheet: Sheet, maps: Maps) -> Iterator[Mistake]:
    document = sheet.document
    if Path(document.file).stem != shape.group:
        yield document.mistake(
            ("group",), f"“{shape.group}” stands in {document.file}", "Name the file after it."
        )
    yield from _reachable([one.when for one in shape.variants], sheet, ())
    for number, heading in enumerate(shape.variants):
        yield from _conditions(heading.when, (), sheet, ("variants", number), maps)
    for index, question in enumerate(shape.questions):
        yield from _question(question, shape, sheet, ("questions", index), maps)


def _question(
    shape: shapes.QuestionShape, group: shapes.GroupFile, sheet: Sheet, where: Path_, maps: Maps
) -> Iterator[Mistake]:
    document = sheet.document
    if len({one.startswith(PERSON) for one in shape.settles}) == 2:
        yield document.mistake(
            (*where, "settles"), "some ids are a person's, some are not", "Ask them apart."
        )
    if not shape.sends and common_path(shape.settles) is None:
        yield document.mistake((*where, "settles"), "nothing tells where the answer is sent", "Add `sends:`.")
    if shape.kind in SENSITIVE and not (shape.why or group.why):
        yield document.mistake(where, f"“{shape.id}” does not say why it is asked", "Add `why:`.")
    may_stay_blank = shape.optional or shape.options.get("as") == "checkbox"
    if not may_stay_blank and shape.kind in WORDED and "missing" not in shape.words:
        yield document.mistake(
            where, f"“{shape.id}” has no words for no answer", "Add `missing:` to `words:`."
        )
    if isinstance(shape.choices, str) and not maps.contents.choices[shape.choices]:
        yield document.mistake((*where, "choices"), f"there are no {shape.choices}", "Add business.yaml.")
    yield from _asked(shape, sheet, where)
    yield from _asked_in(shape, sheet, where, maps)
    yield from _reachable([one.when for one in shape.variants], sheet, where)
    yield from _tags(shape, sheet, where)
    for number, variant in enumerate(shape.variants):
        at = (*where, "variants", number)
        yield from _asked(variant, sheet, at)
        yield from _conditions(variant.when, shape.settles, sheet, at, maps)


def _asked_in(shape: shapes.QuestionShape, sheet: Sheet, where: Path_, maps: Maps) -> Iterator[Mistake]:
    """Countries that ask for it, and what it is another form of."""
    for key, codes in (("only_in", shape.only_in or []), ("not_in", shape.not_in)):
        for code in codes:
            if code not in maps.countries:
                yield sheet.document.mistake(
                    (*where, key), f"no country is “{code}” here", did_you_mean(code, set(maps.countries))
                )
    sent = {question.wording.sends for group in maps.groups for question in group.questions}
    main = (shape.form_of or "").removeprefix(PERSON)
    if main and main not in sent:
        yield sheet.document.mistake(
            (*where, "form_of"), f"no question sends “{main}”", did_you_mean(main, sent)
        )


def _asked(shape: shapes.AskedShape, sheet: Sheet, where: Path_) -> Iterator[Mistake]:
    document = sheet.document
    token = shape.autocomplete
    if token is not None and token not in TOKENS:
        yield document.mistake(
            (*where, "autocomplete"), f"“{token}” is no autofill token", did_you_mean(token, TOKENS)
        )
    if shape.hint:
        yield from _hint(shape.hint.en, sheet, (*where, "hint"))


def _hint(text: str, sheet: Sheet, where: Path_) -> Iterator[Mistake]:
    if text.rstrip().endswith("."):
        yield sheet.document.mistake(where, "a hint ends without a full stop", "Take it away.")
    if "http" in text:
        yield sheet.document.mistake(where, "a hint has no link", "Say it in words.")
    for day, month in EXAMPLE_DATE.findall(text):
        if int(day) < 13 or int(month) > 9:
            wrong = "the order of day and month cannot be told from the example"
            yield sheet.document.mistake(where, wrong, "Use a day from 13 and a month up to 9.")


def _reachable(whens: list[shapes.WhenShape], sheet: Sheet, where: Path_) -> Iterator[Mistake]:
    all_conditions = [dict(conditions(when)) for when in whens]
    for number, later in enumerate(all_conditions):
        at = (*where, "variants", number, "when")
        if not later:
            yield sheet.document.mistake(at, "the variant has no condition", "Move it into the question.")
        for before, earlier in enumerate(all_conditions[:number], start=1):
            if earlier and all(key in later and set(later[key]) <= set(earlier[key]) for key in earlier):
                yield sheet.document.mistake(at, f"variant {before} always wins", "Put this one before it.")
                break


def _tags(shape: shapes.QuestionShape, sheet: Sheet, where: Path_) -> Iterator[Mistake]:
    seen: set[str] = set()
    for number, variant in enumerate(shape.variants):
        tag = tag_of(variant.when, variant.tag)
        if tag in seen:
            at = (*where, "variants", number)
            yield sheet.document.mistake(at, f"two variants are tagged “{tag}”", "Give this one a `tag:`.")
        seen.add(tag)


def _conditions(
    when: shapes.WhenShape, settles: Iterable[str], sheet: Sheet, where: Path_, maps: Maps
) -> Iterator[Mistake]:
    known: dict[str, set[str]] = {
        "country": set(maps.countries),
        "business_type": {choice.value for choice in maps.contents.choices["business_types"]},
        "structure": {choice.value for choice in maps.contents.choices["structures"]},
        "capability": set(maps.contents.capabilities),
        "agreement": {"full", "recipient"},
        "requirement": {one.removeprefix(PERSON) for one in settles},
    }
    for name, values in conditions(when):
        for value in values:
            if value not in known.get(name, {value}):
                wrong = f"no {name.replace('_', ' ')} is “{value}” here"
                right, cause = did_you_mean(value, known[name]), f"{name} {value}"
                yield sheet.document.mistake((*where, "when", name), wrong, right, cause)


def _owners(folder: Folder) -> Iterator[Mistake]:
    owned: dict[str, str] = {}
    for shape, sheet in folder.of(shapes.GroupFile):
        for index, question in enumerate(shape.questions):
            for number, one in enumerate(question.settles):
                if one in owned:
                    at = ("questions", index, "settles", number)
                    yield sheet.document.mistake(
                        at, f"“{one}” is settled by {owned[one]} already", "Keep one."
                    )
                owned[one] = f"{shape.group}.{question.id}"


def _twice(folder: Folder) -> Iterator[Mistake]:
    seen: dict[str, Entry] = {}
    for entry in folder.entries:
        first = seen.setdefault(entry.message.context, entry)
        if first is not entry:
            wrong = f"“{entry.message.context}” stands in {first.file}:{first.line} already"
            yield Mistake(entry.file, entry.line, 1, wrong, "Rename one of the two.")


def _texts(entries: Iterable[Entry]) -> Iterator[Mistake]:
    for entry in entries:
        text, named = entry.message.text, placeholders(entry.message.text)
        faults = {
            "says nothing": not text.strip(),
            "starts or ends with a space": text != text.strip(),
            "has words that do not help": bool(UNPLAIN.search(text)),
            "has a brace that is no {placeholder}": named is None and not entry.filled,
            "has a placeholder that nothing fills": bool(named) and not entry.filled,
            "has a placeholder and no note": bool(named) and entry.filled and not entry.note,
            "is longer than its `max`": entry.max is not None and len(text) > entry.max,
        }
        for fault, there in faults.items():
            if there:
                yield Mistake(entry.file, entry.line, 1, f"“{text}” {fault}", "Write it anew.")


def _countries(folder: Folder, maps: Maps) -> Iterator[Mistake]:
    known = {name: {choice.value for choice in choices} for name, choices in maps.contents.choices.items()}
    for shape, sheet in folder.of(shapes.CountriesFile):
        yield from _offered(shape, sheet, known)
        for code, one in shape.countries.items():
            where: Path_ = ("countries", code)
            if one.family and one.family not in shape.families:
                right = did_you_mean(one.family, shape.families)
                yield sheet.document.mistake((*where, "family"), f"no family is “{one.family}”", right)
            country = maps.countries[code]
            if not country.currency:
                yield sheet.document.mistake(where, f"{code} has no currency", "Add `currency:`.")
            if not country.business_types:
                yield sheet.document.mistake(where, f"{code} has no business types", "Add some.")
            if maps.bank(code) is None:
                yield sheet.document.mistake(
                    where, f"{code} has no bank account form", "Add it to banks.yaml."
                )


def _offered(shape: shapes.CountriesFile, sheet: Sheet, known: dict[str, set[str]]) -> Iterator[Mistake]:
    for part, table in (("families", shape.families), ("countries", shape.countries)):
        for code, one in table.items():
            lists: dict[tuple[str, ...], list[str]] = {("business_types",): one.business_types or []}
            lists |= {("structures", name): values for name, values in (one.structures or {}).items()}
            for key, values in lists.items():
                for value in values:
                    if value not in known[key[0]]:
                        at = (part, code, *key)
                        right = did_you_mean(value, known[key[0]], "Name it in business.yaml.")
                        wrong, cause = f"business.yaml has no words for “{value}”", f"{key[0][:-1]} {value}"
                        yield sheet.document.mistake(at, wrong, right, cause)
            kinds = known["structures"] | known["business_types"]
            for name in (one.lists or {}).keys() - kinds:
                wrong, right = f"no business type or structure is “{name}”", did_you_mean(name, kinds)
                yield sheet.document.mistake((part, code, "lists", name), wrong, right)


def _offered_in(shape: shapes.CapabilitiesFile, sheet: Sheet, maps: Maps) -> Iterator[Mistake]:
    for name, codes in shape.only_in.items():
        for code in codes:
            if code not in maps.countries:
                wrong, right = f"no country is “{code}” here", did_you_mean(code, set(maps.countries))
                yield sheet.document.mistake(("only_in", name), wrong, right, f"country {code}")


def _banks(shape: shapes.BanksFile, sheet: Sheet, maps: Maps) -> Iterator[Mistake]:
    for code, bank in shape.banks.items():
        where: Path_ = ("banks", code)
        if code not in maps.countries:
            wrong, right = f"no country is “{code}”", "Add it to countries.yaml."
            yield sheet.document.mistake(where, wrong, right, f"country {code}")
        yield from _bank_number(bank.account, sheet, (*where, "account"))
        for index, part in enumerate(bank.parts):
            yield from _bank_number(part, sheet, (*where, "parts", index))
        for name in routing_parts(bank.routing):
            if name not in {part.name for part in bank.parts}:
                yield sheet.document.mistake(
                    (*where, "routing"), f"no part is “{name}”", "Name one of the parts."
                )


def _bank_number(number: str | shapes.BankNumberShape, sheet: Sheet, where: Path_) -> Iterator[Mistake]:
    if isinstance(number, str):
        return
    if number.pattern is not None and (fault := pattern_fault(number.pattern)):
        yield sheet.document.mistake((*where, "pattern"), fault, "Write it as ^…$.")
    if number.digits is None and number.pattern is None:
        yield sheet.document.mistake(
            where, "nothing tells which numbers are taken", "Add `digits:` or `pattern:`."
        )
