"""The methods on the command line: `shiliu count FILE.pb`, without a site and without a database.

Each module of this folder has `add_arguments(parser)` and `run(given) -> None`, which prints its answer. What cannot be computed
ends with one line on standard error and the exit code 2, as argparse does for wrong words."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from shiliu.methods.inputs import BadInput

# name: (module of this folder, what it does in one line)
COMMANDS: dict[str, tuple[str, str]] = {
    "measure budget": ("measure_budget", "What is left of a privacy budget, line by line"),
    "measure disclosure": ("measure_disclosure", "A table with its small cells hidden so that nobody can compute them"),
    "measure embedding": ("measure_embedding", "How evenly groups live, each index beside random mixing"),
    "measure release": ("measure_release", "A table of counts or means with noise, paid for from a privacy budget"),
    "draw rooms": ("draw_rooms", "Give rooms round by round; who went away empty goes first next time"),
    "draw stalls": ("draw_stalls", "Draw stalls by a lot that anybody can draw again"),
    "circle": ("circle", "Who reaches what on foot in fifteen minutes, and what is missing where"),
    "match": ("match", "Match families who ask for care with carers who offer it"),
    "festivals": ("festivals", "The festivals of a year, by region, with what is computed, expected and announced"),
    "common-ground": ("common_ground", "What voters share across their differences, from a conversation's votes"),
    "count": ("count", "Count a vote on a budget by equal shares or another rule"),
    "schedule": ("schedule", "Plan sittings of several bodies and parties within their calendars"),
}


def named(words: Sequence[str]) -> str | None:
    """The command that the first words of a command line name: the longest, since two words may name one."""
    for length in (2, 1):
        if (name := " ".join(words[:length])) in COMMANDS and len(words) >= length:
            return name
    return None


def run(words: Sequence[str]) -> int:
    """Run the command that `words` begin with; its exit code."""
    name = named(words)
    if name is None:
        raise ValueError(f"No method is called {' '.join(words[:2])!r}.")
    module, summary = COMMANDS[name]
    command = import_module(f"{__name__}.{module}")
    parser = argparse.ArgumentParser(prog=f"shiliu {name}", description=f"{summary}.", epilog=command.__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    command.add_arguments(parser)
    given = parser.parse_args(list(words[len(name.split()) :]))
    try:
        command.run(given)
    except BadInput as error:
        print(f"shiliu {name}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output has seen enough, as `| head` does
        sys.stderr.close()
        return 0
    return 0


def overview() -> str:
    """The list that `shiliu help` shows."""
    width = max(map(len, COMMANDS), default=0)
    return "\n".join(f"    {name:<{width}}  {summary}" for name, (_module, summary) in sorted(COMMANDS.items()))
