"""Rules that hold for a whole page of questions, by the names that the maps give them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from forms.kinds.base import Fault
from forms.questions import Message, Upload

Rule = Callable[[Mapping[str, Any]], Iterable[Fault]]
"""From all clean values of a page, by input name, to what is wrong with them together."""

WORDS: Mapping[str, Message] = {
    "ownership_total": Message(
        context="form.rules.ownership_total", text="Change the shares so that they add up to 100% or less"
    ),
    "title_of_executive": Message(
        context="form.rules.title_of_executive", text="Enter the job title of the executive"
    ),
    "url_or_description": Message(
        context="form.rules.url_or_description", text="Enter a web address or describe what is sold"
    ),
    "different_documents": Message(
        context="form.rules.different_documents", text="Choose another document than the first one"
    ),
    "owner_or_executive": Message(
        context="form.rules.owner_or_executive",
        text="Choose whether this person is an owner, an executive or both",
    ),
}
"""Words of the rules by slot; a question's own words of the same slot come before them."""


def ownership_at_most_100(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Shares of ownership on one page add up to 100 % at most."""
    shares = {name: value for name, value in values.items() if name.endswith("percent_ownership") and value}
    if sum(Decimal(str(value)) for value in shares.values()) > 100:
        yield Fault([*shares][-1], "ownership_total")


def title_when_executive(values: Mapping[str, Any]) -> Iterable[Fault]:
    """An executive has a job title."""
    for name, value in values.items():
        title = name.removesuffix(".executive") + ".title"
        if (
            name.endswith("relationship.executive")
            and value in (True, "true")
            and values.get(title, "?") is None
        ):
            yield Fault(title, "title_of_executive")


def url_or_description(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A web address may be left out where what is sold is described, and the other way round."""
    names = [name for name in values if name.endswith((".url", ".product_description"))]
    if names and not any(values[name] for name in names):
        yield Fault(names[0], "url_or_description")


def different_documents(values: Mapping[str, Any]) -> Iterable[Fault]:
    """The additional document is not the same file again (Stripe: verification_document_duplicate_type)."""
    seen: set[bytes] = set()
    for name, value in values.items():
        contents = (
            {upload.content for upload in value or () if isinstance(upload, Upload)}
            if _is_file(value)
            else set()
        )
        if seen & contents and not name.endswith(".back"):
            yield Fault(name, "different_documents")
        seen |= contents


def owner_or_executive(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A representative is an owner or an executive, as Stripe asks in most countries."""
    names = [name for name in values if name.endswith(("relationship.owner", "relationship.executive"))]
    if names and not any(values[name] in (True, "true") for name in names):
        yield Fault(names[0], "owner_or_executive")


def _is_file(value: Any) -> bool:
    return isinstance(value, tuple)


RULES: Mapping[str, Rule] = {
    "different_documents": different_documents,
    "owner_or_executive": owner_or_executive,
    "ownership_at_most_100": ownership_at_most_100,
    "title_when_executive": title_when_executive,
    "url_or_description": url_or_description,
}
