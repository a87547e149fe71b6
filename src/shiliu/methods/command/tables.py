"""Tables of people by unit and group, as several commands take them."""

import argparse
from collections.abc import Sequence
from typing import Any

from shiliu.methods.counts import Counts, read_counts


def add_table(group: argparse._ActionsContainer, *, within: str) -> None:
    """The words that say which column is what; `within` tells what naming the larger area does."""
    group.add_argument("--unit", metavar="COLUMN", help="names the unit (the first column, if not said)")
    group.add_argument("--within", metavar="COLUMN", help=f"names the larger area of the unit: {within}")
    group.add_argument("--group", metavar="COLUMN", help="of a long table: names the group")
    group.add_argument("--count", metavar="COLUMN", help="of a long table: the people")
    group.add_argument(
        "--ignore", metavar="COLUMN", action="append", default=[], help="holds no people; may be repeated"
    )


def table_of(path: str, given: argparse.Namespace, *, also_ignore: Sequence[str] = (), **how: Any) -> Counts:
    """The counts in a file by the words of `add_table`; `how` goes to `read_counts`. Raises BadInput as that does."""
    ignore = [*given.ignore, *also_ignore]
    columns = {"unit": given.unit, "within": given.within, "group": given.group, "count": given.count}
    return read_counts(path, **columns, ignore=ignore, **how)
