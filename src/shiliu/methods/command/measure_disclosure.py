"""TABLE.csv is UTF-8 with a header: one row a unit, its name first, then one column of people for each group.

What is printed or written is safe to publish as it stands: hidden cells are empty. The ranges of --ranges are for the office: they show
how well each cell is hidden. Two tables of the same people published after each other can give away what neither does alone."""

import argparse
from dataclasses import asdict

from shiliu.methods import disclosure
from shiliu.methods.command.answers import csv_text, print_json
from shiliu.methods.command.tables import add_table, table_of
from shiliu.methods.disclosure import LEAST, Suppressed
from shiliu.methods.outputs import write_whole

HIDDEN = "·"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", metavar="TABLE.csv")
    parser.add_argument("--least", type=int, default=LEAST, help=f"counts under this are hidden ({LEAST})")
    parser.add_argument("--protection", type=int, help="how wide the range of a hidden small cell stays (as --least)")
    parser.add_argument("--show-zeros", action="store_true", help="publish zeros (nobody of a group lives there)")
    add_table(parser, within="its sums are published too")
    parser.add_argument("--ranges", action="store_true", help="for the office: what can be learnt of each hidden cell")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--out", metavar="FILE.csv", help="write the table that may be published")


def run(given: argparse.Namespace) -> None:
    counts = table_of(given.table, given, keep_empty=True)
    done = disclosure.suppress(
        counts, least=given.least, protection=given.protection, show_zeros=given.show_zeros, progress=None
    )
    if given.out:
        titles, *rows = _rows(done, "")
        write_whole(given.out, csv_text(titles, rows))
    if given.json:
        plain = asdict(done)
        if not given.ranges:
            del plain["ranges"]
        print_json(plain)
    else:
        print(_as_text(done, ranges=given.ranges))


def _rows(done: Suppressed, hidden: str) -> list[list[str]]:
    rows = [["", *done.columns]]
    for name, cells in zip(done.rows, done.cells, strict=True):
        rows.append([name, *(hidden if cell is None else str(cell) for cell in cells)])
    return rows


def _as_text(done: Suppressed, *, ranges: bool) -> str:
    rows = _rows(done, HIDDEN)
    widths = [min(30, max(len(row[i]) for row in rows)) for i in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell[:30].ljust(width) if i == 0 else cell[:30].rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    total = len(done.rows) * len(done.columns)
    lines += [
        "",
        f"{done.small + done.others} of {total} cells are hidden ({HIDDEN}): {done.small} are under {done.least}, {done.others} are not and keep those from being computed.",
    ]
    if done.narrowest is not None:
        lines.append(
            f"Solved for every hidden cell: a small one can lie anywhere in a range at least {done.narrowest} wide ({done.protection} were asked for)."
        )
    if ranges:
        lines += ["", "For the office only:"]
        lines += [f"  {cell.row}, {cell.column}: {cell.low} to {cell.high}" for cell in done.ranges]
    return "\n".join(lines)
