"""What the doctor says, and the table of checks that say it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

ERROR, WARNING, FINE = "error", "warning", "fine"


@dataclass(frozen=True)
class Finding:
    """`level`: error (something does not work or is not safe), warning (it soon may not), fine. `text` says what, and what
    to do about it."""

    level: str
    text: str


def error(text):
    return Finding(ERROR, str(text))


def warning(text):
    return Finding(WARNING, str(text))


def fine(text):
    return Finding(FINE, str(text))


@dataclass(frozen=True)
class Check:
    name: str
    run: Callable[[], Iterable[Finding | str]]
    needs_database: bool = True

    def findings(self):
        """What it found; a bare sentence counts as an error, and so does a check that itself breaks."""
        try:
            return [found if isinstance(found, Finding) else error(found) for found in self.run()]
        except Exception as problem:  # the doctor must reach the end of the round
            return [error(f"{type(problem).__name__}: {problem}")]


_checks: dict[Callable, Check] = {}


def register_check(name, run, *, needs_database=True):
    """`name` is the heading in the doctor's report, a lazily translated word or two. Checks run in the order of their
    registration; one function registered twice runs once."""
    _checks.setdefault(run, Check(name, run, needs_database))


def checks():
    return list(_checks.values())
