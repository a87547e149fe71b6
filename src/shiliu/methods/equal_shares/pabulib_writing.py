"""Writing .pb files: what is needed to count again, and nothing about voters."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from shiliu.methods.equal_shares.pabulib import Pabulib
from shiliu.methods.outputs import write_whole


def write(file: Pabulib, path: str | Path, *, selected: Iterable[str] | None = None) -> None:
    """Write a file whole or not at all; `selected` fills the column of that name. Voters are numbered in the order of what is on the ballots,
    so that the numbers say nothing. Raises BadInput if nothing can be written there."""
    write_whole(path, text_of(file, selected=selected))


def text_of(file: Pabulib, *, selected: Iterable[str] | None = None) -> str:
    """The text of a .pb file. Reading it gives the same election, with the numbers of votes and projects as they are."""
    election = file.election
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=";", lineterminator="\n")
    rows.writerow(["META"])
    rows.writerow(["key", "value"])
    meta = dict(file.meta) | {"num_projects": str(len(election.ids)), "num_votes": str(election.voters)}
    rows.writerows(meta.items())
    rows.writerow(["PROJECTS"])
    columns = list(dict.fromkeys(column for project in file.projects for column in project))
    chosen = None if selected is None else set(selected)
    if chosen is not None and "selected" not in columns:
        columns.append("selected")
    rows.writerow(columns)
    for project in file.projects:
        values = dict(project)
        if chosen is not None:
            values["selected"] = str(int(values["project_id"] in chosen))
        rows.writerow([values.get(column, "") for column in columns])
    rows.writerow(["VOTES"])
    scored = election.points is not None
    rows.writerow(["voter_id", "vote", "points"] if scored else ["voter_id", "vote"])
    number = 0
    for (ids, points), times in election.contents().items():
        cells = [",".join(ids), ",".join(map(decimal, points))] if scored else [",".join(ids)]
        for _time in range(times):
            number += 1
            rows.writerow([number, *cells])
    for _empty in range(election.voters - number):
        number += 1
        rows.writerow([number, "", ""] if scored else [number, ""])
    return out.getvalue()


def decimal(value: Fraction) -> str:
    """A number as it is written with digits: 3, 2.5; exactly if it has an end, otherwise to twelve places."""
    places = next((at for at in range(19) if not 10**at % value.denominator), 12)
    whole = round(value * 10**places)
    digits = f"{whole:0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits
