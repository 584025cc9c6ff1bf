"""Fails when a file or a function grows past what one sitting can read: 400 and 40 lines."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

FILE_LINES = 400
FUNCTION_LINES = 40
ROOMS = ("onboarding", "forms", "benchmarks", "scripts", "tests", "wsgi.py", "hatch_build.py")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def length(function: Function) -> int:
    """Lines of a function without its docstring: words that explain it are not what makes it long."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    return lines - ((first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0)


def findings(path: Path) -> list[str]:
    """What is too long in one file, as lines to print."""
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, Function)]
    return [
        *(
            [f"{path}: {lines} lines; are these two rooms? (at most {FILE_LINES})"]
            if lines > FILE_LINES
            else []
        ),
        *(
            f"{path}:{each.lineno}: {each.name} has {length(each)} lines (at most {FUNCTION_LINES})"
            for each in functions
            if length(each) > FUNCTION_LINES
        ),
    ]


def main() -> int:
    """Prints every finding; 1 when there is one."""
    paths = [
        path
        for room in ROOMS
        for path in (sorted(Path(room).rglob("*.py")) if Path(room).is_dir() else [Path(room)])
        if path.is_file()
    ]
    found = [line for path in paths for line in findings(path)]
    print("\n".join(found) or f"sizes: {len(paths)} files, none too long")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
