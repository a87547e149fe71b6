"""What makes sense in a calendar, on plain values."""

from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from shiliu.methods.working_time import MIDNIGHT, OfficeHours

LEAP_YEAR = 2024  # so that 02-29 is a day of the year
YEAR = [f"{date(LEAP_YEAR, 1, 1) + timedelta(days=number):%m-%d}" for number in range(366)]
LONGEST_ENTRY = timedelta(days=31)
FIRST_YEAR, LAST_YEAR = 2000, 2100


def problem_with_openings(openings):
    """A sentence, or None. `openings`: (opens, closes) of one day; closing at 00:00 is the end of the day."""
    if not openings:
        return _("Give the hours in which the office is open.")
    end = time(0)
    for number, (opens, closes) in enumerate(sorted(openings)):
        if closes != MIDNIGHT and closes <= opens:
            return _("An office cannot close before it opens.")
        if number and (end == MIDNIGHT or opens < end):
            return _("The second opening begins before the first ends.")
        end = closes
    return None


def problem_with_season(season):
    """A sentence, or None; `season` is two times "MM-DD"."""
    try:
        for md in season:
            date.fromisoformat(f"{LEAP_YEAR}-{md}")
    except (ValueError, TypeError):
        return _("Write the month and the day as 05-01.")
    return None


def days_of_season(first, last):
    """All days "MM-DD" of a season, which may run over the new year; 02-29 is one of them."""
    begin, end = YEAR.index(first), YEAR.index(last)
    return YEAR[begin : end + 1] if begin <= end else YEAR[begin:] + YEAR[: end + 1]


def seasons_meet(one, other):
    """Whether two seasons (first, last) share a day."""
    return bool(set(days_of_season(*one)) & set(days_of_season(*other)))


def shut_seasons(hours: list[OfficeHours]):
    """[(first, last)] of the times of the year for which no hours stand in `hours`; empty when there are none at all."""
    if not hours:
        return []
    seasons = [(row.valid_from_md, row.valid_until_md) for row in hours]
    open_days = {md for season in set(seasons) for md in days_of_season(*season)}
    spans = []
    for number, md in enumerate(YEAR):
        if md in open_days:
            continue
        if spans and spans[-1][1] == YEAR[number - 1]:
            spans[-1][1] = md
        else:
            spans.append([md, md])
    if len(spans) > 1 and spans[0][0] == YEAR[0] and spans[-1][1] == YEAR[-1]:
        spans[-1][1] = spans.pop(0)[1]  # one season over the new year
    return [tuple(span) for span in spans]
