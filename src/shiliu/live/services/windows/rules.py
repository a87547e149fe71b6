"""Windows on plain values: what must be right, on which days a visiting department sits, how the hours are said."""

from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.foundation.spelling import problem_of_names, problem_of_phone, problem_of_slug

LEVELS = (Area.Level.DISTRICT, Area.Level.STREET, Area.Level.COMMUNITY)
LONGEST_ITEM = 480
NUMBERS = {"desks": (1, 99), "slot_minutes": (5, 240), "minutes_before": (0, 60), "minutes_after": (0, 60),
           "lead_hours": (0, 720), "days_ahead": (1, 180)}  # fmt: skip
MIDNIGHT = time(0)
ALL_YEAR = ("01-01", "12-31")


def problems_of_window(window):
    """{field: sentence} for the plain values of a window (values.of_window)."""
    problems = {"code": problem_of_slug(window["code"]), "names": problem_of_names(window["names"])}
    if window["phone"]:
        problems["phone"] = problem_of_phone(window["phone"])
    for field, (least, most) in NUMBERS.items():
        if not least <= window[field] <= most:
            problems[field] = _("Give a number from %(least)d to %(most)d.") % {"least": least, "most": most}
    if (window["longitude"] is None) != (window["latitude"] is None):
        problems["latitude"] = _("Give both numbers of the point on the map, or neither.")
    if any(not 1 <= minutes <= LONGEST_ITEM for minutes in window["items"].values()):
        problems["items"] = _("An item takes from 1 to %(most)d minutes.") % {"most": LONGEST_ITEM}
    return {field: problem for field, problem in problems.items() if problem}


def problem_with_openings(openings):
    """A sentence, or None. `openings`: (opens, closes) of one day; closing at 00:00 is the end of the day."""
    if not openings:
        return _("Give the hours in which the window is open.")
    end = None
    for opens, closes in sorted(openings):
        if closes != MIDNIGHT and closes <= opens:
            return _("A window cannot close before it opens.")
        if end is not None and (end == MIDNIGHT or opens < end):
            return _("The second opening begins before the first ends.")
        end = closes
    return None


def problem_with_season(season):
    """A sentence, or None; `season` is two times "MM-DD"."""
    try:
        for md in season:
            date.fromisoformat(f"2024-{md}")  # a leap year, so that 02-29 may bound a season
    except (ValueError, TypeError):
        return _("Write the month and the day as 05-01.")
    return None


def days_of_turn(every, first, until, skipped, since, last):
    """The days from `since` to `last` (both included) on which a turn takes place, in order. `skipped`: ISO days."""
    end = min(last, until) if until else last
    if every == "once":
        days = [first]
    elif every == "month":
        days = _same_weekdays_of_months(first, max(since, first), end)
    else:
        step = 7 if every == "week" else 14
        ahead = max((since - first).days, 0)
        begin = first + timedelta(days=-(-ahead // step) * step)
        days = [begin + timedelta(days=number) for number in range(0, max((end - begin).days + 1, 0), step)]
    return [day for day in days if max(since, first) <= day <= end and day.isoformat() not in skipped]


def _same_weekdays_of_months(first, since, end):
    """The nth weekday of each month, as `first` is one; a month that has no fifth is left out."""
    nth = (first.day - 1) // 7
    year, month, days = since.year, since.month, []
    while (year, month) <= (end.year, end.month):
        begin = date(year, month, 1)
        day = begin + timedelta(days=(first.weekday() - begin.weekday()) % 7 + 7 * nth)
        if day.month == month:
            days.append(day)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return days


def minutes_of(items, people):
    """How long a household takes: the minutes of its items add up, for each person they are for."""
    return max(sum(items), 1) * max(people, 1)
