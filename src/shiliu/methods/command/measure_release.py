"""Counts: TABLE.csv has one row a unit and one column of people a group. Means (--mean COLUMN): one row an answer, the unit in the
first column (or --unit).

Every cell gets noise from OpenDP, also the empty ones; the units and groups of the table must be known beforehand. The loss (epsilon) is
written into the ledger before the noise is drawn, and a release beyond the budget is refused. It cannot be taken back or drawn again.
Begin a ledger with “shiliu measure budget LEDGER --begin 2 --about …”."""

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from shiliu.methods import disclosure
from shiliu.methods.command.answers import csv_text, print_json
from shiliu.methods.disclosure import BadInput, NoiseBias, ReleasedCounts, ReleasedMeans
from shiliu.methods.inputs import read_rows, read_text
from shiliu.methods.outputs import write_whole


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", metavar="TABLE.csv")
    parser.add_argument("--epsilon", required=True, help="the loss of this release, such as 0.5 or 1/3")
    parser.add_argument("--ledger", required=True, metavar="LEDGER", help="what is left of the budget")
    parser.add_argument("--what", required=True, metavar="TEXT", help="what is released, for the ledger")
    parser.add_argument("--on", metavar="DATE", help="today, if not said")
    parser.add_argument("--out", metavar="FILE.csv", help="write the table that may be published")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--unit", metavar="COLUMN", help="names the unit (the first column, if not said)")
    parser.add_argument("--least", type=int, default=disclosure.LEAST, help="no mean of fewer answers (with noise)")
    counts = parser.add_argument_group("counts")
    counts.add_argument(
        "--ignore", metavar="COLUMN", action="append", default=[], help="holds no people; may be repeated"
    )
    counts.add_argument("--cells", type=int, default=1, help="in how many cells one person is counted at most (1)")
    counts.add_argument(
        "--replicates", type=int, default=200, help="simulations of what the noise does to indices; 0: none"
    )
    means = parser.add_argument_group("means")
    means.add_argument("--mean", metavar="COLUMN", help="release means of this column by unit")
    means.add_argument("--low", default="1", help="the lowest answer (1)")
    means.add_argument("--high", default="5", help="the highest answer (5)")
    means.add_argument("--step", default="1", help="from one answer to the next (1)")
    means.add_argument(
        "--units", metavar="FILE", help="the names of all units, one a line, also of those without an answer"
    )


def run(given: argparse.Namespace) -> None:
    if given.out and not Path(given.out).parent.is_dir():
        raise BadInput("no_folder", "its folder does not exist; nothing was released", file=given.out)
    on = given.on or date.today().isoformat()
    if given.mean:
        _run_means(given, on)
    else:
        _run_counts(given, on)


def _run_counts(given: argparse.Namespace, on: str) -> None:
    counts = disclosure.read_counts(given.table, unit=given.unit, ignore=given.ignore, keep_empty=True)
    done = disclosure.release_counts(
        counts, epsilon=given.epsilon, ledger=given.ledger, what=given.what, on=on, cells=given.cells
    )
    if given.out:
        write_whole(given.out, csv_text(["", *done.groups], _rows(done)))
    found: tuple[NoiseBias, ...] = ()
    nothing = ""
    if given.replicates:
        try:  # from the released table, never from the true one: it may be published
            found = disclosure.noise_bias(
                done.not_negative(),
                epsilon=given.epsilon,
                cells=given.cells,
                replicates=given.replicates,
                progress=None,
            )
        except BadInput as error:  # the release stands, whatever can be said of it
            nothing = str(error)
    if given.json:
        print_json(
            {
                "units": done.units,
                "groups": done.groups,
                "cells": done.cells,
                "scale": done.scale,
                "within": done.within,
                **_paid(given, done),
                "noise_bias": [{**asdict(bias), "corrected": bias.corrected} for bias in found],
            }
        )
    else:
        print(_counts_as_text(given, done, found, nothing))


def _run_means(given: argparse.Namespace, on: str) -> None:
    answers: dict[str, list[str]] = {}
    if given.units:
        answers = {name.strip(): [] for name in read_text(given.units).splitlines() if name.strip()}
    for row in read_rows(given.table, needed=[given.mean]):
        unit = row[given.unit] if given.unit else next(iter(row.values.values()))
        if given.units and unit.strip() not in answers:
            raise row.refuse("unknown_unit", f"“{unit}” is none of the units of {given.units}")
        row.number_in(given.mean)
        answers.setdefault(unit.strip(), []).append(row[given.mean].strip())
    done = disclosure.release_means(
        answers,
        low=given.low,
        high=given.high,
        step=given.step,
        epsilon=given.epsilon,
        ledger=given.ledger,
        what=given.what,
        on=on,
        least=given.least,
    )
    if given.out:
        rows = [[each.unit, "" if each.mean is None else f"{each.mean:.3f}", each.count] for each in done.means]
        write_whole(given.out, csv_text(["unit", "mean", "answers"], rows))
    if given.json:
        print_json({"means": [asdict(each) for each in done.means], **_paid(given, done)})
        return
    lines = [
        f"  {each.unit[:40]:<42}{'too few' if each.mean is None else f'{each.mean:.2f}':>8}  of about {each.count} answers"
        for each in done.means
    ]
    if not given.units:
        lines += [
            "",
            "Units were taken from the answers: that a unit is listed says that somebody answered. Name all with --units.",
        ]
    print("\n".join([*lines, "", _ledger_line(given)]))


def _rows(done: ReleasedCounts) -> list[list[str | int]]:
    return [[unit, *row] for unit, row in zip(done.units, done.cells, strict=True)]


def _paid(given: argparse.Namespace, done: ReleasedCounts | ReleasedMeans) -> dict[str, Any]:
    ledger = disclosure.read_ledger(given.ledger)
    return {"epsilon": str(done.spent.epsilon), "left": str(ledger.left), "digest": done.spent.digest}


def _ledger_line(given: argparse.Namespace) -> str:
    ledger = disclosure.read_ledger(given.ledger)
    return f"Spent {ledger.lines[-1].epsilon}; {ledger.left} of {ledger.budget} left. Last digest of the ledger: {ledger.digest}"


def _counts_as_text(given: argparse.Namespace, done: ReleasedCounts, found: tuple[NoiseBias, ...], nothing: str) -> str:
    titles = ["", *done.groups]
    rows = [titles, *([str(cell) for cell in row] for row in _rows(done))]
    widths = [min(30, max(len(row[i]) for row in rows)) for i in range(len(titles))]
    lines = [
        "  ".join(
            cell[:30].rjust(width) if i else cell[:30].ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    lines += [
        "",
        f"Each count is within {done.within} of the truth in at least 95 of 100 cells; negative counts are noise, too.",
    ]
    if found:
        lines += [
            "",
            "What this noise does to indices of embedding (simulated on the released table; drawn anew each time):",
            f"  {'':<22}{'released':>9}{'bias':>9}{'±':>9}{'corrected':>11}{'random mixing':>15}{'with noise':>12}",
        ]
        lines += [
            f"  {bias.name:<22}{bias.value:>9.4f}{bias.bias:>9.4f}{bias.deviation:>9.4f}{bias.corrected:>11.4f}{bias.mixed:>15.4f}{bias.mixed_with_noise:>12.4f}"
            for bias in found
        ]
        lines += [
            "Read an index of the released table beside “with noise”: that much comes from chance and noise alone."
        ]
    if nothing:
        lines += ["", f"No index can be computed from what was released: {nothing}."]
    return "\n".join([*lines, "", _ledger_line(given)])
