"""LEDGER is a file of its own for everything ever released with noise about the same people. --begin writes it once; “shiliu measure
release” adds its lines. It cannot be raised. Keep its last digest somewhere else too: a ledger that was written anew is then seen."""

import argparse

from shiliu.methods import disclosure
from shiliu.methods.command.answers import print_json
from shiliu.methods.disclosure import Ledger


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ledger", metavar="LEDGER")
    parser.add_argument("--begin", metavar="BUDGET", help="begin a ledger with this epsilon in all, such as 2 or 0.5")
    parser.add_argument("--about", metavar="TEXT", help="with --begin: who and when, such as “residents of A, 2026”")
    parser.add_argument("--json", action="store_true", help="for programs")


def run(given: argparse.Namespace) -> None:
    if given.begin:
        if not (given.about or "").strip():
            raise disclosure.BadInput("no_about", "say with --about whose budget this is")
        ledger = disclosure.open_ledger(given.ledger, given.begin, given.about)
    else:
        ledger = disclosure.read_ledger(given.ledger)
    if given.json:
        print_json(as_plain(ledger))
    else:
        print(as_text(ledger))


def as_plain(ledger: Ledger) -> dict[str, object]:
    """The ledger for programs; fractions as text, such as "1/3"."""
    return {
        "about": ledger.about,
        "budget": str(ledger.budget),
        "spent": str(ledger.spent),
        "left": str(ledger.left),
        "lines": [
            {
                "number": line.number,
                "on": line.on,
                "what": line.what,
                "epsilon": str(line.epsilon),
                "digest": line.digest,
            }
            for line in ledger.lines
        ],
        "digest": ledger.digest,
    }


def as_text(ledger: Ledger) -> str:
    """The ledger for people."""
    lines = [f"{ledger.about}: {ledger.spent} of {ledger.budget} spent, {ledger.left} left."]
    lines += [f"  {line.number}. {line.on}  epsilon {line.epsilon}  {line.what}" for line in ledger.lines]
    return "\n".join([*lines, f"last digest {ledger.digest}"])
