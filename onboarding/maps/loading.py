"""Loads a folder of maps: reads, checks, builds; all mistakes at once, or a whole set of maps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import ValidationError

from forms.questions import Message
from onboarding.maps import shapes
from onboarding.maps.building import Entry, Scribe, build_group
from onboarding.maps.catalogue import Contents, Maps
from onboarding.maps.reading import Document, Mistake, read_file
from onboarding.maps.tables import (
    Business,
    build_banks,
    build_countries,
    build_documents,
    build_refusals,
    build_texts,
)
from onboarding.maps.telling import shape_mistakes

S = TypeVar("S", bound=shapes.Shape)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file that has the right shape. scribe: keeps the messages that building finds in it."""

    document: Document
    shape: shapes.Shape
    scribe: Scribe


@dataclass(slots=True)
class Folder:
    """All files of a folder of maps, and what is wrong with them so far."""

    sheets: list[Sheet] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def of(self, shape: type[S]) -> list[tuple[S, Sheet]]:
        """The sheets of one shape."""
        return [(sheet.shape, sheet) for sheet in self.sheets if isinstance(sheet.shape, shape)]

    @property
    def entries(self) -> list[Entry]:
        """Every message built so far, in the order of the files."""
        return [entry for sheet in self.sheets for entry in sheet.scribe.entries]


def read_folder(root: Path) -> Folder:
    """Reads every YAML file below `root`."""
    folder = Folder()
    for path in sorted(root.rglob("*.yaml")):
        add_document(folder, read_file(path, root))
    if not folder.mistakes:
        folder.mistakes += [
            Mistake(file, 1, 1, f"{file} is not there", f"Put it into {root}.")
            for file, shape in NEEDED.items()
            if not folder.of(shape)
        ]
    return folder


NEEDED: dict[str, type[shapes.Shape]] = {
    "groups/<group>.yaml": shapes.GroupFile,
    "countries.yaml": shapes.CountriesFile,
    "banks.yaml": shapes.BanksFile,
    "business.yaml": shapes.BusinessFile,
}
"""Files without which the others have nothing to refer to: one that is missing is one mistake."""


def add_document(folder: Folder, document: Document) -> None:
    """Adds a document, or what is wrong with it."""
    if document.mistakes:
        folder.mistakes += document.mistakes
        return
    shape = _shape_of(document)
    if shape is None:
        keys = ", ".join(shapes.FILES)
        folder.mistakes.append(
            document.mistake((), "nothing tells what the file holds", f"It needs one of the keys {keys}.")
        )
        return
    try:
        folder.sheets.append(Sheet(document, shape.model_validate(document.content), Scribe(document)))
    except ValidationError as error:
        folder.mistakes += shape_mistakes(error, document, shape)


def build(folder: Folder) -> Maps:
    """Maps from files of the right shape; `cross_check` tells whether they fit together."""
    groups = [build_group(shape, sheet.scribe) for shape, sheet in folder.of(shapes.GroupFile)]
    business = _business(folder)
    countries = _merged(build_countries(shape, business) for shape, _ in folder.of(shapes.CountriesFile))
    refusals = [build_refusals(shape, sheet.scribe) for shape, sheet in folder.of(shapes.RefusalsFile)]
    return Maps(
        Contents(
            hash=_hash(folder),
            groups=tuple(sorted(groups, key=lambda group: (group.order, group.id))),
            countries=countries,
            banks=_merged(
                build_banks(shape, sheet.scribe, countries) for shape, sheet in folder.of(shapes.BanksFile)
            ),
            documents=_merged(
                build_documents(shape, sheet.scribe, countries)
                for shape, sheet in folder.of(shapes.DocumentsFile)
            ),
            errors=_merged(
                sheet.scribe.errors(shape.codes, "error", "codes")
                for shape, sheet in folder.of(shapes.CodesFile)
            ),
            refusals=tuple(one for some in refusals for one in some),
            reasons=_texts(folder, shapes.ReasonsFile, "reasons", "reason"),
            capability_reasons=_texts(folder, shapes.ReasonsFile, "capability_reasons", "capability_reason"),
            capabilities=_texts(folder, shapes.CapabilitiesFile, "capabilities", "capability"),
            capability_countries=_merged(
                {name: frozenset(countries) for name, countries in shape.only_in.items()}
                for shape, _ in folder.of(shapes.CapabilitiesFile)
            ),
            choices={
                "structures": business.structure_choices(business.structures),
                "business_types": business.type_choices(business.business_types),
            },
        )
    )


def _texts(
    folder: Folder, shape: type[shapes.Shape], key: str, context: str
) -> MappingProxyType[str, Message]:
    return _merged(
        build_texts(getattr(found, key), context, key, sheet.scribe) for found, sheet in folder.of(shape)
    )


def _business(folder: Folder) -> Business:
    empty = shapes.BusinessFile.model_construct(business_types={}, structures={}, words={})
    found = folder.of(shapes.BusinessFile)
    return Business(found[0][0], found[0][1].scribe) if found else Business(empty, Scribe(Document("", {})))


V = TypeVar("V")


def _merged(tables: Iterable[dict[str, V]]) -> MappingProxyType[str, V]:
    return MappingProxyType({key: value for table in tables for key, value in table.items()})


def _hash(folder: Folder) -> str:
    content = {sheet.document.file: sheet.document.content for sheet in folder.sheets}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _shape_of(document: Document) -> type[shapes.Shape] | None:
    content = document.content if isinstance(document.content, dict) else {}
    return next((shape for key, shape in shapes.FILES.items() if key in content), None)
