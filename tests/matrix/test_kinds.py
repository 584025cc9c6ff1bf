"""The table of options in docs/requirement-maps.md is what the kinds declare."""

from __future__ import annotations

import re

from forms.kinds import KINDS
from forms.options import Option, shown
from tests.matrix.catalogue import DOCS, check_page

PAGE = "requirement-maps.md"
HEAD = "| kind | option | takes | else | says |\n|---|---|---|---|---|\n"


def row(kind: str, option: Option) -> str:
    default = "" if option.default is None else f"`{shown(option.default)}`"
    takes = option.takes.words.replace("|", "\\|")
    return f"| `{kind}` | `{option.name}` | {takes} | {default} | {option.means} |\n"


def table() -> str:
    sharing = {id(kind.options): kind.options for kind in KINDS.values()}
    lines = ""
    for key, options in sharing.items():
        names = "`, `".join(name for name, kind in KINDS.items() if id(kind.options) == key)
        lines += "".join(row(names, one) for one in options)
    return HEAD + lines


def test_every_option_is_documented_as_it_is_declared() -> None:
    text = (DOCS / PAGE).read_text(encoding="utf-8")
    begins = re.search(r"^\| kind \| option \|", text, re.MULTILINE)
    before, rest = (text[: begins.start()], text[begins.start() :]) if begins else (text, "")
    after = rest.partition("\n\n")[2]
    check_page(PAGE, f"{before}{table()}" + (f"\n{after}" if after else ""))
