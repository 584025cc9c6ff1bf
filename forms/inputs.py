"""The inputs that kinds are made of: WTForms fields that know how they look and how they are cleaned."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from markupsafe import Markup
from wtforms.fields.core import Field
from wtforms.validators import ValidationError

from forms.markup import Options
from forms.questions import KeptFile

Clean = Callable[[Any], Any]
"""From what was typed to the clean value; raises `WrongInput` with the words to show."""


class WrongInput(ValidationError):
    """An input that cannot be taken; its text is shown beside it, in the seller's language."""


class Said(NamedTuple):
    """One line of error text. english: true where it quotes Stripe's own English."""

    text: str
    english: bool = False


@dataclass(frozen=True)
class Look:
    """How an input is drawn.

    width: one of the width classes, for the content expected. code: for digits and codes, written
    left to right and not spell-checked. draw: which control draws it. steers: its value changes
    which other inputs are shown.
    """

    draw: str = "text"
    type: str = "text"
    width: str = "w-full"
    inputmode: str = ""
    autocomplete: str = "off"
    code: bool = False
    spellcheck: bool = True
    lines: int = 4
    options: Options | None = field(default=None, compare=False)
    accept: str = ""
    several: bool = False
    steers: bool = False

    @cached_property
    def attributes(self) -> Markup:
        """The attributes that never change, with a space before each."""
        pairs = {
            "inputmode": self.inputmode,
            "autocomplete": "" if self.draw in ("radios", "checkbox", "file") else self.autocomplete,
            "dir": "ltr" if self.code else "",
            "spellcheck": "false" if self.code or not self.spellcheck else "",
            "autocapitalize": "none" if self.type in ("email", "url") else "",
            "accept": self.accept,
        }
        drawn = [Markup(' {}="{}"').format(name, value) for name, value in pairs.items() if value]
        return Markup("").join([*drawn, Markup(" multiple") if self.several else Markup("")])


class Input(Field):
    """An input whose name is a requirement id; what was typed stays in it, right or wrong.

    data: the clean value once validated; typed: what the seller wrote.
    """

    def __init__(self, label: str = "", *, look: Look, clean: Clean | None = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.look = look
        self.said: list[Said] = []
        self.gaps: Any = None
        self.typed = ""
        self._clean = clean

    def process_data(self, value: Any) -> None:
        """Takes the value that Stripe holds."""
        self.data = value
        self.typed = "" if value is None else str(value)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Takes what was typed; an input that was not sent counts as left blank."""
        self.data = self.typed = str(valuelist[0]) if valuelist else ""

    def pre_validate(self, _form: Any) -> None:
        """Puts the clean value in place of what was typed."""
        if self._clean is not None:
            self.data = self._clean(self.data)

    @property
    def filled(self) -> bool:
        """True where anything was typed, chosen or known."""
        return bool(self.typed)

    def value_html(self) -> Any:
        """What was typed, or a gap for it while a cast is drawn."""
        return self.gaps.gap(self.name) if self.gaps else self.typed

    def options_html(self, options: Options | None, selected: str = "") -> Markup:
        """The option list with what was chosen, or a gap for it; `selected` is chosen whatever was typed."""
        options = options or self.look.options or Options(())
        if self.gaps and not selected:
            gap: Markup = self.gaps.gap(self.name, options)
            return gap
        return options.html(selected or self.typed)

    def _value(self) -> str:
        return self.typed


class TickInput(Input):
    """A box that is ticked or not. data: bool."""

    def process_data(self, value: Any) -> None:
        """Takes the value that Stripe holds; anything true ticks the box."""
        self.data = bool(value)
        self.typed = "yes" if value else ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Ticked where the browser sent anything but a plain "false"."""
        self.data = bool(valuelist) and str(valuelist[0]).lower() not in ("", "false", "no", "0")
        self.typed = "yes" if self.data else ""


class FileInput(Input):
    """One or several files. data: the chosen file objects, then Uploads once checked, or KeptFiles.

    tokens: what the page carries so that a file need not be chosen again when the page comes back.
    """

    tokens: tuple[str, ...] = ()

    def keep(self, kept: Mapping[str, KeptFile]) -> None:
        """Takes the files, by token, that Stripe has already, where no other was chosen."""
        if kept and not self.data:
            self.tokens, self.data = tuple(kept), tuple(kept.values())

    def process_data(self, _value: Any) -> None:
        """Files that Stripe holds are never put back."""
        self.data = ()

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Takes the files that were chosen; browsers send a nameless empty one when none was."""
        self.data = tuple(file for file in valuelist if getattr(file, "filename", ""))

    @property
    def filled(self) -> bool:
        """True where a file was sent."""
        return bool(self.data)
