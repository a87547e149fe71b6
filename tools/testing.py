"""`make test`: every suite on every database, one closing line that sums them all."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from tests import pgcluster
from tools import environment, system

WITHOUT_BROWSER = "WITHOUT_BROWSER"
WITHOUT_POSTGRES = "WITHOUT_POSTGRES"
NO_TESTS_COLLECTED = 5


@dataclass(frozen=True)
class Suite:
    title: str
    marks: str
    options: tuple[str, ...] = ()
    databases: tuple[str, ...] = ("SQLite", "PostgreSQL")
    python: Path = environment.PYTHON


# A few tests at a time: left alone, pytest-xdist hands out a quarter of what is left at once, and one process opened every page
# while the other had nothing more to do.
# Without the plugins these suites use nothing of: each of the six processes would spend a second on drawing them in.
IN_PARALLEL = ("-n", "2", "--maxschedchunk", "4", "-p", "no:schemathesis", "-p", "no:anyio")
UNITS = Suite("", "not browser and not long and not peer", IN_PARALLEL)
# One run of both saves the second start: importing, collecting and migrating take a quarter of a minute.
WITH_BROWSER = Suite(", browser included", "not long and not peer", IN_PARALLEL)
LONG = Suite(" at length", "long")
# Arithmetic does not care for the database, so properties are searched further on one only.
PROPERTIES = Suite(
    " with many more examples", "hypothesis and not browser and not long and not peer", IN_PARALLEL, ("SQLite",)
)
# Their packages are a gigabyte, which `make test` does not ask of everybody.
PEERS = Suite(" beside the peers of our methods", "peer", IN_PARALLEL, ("SQLite",), environment.PEERS.python)


@dataclass
class Tally:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add_report(self, report: Path) -> None:
        """Count a JUnit report; a crash before the report was written counts as one failure."""
        if not report.exists():
            self.failed += 1
            return
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            self.passed += max(0, total - skipped - failed)
            self.failed += failed
            self.skipped += skipped

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def test(narrowed: list[str]) -> int:
    return _run([UNITS if _left_out(WITHOUT_BROWSER) else WITH_BROWSER], narrowed, at_once=True)


def test_long(narrowed: list[str]) -> int:
    profile = "long-short" if os.environ.get("LONG") == "short" else "long"
    os.environ.setdefault("HYPOTHESIS_PROFILE", profile)
    return _run([LONG, PROPERTIES, PEERS], narrowed, durable=True)


def pgtest(narrowed: list[str]) -> int:
    return _run([replace(UNITS, databases=("PostgreSQL",))], narrowed)


def _run(suites: list[Suite], narrowed: list[str], *, durable: bool = False, at_once: bool = False) -> int:
    """All suites on all their databases. `at_once`: while the tests of one wait for a browser to paint, for a migration or for the
    last test of a worker, those of the other go on; one after the other they left a quarter of two processors idle."""
    left_out = {"PostgreSQL"} if _left_out(WITHOUT_POSTGRES) else set()
    databases = [name for name in ("SQLite", "PostgreSQL") if any(name in suite.databases for suite in suites)]
    databases = [name for name in databases if name not in left_out]
    system.need(_needs(suites, databases))
    tally, spoiled = Tally(), False
    with (
        tempfile.TemporaryDirectory(prefix="shiliu-tests-") as folder,
        contextlib.ExitStack() as outputs,
        ThreadPoolExecutor(len(databases) if at_once else 1) as pool,
    ):
        halves = []
        for database in databases:
            is_first = database == databases[0]
            # Two that print at once cannot be read: what the second says waits until the first has ended.
            output = None if is_first or not at_once else outputs.enter_context(open(f"{folder}/{database}.txt", "w+"))
            half = pool.submit(
                _run_on, database, suites,
                narrowed=narrowed, folder=Path(folder), durable=durable, output=output, once=is_first,
            )  # fmt: skip
            halves.append((half, output))
        for half, output in halves:
            passed, went_wrong = half.result()
            tally, spoiled = tally + passed, spoiled or went_wrong
            if output:
                output.seek(0)
                print(output.read(), end="", flush=True)
    return close(tally, spoiled)


def _run_on(
    database: str,
    suites: list[Suite],
    *,
    narrowed: list[str],
    folder: Path,
    durable: bool,
    output: TextIO | None,
    once: bool,
) -> tuple[Tally, bool]:
    """The tally of one database, and whether something went wrong that it does not show."""
    tally, spoiled = Tally(), False
    with _database(database, durable) as url:
        for suite in (suite for suite in suites if database in suite.databases):
            print(f"\n=== {database}{suite.title} ===", file=output, flush=True)
            report = folder / f"{database}{suite.title}.xml"
            marks = suite.marks if once else f"{suite.marks} and not once"
            options = [*suite.options, "-m", marks, f"--junitxml={report}", *narrowed]
            code = _pytest(suite.python, options, url, folder / database, output)
            tally.add_report(report)
            # Narrowed by a path a suite may be empty; of the whole no suite ever is.
            spoiled |= code != 0 and not (code == NO_TESTS_COLLECTED and narrowed)
    return tally, spoiled


def close(tally: Tally, spoiled: bool) -> int:
    print()
    if _left_out(WITHOUT_BROWSER):
        print("WITHOUT THE BROWSER: NO PAGE WAS OPENED IN THIS RUN.")
    if _left_out(WITHOUT_POSTGRES):
        print("WITHOUT POSTGRESQL: NOTHING WAS TESTED ON IT IN THIS RUN.")
    print(tally, flush=True)
    return 1 if spoiled or tally.failed or not tally.passed else 0


def _pytest(python: Path, arguments: list[str], url: str, data: Path, output: TextIO | None) -> int:
    settings = {"DATABASE_URL": url, "SHILIU_DATA_DIR": str(data), "SHILIU_MODE": "test"}
    command = [str(python), "-m", "pytest", "-q", "--tb=short", *arguments]
    return subprocess.run(
        command, cwd=environment.ROOT, env={**os.environ, **settings}, stdin=subprocess.DEVNULL, stdout=output,
        stderr=subprocess.STDOUT if output else None,
    ).returncode  # fmt: skip


@contextlib.contextmanager
def _database(name: str, durable: bool) -> Iterator[str]:
    if name == "SQLite":
        # conftest.py gives every process a file of its own. Not ":memory:": the live server would then share one connection
        # between its threads and the test, and SQLite crashes.
        yield "sqlite:///never-opened.sqlite3"
        return
    programs = system.find_postgres()
    assert programs, "system.need() stands before this"
    with pgcluster.running(programs, durable=durable) as url:
        yield url


def _needs(suites: list[Suite], databases: list[str]) -> list[str]:
    needs = ["gettext", "fonts"]
    if WITH_BROWSER in suites or (LONG in suites and not _left_out(WITHOUT_BROWSER)):
        needs.append("chromium")
    if "PostgreSQL" in databases:
        needs.append("postgresql")
    return needs


def _left_out(name: str) -> bool:
    return os.environ.get(name, "") not in {"", "0"}
