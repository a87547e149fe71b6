"""Pabulib's .pb files: three tables (META, PROJECTS, VOTES) in one text, fields between semicolons.

Faliszewski et al. (2023), Participatory Budgeting: Data, Tools, and Analysis. What a file says of its voters (age, sex, neighbourhood …) is
dropped while reading: only the votes are kept, and equal ones are counted."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, repeat
from math import lcm
from pathlib import Path

import numpy as np

from shiliu.methods.equal_shares.election import LARGEST, Election, assemble, exact
from shiliu.methods.inputs import LONGEST_FIELD, BadInput, read_text

# vote_type: kind of ballot
VOTE_TYPES = {
    "approval": "approval",
    "choose-1": "approval",
    "ordinal": "ordinal",
    "cumulative": "cumulative",
    "scoring": "cardinal",
}
SECTIONS = ("META", "PROJECTS", "VOTES")
VOTES_LINE = re.compile(r"^[^\S\r\n]*VOTES[^\S\r\n;]*;*[^\S\r\n]*(?:\r\n|\r|\n|\Z)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd that does not stop the count: `code` with two values (num_votes, num_projects: what META says and what there is;
    repeated: how many ballots name a project twice)."""

    code: str
    said: str
    found: str


@dataclass(frozen=True, slots=True)
class Pabulib:
    """A file. `meta` and the columns of `projects` as written, without surrounding spaces; voters are in `election` only."""

    meta: Mapping[str, str]
    projects: tuple[Mapping[str, str], ...]
    election: Election
    remarks: tuple[Remark, ...] = ()

    @property
    def selected(self) -> dict[str, int] | None:
        """What the organiser says of each project: 1 chosen, 0 not, 2 and 3 chosen with money from elsewhere. None if nothing is said."""
        if not all(row.get("selected", "").isdecimal() for row in self.projects):
            return None
        return {row["project_id"]: int(row["selected"]) for row in self.projects}


def read(path: str | Path) -> Pabulib:
    """Read a .pb file (also .pb.gz). UTF-8 with or without byte order mark, any line ends, decimal commas.

    Raises BadInput naming file, line and column for everything that cannot be counted as it stands."""
    return parse(read_text(path), str(path))


def parse(text: str, name: str = "text") -> Pabulib:
    """The same from a text; `name` is for errors."""
    csv.field_size_limit(LONGEST_FIELD)
    # Only what comes before the votes needs a reader of quoted fields, unless quotes make it doubtful where that is.
    found = VOTES_LINE.search(text)
    head_ends = found.end() if found and text.count('"', 0, found.start()) % 2 == 0 else len(text)
    source = io.StringIO(text[:head_ends], newline="")
    try:
        head = _Head(source, name)
        votes = _Votes(text[source.tell() :], head.line, name)
        return _pabulib(head, votes, name)
    except csv.Error as error:
        raise BadInput("not_csv", f"cannot be read: {error}", file=name) from None


class _Head:
    """META and PROJECTS, up to the line VOTES."""

    def __init__(self, source: io.StringIO, name: str) -> None:
        reader = csv.reader(source, delimiter=";")
        self.name = name
        self.meta: dict[str, str] = {}
        self.projects: dict[str, dict[str, str]] = {}
        self.lines: dict[str, int] = {}
        section = ""
        header: list[str] = []
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            word = row[0].strip().upper()
            if word in SECTIONS and len([cell for cell in row if cell.strip()]) == 1:
                section = word
                if section == "VOTES":
                    break
                header = []
            elif not header and section:
                header = [cell.strip() for cell in row]
            elif section == "META":
                if len(row) < 2:
                    raise BadInput("ragged", f"“{row[0][:40]}” has no value", file=name, row=reader.line_num)
                self.meta[row[0].strip()] = row[1].strip()
                self.lines[row[0].strip()] = reader.line_num
            elif section == "PROJECTS":
                self._project(header, row, reader.line_num)
            else:
                raise BadInput("no_section", "must begin with a line META", file=name, row=reader.line_num)
        else:
            raise BadInput("no_votes", "has no line VOTES; META, PROJECTS and VOTES are needed", file=name)
        self.line = reader.line_num

    def _project(self, header: list[str], row: list[str], line: int) -> None:
        for needed in ("project_id", "cost"):
            if needed not in header:
                raise BadInput("missing_column", f"PROJECTS lacks the column {needed}", file=self.name, row=line)
        while len(row) > len(header) and not row[-1].strip():
            row.pop()
        if len(row) > len(header):
            raise BadInput(
                "ragged", f"has {len(row)} fields; PROJECTS has {len(header)} columns", file=self.name, row=line
            )
        values = dict(zip(header, (cell.strip() for cell in row), strict=False))
        key = values["project_id"]
        if not key or "," in key:
            raise BadInput("bad_id", f"“{key}” cannot name a project", file=self.name, row=line, column="project_id")
        if key in self.projects:
            raise BadInput("double_id", f"“{key}” stands twice", file=self.name, row=line, column="project_id")
        if "cost" not in values:
            raise BadInput("ragged", "ends before its cost", file=self.name, row=line, column="cost")
        self.projects[key] = values
        self.lines[f"\0{key}"] = line

    def amounts(self) -> tuple[Fraction, dict[str, Fraction]]:
        """Budget and costs."""
        for needed in ("budget", "vote_type"):
            if needed not in self.meta:
                raise BadInput("missing_meta", f"META lacks {needed}", file=self.name)
        budget = exact(self.meta["budget"], "budget", row=self.lines["budget"], file=self.name)
        costs = {
            key: exact(row["cost"], "cost", row=self.lines[f"\0{key}"], file=self.name)
            for key, row in self.projects.items()
        }
        return budget, costs


