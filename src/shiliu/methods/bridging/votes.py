"""Who voted what on which statement: as rows, from Polis's two export formats, and as the sparse matrix behind the rest."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from numbers import Real
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shiliu.methods.inputs import LONGEST_FIELD, BadInput, Row, read_rows, read_text

AGREE, PASS, DISAGREE = 1, 0, -1
_MEANING = {"1": AGREE, "0": PASS, "-1": DISAGREE, "1.0": AGREE, "0.0": PASS, "-1.0": DISAGREE}
_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,59}")  # what is written otherwise is no number but a name
_RAW = ("comment-id", "voter-id", "vote")
_BESIDE = (
    "group-id",
    "n-comments",
    "n-votes",
    "n-agree",
    "n-disagree",
)  # of the matrix export: counts and somebody's group


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """Votes in coordinate form: one entry a person and statement, sorted by person, then statement.

    `people` and `statements` are the ids, in order; `person` and `statement` (int64) index them; `value` (int8) is 1 agree,
    0 pass, -1 disagree. Who has not voted on a statement has no entry there."""

    people: tuple[Hashable, ...]
    statements: tuple[Hashable, ...]
    person: NDArray[np.int64]
    statement: NDArray[np.int64]
    value: NDArray[np.int8]

    @property
    def shape(self) -> tuple[int, int]:
        """People, statements."""
        return len(self.people), len(self.statements)

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where each person's entries begin, and the end: n + 1 indices (the row pointer of a CSR matrix)."""
        return np.searchsorted(self.person, np.arange(len(self.people) + 1))

    def of_people(self, chosen: NDArray[np.int64]) -> Votes:
        """The votes of some people, one row for each time they are chosen. People are numbered anew from 0."""
        starts = self.starts
        lengths = np.diff(starts)[chosen]
        ends = np.cumsum(lengths)
        entries = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts[chosen] - ends + lengths, lengths)
        person = np.repeat(np.arange(len(chosen)), lengths)
        return Votes(tuple(range(len(chosen))), self.statements, person, self.statement[entries], self.value[entries])


def gather(
    people: Sequence[Hashable],
    statements: Sequence[Hashable],
    values: Sequence[Any],
    *,
    at: Sequence[Any] | NDArray[Any] | None = None,
) -> Votes:
    """Votes from three columns of equal length: who, on which statement, what (1 agree, 0 pass, -1 disagree).

    Of repeated votes the last counts: by `at` (anything that can be sorted) and then by the order given; without `at` by the
    order alone. Ids are sorted, as numbers where all of them are whole numbers, else as text.
    Raises BadInput for columns of unequal length, no votes, a value that is no vote, and ids that are empty or not a number."""
    if not len(people) == len(statements) == len(values) == (len(values) if at is None else len(at)):
        raise BadInput("ragged", "the columns have different lengths")
    if not len(values):
        raise BadInput("no_votes", "has no votes")
    value = _values(values)
    who, people_ids = _numbered(people, "people")
    what, statement_ids = _numbered(statements, "statements")
    key = who * len(statement_ids) + what
    order = np.argsort(key, kind="stable") if at is None else np.lexsort((np.asarray(at), key))
    key = key[order]
    last = np.append(key[1:] != key[:-1], True)
    kept = order[last]
    return Votes(people_ids, statement_ids, who[kept], what[kept], value[kept])


