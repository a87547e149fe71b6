"""Two ways. “stable” (the usual one): families choose, nearest carer first; carers take who has waited longest; nobody is left who would
rather have somebody that would rather have them. “best”: serves the most families, down the list of waiting, and makes the sum
of all ways the shortest.

FAMILIES.csv: family, since (2026-09-01); if wanted slots (“Mon 16:00-18:00; Wed-Fri 16:00-18:00”), enough, lon, lat, needs, wishes, declines.
CARERS.csv: carer, places; if wanted slots, lon, lat, farthest (metres), holds (“check=2027-03-01; training”), declines."""

import argparse
from dataclasses import asdict
from datetime import date

from shiliu.methods.command.answers import csv_text, print_json
from shiliu.methods.inputs import BadInput
from shiliu.methods.matching import BEST, LEFT_OUT, STABLE, Carer, Family, Matching, Rules, blocking, match
from shiliu.methods.matching.care import (
    GATES,
    KEPT_EVEN,
    LOT,
    NEARER,
    NO_PLACES,
    NO_TIME,
    NOT_AGREED,
    TOO_FAR,
    WAITED_LONGER,
)
from shiliu.methods.matching.tables import read_carers, read_distances, read_families
from shiliu.methods.outputs import write_whole

CONDITIONS = {
    TOO_FAR: "the distance",
    GATES: "a condition that is missing or expired",
    NO_TIME: "the times",
    NOT_AGREED: "agreement",
    NO_PLACES: "taking no families",
}
BEFORE = {
    WAITED_LONGER: "keep families that have waited longer",
    NEARER: "keep families that have waited as long and live nearer",
    LOT: "keep families that have waited as long and drew the better lot",
    KEPT_EVEN: "have room that was not used, to keep the load even",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("families", metavar="FAMILIES.csv")
    parser.add_argument("carers", metavar="CARERS.csv")
    parser.add_argument(
        "--on", required=True, metavar="DATE", help="the day on which conditions must be met, 2026-11-22"
    )
    parser.add_argument("--mode", choices=(STABLE, BEST), default=STABLE)
    parser.add_argument("--gate", action="append", default=[], metavar="CODE", help="a condition every carer must meet")
    parser.add_argument("--farthest", type=float, metavar="METRES", help="how far a carer may live from a family")
    parser.add_argument(
        "--distances", metavar="FILE.csv", help="family, carer, metres: ways to use instead of straight lines"
    )
    parser.add_argument("--seed", default="shiliu", help="published seed of the lot between equals")
    parser.add_argument(
        "--even",
        nargs="?",
        type=float,
        const=100.0,
        metavar="METRES",
        help="spread families over carers; in the best mode each further family counts as so many metres (100)",
    )
    parser.add_argument("--out", metavar="FILE.csv", help="write family, carer, metres, times")
    parser.add_argument("--json", action="store_true", help="print everything for programs")


def run(given: argparse.Namespace) -> None:
    families, carers = read_families(given.families), read_carers(given.carers)
    try:
        on = date.fromisoformat(given.on)
    except ValueError:
        raise BadInput("not_readable", f"“{given.on}” is not a date; write it as 2026-11-22", column="--on") from None
    rules = Rules(on, given.farthest, frozenset(given.gate), given.seed, given.even)
    distances = read_distances(given.distances) if given.distances else None
    result = match(families, carers, rules, mode=given.mode, distances=distances)
    against = blocking(families, carers, rules, result, distances=distances)
    if given.out:
        rows = [
            (pair.family, pair.carer, "" if pair.metres is None else pair.metres, "; ".join(map(str, pair.slots)))
            for pair in result.pairs
        ]
        write_whole(given.out, csv_text(("family", "carer", "metres", "times"), rows))
    if given.json:
        slots = [{**asdict(pair), "slots": [str(slot) for slot in pair.slots]} for pair in result.pairs]
        print_json({**asdict(result), "pairs": slots, "blocking": against})
    else:
        print(_told(families, carers, result, against))


def _told(families: list[Family], carers: list[Carer], result: Matching, against: list[tuple[str, str]]) -> str:
    lines = [f"{len(result.pairs)} of {len(families)} families have a carer ({result.mode}, seed “{result.seed}”)."]
    lines += (
        [f"No carer has more than {result.level} families, and no family is left out for that."] if result.level else []
    )
    for pair in result.pairs:
        way = "" if pair.metres is None else f", {pair.metres} m"
        times = f", {'; '.join(map(str, pair.slots))}" if pair.slots else ""
        lines.append(f"  {pair.family} → {pair.carer}{way}{times}")
    if result.left:
        lines.append("Left out:")
    for left in result.left:
        lines.append(f"  {left.family}: {LEFT_OUT[left.code].split(';')[0].rstrip('.')}.")
        lines.append(
            f"    Of {len(carers)} carers {left.near} are near enough, {left.passing} of them meet the conditions, {left.free} of those "
            f"have the time, {left.agreed} of those are agreed, {left.open} of those take families."
        )
        lines += [f"    {count} of them {BEFORE[cause]}." for cause, count in left.before.items()]
        lines += [f"    {count} would fit but for {CONDITIONS[cause]}." for cause, count in left.only.items()]
    used = sorted(result.loads.items(), key=lambda load: (-load[1], load[0]))
    lines.append(
        "Families per carer: " + ", ".join(f"{carer} {load}/{result.places[carer]}" for carer, load in used) + "."
    )
    if result.mode == STABLE and not against:
        lines.append("Checked: no family and carer would both rather have each other.")
    elif against:
        lines.append(
            f"The price of the least total: {len(against)} families and carers would both rather have each other."
        )
    return "\n".join(lines)
