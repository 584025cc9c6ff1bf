"""What the pages are wired to: one typed value that `create_app` puts into the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

from forms.kinds.base import Asking
from onboarding import i18n

if TYPE_CHECKING:
    from onboarding.brand import Brand
    from onboarding.config import Settings
    from onboarding.gateway import Gateway
    from onboarding.maps import Maps
    from onboarding.sellers import Sellers
    from onboarding.store import Database

KEY = "onboarding"
"""Where the parts stand in `app.extensions`."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything a view may use. clock: unix seconds, now."""

    settings: Settings
    database: Database
    gateway: Gateway
    maps: Maps
    sellers: Sellers
    clock: Callable[[], int]

    @property
    def brand(self) -> Brand:
        """Whose pages these are."""
        return self.settings.brand


def parts() -> Parts:
    """The parts of the app at hand."""
    return cast("Parts", current_app.extensions[KEY])


def asking() -> Asking:
    """In whose words the forms of this request are built."""
    return Asking(i18n.translate, i18n.locale(), not parts().settings.livemode)
