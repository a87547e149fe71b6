"""Dates and time left in plain words of the reader's language."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def day_and_time(when):
    """'Wed 25 November, 17:00' in the order of the reader's language."""
    local = timezone.localtime(when)
    parts = {
        "weekday": date_format(local, "D"),
        "day": date_format(local, "MONTH_DAY_FORMAT"),
        "time": date_format(local, "H:i"),
    }
    return _("%(weekday)s %(day)s, %(time)s") % parts


def written(when, style="datetime"):
    """A moment (aware datetime or date) written out: 'datetime', 'date', 'short' or 'time'."""
    if not hasattr(when, "hour"):
        return date_format(when, "DATE_FORMAT")
    local = timezone.localtime(when)
    if style == "date":
        return date_format(local, "DATE_FORMAT")
    if style == "short":
        return day_and_time(when)
    if style == "time":
        return date_format(local, "H:i")
    return _("%(date)s, %(time)s") % {"date": date_format(local, "DATE_FORMAT"), "time": date_format(local, "H:i")}


def span(length):
    """A length of time in its largest sensible unit: '3 days', '5 hours', '20 minutes'."""
    minutes = max(1, round(length.total_seconds() / 60))
    if minutes < 90:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    if hours < 36:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = round(minutes / 1440)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def ago(when, now):
    """'3 days ago', 'in 2 hours', 'just now'; beyond thirty days the date itself."""
    length = now - when
    if abs(length) > 30 * DAY:
        return written(when, "date")
    if abs(length) < timedelta(minutes=1):
        return _("just now")
    return (_("%(span)s ago") if length > timedelta(0) else _("in %(span)s")) % {"span": span(abs(length))}


@dataclass(frozen=True)
class TimeLeft:
    """What a deadline says now: `words`, the exact moment `by` (or ''), `tone`, `icon`, share of time `used` (0 to 1 or None)."""

    words: str
    by: str
    tone: str
    icon: str
    used: float | None


def time_left(due, now, *, start=None, met=None, paused=False):
    """Reads a deadline. `due`, `start`, `met`: aware datetimes; a paused clock shows no countdown."""
    by = _("By %(moment)s") % {"moment": day_and_time(due)}
    if met is not None:
        late = met - due
        if late <= timedelta(0):
            return TimeLeft(_("In time"), "", "good", "check", None)
        return TimeLeft(_("%(span)s late") % {"span": span(late)}, "", "warn", "clock-alert", None)
    if paused:
        return TimeLeft(_("The clock is stopped"), "", "neutral", "circle-pause", None)
    used = min(1.0, max(0.0, (now - start) / (due - start))) if start and due > start else None
    left = due - now
    if left < timedelta(0):
        return TimeLeft(_("%(span)s overdue") % {"span": span(-left)}, by, "bad", "clock-alert", used)
    if left < 2 * HOUR:
        return TimeLeft(_("%(span)s left") % {"span": span(left)}, by, "warn", "hourglass", used)
    distance = (timezone.localtime(due).date() - timezone.localtime(now).date()).days
    clock = {"time": date_format(timezone.localtime(due), "H:i")}
    if distance == 0:
        return TimeLeft(_("Due today at %(time)s") % clock, "", "warn", "hourglass", used)
    if distance == 1:
        return TimeLeft(
            _("Due tomorrow at %(time)s") % clock, "", "warn" if (used or 0) > 0.8 else "neutral", "clock", used
        )
    words = ngettext("%(n)d day left", "%(n)d days left", distance) % {"n": distance}
    return TimeLeft(words, by, "warn" if (used or 0) > 0.8 else "neutral", "clock", used)
