"""First close the list: “--close” prints the fingerprint to publish, and how the seed will come about is announced. When the seed is
known, draw with “--seed” and “--fingerprint”. Anybody can check a ticket: printf '%s\\n%s' 'SEED' 'ENTRY' | sha256sum

ENTRIES.csv: entry, applicant, kinds (“food; crafts”, best first). STALLS.csv: stall, kind. Kinds are kinds of goods, never of people."""

import argparse
from dataclasses import asdict

from shiliu.methods.command.answers import csv_text, print_json
from shiliu.methods.inputs import BadInput, read_text
from shiliu.methods.matching import OUTCOMES, Draw, closing_fingerprint, draw
from shiliu.methods.matching.tables import read_entries, read_stalls
from shiliu.methods.outputs import write_whole

TITLES = ("position", "turn", "entry", "applicant", "outcome", "stall", "ticket")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("entries", metavar="ENTRIES.csv")
    parser.add_argument("stalls", metavar="STALLS.csv")
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--close", action="store_true", help="only print the fingerprint of what will be drawn from")
    how.add_argument("--seed", help="the published seed, as it was published")
    parser.add_argument("--most", type=int, default=1, help="how many stalls one applicant may have (1)")
    parser.add_argument(
        "--fingerprint", metavar="HEX", help="what was published at closing; refuses to draw from anything else"
    )
    parser.add_argument("--check", metavar="RESULT.csv", help="compare a published result with the draw")
    parser.add_argument("--out", metavar="FILE.csv", help=f"write {', '.join(TITLES)}")
    parser.add_argument("--json", action="store_true", help="print everything for programs")


def run(given: argparse.Namespace) -> None:
    entries, stalls = read_entries(given.entries), read_stalls(given.stalls)
    closed = closing_fingerprint(entries, stalls, given.most)
    if given.fingerprint and given.fingerprint.strip().lower() != closed:
        raise BadInput(
            "changed", f"the list is not the one that was closed: its fingerprint is {closed}", file=given.entries
        )
    if given.close:
        if given.json:
            print_json({"fingerprint": closed, "entries": len(entries), "stalls": len(stalls)})
        else:
            print(
                f"{len(entries)} entries for {len(stalls)} stalls. Publish this before the seed can be known:\n{closed}"
            )
        return
    result = draw(entries, stalls, given.seed, most=given.most)
    text = csv_text(
        TITLES,
        (
            (one.position, one.turn, one.entry, one.applicant, one.outcome, one.stall or "", one.ticket)
            for one in result.drawn
        ),
    )
    if given.check:
        _compare(given.check, text)
    if given.out:
        write_whole(given.out, text)
    if given.json:
        print_json(asdict(result))
    else:
        print(_told(result, bool(given.check)))


def _compare(path: str, text: str) -> None:
    published, drawn = read_text(path).splitlines(), text.splitlines()
    for row in range(max(len(published), len(drawn))):
        if published[row : row + 1] != drawn[row : row + 1]:
            expected = drawn[row] if row < len(drawn) else "no further row"
            raise BadInput("not_the_draw", f"is not what the draw gives, which is: {expected}", file=path, row=row + 1)


def _told(result: Draw, checked: bool) -> str:
    won = [one for one in result.drawn if one.stall is not None]
    lines = [
        f"{len(won)} of {len(result.drawn)} entries have a stall.",
        f"Seed “{result.seed}”; fingerprint {result.fingerprint}.",
    ]
    lines += ["The published result is the draw."] if checked else []
    for one in result.drawn:
        what = f"stall {one.stall}" if one.stall else OUTCOMES[one.outcome].rstrip(".")
        lines.append(f"  {one.position}. {one.entry} ({one.applicant}), ticket {one.ticket[:12]}…: {what}.")
    lines += [f"Waiting for {kind}: {', '.join(keys)}." for kind, keys in result.waiting.items() if keys]
    return "\n".join(lines)
