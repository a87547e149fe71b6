"""What the repository promises about itself: locks that name no source, files one can read, no path of one machine."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tools.locking import leaking_lines

ROOT = Path(__file__).resolve().parents[2]
LINES_OF_A_FILE, LINES_OF_A_FUNCTION, LINES_OF_A_TEMPLATE = 500, 60, 150
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "base", "misc", "util", "helper"}
# A path under somebody's home or a package registry has no place in a file everyone shares. Put together from pieces,
# so that this file does not find itself.
FOREIGN = re.compile(
    "|".join(
        [
            re.escape(f"{ROOT}/"),
            re.escape(f"{Path.home()}/"),
            "/ho" + r"me/[a-z]\w*/",
            "/Us" + r"ers/[a-z]\w*/",
            "/ro" + "ot/",
            "pypi" + r"\.org",
            r"files\.python" + "hosted",
            "index" + "-url",
        ]
    )
)


@cache
def tracked(*patterns: str) -> list[Path]:
    """Files git knows or would add, that exist."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return [path for name in listed if name and (path := ROOT / name).is_file()]


def vendored(path: Path) -> bool:
    return bool({"migrations", "vendor", "requirements"} & set(path.parts))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def pins(lock: str) -> dict[str, set[str]]:
    """{name: its pins}; a package may be pinned once for each line of Python."""
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for pin in re.finditer(r"^([\w.\[\]-]+)==.*?(?= \\$)", text, re.MULTILINE):
        found.setdefault(pin[1], set()).add(pin[0])
    return found


def test_locks_do_not_say_where_packages_came_from():
    assert leaking_lines() == []


def test_every_locked_package_carries_a_hash():
    for lock in ("base.txt", "extra.txt", "dev.txt", "bench.txt"):
        text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
        entries = re.split(r"\n(?=[a-z0-9])", text.strip())
        assert len(entries) == sum(map(len, pins(lock).values())) > 20
        assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(("smaller", "larger"), [("base", "dev"), ("extra", "dev"), ("dev", "bench")])
def test_a_larger_environment_holds_exactly_what_the_smaller_one_does(smaller, larger):
    inner, outer = pins(f"{smaller}.txt"), pins(f"{larger}.txt")
    assert {name: pin for name, pin in inner.items() if not pin <= outer.get(name, set())} == {}


def test_no_tracked_file_names_a_machine_or_a_package_host():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in tracked()
        if path.suffix not in {".png", ".jpg", ".webp", ".ico", ".woff2", ".ttf", ".gz", ".pdf"}
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if FOREIGN.search(line)
    ]
    assert found == []


def test_no_file_has_outgrown_its_reader():
    sized = {path: lines(path) for path in tracked("*.py", "*.html", "*.css", "*.js") if not vendored(path)}
    assert sized
    assert {str(path.relative_to(ROOT)): n for path, n in sized.items() if n > LINES_OF_A_FILE} == {}


def test_no_template_has_outgrown_its_reader():
    sized = {path: lines(path) for path in tracked("*/templates/*.html")}
    assert {str(path.relative_to(ROOT)): n for path, n in sized.items() if n > LINES_OF_A_TEMPLATE} == {}


def test_no_function_has_outgrown_its_reader():
    long = {
        f"{path.relative_to(ROOT)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in tracked("*.py")
        if not vendored(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LINES_OF_A_FUNCTION
    }
    assert long == {}


def test_no_module_has_a_name_that_says_nothing():
    found = [path for path in tracked("*.py") if {path.stem, path.parent.name} & FORBIDDEN_NAMES]
    assert [str(path.relative_to(ROOT)) for path in found] == []


@pytest.mark.parametrize("folder", ["src", "tests", "tools", "bench", "demo"])
def test_every_python_file_parses_on_the_oldest_python_we_serve(folder):
    for path in tracked(f"{folder}/*.py"):
        ast.parse(path.read_text(encoding="utf-8"), filename=str(path), feature_version=(3, 11))


def test_translation_functions_keep_the_names_the_collector_knows():
    """xgettext finds `_` and Django's own names; behind any other name a message would silently stay English."""
    alias = re.compile(r"\b(?:n|p|np)?gettext(?:_lazy)? as (?!_\b)(\w+)")
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in tracked("src/*.py")
        for name in alias.findall(path.read_text("utf-8"))
    }
    assert found == set()
