"""Where the project's own files are: at the top of the repository, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_root() -> Path:
    """The folder that holds `templates`, `static`, `translations` and `requirement_maps`."""
    installed = _PACKAGE / "_data"
    return installed if installed.is_dir() else _PACKAGE.parent


def kept_maps() -> tuple[Path, bool]:
    """Where checked maps are kept, and whether it may be written: in a wheel it came with the build."""
    root = data_root()
    if root.name == "_data":
        return root / "maps.json", False
    return root / "var" / "maps.json", True
