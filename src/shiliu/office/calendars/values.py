"""A calendar as plain values, one for each thing entered, so that each change can be kept in the history and taken back alone.

{"hours": [["01-01", "12-31", 0, "10:00:00", "14:00:00"], …], "year 2026": source,
 "2026-10-01": [working, name, source, opens or None, closes or None], …}
"""

from datetime import date, time

from shiliu.platform.deadlines.models import AnnouncedYear, CalendarDay, OfficeHoursRow

HOURS, YEAR = "hours", "year "


def of_calendar(calendar):
    """Read afresh: the calendar in hand may have been fetched with its entries before they changed."""
    hours = OfficeHoursRow.objects.filter(calendar=calendar)
    values = {
        HOURS: sorted(
            [row.valid_from_md, row.valid_until_md, row.weekday, str(row.opens), str(row.closes)] for row in hours
        )
    }
    for row in AnnouncedYear.objects.filter(calendar=calendar):
        values[f"{YEAR}{row.year}"] = row.source
    for row in CalendarDay.objects.filter(calendar=calendar):
        values[str(row.date)] = [row.working, row.name, row.source, _text(row.opens), _text(row.closes)]
    return values


def put(calendar, values):
    """Makes the calendar hold these values; None or nothing removes an entry, what is not named stays."""
    for key, value in values.items():
        if key == HOURS:
            _put_hours(calendar, value or [])
        elif key.startswith(YEAR):
            _put(
                AnnouncedYear, {"calendar": calendar, "year": int(key.removeprefix(YEAR))}, value and {"source": value}
            )
        else:
            _put(CalendarDay, {"calendar": calendar, "date": date.fromisoformat(key)}, value and _day(*value))


def _put(model, key, entry):
    if entry:
        model.objects.update_or_create(**key, defaults=entry)
    else:
        model.objects.filter(**key).delete()


def _put_hours(calendar, rows):
    OfficeHoursRow.objects.filter(calendar=calendar).delete()
    OfficeHoursRow.objects.bulk_create(
        OfficeHoursRow(calendar=calendar, valid_from_md=first, valid_until_md=last, weekday=weekday,
                       opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))
        for first, last, weekday, opens, closes in rows
    )  # fmt: skip


def _day(working, name, source, opens, closes):
    times = {"opens": opens and time.fromisoformat(opens), "closes": closes and time.fromisoformat(closes)}
    return {"working": working, "name": name, "source": source, **times}


def _text(moment):
    return moment and str(moment)
