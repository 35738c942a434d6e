"""What is promised outside is written down: settings, problems, one shape of errors."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import app as package
from app.core.errors import Problem
from app.core.settings import PREFIX, Settings, UnknownSetting, load_settings

DOCS = Path(__file__).parents[2] / "docs"


def every_problem() -> list[type[Problem]]:
    for module in pkgutil.walk_packages(package.__path__, "app."):
        importlib.import_module(module.name)

    def below(kind: type[Problem]) -> list[type[Problem]]:
        return [kind, *(one for child in kind.__subclasses__() for one in below(child))]

    return below(Problem)


def test_every_setting_is_documented_and_nothing_else() -> None:
    documented = set(re.findall(rf"`({PREFIX}[A-Z_]+)`", (DOCS / "settings.md").read_text()))

    assert documented == {PREFIX + name.upper() for name in Settings.model_fields}


def test_every_problem_is_documented() -> None:
    documented = set(re.findall(r"^## ([a-z-]+)$", (DOCS / "problems.md").read_text(), re.M))

    assert {problem.slug for problem in every_problem()} <= documented


def test_problems_have_slugs_of_their_own() -> None:
    slugs: dict[str, type[Problem]] = {}
    for problem in every_problem():
        assert slugs.setdefault(problem.slug, problem).status == problem.status


def test_an_unknown_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCORD_DATABSE_URL", "sqlite:///x.db")

    with pytest.raises(UnknownSetting, match="CONCORD_DATABSE_URL"):
        load_settings()
