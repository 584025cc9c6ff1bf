"""Compiles the gettext catalogues while a package is built: `*.mo` files are never committed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface[Any]):
    """Hatchling's hook; `custom` in pyproject.toml."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        from onboarding.catalogues import compile_catalogues

        compile_catalogues(Path(self.root) / "translations")