class _Votes:
    """The rows of VOTES: every different (vote, points) with its number and the first line it stands on."""

    def __init__(self, text: str, line: int, name: str) -> None:
        self.name = name
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        blank = len(text) - len(text.lstrip())  # empty lines before the names of the columns
        line += text.count("\n", 0, blank)
        text = text[blank:]
        begin = text.find("\n") + 1 or len(text)
        header = [cell.strip() for cell in next(csv.reader([text[:begin]], delimiter=";"), [])]
        self.first = line + 2  # of the rows
        if "vote" not in header:
            raise BadInput("missing_column", "VOTES lacks the column vote", file=name, row=line + 1)
        needed = {header.index(word) for word in ("voter_id", "vote", "points") if word in header}
        columns = self._columns(text[begin:].rstrip("\n"), len(header), needed)
        self.votes = columns[header.index("vote")]
        self.points = columns[header.index("points")] if "points" in header else None
        self.voters = len(self.votes)
        if "voter_id" in header:
            self._check_voters(columns[header.index("voter_id")])

    def _columns(self, body: str, width: int, needed: set[int]) -> list[list[str]]:
        """The columns needed, cut at the semicolons where every line has the same number of fields and no quotes."""
        self.numbers: list[int] | None = None
        if body and '"' not in body and _even(body, width):
            fields = body.replace("\n", ";").split(";")
            return [fields[at::width] if at in needed else [] for at in range(width)]
        rows = []
        self.numbers = []
        reader = csv.reader(io.StringIO(body, newline=""), delimiter=";")
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            while len(row) > width and not row[-1].strip():
                row.pop()
            line = self.first - 1 + reader.line_num
            if len(row) != width:
                sentence = f"has {len(row)} fields; VOTES has {width} columns"
                raise BadInput("ragged", sentence, file=self.name, row=line)
            rows.append(row)
            self.numbers.append(line)
        return [[row[at] for row in rows] for at in range(width)]

    def _check_voters(self, voters: list[str]) -> None:
        if len(set(voters)) == len(voters):
            return
        seen: set[str] = set()
        for at, voter in enumerate(voters):
            if voter in seen:
                raise BadInput(
                    "double_voter", f"“{voter}” voted before", file=self.name, row=self.line_of(at), column="voter_id"
                )
            seen.add(voter)

    def line_of(self, at: int) -> int:
        return self.numbers[at] if self.numbers is not None else self.first + at


def _even(body: str, width: int) -> bool:
    """Whether every line has as many fields as the header."""
    signs = np.frombuffer(body.encode(), np.uint8)
    ends, cuts = np.flatnonzero(signs == ord("\n")), np.flatnonzero(signs == ord(";"))
    if len(cuts) != (len(ends) + 1) * (width - 1):
        return False
    return width == 1 or bool(
        (cuts[width - 2 :: width - 1][:-1] < ends).all() and (cuts[:: width - 1][1:] > ends).all()
    )


