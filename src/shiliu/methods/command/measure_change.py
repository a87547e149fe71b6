"""The part of `shiliu measure embedding` that sets a table beside an earlier one."""

import argparse
from dataclasses import dataclass

from shiliu.methods import embedding
from shiliu.methods.command.tables import table_of
from shiliu.methods.embedding import Change, Counts, Difference
from shiliu.methods.inputs import BadInput

TITLES = {
    "dissimilarity": "dissimilarity D",
    "gini": "Gini G",
    "information": "information theory H",
    "mutual_information": "mutual information M",
}
DEALT = {
    "people": "everybody counted in both tables, with home and group, were dealt anew into two tables as large",
    "units": "the units of both tables were dealt anew into two tables with as many units",
    "years": "the two rows of each unit changed places by the toss of a coin",
}
CAUSES = ("removed", "added", "groups", "units", "structure")


@dataclass(frozen=True, slots=True)
class Comparison:
    """`changes` is empty, and `why` says so in a sentence, where the change cannot be taken apart."""

    other: str
    deal: str
    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]
    why: str | None
    replicates: int
    confidence: float


def compare(counts: Counts, given: argparse.Namespace) -> Comparison:
    """From the table of --compare to that of the command."""
    columns = [given.node] if given.node else []
    earlier = table_of(given.compare, given, also_ignore=columns, leave_out_empty=given.leave_out_empty)
    deal = given.deal or ("people" if set(earlier.units) == set(counts.units) else "units")
    differences = embedding.differences(
        earlier,
        counts,
        tuple(TITLES),
        deal=deal,
        replicates=given.replicates,
        bootstraps=given.bootstraps,
        confidence=given.confidence,
        seed=given.seed,
        progress=None,
    )
    try:
        changes, why = embedding.changes(earlier, counts, ("mutual_information", "information")), None
    except BadInput as error:
        changes, why = (), error.sentence
    return Comparison(given.compare, deal, differences, changes, why, given.replicates, given.confidence)


def lines(since: Comparison) -> list[str]:
    percent = f"{since.confidence:.0%} interval"
    said = ["", f"From {since.other} to this table"]
    said.append(
        f"  {'':<26}{'then':>9}{'now':>9}{'change':>9}{'by chance':>11}{'p':>8}{percent + ' of the change':>30}"
    )
    for each in since.differences:
        interval = f"{each.interval.low:>13.4f} to {each.interval.high:.4f}" if each.interval else ""
        said.append(
            f"  {TITLES[each.name]:<26}{each.first:>9.4f}{each.second:>9.4f}{each.difference:>+9.4f}{each.by_chance:>+11.4f}{each.p:>8.3f}{interval:>30}".rstrip()
        )
    said += [
        f"p: share of {since.replicates} cases that change as much or more when {DEALT[since.deal]};",
        "by chance: what they change on the average, which is not nothing where one table counts fewer people.",
        "",
    ]
    if since.why:
        return [*said, f"Why it changed cannot be told: {since.why}."]
    said.append("Why it changed (Shapley)")
    said.append(f"  {'':<26}" + "".join(f"{cause:>11}" for cause in CAUSES))
    for change in since.changes:
        said.append(f"  {TITLES[change.name]:<26}" + "".join(f"{getattr(change, cause):>+11.4f}" for cause in CAUSES))
    return [
        *said,
        "removed, added: units and groups that only one table has; groups, units: their sizes changed; structure: who lives beside whom",
        "changed, whatever the sizes. Only the last is a change of mixing.",
    ]
