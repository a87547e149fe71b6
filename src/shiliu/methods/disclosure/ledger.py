"""What has been spent of a privacy budget: a file to which lines are added and from which nothing is taken away.

Losses add up (sequential composition), exactly, as fractions. A line is on the disk before the noise is drawn: a crash costs budget
and never protection. Each line carries the SHA-256 of the one before it, so that a changed or missing line is seen; who can write
the file can also write it anew, so keep the last sum and its hash somewhere else too, for example in the published release."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from shiliu.methods.disclosure.mechanism import Exact, exact
from shiliu.methods.inputs import BadInput


@dataclass(frozen=True, slots=True)
class Spent:
    """One line: what was released, when (as the caller writes it), its epsilon, and all that is spent with it."""

    number: int
    what: str
    on: str
    epsilon: Fraction
    spent: Fraction
    digest: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger as it was read. `budget` is for everything about the same people; there is no way to raise it but a new ledger."""

    about: str
    budget: Fraction
    lines: tuple[Spent, ...]
    digest: str

    @property
    def spent(self) -> Fraction:
        return self.lines[-1].spent if self.lines else Fraction(0)

    @property
    def left(self) -> Fraction:
        return self.budget - self.spent


def open_ledger(path: str | Path, budget: Exact, about: str) -> Ledger:
    """Begin a ledger. Raises BadInput where a file is already, and for a budget that is not positive."""
    first = {"about": about, "budget": str(exact(budget, "the budget")), "previous": ""}
    line = _line(first)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        raise BadInput("ledger_exists", "is there already; a budget is set once", file=path) from None
    except OSError as error:
        raise BadInput("unwritable", f"cannot be written: {error.strerror}", file=path) from None
    with os.fdopen(handle, "wb") as file:
        _write(file, line)
    return read_ledger(path)


def read_ledger(path: str | Path) -> Ledger:
    """Read and check a ledger: every hash, every sum. Raises BadInput with the line that is wrong."""
    try:
        return _read(Path(path).read_bytes(), path)
    except OSError as error:
        raise BadInput("unreadable", f"cannot be read: {error.strerror}", file=path) from None


def spend(path: str | Path, epsilon: Exact, what: str, on: str) -> Spent:
    """Add a line, or refuse. Two programs at once wait for each other. Raises BadInput beyond the budget (nothing is then written),
    for a ledger that was changed, and for a release without a name."""
    loss = exact(epsilon)
    if not what.strip():
        raise BadInput("no_name", "say what is released")
    with _held(path) as file:
        ledger = _read(file.read(), path)
        if loss > ledger.left:
            raise BadInput(
                "budget_spent",
                f"{loss} is more than the {ledger.left} left of a budget of {ledger.budget}; nothing was released",
                file=path,
            )
        number = len(ledger.lines) + 1
        record = {
            "number": number,
            "what": what,
            "on": on,
            "epsilon": str(loss),
            "spent": str(ledger.spent + loss),
            "previous": ledger.digest,
        }
        _write(file, _line(record))
    return read_ledger(path).lines[number - 1]


@contextmanager
def _held(path: str | Path) -> Iterator[IO[bytes]]:
    try:
        file = open(path, "r+b", buffering=0)  # noqa: SIM115, closed below
    except OSError as error:
        raise BadInput("unreadable", f"cannot be opened: {error.strerror}", file=path) from None
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _write(file: IO[bytes], line: bytes) -> None:
    file.seek(0, os.SEEK_END)
    file.write(line)
    file.flush()
    os.fsync(file.fileno())


def _line(record: dict[str, Any]) -> bytes:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True)
    return json.dumps({**record, "digest": sha256(text.encode()).hexdigest()}, ensure_ascii=False).encode() + b"\n"


def _read(raw: bytes, path: str | Path) -> Ledger:
    found: list[dict[str, Any]] = []
    previous = ""
    for number, line in enumerate(raw.splitlines(keepends=True), start=1):
        wrong = BadInput(
            "ledger_changed", "this line was changed, cut off or taken from elsewhere", file=path, row=number
        )
        try:
            record = json.loads(line)
            digest = record.pop("digest")
            whole = _line(record) == line and record["previous"] == previous
        except (ValueError, KeyError, AttributeError, TypeError):
            raise wrong from None
        if not whole:
            raise wrong
        found.append({**record, "digest": digest})
        previous = digest
    if not found or "budget" not in found[0]:
        raise BadInput("no_ledger", "is no ledger of a privacy budget", file=path)
    budget, sum_ = exact(found[0]["budget"]), Fraction(0)
    lines = []
    for number, record in enumerate(found[1:], start=1):
        sum_ += exact(record["epsilon"])
        if record["number"] != number or exact(record["spent"]) != sum_ or sum_ > budget:
            raise BadInput("ledger_changed", "the sum of this line is wrong", file=path, row=number + 1)
        lines.append(Spent(number, record["what"], record["on"], exact(record["epsilon"]), sum_, record["digest"]))
    return Ledger(found[0]["about"], budget, tuple(lines), previous)
