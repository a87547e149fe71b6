"""What import-linter (make lint) cannot say: journeys knock at the public door, and no package escapes the rule."""

import configparser
import re
from pathlib import Path

import grimp
import pytest

from tests.architecture.layers import app_of
from tests.architecture.test_build import tracked

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def imports():
    graph = grimp.build_graph("shiliu", cache_dir=None)
    return [
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    ]


def test_journeys_use_only_the_public_door_of_an_app(imports):
    through_windows = [
        f"{importer} -> {imported}"
        for importer, imported in imports
        if importer.startswith("shiliu.journeys") and ".tests." not in importer
        if (app := app_of(imported)) and imported not in {f"shiliu.{app}", f"shiliu.{app}.public"}
    ]
    assert imports
    assert through_windows == []


def test_every_package_has_its_place_in_the_import_rule():
    rule = configparser.ConfigParser()
    rule.read(ROOT / ".importlinter")
    placed = set(re.findall(r"shiliu\.(\w+)", rule["importlinter:contract:layers"]["layers"]))
    packages = {path.parent.name for path in (ROOT / "src" / "shiliu").glob("*/__init__.py")}
    assert "methods" in packages
    assert packages - placed == set()


def test_nothing_happens_by_signal():
    """Effects are called where they happen; a receiver would hide them."""
    hidden = [
        str(path.relative_to(ROOT))
        for path in tracked("src/*.py")
        if re.search(
            r"^\s*@receiver\b|\bpost_save\.connect\b|\bpre_save\.connect\b", path.read_text(encoding="utf-8"), re.M
        )
    ]
    assert hidden == []
