"""COUNTS.csv is UTF-8 with a header. Wide: one row a unit (building, estate, school), its name first, then one column of people
for each group. Long: one row a unit and group, with --group and --count.

What this must not be used for: not for one building or household, not to give out homes, places or stalls, not to rank
units or their staff. Counts come from published or protected tables (see “shiliu measure disclosure”), never from files on persons."""

import argparse
from dataclasses import asdict
from typing import Any

from scipy.sparse import csr_array

from shiliu.methods import disclosure, embedding, plots
from shiliu.methods.command import measure_change
from shiliu.methods.command.answers import csv_text, print_json
from shiliu.methods.command.tables import add_table, table_of
from shiliu.methods.embedding import Counts, Decomposition, Doubt, Index, Report
from shiliu.methods.embedding.chance import NULLS, RESAMPLES
from shiliu.methods.embedding.comparing import DEALS
from shiliu.methods.embedding.near import KERNELS
from shiliu.methods.embedding.picture import draw
from shiliu.methods.inputs import BadInput, read_rows
from shiliu.methods.outputs import write_whole

NAMES = {
    "dissimilarity": "dissimilarity D",
    "gini": "Gini G",
    "information": "information theory H",
    "information_between": "  between larger areas",
    "information_within": "  within larger areas",
    "mutual_information": "mutual information M (nats)",
    "mutual_information_between": "  between larger areas",
    "mutual_information_within": "  within larger areas",
    "relative_diversity": "relative diversity R",
    "squared_variation": "squared variation C",
    "normalised_exposure": "normalised exposure P",
    "unit_entropy": "entropy of a unit (nats)",
    "unit_simpson": "Simpson diversity of a unit",
    "isolation": "isolation of {}",
    "exposure": "exposure of {} to {}",
    "dissimilarity_pair": "D of {} and {}",
    "dissimilarity_rest": "D of {} and all others",
}
DOUBTS = {
    "few_units": "There are only {units} units: one of them decides the result.",
    "small_units": "{share:.0%} of the people live in units so small that under 5 of “{group}” are expected there by chance: what is "
    "seen of this group unit by unit is mostly accident.",
    "mostly_chance": "{index}: random mixing alone gives {baseline:.3f}. Read the adjusted value, never the plain one.",
    "not_beyond_chance": "{index}: a shuffle of everybody gives as much in {p:.0%} of cases. This table shows no separation beyond chance.",
    "one_in_reach": "{share:.0%} of the units have no other unit in reach: their surroundings are themselves.",
}
MISLEAD = (
    "How this can mislead: the numbers speak of where people are counted, not of who knows whom; they change with the borders of the\n"
    "units; whether two tables differ by more than chance is a question for --compare. Never read them for a single unit."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("counts", metavar="COUNTS.csv")
    table = parser.add_argument_group("the table")
    add_table(table, within="adds between and within")
    table.add_argument("--leave-out-empty", action="store_true", help="leave out units and groups with nobody in them")
    near = parser.add_argument_group("surroundings (spatial indices as well)")
    near.add_argument(
        "--geometry", metavar="FILE.geojson", help="features named by the property of the unit's column, or id"
    )
    near.add_argument("--edges", metavar="FILE.csv", help="from, to, metres: walking network whose nodes are the units")
    near.add_argument(
        "--node", metavar="COLUMN", help="the node of --edges at which the unit stands (the unit, if not said)"
    )
    near.add_argument(
        "--touching", action="store_true", help="near is what shares a border, instead of what is in reach"
    )
    near.add_argument("--reach", metavar="METRES", type=float, action="append", help="500 if not said; may be repeated")
    near.add_argument("--kernel", choices=list(KERNELS), default="biweight", help="how weight falls with distance")
    chance = parser.add_argument_group("chance")
    chance.add_argument("--null", choices=NULLS, default="shuffle", help="shuffle keeps the sizes of units and groups")
    chance.add_argument("--replicates", type=int, default=999, help="random mixings drawn")
    chance.add_argument("--resample", choices=RESAMPLES, default="people", help="what the interval draws again")
    chance.add_argument("--bootstraps", type=int, default=500, help="resamples drawn")
    chance.add_argument("--confidence", type=float, default=0.95)
    chance.add_argument("--seed", type=int, default=0, help="the same seed gives the same answer")
    other = parser.add_argument_group("beside another table, such as that of an earlier year")
    other.add_argument(
        "--compare", metavar="OTHER.csv", help="an earlier table with the same columns: what changed since, and why"
    )
    other.add_argument(
        "--deal",
        choices=list(DEALS),
        help="what chance deals between the two tables (people; units where these differ)",
    )
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument(
        "--quotients", metavar="FILE.csv", help="write the location quotients (区位熵) of cells that may be published"
    )
    parser.add_argument(
        "--least", type=int, default=disclosure.LEAST, help="with --quotients: hide cells under this many people"
    )
    parser.add_argument("--plot", metavar="FILE", help="a picture, .svg or .png")


def run(given: argparse.Namespace) -> None:
    if given.plot:
        plots.check_name(given.plot)
        plots.figure()  # says at once if there is nothing to draw with
    node = [given.node] if given.node else []
    counts = table_of(given.counts, given, also_ignore=node, leave_out_empty=given.leave_out_empty)
    reports = [("", _measure(counts, given, None))]
    reports += [(label, _measure(counts, given, near)) for label, near in _surroundings(counts, given)]
    parts = embedding.decompose(counts) if counts.within and len(set(counts.within)) > 1 else None
    since = measure_change.compare(counts, given) if given.compare else None
    if given.plot:
        draw(reports[0][1], given.plot, "Beside random mixing")
    if given.quotients:
        write_whole(given.quotients, _quotients(counts, given.least, given.confidence))
    if given.json:
        print_json({**_as_json(counts, reports, parts), **({"comparison": asdict(since)} if since else {})})
    else:
        print(_as_text(counts, reports, parts, measure_change.lines(since) if since else []))


def _measure(counts: Counts, given: argparse.Namespace, near: csr_array | None) -> Report:
    return embedding.measure(
        counts,
        near=near,
        null=given.null,
        replicates=given.replicates,
        resample="people" if near is not None else given.resample,
        bootstraps=given.bootstraps,
        confidence=given.confidence,
        seed=given.seed,
        progress=None,
    )


def _surroundings(counts: Counts, given: argparse.Namespace) -> list[tuple[str, csr_array]]:
    """What is near, with words for it."""
    reaches = given.reach or [500.0]
    found: list[tuple[str, csr_array]] = []
    if given.touching and not given.geometry:
        raise BadInput("no_geometry", "--touching needs --geometry: whose borders?")
    if given.geometry:
        shapes, points = embedding.read_shapes(given.geometry, counts.units, _unit_column(given))
        if given.touching:
            found.append(("with the units that touch", embedding.touching(shapes)))
        else:
            found += [(f"within {reach:g} m", embedding.by_distance(points, reach, given.kernel)) for reach in reaches]
    if given.edges:
        edges, nodes = embedding.read_edges(given.edges), _nodes(counts, given)
        found += [
            (f"within {reach:g} m on foot", embedding.by_network(edges, nodes, reach, given.kernel))
            for reach in reaches
        ]
    return found


def _unit_column(given: argparse.Namespace) -> str:
    return given.unit or next(iter(next(read_rows(given.counts)).values))


def _nodes(counts: Counts, given: argparse.Namespace) -> list[str]:
    if not given.node:
        return list(counts.units)
    column = _unit_column(given)
    at = {row[column].strip(): row[given.node].strip() for row in read_rows(given.counts, needed=[given.node])}
    return [at[unit] for unit in counts.units]


def _quotients(counts: Counts, least: int, confidence: float) -> str:
    """A quotient gives its count away, so it is there only where the count may be published beside its sums."""
    shown = disclosure.suppress(counts, least=least, progress=None).cells
    at = {unit: i for i, unit in enumerate(counts.units)}
    groups = {group: k for k, group in enumerate(counts.groups)}
    rows: list[list[str]] = []
    for each in embedding.location_quotients(counts, confidence=confidence):
        numbers = (each.value, each.low, each.high, each.p_more, each.p_fewer)
        hidden = shown[at[each.unit]][groups[each.group]] is None
        rows.append([each.unit, each.group, *("" if hidden else f"{number:.4f}" for number in numbers)])
    return csv_text(["unit", "group", "quotient", "random_low", "random_high", "p_more", "p_fewer"], rows)


def _as_json(counts: Counts, reports: list[tuple[str, Report]], parts: Decomposition | None) -> dict[str, Any]:
    def plain(report: Report) -> dict[str, Any]:
        found = asdict(report)
        for index, told in zip(report.indices, found["indices"], strict=True):
            told["adjusted"] = index.adjusted
        return found

    return {
        "left_out": counts.left_out,
        "reports": [{"surroundings": label or None, **plain(report)} for label, report in reports],
        "decomposition": asdict(parts) if parts else None,
    }


def _as_text(counts: Counts, reports: list[tuple[str, Report]], parts: Decomposition | None, since: list[str]) -> str:
    first = reports[0][1]
    lines = [
        f"{first.units:,} units, {len(first.groups)} groups, {first.people:,} people. Of all: entropy {first.entropy:.4f} nats, "
        f"Simpson diversity {first.simpson:.4f}."
    ]
    if counts.left_out:
        lines.append(f"Left out because nobody is counted there: {len(counts.left_out)} units and groups.")
    for label, report in reports:
        lines += ["", f"Surroundings: {label}" if label else "The units themselves", *_table(report)]
        lines += [f"! {_doubt(doubt)}" for doubt in report.doubts]
    if parts:
        lines += ["", "Larger areas: what each adds to H within", *_areas(parts)]
    return "\n".join([*lines, *since, "", *_legend(first), MISLEAD])


def _table(report: Report) -> list[str]:
    percent = f"{report.confidence:.0%}"
    head = f"  {'':<42}{'value':>8}{'random':>9}{percent + ' of random':>18}{'adjusted':>10}{'p':>8}{percent + ' interval':>18}"
    order = list(NAMES)
    return [head, *(f"  {_row(index)}" for index in sorted(report.indices, key=lambda index: order.index(index.name)))]


def _row(index: Index) -> str:
    mixing = interval = ""
    if index.chance:
        adjusted = "" if index.adjusted is None else f"{index.adjusted:.4f}"
        tail = (
            f"{index.chance.p_apart:.3f}"
            if index.chance.p_apart <= index.chance.p_even
            else f"({index.chance.p_even:.3f})"
        )
        mixing = f"{index.chance.mean:>9.4f}{index.chance.low:>9.4f} –{index.chance.high:>7.4f}{adjusted:>10}{tail:>8}"
    if index.interval:
        interval = f"{index.interval.low:>9.4f} –{index.interval.high:>7.4f}"
    name = NAMES[index.name].format(*index.of)
    return f"{name[:41]:<42}{index.value:>8.4f}{mixing:<53}{interval}".rstrip()


def _doubt(doubt: Doubt) -> str:
    values = {key: NAMES.get(str(value), value) if key == "index" else value for key, value in doubt.values.items()}
    return DOUBTS[doubt.code].format(**values)


def _areas(parts: Decomposition) -> list[str]:
    return [
        f"  {area.name[:41]:<42}{area.adds_to_h:>8.4f}   its own H {area.information:.4f}, {area.units:,} units, {area.share:.1%} of people"
        for area in sorted(parts.areas, key=lambda area: (-area.adds_to_h, area.name))
    ]


def _legend(report: Report) -> list[str]:
    lines = [
        f"random: mean if everybody were dealt to the places at random ({report.null}; {report.replicates} drawn, seed {report.seed}); adjusted: 0 at",
        "random mixing, 1 if no unit held two groups; p: share of random tables as far apart as this, in brackets as even as this.",
    ]
    if report.bootstraps:
        lines.append(
            f"interval: basic, from {report.bootstraps} resamples of {report.resample}. Small units push an index up; the interval takes this\n"
            "off, so that the value itself may lie above it."
        )
    return lines
