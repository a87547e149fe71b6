"""Anybody can check a ticket: printf '%s\\n%s\\n%s' 'SEED' 'ROUND' 'APPLICANT' | sha256sum

WISHES.csv: round, applicant, wishes (“Hall Mon; Studio Tue”, best first); rounds in the order they stand there. ROOMS.csv: room, and
if wanted places, how often it can be given in a round."""

import argparse
from dataclasses import asdict

from shiliu.methods.command.answers import csv_text, print_json
from shiliu.methods.matching import Round, rounds
from shiliu.methods.matching.tables import read_rooms, read_wishes
from shiliu.methods.outputs import write_whole


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("wishes", metavar="WISHES.csv")
    parser.add_argument("rooms", metavar="ROOMS.csv")
    parser.add_argument("--seed", required=True, help="the published seed, as it was published")
    parser.add_argument("--most", type=int, default=1, help="how many rooms one applicant gets in a round (1)")
    parser.add_argument("--out", metavar="FILE.csv", help="write round, applicant, room, wish, turn")
    parser.add_argument("--json", action="store_true", help="print everything for programs")


def run(given: argparse.Namespace) -> None:
    places = read_rooms(given.rooms)
    result = rounds(read_wishes(given.wishes, places), places, given.seed, most=given.most)
    if given.out:
        rows = [(one.key, got.applicant, got.room, got.wish, got.turn) for one in result for got in one.given]
        write_whole(given.out, csv_text(("round", "applicant", "room", "wish", "turn"), rows))
    if given.json:
        print_json({"seed": given.seed, "most": given.most, "rounds": [asdict(one) for one in result]})
    else:
        print("\n".join(_told(one) for one in result))


def _told(played: Round) -> str:
    lines = [
        f"Round {played.key}: {len(played.given)} given, {len(played.empty)} went away empty and go first next time."
    ]
    for position, turn in enumerate(played.order, start=1):
        got = [f"{one.room} (wish {one.wish})" for one in played.given if one.applicant == turn.applicant]
        first = f", empty {turn.lost} times before" if turn.lost else ""
        lines.append(
            f"  {position}. {turn.applicant}{first}, ticket {turn.ticket[:12]}…: {', '.join(got) or 'nothing'}."
        )
    for empty in played.empty:
        full = "; ".join(
            f"{room} went to {count['lost']} who had been empty longer and {count['lot']} with the better lot or turn"
            for room, count in empty.full.items()
        )
        lines.append(f"  {empty.applicant} got nothing: {full}.")
    return "\n".join(lines)
