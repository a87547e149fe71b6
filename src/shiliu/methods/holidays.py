"""Holiday tables as CSV (date,working,name_zh,name_en,source) and the one shipped for China. See data/README.md."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shiliu.methods.working_time import DayException

LONGEST_CELL = 10_000  # characters; the limit is one for the whole process, so each reader sets its own
HOLIDAYS_CN = Path(__file__).parent / "data" / "holidays_cn.csv"
COLUMNS = ("date", "working", "name_zh", "name_en", "source")


class HolidayTableRefused(ValueError):
    """A holiday table that cannot be read; the text names the line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """One line of a holiday table: a day off, or a make-up workday when `working`."""

    date: date
    working: bool
    name_zh: str
    name_en: str
    source: str

    def exception(self) -> DayException:
        """The row as a calendar wants it, named in Chinese."""
        return DayException(self.date, self.working, self.name_zh, self.source)


def read_holidays(lines: Iterable[str]) -> tuple[HolidayRow, ...]:
    """Rows of a holiday table, in the order given. `lines` is an open text file or a list of lines.

    Raises HolidayTableRefused for a missing column, an unreadable date, a `working` that is not 0 or 1, an empty name
    or source, or a date given twice: a table with one doubtful line moves deadlines, so none of it is used.
    """
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.DictReader(lines)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise HolidayTableRefused(f"Line 1: the column {missing[0]!r} is missing; the columns are {','.join(COLUMNS)}.")
    rows: dict[date, HolidayRow] = {}
    try:
        for record in reader:
            row = _row(record, reader.line_num)
            if row.date in rows:
                raise HolidayTableRefused(f"Line {reader.line_num}: {row.date} stands in the table twice.")
            rows[row.date] = row
    except csv.Error as error:
        raise HolidayTableRefused(f"Line {reader.line_num + 1}: {error}.") from None
    return tuple(rows.values())


def shipped_holidays() -> tuple[HolidayRow, ...]:
    """China's national days off and make-up workdays, for the years in `years_in`."""
    with HOLIDAYS_CN.open(encoding="utf-8", newline="") as file:
        return read_holidays(file)


def exceptions_of(rows: Iterable[HolidayRow]) -> dict[date, DayException]:
    """Rows as the `exceptions` of a WorkCalendar."""
    return {row.date: row.exception() for row in rows}


def years_in(rows: Iterable[HolidayRow]) -> frozenset[int]:
    """Years a national table covers: a notice always gives the whole year, so one row announces it.

    Not for a table of local days alone, which announces nothing.
    """
    return frozenset(row.date.year for row in rows)


def _row(record: dict[str, str | None], line: int) -> HolidayRow:
    values = {column: (record[column] or "").strip() for column in COLUMNS}
    for column, value in values.items():
        if not value:
            raise HolidayTableRefused(f"Line {line}: {column} is empty.")
    if values["working"] not in ("0", "1"):
        raise HolidayTableRefused(f"Line {line}: working is 0 (a day off) or 1 (a workday), not {values['working']!r}.")
    try:
        day = date.fromisoformat(values["date"])
    except ValueError:
        raise HolidayTableRefused(f"Line {line}: {values['date']!r} is not a date like 2026-10-01.") from None
    return HolidayRow(day, values["working"] == "1", values["name_zh"], values["name_en"], values["source"])
