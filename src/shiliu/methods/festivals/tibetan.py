"""Dates of the Tibetan calendar, Phugpa tradition, in exact fractions.

The arithmetic is that of Dershowitz and Reingold, Calendrical Calculations, said in other words. A lunar day is a thirtieth of
a lunar month; a civil day has the number of the lunar day that ends in it. So a number may come twice or be left out, and a
month may have a twin before it. Checked against 13 published dates (tests)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import floor

EPOCH = -46410  # day number of 7 December of year -127 of the proleptic Gregorian calendar; 1 January of year 1 is 1
YEAR_AHEAD = 127  # the Tibetan year that begins in a Gregorian year
SUN = (0, 6, 10, 11)  # sixtieths of a day, by twelfths of a year from perigee
MOON = (0, 5, 10, 15, 19, 22, 24, 25)  # sixtieths of a day, by 28ths of the anomalistic month


def tibetan_date(year: int, month: int, day: int, *, twin: bool = False) -> date:
    """The civil day that bears a Tibetan date; of a number that comes twice, the second day; of one left out, the day before.

    `year`: Tibetan (Gregorian + 127). `twin`: of the first of two months of that number. Raises ValueError for a month that
    is not 1 to 12, a day that is not 1 to 30 and a twin of a month that has none."""
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError(f"A Tibetan month is 1 to 12 and a day 1 to 30, not {month} and {day}.")
    if twin and not has_twin(year, month):
        raise ValueError(f"Month {month} of the Tibetan year {year} has no twin.")
    days = 30 * (_months(year, month) - twin) + day
    mean = Fraction(11135, 11312) * days - 31 + Fraction(1071, 1616)
    sun = _swing(SUN, 12 * _turn(Fraction(13, 4824) * days + Fraction(2117, 4824)))
    moon = _swing(MOON, 28 * _turn(Fraction(3781, 105840) * days + Fraction(2837, 15120)))
    return date.fromordinal(floor(EPOCH + mean - sun + moon))


def has_twin(year: int, month: int) -> bool:
    """Whether a month comes twice: two months have then begun since the month before."""
    before = (year, month - 1) if month > 1 else (year - 1, 12)
    return _months(year, month) - _months(*before) == 2


def new_year(year: int) -> date:
    """Losar as in Lhasa: the first day of the first month, of its twin where it has one."""
    return tibetan_date(year, 1, 1, twin=has_twin(year, 1))


def in_gregorian(year: int, month: int, day: int) -> Iterator[date]:
    """The days of a Gregorian year that bear a Tibetan month and day; of two months, the second (the first for Losar)."""
    for tibetan in (year + YEAR_AHEAD - 1, year + YEAR_AHEAD):
        found = new_year(tibetan) if (month, day) == (1, 1) else tibetan_date(tibetan, month, day)
        if found.year == year:
            yield found


def _months(year: int, month: int) -> int:
    """Months begun since the epoch; 67 lunar months are 65 of those the calendar counts."""
    return floor(Fraction(804, 65) * (year - 1) + Fraction(67, 65) * month + Fraction(64, 65))


def _turn(value: Fraction) -> Fraction:
    return value - floor(value)


def _swing(table: tuple[int, ...], at: Fraction) -> Fraction:
    """The correction in days, read from a quarter of a swing: up, down again, then the same below zero."""
    quarter = len(table) - 1
    if at > 2 * quarter:
        return -_swing(table, at - 2 * quarter)
    if at > quarter:
        at = 2 * quarter - at
    low = min(floor(at), quarter - 1)
    return Fraction(1, 60) * (table[low] + (at - low) * (table[low + 1] - table[low]))
