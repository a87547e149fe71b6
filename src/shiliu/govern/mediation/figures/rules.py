"""Which counts of mediation may be published, on plain values: quarters that are over, and small cells hidden so that none is found by
adding and subtracting (methods.disclosure)."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shiliu.methods.disclosure import BadInput, Counts, suppress

# The ends of a file, each of them shown: agreements alone would say nothing of those who left, refused or were not taken on.
OUTCOMES = ("performed", "broken", "failed", "withdrawn", "refused", "not_taken")
AGREED = ("performed", "broken")


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int

    @classmethod
    def of(cls, day):
        return cls(day.year, (day.month + 2) // 3)

    @property
    def begins(self):
        return date(self.year, 3 * self.number - 2, 1)

    def __str__(self):
        return f"{self.year}-Q{self.number}"


@dataclass(frozen=True)
class Published:
    """`cells[row][column]` and the sums at the end of each, None where hidden; `hidden` counts them. No table at all (`cells` empty) where
    even the whole is too small or cannot be protected."""

    rows: tuple
    columns: tuple
    cells: tuple = ()
    hidden: int = 0

    @property
    def sums(self):
        """{column: sum or None}, with the sum of all under ""."""
        return dict(zip((*self.columns, ""), self.cells[-1], strict=True)) if self.cells else {}

    @property
    def body(self):
        """[(row, cells without the sum, sum)], the sums of all rows last, under ""."""
        rows = (*self.rows, "") if self.cells else ()
        return [(row, cells[:-1], cells[-1]) for row, cells in zip(rows, self.cells, strict=True)]

    def shares(self):
        """[(column, count, of how many)] of the sums, where both are shown: agreements beside withdrawals and refusals."""
        whole = self.sums.get("")
        return [
            (column, self.sums[column], whole) for column in self.columns if whole and self.sums.get(column) is not None
        ]


@lru_cache(maxsize=256)
def published(rows, columns, counts, least):
    """Published, from `counts[row][column]` as tuples. A zero is hidden like any other small count. The same for the same."""
    try:
        made = suppress(Counts.of(counts, rows, columns, keep_empty=True), least=least, progress=None)
    except BadInput as problem:
        if problem.code not in {"too_few_people", "cannot_protect"}:
            raise
        return Published(rows, columns)
    hidden = sum(cell is None for row in made.cells for cell in row)
    return Published(rows, columns, made.cells, hidden)
