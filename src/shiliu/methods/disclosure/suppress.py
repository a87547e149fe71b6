"""Hide small cells, and as many others as it takes that nobody can compute the small ones from the sums.

All small cells are judged together; for those that can be told, the cheapest round of changes that moves one and leaves every
published sum right says what else to hide, found as shortest paths in the network of the table (the network heuristic of cell suppression; L. Willenborg and
T. de Waal, Elements of Statistical Disclosure Control, 2001). It need not be the fewest cells that would do. Whatever was chosen, the
result is judged by solving for every hidden cell, from the published cells alone."""

from dataclasses import dataclass

from shiliu.methods.counts import Counts
from shiliu.methods.disclosure.attack import Hidden, learnable
from shiliu.methods.disclosure.choosing import Choice
from shiliu.methods.disclosure.margins import with_margins
from shiliu.methods.inputs import BadInput

LEAST = 10


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A table that may be published: `cells` has None for what is hidden, the last row and column are sums.

    `small` and `others` count the cells hidden because they are small, and so that these cannot be computed. `ranges` is what
    can be learnt of each hidden cell, solved from the published cells alone; `narrowest` the least width among the small ones."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    least: int
    protection: int
    small: int
    others: int
    ranges: tuple[Hidden, ...]
    narrowest: int | None


def suppress(
    counts: Counts,
    *,
    least: int = LEAST,
    protection: int | None = None,
    show_zeros: bool = False,
    progress: bool | None = True,
) -> Suppressed:
    """Hide the cells and sums under `least`, and others, so that the range of values each small cell can have from everything
    published is `protection` wide (else `least`): whoever adds and subtracts cannot tell that it is small.

    With `show_zeros` a zero is published, and that hidden cells are no zeros is known. Deterministic. Raises BadInput for counts
    that are not whole, bounds under 1, a whole table under `least`, and a table in which a small cell cannot be protected."""
    protection = least if protection is None else protection
    if least < 1 or protection < 1:
        raise BadInput("bad_least", "the least count and the protection must be 1 or more")
    table = with_margins(counts)
    if table.values[-1, -1] < max(least, 1):
        raise BadInput("too_few_people", f"the whole table counts {table.values[-1, -1]} people, fewer than {least}")
    choice = Choice(table, least, protection, 1 if show_zeros else 0)
    choice.protect(progress)
    choice.show_what_is_not_needed(progress)
    hidden = choice.hidden.reshape(table.values.shape)
    cells = tuple(
        tuple(None if away else int(value) for value, away in zip(row, gone, strict=True))
        for row, gone in zip(table.values, hidden, strict=True)
    )
    ranges = learnable(table, cells, floor=choice.floor, progress=progress)
    at = {
        (row, column): choice.small[i]
        for i, (row, column) in enumerate((r, c) for r in table.rows for c in table.columns)
    }
    widths = [cell.width for cell in ranges if at[cell.row, cell.column]]
    if widths and min(widths) < protection:
        raise AssertionError(
            f"a small cell was left with a range of {min(widths)}"
        )  # judged by solving: never published
    small = int(choice.small.sum())
    return Suppressed(
        table.rows,
        table.columns,
        cells,
        least,
        protection,
        small,
        int(hidden.sum()) - small,
        ranges,
        min(widths, default=None),
    )
