"""What of a round's counts may be published: plain numbers in, tables with holes out. No Django.

Every table of a round shows how many forms each place gave, so these sums are made public first (places with few forms are put
together until none is under the least), and each table is judged as read by somebody who knows them all. A question asked only
of some is published only where the question before it hides nothing: else its sum would fill a hole there."""

from dataclasses import dataclass

import numpy as np

from shiliu.methods.disclosure import BadInput, Counts, learnable, suppress, with_margins

EVERYWHERE, OTHER = "all", "other"
PARTS, WHOLE, NOTHING = "parts", "all", "none"


@dataclass(frozen=True)
class Holed:
    """`cells[row][column]`, None where hidden; `sums` of the columns over all rows. `small` cells are under the least, `others` are
    hidden so that these cannot be computed."""

    cells: tuple
    sums: tuple
    small: int
    others: int

    @property
    def open(self):
        return not (self.small or self.others)


def gathered(sizes, least):
    """{place: its row} from {place: forms}, None for forms that name no place: places under the least share the row OTHER with
    those, and so do the next larger ones until that row is large enough or gone."""
    rows = {place: str(place) for place, size in sizes.items() if place is not None and size >= least}
    small = {place for place in sizes if place not in rows}
    larger = sorted(rows, key=lambda place: (-sizes[place], place))
    while 0 < sum(sizes[place] for place in small) < least and larger:
        small.add(larger.pop())
    return {place: OTHER if place in small else rows[place] for place in sizes}


def holed(people, least):
    """Holed, for a table (rows × columns, whole) whose row sums everybody knows; None if it cannot be protected so."""
    people = np.asarray(people, dtype=np.int64)
    counts = Counts.of(people, keep_empty=True)
    try:
        cells = suppress(counts, least=least).cells
    except BadInput:
        return None
    table = with_margins(counts)
    published = [[*row[:-1], int(total)] for row, total in zip(cells, table.values[:, -1], strict=True)]
    small = {
        (r, c) for r, row in enumerate(table.values) for c, value in enumerate(row[:-1]) if value < least
    }  # row sums are never small: see `gathered`
    names = {(table.rows[r], table.columns[c]) for r, c in small}
    if any(cell.width < least for cell in learnable(table, published) if (cell.row, cell.column) in names):
        return None
    inner = [row[:-1] for row in published]
    if len(people) == 1:  # the sums say the same once more
        inner = [inner[-1], inner[-1]]
    hidden = sum(cell is None for row in inner[:-1] for cell in row)
    few = int((people < least).sum())
    return Holed(tuple(map(tuple, inner[:-1])), tuple(inner[-1]), few, hidden - few)


@dataclass(frozen=True)
class Protected:
    """A question as it may be published: `level` PARTS (a row for each place), WHOLE (one row) or NOTHING with the reason.

    `base` forms of each row are what its shares are of; `cells[row]` is {option: count or None}. `rows` names the rows; the last one is
    EVERYWHERE. The truth that noise is added to is not in here."""

    level: str
    reason: str = ""
    rows: tuple = ()
    base: tuple = ()
    cells: tuple = ()
    small: int = 0
    others: int = 0

    def open_at(self, level, options):
        """Whether nothing of these options is hidden at this level."""
        if self.level == NOTHING or (level == PARTS and self.level != PARTS):
            return False
        rows = self.cells if level == PARTS else self.cells[-1:]
        return all(row.get(option) is not None for row in rows for option in options)


def protected(rows, asked, chosen, options, least, *, many, levels=(PARTS, WHOLE)):
    """Protected, from the truth: `asked[row]` forms and `chosen[row][option]`, for `rows` that are not the sum.

    Of one answer each the options make one table, and its base are the forms that answered; how many left it empty is no secret,
    as it says nothing of what anybody thinks. Of several answers each option is a table of its own, of all forms that were
    asked with and without it, since nothing but the known sums joins them."""
    picked = np.array([[row.get(option, 0) for option in options] for row in chosen], dtype=np.int64).reshape(
        len(rows), len(options)
    )
    known = np.asarray(asked, dtype=np.int64) if many else picked.sum(axis=1)
    if known.sum() < least:
        return Protected(NOTHING, "few_asked")
    for level in levels:
        names, base, inside = rows, known, picked
        if level == WHOLE:
            names, base, inside = (), known.sum(keepdims=True), picked.sum(axis=0, keepdims=True)
        elif len(rows) < 2 or base.min() < least:
            continue
        tables = _tables(base, inside, many)
        done = [holed(table, least) for table in tables]
        if any(one is None for one in done):
            continue
        return _put_together(level, names, base, options, done, many)
    return Protected(NOTHING, "cannot_protect")


def _tables(base, inside, many):
    if many:
        return [np.column_stack([inside[:, k], base - inside[:, k]]) for k in range(inside.shape[1])]
    return [inside]


def _put_together(level, names, base, options, done, many):
    def cells(pick):
        values = [pick(one)[0] for one in done] if many else pick(done[0])
        return dict(zip(options, values, strict=True))

    everywhere = cells(lambda one: one.sums)
    rows = [cells(lambda one, r=r: one.cells[r]) for r in range(len(names))]
    return Protected(
        level, "", (*names, EVERYWHERE), (*map(int, base[: len(names)]), int(base.sum())), (*rows, everywhere),
        sum(one.small for one in done), sum(one.others for one in done),
    )  # fmt: skip
