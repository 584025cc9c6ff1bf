"""What is made while a package is built and never committed: gettext catalogues, and the maps as checked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Made(BuildHookInterface[Any]):
    """Hatchling's hook; `custom` in pyproject.toml."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        from onboarding.catalogues import compile_catalogues

        root = Path(self.root)
        compile_catalogues(root / "translations")
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"][str(_checked_maps(root))] = "onboarding/_data/maps.json"


def _checked_maps(root: Path) -> Path:
    """The maps as an installed app opens them; a broken map ends the build. `make check` tries them."""
    from onboarding.maps import load_maps
    from onboarding.maps.keeping import key_of, write_kept

    maps, kept = root / "requirement_maps", root / "build" / "maps.json"
    write_kept(kept, key_of(maps), load_maps(maps, engine=False).contents)
    return kept