def _pabulib(head: _Head, votes: _Votes, name: str) -> Pabulib:
    budget, costs = head.amounts()
    vote_type = head.meta["vote_type"].lower()
    if vote_type not in VOTE_TYPES:
        raise BadInput(
            "unknown_vote_type",
            f"“{vote_type}” is not known; known are {', '.join(VOTE_TYPES)}",
            file=name,
            row=head.lines["vote_type"],
            column="vote_type",
        )
    kind = VOTE_TYPES[vote_type]
    if not costs:
        raise BadInput("no_projects", "names no project", file=name)
    scored = kind in ("cumulative", "cardinal")
    if scored and votes.points is None:
        raise BadInput(
            "missing_column", f"VOTES lacks the column points, which {vote_type} needs", file=name, row=votes.first - 1
        )
    casts: Counter[tuple[str, str]] | Counter[str]
    casts = Counter(zip(votes.votes, votes.points or (), strict=True)) if scored else Counter(votes.votes)
    texts = [key[0] for key in casts] if scored else list(casts)
    reader = _Ballots(votes, {key: at for at, key in enumerate(costs)}, kind)
    sizes, flat = reader.projects(texts)  # type: ignore[arg-type]
    points, unit = None, Fraction(1)
    if scored:
        points, unit = reader.points([key[1] for key in casts], sizes)
    times = np.fromiter(casts.values(), np.int64, len(casts))
    names = tuple(row.get("name", "") for row in head.projects.values())
    flat, sizes, repeated = reader.once(flat, sizes, times)
    election = assemble(kind, costs, budget, sizes, flat, times, points, unit, names)
    remarks = [Remark("repeated", "", str(repeated))] if repeated else []
    for word, found in (("num_votes", votes.voters), ("num_projects", len(costs))):
        if head.meta.get(word, str(found)) != str(found):
            remarks.append(Remark(word, head.meta[word], str(found)))
    return Pabulib(head.meta, tuple(head.projects.values()), election, tuple(remarks))


class _Ballots:
    """The texts of votes and points as numbers."""

    def __init__(self, votes: _Votes, index: dict[str, int], kind: str) -> None:
        self.votes, self.index, self.kind = votes, index, kind

    def projects(self, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """How many projects each text names, and which."""
        sizes = np.fromiter(map(str.count, texts, repeat(",")), np.int64, len(texts))
        sizes += np.fromiter(map(bool, texts), np.int64, len(texts))
        together = ",".join(filter(None, texts))
        try:
            flat = list(map(self.index.__getitem__, together.split(","))) if together else []
        except KeyError:  # spaces around commas, commas at the end, “none”, or a mistake
            words = [list(self._words(text)) for text in texts]
            sizes = np.fromiter(map(len, words), np.int64, len(words))
            flat = [self.index[word] for word in chain.from_iterable(words)]
        return sizes, np.array(flat, np.int64)

    def _words(self, text: str) -> Iterator[str]:
        if text.strip().lower() == "none":
            return
        for word in (piece.strip() for piece in text.split(",")):
            if word and word not in self.index:
                raise self._refuse(
                    self.votes.votes, text, "unknown_project", f"names “{word}”, which is no project", "vote"
                )
            if word:
                yield word

    def points(self, texts: list[str], sizes: np.ndarray) -> tuple[np.ndarray, Fraction]:
        """The points of each project named, as whole numbers of the fraction returned."""
        assert self.votes.points is not None
        found: list[Fraction] = []
        known: dict[str, Fraction] = {}
        for text, size in zip(texts, sizes.tolist(), strict=True):
            words = text.split(",") if text.strip().lower() not in ("", "none") else []
            if len(words) != size:
                raise self._refuse(
                    self.votes.points,
                    text,
                    "ragged_points",
                    f"gives {len(words)} numbers for {size} projects",
                    "points",
                )
            for word in words:
                if word not in known:
                    try:
                        known[word] = exact(word, "points")
                    except BadInput as error:
                        raise self._refuse(self.votes.points, text, error.code, error.sentence, "points") from None
                found.append(known[word])
        unit = lcm(*(value.denominator for value in known.values()))
        if int(max(known.values(), default=Fraction(0)) * unit) * max(self.votes.voters, 1) >= LARGEST:
            raise BadInput(
                "too_fine", "have too many decimals to be added exactly", file=self.votes.name, column="points"
            )
        return np.array([int(value * unit) for value in found], np.int64), Fraction(1, unit)

    def once(self, flat: np.ndarray, sizes: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
        """Projects named twice on one ballot: approved once is approved; elsewhere it is not clear what was meant."""
        owner = np.repeat(np.arange(len(sizes)), sizes)
        keys = owner * len(self.index) + flat
        ordered = np.sort(keys)
        again = ordered[1:] == ordered[:-1]
        if not again.any():
            return flat, sizes, 0
        ballot = int(ordered[1:][again][0]) // len(self.index)
        if self.kind != "approval":
            text = list(dict.fromkeys(self.votes.votes))[ballot] if self.kind == "ordinal" else None
            project = list(self.index)[int(ordered[1:][again][0]) % len(self.index)]
            raise BadInput(
                "double_project",
                f"names “{project}” twice",
                file=self.votes.name,
                row=self.votes.line_of(self.votes.votes.index(text)) if text is not None else None,
                column="vote",
            )
        kept = np.sort(np.unique(keys, return_index=True)[1])
        repeated = int(times[np.unique(ordered[1:][again] // len(self.index))].sum())
        return flat[kept], np.bincount(owner[kept], minlength=len(sizes)), repeated

    def _refuse(self, column: list[str], text: str, code: str, sentence: str, name: str) -> BadInput:
        return BadInput(code, sentence, file=self.votes.name, row=self.votes.line_of(column.index(text)), column=name)
