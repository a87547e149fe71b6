"""CASES.csv: case, bodies (“court; police”); if wanted parties, slots (“2026-12-01 09:00; …”), not_before, deadline, seats, weight.
CALENDAR.csv: one row a slot: slot, bodies (who can sit), rooms (that are open). Each case takes one slot."""

import argparse
from dataclasses import asdict

from shiliu.methods.command.answers import csv_text, print_json
from shiliu.methods.inputs import BadInput
from shiliu.methods.outputs import write_whole
from shiliu.methods.scheduling import LEFT_OUT, Docket, LeftOut, Schedule, schedule
from shiliu.methods.scheduling.tables import read_docket


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("cases", metavar="CASES.csv")
    parser.add_argument("calendar", metavar="CALENDAR.csv")
    parser.add_argument("--rooms", metavar="FILE.csv", help="room, seats")
    parser.add_argument("--parties", metavar="FILE.csv", help="party, slots: when parties can come")
    parser.add_argument(
        "--at-once", action="append", default=[], metavar="BODY=N", help="a body that can hear several cases at a time"
    )
    parser.add_argument("--steps", type=int, metavar="N", help="how long to search (30 steps a case)")
    parser.add_argument("--out", metavar="FILE.csv", help="write slot, room, case, bodies, parties")
    parser.add_argument("--json", action="store_true", help="print everything for programs")


def run(given: argparse.Namespace) -> None:
    if given.steps is not None and given.steps < 0:
        raise BadInput("steps", "must be zero or more", column="--steps")
    docket = read_docket(
        given.cases,
        given.calendar,
        rooms=given.rooms,
        parties=given.parties,
        at_once=dict(map(_at_once, given.at_once)),
    )
    result = schedule(docket, steps=given.steps)
    by_key = {case.key: case for case in docket.cases}
    if given.out:
        rows = [
            (
                f"{one.slot:%Y-%m-%d %H:%M}",
                one.room,
                one.case,
                "; ".join(sorted(by_key[one.case].bodies)),
                "; ".join(sorted(by_key[one.case].parties)),
            )
            for one in result.sittings
        ]
        write_whole(given.out, csv_text(("slot", "room", "case", "bodies", "parties"), rows))
    if given.json:
        print_json({**asdict(result), "proved": result.proved})
    else:
        print(_told(docket, result))


def _at_once(text: str) -> tuple[str, int]:
    body, _sign, count = text.rpartition("=")
    if not body or not count.isascii() or not count.isdigit() or int(count) < 1:
        raise BadInput("at_once", f"“{text}” must be a body and a number, as in court=2", column="--at-once")
    return body, int(count)


def _told(docket: Docket, result: Schedule) -> str:
    if result.proved:
        how = "No plan hears more"
    elif result.bound is not None:
        how = f"No plan hears more than a weight of {result.bound}; this one has {result.weight}"
    else:
        how = "A plan that hears more may exist: the docket is too large to prove it"
    lines = [f"{len(result.sittings)} of {len(docket.cases)} cases are heard. {how}."]
    lines += [f"  {one.slot:%Y-%m-%d %H:%M}  {one.room}  {one.case}" for one in result.sittings]
    lines += ["Left out:"] if result.left else []
    return "\n".join([*lines, *(line for left in result.left for line in _why(left))])


def _why(left: LeftOut) -> list[str]:
    lines = [f"  {left.case}: {LEFT_OUT[left.code]}"]
    if left.slots:
        taken = [*left.bodies.items(), *left.parties.items(), *([("the rooms", left.rooms)] if left.rooms else [])]
        said = ", ".join(f"{who} in {count}" for who, count in sorted(taken, key=lambda one: (-one[1], one[0])))
        lines.append(f"    It could be heard in {left.slots} slots if it were alone; taken are {said}.")
    if left.would_help:
        lines.append(f"    More times of one of these would be enough: {', '.join(left.would_help)}.")
    return lines
