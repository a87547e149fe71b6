"""Moments as W3C writes them (https://www.w3.org/TR/NOTE-datetime), always with their zone."""

import re
from datetime import datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _

from shiliu.govern.cases.open311.errors import Problem

MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+\- ]\d\d:\d\d)", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
YEARS = range(1900, 2200)


def written(moment):
    """ "2026-03-10T10:00:00+08:00", or None."""
    return localtime(moment).isoformat(timespec="seconds") if moment else None


def read(text, *, end=False):
    """An aware moment, or None when `text` is neither a moment with its zone nor a whole day (here; `end`: its last second)."""
    try:
        if DAY.fullmatch(text):
            day = datetime.strptime(text, "%Y-%m-%d").date()
            found = datetime.combine(day, time.max if end else time.min, get_current_timezone())
        elif MOMENT.fullmatch(text):
            # A plus sign that was not escaped arrives as a blank.
            found = datetime.fromisoformat(text.replace(" ", "+"))
        else:
            return None
    except ValueError:
        return None
    return found if found.year in YEARS else None


def span(start, end, *, until, days):
    """(from, to) of a search: the last `days` unless one or both ends are given as texts; Problem if that is too long or no date."""
    since, to = given("start_date", start), given("end_date", end, end=True)
    if since is None and to is None:
        return until - timedelta(days=days), until
    since = since or to - timedelta(days=days)
    to = to or since + timedelta(days=days)
    if to < since:
        raise Problem(400, _("The end_date lies before the start_date."))
    if to - since > timedelta(days=days):
        raise Problem(400, _("From start_date to end_date are more than %(days)d days.") % {"days": days})
    return since, to


def given(name, text, *, end=False):
    """The moment a parameter names, None where it is absent; Problem if it is none."""
    if not text:
        return None
    moment = read(text, end=end)
    if moment is None:
        words = _("%(name)s must be a moment with its time zone, such as 2026-01-31T08:00:00Z.")
        raise Problem(400, words % {"name": name})
    return moment