def read_votes(path: str | Path) -> Votes:
    """Votes of a CSV file: Polis's raw votes (`timestamp,…,comment-id,voter-id,vote`; the last vote of a person counts) or its
    matrix (`participant`, a column a statement named by its number, -1, 0, 1 or nothing). A group in the file is not read.

    Raises BadInput, naming file, row and column, for what is neither, for another vote and for a person twice in a matrix."""
    text = read_text(path)
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    csv.field_size_limit(LONGEST_FIELD)
    try:
        header = [title.strip() for title in next(table, [])]
        rows = [fields for fields in table if fields and fields != [""]]
    except csv.Error:
        rows, header = [], []
    if not rows or len(set(header)) < len(header) or "" in header or set(map(len, rows)) != {len(header)}:
        list(read_rows(path))  # says where the fault stands
        raise BadInput("no_votes", "has no votes", file=path)
    try:
        if set(_RAW) <= set(header):
            return _raw(header, rows)
        if header[0] == "participant":
            return _matrix(header, rows)
    except (_Unreadable, BadInput):
        raise _first_fault(path, header) from None
    raise BadInput(
        "not_votes",
        f"must have the columns {', '.join(_RAW)} (raw votes), or participant and one column a statement (matrix)",
        file=path,
        row=1,
    )


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as the export tells it. `moderated` is -1 (taken out), 0 or 1."""

    id: Hashable
    text: str
    moderated: int


def read_statements(path: str | Path) -> tuple[Statement, ...]:
    """Statements of Polis's comments export: `comment-id`, `comment-body` and, if there, `moderated`.

    Raises BadInput for a missing column, an id twice and another word for moderated."""
    found: dict[Hashable, Statement] = {}
    rows = list(read_rows(path, needed=("comment-id", "comment-body")))
    numeric = all(_NUMBER.fullmatch(row["comment-id"].strip()) for row in rows)
    for row in rows:
        name = row["comment-id"].strip()
        key: Hashable = int(name) if numeric else name
        if key in found:
            raise row.refuse("double_id", f"“{name[:40]}” stands twice", "comment-id")
        moderated = row.values.get("moderated", "0").strip() or "0"
        if moderated not in ("-1", "0", "1"):
            raise row.refuse("not_moderation", f"“{moderated[:40]}” must be -1, 0 or 1", "moderated")
        found[key] = Statement(key, row["comment-body"].strip(), int(moderated))
    return tuple(found.values())


class _Unreadable(Exception):
    pass


def _raw(header: list[str], rows: list[list[str]]) -> Votes:
    columns = {name: list(map(itemgetter(header.index(name)), rows)) for name in {*_RAW, "timestamp"} & set(header)}
    at = None
    if "timestamp" in columns:
        try:
            at = np.fromiter(map(int, columns["timestamp"]), dtype=np.int64, count=len(rows))
        except (ValueError, OverflowError):
            raise _Unreadable from None
    statement, who, vote = (columns[name] for name in _RAW)
    return gather(who, statement, vote, at=at)


def _matrix(header: list[str], rows: list[list[str]]) -> Votes:
    columns = [position for position, title in enumerate(header) if position and title not in _BESIDE]
    names = [row[0] for row in rows]
    if len(set(names)) < len(names):
        raise _Unreadable
    who: list[int] = []
    what: list[int] = []
    votes: list[str] = []
    for person, row in enumerate(rows):
        for position in columns:
            if row[position] and not row[position].isspace():
                who.append(person)
                what.append(position)
                votes.append(row[position])
    return gather([names[person] for person in who], [header[position] for position in what], votes)


def _first_fault(path: str | Path, header: list[str]) -> BadInput:
    """The same file read slowly, for the row and the column of the first thing that is no vote."""
    seen: set[str] = set()
    for row in read_rows(path):
        if header[0] == "participant" and not set(_RAW) <= set(header):
            if row["participant"].strip() in seen:
                return row.refuse("double_id", f"“{row['participant'][:40]}” stands twice", "participant")
            seen.add(row["participant"].strip())
            votes = [title for title in header[1:] if title not in _BESIDE and row[title].strip()]
            named: tuple[str, ...] = ("participant",)
        else:
            votes, named = ["vote"], ("comment-id", "voter-id")
            if "timestamp" in header and not _whole(row["timestamp"]):
                return row.refuse("not_whole", f"“{row['timestamp'][:40]}” is not a whole number", "timestamp")
        if fault := _fault(row, votes, named):
            return fault
    return BadInput("no_votes", "has no votes", file=path)


def _fault(row: Row, votes: Sequence[str], named: Sequence[str]) -> BadInput | None:
    for title in named:
        if not row[title].strip():
            return row.refuse("empty_id", "is empty", title)
    for title in votes:
        if row[title].strip() not in _MEANING:
            return row.refuse("not_a_vote", f"“{row[title][:40]}” must be 1 (agree), 0 (pass) or -1 (disagree)", title)
    return None


def _values(values: Any) -> NDArray[np.int8]:
    if (numbers := _integers(values)) is not None:
        values = numbers
    if isinstance(values, np.ndarray) and values.dtype.kind in "iuf":
        wrong = np.flatnonzero((values != AGREE) & (values != PASS) & (values != DISAGREE))
        if len(wrong):
            raise BadInput("not_a_vote", f"{values[wrong[0]]} must be 1, 0 or -1", row=int(wrong[0]), column="vote")
        return values.astype(np.int8)
    meaning: dict[Any, int] = {**_MEANING, 1: AGREE, 0: PASS, -1: DISAGREE}
    try:
        return np.fromiter(map(meaning.__getitem__, values), dtype=np.int8, count=len(values))
    except (KeyError, TypeError):
        for row, vote in enumerate(values):
            spelled = vote.strip() if isinstance(vote, str) else vote
            if not isinstance(spelled, Hashable) or spelled not in meaning:
                raise BadInput("not_a_vote", f"“{vote}” must be 1, 0 or -1", row=row, column="vote") from None
        return np.array([meaning[vote.strip() if isinstance(vote, str) else vote] for vote in values], dtype=np.int8)


def _numbered(ids: Sequence[Hashable], column: str) -> tuple[NDArray[np.int64], tuple[Hashable, ...]]:
    """Each id as its place among the sorted different ids; and those."""
    if (numbers := _integers(ids)) is not None:
        return _numbered_integers(numbers)
    plain = list(_plain(ids))
    places = {name: place for place, name in enumerate(dict.fromkeys(plain))}
    met = np.fromiter(map(places.__getitem__, plain), dtype=np.int64, count=len(plain))
    try:
        different: list[Any] = [plain_id(name, column) for name in places]
    except BadInput as error:
        row = next(i for i, given in enumerate(plain) if _empty(given))
        raise BadInput(error.code, error.sentence, row=row, column=column) from None
    if not all(isinstance(name, int) for name in different):
        different = list(map(str, different))
    final = sorted(set(different))
    rank = {name: place for place, name in enumerate(final)}
    return np.array([rank[name] for name in different])[met], tuple(final)


def plain_id(name: Hashable, column: str) -> int | str:
    """An id as `gather` tells it from others: 1, "1", " 1 " and 1.0 are one, and so are -1 and "-1"; "01" and "+1" are text.
    Raises BadInput for an empty one."""
    if _empty(name):
        raise BadInput("empty_id", "is empty", column=column)
    if isinstance(name, Real):
        return int(name) if math.isfinite(name) and name == int(name) else str(name)
    text = str(name).strip()
    return int(text) if _NUMBER.fullmatch(text) else text


def _empty(name: Hashable) -> bool:
    return name is None or name != name or not str(name).strip()


def _integers(given: Any) -> NDArray[np.int64] | None:
    """Whole numbers as an array; None where something else is among them."""
    if not isinstance(given, np.ndarray):
        if not isinstance(given[0], int):
            return None
        try:
            given = np.array(given)
        except (ValueError, OverflowError):  # ragged, or beyond 64 bits
            return None
    return given.astype(np.int64) if given.dtype.kind == "i" and given.ndim == 1 else None


def _numbered_integers(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], tuple[Hashable, ...]]:
    low, high = int(numbers.min()), int(numbers.max())
    if high - low > 8 * len(numbers):
        final, places = np.unique(numbers, return_inverse=True)
        return places, tuple(final.tolist())
    met = np.zeros(high - low + 1, dtype=bool)
    met[numbers - low] = True
    return (np.cumsum(met) - 1)[numbers - low], tuple((np.flatnonzero(met) + low).tolist())


def _plain(ids: Iterable[Hashable]) -> Iterable[Hashable]:
    return ids.tolist() if isinstance(ids, np.ndarray) else ids


def _whole(text: str) -> bool:
    text = text.strip()
    return text.isascii() and text.isdigit() and len(text) < 19 and (text == "0" or text[0] != "0")
