"""The wheel holds what the app needs and nothing else, and what the code imports is what it declares."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = ("postgres", "redis", "server")


def run(*command: str, folder: Path, **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made), folder=ROOT)
    return next(made.glob("*.whl"))


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_the_data_folders_under_the_package(wheel: Path) -> None:
    found = names(wheel)
    assert {"wsgi.py", "onboarding/_data/templates/layout.html"} <= found
    assert any(name.startswith("onboarding/_data/requirement_maps/") for name in found)
    assert any(name.startswith("onboarding/_data/static/") for name in found)
    assert "onboarding/_data/drift/generic.json" in found


def test_catalogues_are_compiled_in_the_build(wheel: Path) -> None:
    compiled = {name for name in names(wheel) if name.endswith(".mo")}
    sources = {name for name in names(wheel) if name.endswith(".po")}
    assert {name.removesuffix(".mo") for name in compiled} == {name.removesuffix(".po") for name in sources}
    assert "onboarding/_data/translations/fr/LC_MESSAGES/messages.mo" in compiled


def test_nothing_of_ours_lands_beside_the_packages(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names(wheel)}
    assert tops <= {"onboarding", "forms", "wsgi.py", f"onboarding-{PROJECT['version']}.dist-info"}
    assert not any("development" in name or name.startswith("tests") for name in names(wheel))


def test_the_wheel_serves_the_start_page_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    installed, empty = tmp_path / "installed", tmp_path / "empty"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    place = {
        "PYTHONPATH": str(installed),
        "DATABASE_URL": f"sqlite:///{empty / 'x.sqlite3'}",
        "TASKS": "none",
    }
    ask = (
        "import wsgi, onboarding; page = wsgi.app.test_client().get('/', headers={'Accept-Language': 'fr'},"
        " follow_redirects=True); print(onboarding.__file__); print(page.status_code, page.text);"
        " print('ready', wsgi.app.test_client().get('/ready').status_code)"
    )
    said = run(sys.executable, "-c", ask, folder=empty, **place)
    assert said.startswith(str(installed))
    assert "\n200 " in said
    assert 'lang="fr"' in said
    assert "ready 200" in said  # the tables made themselves


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("CI"), reason="fetches what the build declares; CI does")
def test_the_wheel_builds_with_nothing_but_what_the_build_declares(tmp_path: Path) -> None:
    """In a copy as git has it, and in an environment that holds only `build-system.requires`."""
    copy = tmp_path / "copy"
    listed = subprocess.run(("git", "ls-files", "-z"), cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    command = ("-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(copy))
    run(sys.executable, *command, folder=tmp_path, **os.environ)
    built = names(next(tmp_path.glob("*.whl")))
    assert {"wsgi.py", "onboarding/_data/maps.json"} <= built
    assert "onboarding/_data/translations/fr/LC_MESSAGES/messages.mo" in built


def imported(folder: str) -> Iterator[tuple[Path, str]]:
    for path in (ROOT / folder).rglob("*.py"):
        if "development" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((path, alias.name.split(".")[0]) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield path, node.module.split(".")[0]


def declared() -> set[str]:
    lines = [
        *PROJECT["dependencies"],
        *(line for extra in EXTRAS for line in PROJECT["optional-dependencies"][extra]),
    ]
    return {plain(re.split(r"[\[<>=]", line)[0]) for line in lines}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


# Imported by the name that a map gives, so that no import statement tells.
BY_NAME = {"python-stdnum"}

# What Flask brings and documents as part of itself.
WITH_FLASK = {"werkzeug", "jinja2", "click", "itsdangerous", "markupsafe"}


@pytest.mark.parametrize("folder", ["onboarding", "forms"])
def test_what_is_imported_is_declared(folder: str) -> None:
    homes = packages_distributions()
    own = {"onboarding", "forms", "__future__"} | sys.stdlib_module_names
    undeclared = {
        f"{path.relative_to(ROOT)}: {module}"
        for path, module in imported(folder)
        if module not in own
        and not {plain(home) for home in homes.get(module, [module])} & (declared() | WITH_FLASK)
    }
    assert undeclared == set()


def test_what_is_declared_is_imported() -> None:
    homes = packages_distributions()
    used = {
        plain(home)
        for folder in ("onboarding", "forms")
        for _, name in imported(folder)
        for home in homes.get(name, [])
    }
    unused = {plain(re.split(r"[\[<>=]", line)[0]) for line in PROJECT["dependencies"]} - used - BY_NAME
    assert unused == set()


def test_the_sandbox_imports_nothing_of_the_rest() -> None:
    strangers = {
        (str(path.relative_to(ROOT)), node.module)
        for path in (ROOT / "onboarding" / "sandbox").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").split(".")[0] in ("onboarding", "forms")
        and not (node.module or "").startswith("onboarding.sandbox")
    }
    assert strangers == set()


def test_every_exact_version_is_of_a_plain_name_and_no_machine_is_named() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert pins
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line) for line in pins)
