"""Opening hours as HSDS schedules (weekly rules of RFC 5545), and back. No database.

Hours are rows [first "MM-DD", last "MM-DD", weekday (0 is Monday), opens "HH:MM:SS", closes]; a season may span the turn of the year."""

import re
from datetime import date

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ALL_YEAR = ("01-01", "12-31")
TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::00)?(Z|[+-]\d\d:?\d\d)?")
ONLY = {"id", "location_id", "freq", "interval", "byday", "opens_at", "closes_at", "valid_from", "valid_to", "timezone", "wkst",
        "notes", "description"}  # fmt: skip


def schedules_of(hours, today, offset):
    """HSDS schedules without identifiers, one for each opening of each season. `offset`: hours from UTC, such as 8."""
    alike = {}
    for first, last, weekday, opens, closes in hours:
        alike.setdefault(((first, last), opens, closes), []).append(weekday)
    found = []
    for (season, opens, closes), days in sorted(alike.items()):
        zone = f"{'-' if offset < 0 else '+'}{int(abs(offset)):02}:{round(abs(offset) % 1 * 60):02}"
        row = {
            "freq": "WEEKLY", "byday": ",".join(DAYS[day] for day in sorted(days)), "timezone": offset,
            "opens_at": f"{opens[:5]}{zone}", "closes_at": f"{closes[:5]}{zone}",
        }  # fmt: skip
        if season != ALL_YEAR:
            row["valid_from"], row["valid_to"] = (day.isoformat() for day in _dates(season, today))
        found.append(row)
    return found


def hours_of(schedules, offset):
    """(rows of hours in order, {field: how often it says something that hours cannot}). Times without a zone are local."""
    rows, left = set(), {}
    for one in schedules:
        problem, found = _read(one, offset)
        if problem:
            left[problem] = left.get(problem, 0) + 1
        rows.update(found)
    return sorted(list(row) for row in rows), left


def _read(one, offset):
    """("schedules.field" that does not fit or "", rows)."""
    days = [day.strip() for day in str(one.get("byday") or "").split(",")]
    times = [_time(one.get(name), offset) for name in ("opens_at", "closes_at")]
    season = _season(one.get("valid_from"), one.get("valid_to"))
    if odd := next((name for name, value in one.items() if value not in (None, "", [], {}) and name not in ONLY), ""):
        return f"schedules.{odd}", []
    for field, fits in (("freq", one.get("freq") == "WEEKLY"), ("interval", one.get("interval") in (None, 1)),
                        ("byday", all(day in DAYS for day in days)), ("opens_at", all(times)), ("valid_from", season)):  # fmt: skip
        if not fits:
            return f"schedules.{field}", []
    return "", [(*season, DAYS.index(day), *times) for day in days]


def _time(text, offset):
    """ "10:00:00" of an HSDS time, or "" for none and for one of another time zone."""
    found = TIME.fullmatch(str(text or ""))
    if not found:
        return ""
    zone = found[3]
    if zone:
        hours = 0 if zone == "Z" else (-1 if zone[0] == "-" else 1) * (int(zone[1:3]) + int(zone[-2:]) / 60)
        if hours != offset:
            return ""
    return f"{found[1]}:{found[2]}:00"


def _season(first, last):
    """(first, last) as "MM-DD"; the whole year where neither is said; None for what is no season of a year."""
    if not first and not last:
        return ALL_YEAR
    try:
        first, last = date.fromisoformat(str(first)), date.fromisoformat(str(last))
    except ValueError:
        return None
    return (f"{first:%m-%d}", f"{last:%m-%d}") if 0 <= (last - first).days <= 366 else None


def _dates(season, today):
    """The first and last day of a season: the one that runs, else the next one."""
    first, last = season
    year = today.year
    if first <= last:
        year += f"{today:%m-%d}" > last
        return _day(year, first), _day(year, last)
    year -= f"{today:%m-%d}" <= last
    return _day(year, first), _day(year + 1, last)


def _day(year, month_and_day):
    """29 February is the 28th in other years."""
    month, day = map(int, month_and_day.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)
