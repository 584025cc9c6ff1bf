from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader

from forms.asked import Asked


@pytest.fixture(scope="session")
def environment() -> Environment:
    templates = Path(__file__).parents[2] / "templates"
    return Environment(loader=FileSystemLoader(templates), autoescape=True, auto_reload=False)


@pytest.fixture
def draw(environment: Environment) -> Callable[[Asked], BeautifulSoup]:
    return lambda asked: BeautifulSoup(asked.html(environment), "html.parser")
