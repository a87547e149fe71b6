"""The only writers of calendars. Deadlines that already run keep their date: a promise is not moved by a later notice."""

import json
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shiliu.methods.holidays import shipped_holidays
from shiliu.office.calendars import rules, values
from shiliu.platform import audit, revisions
from shiliu.platform.deadlines import calendars
from shiliu.platform.deadlines.models import AnnouncedYear, CalendarDay, OfficeHoursRow, WorkCalendar
from shiliu.platform.permissions import SYSTEM, demand
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def open_calendar(*, by, area):
    """Gives an area a calendar of its own, empty: until something is entered, what holds around it holds there."""
    calendar = WorkCalendar(area=area)
    demand(by, "calendars.edit", calendar)
    try:
        with transaction.atomic():
            calendar.save()
    except IntegrityError:
        raise NotPossible(_("%(area)s has a calendar already.") % {"area": area}) from None
    _record("opened", by, calendar)
    return calendar


@transaction.atomic
def close_calendar(*, by, calendar):
    """Removes an area's calendar with all its entries; what holds around the area holds there again."""
    before = _begin(by, calendar)
    if calendar.area is None:
        raise NotPossible(_("The country's calendar stays."))
    data = {"calendar": calendar.pk, "entries": json.dumps(before, ensure_ascii=False)}
    audit.record("calendars.closed", by=by, target=calendar.area, area=calendar.area, data=data)
    calendar.delete()
    calendars.changed()


@transaction.atomic
def reopen_calendar(*, by, area):
    """Brings back the calendar last removed from the area, with its entries and under its old number."""
    row = audit.rows_on(area).filter(verb="calendars.closed", data__has_key="entries").first()
    calendar = WorkCalendar(pk=row.data["calendar"] if row else None, area=area)
    demand(by, "calendars.edit", calendar)
    if row is None:
        raise NotPossible(_("No calendar was removed from this area."))
    if WorkCalendar.objects.filter(area=area).exists():
        raise NotPossible(_("%(area)s has a calendar already.") % {"area": area})
    calendar.save(force_insert=True)
    values.put(calendar, json.loads(row.data["entries"]))
    _record("reopened", by, calendar)
    return calendar


@transaction.atomic
def take_back(*, by, calendar, row):
    """Undoes the change told by `row`, an audit row of this calendar, unless it was changed again since."""
    before = _begin(by, calendar)
    if (row.target_type, row.target_id) != (calendar._meta.label_lower, str(calendar.pk)):
        raise NotPossible(_("This entry of the history belongs to something else."))
    values.put(calendar, revisions.taken_back(row, before))
    _record("reverted", by, calendar, {"reverts": row.pk}, before=before)


@transaction.atomic
def set_hours(*, by, calendar, season, weekdays, openings, instead_of=None):
    """Hours for some weekdays of a season. `season`: ("05-01", "09-30"), both included; `openings`: [(opens, closes)] as
    times; `instead_of`: (season, weekdays) of an entry that these replace."""
    before = _begin(by, calendar)
    if problem := rules.problem_with_season(season):
        raise NotPossible(problem, {"valid_from_md": problem})
    if problem := rules.problem_with_openings(openings):
        raise NotPossible(problem, {"opens": problem})
    if not weekdays:
        problem = _("Choose at least one weekday.")
        raise NotPossible(problem, {"weekdays": problem})
    if instead_of:
        _hours(calendar, *instead_of).delete()
    _hours(calendar, season, weekdays).delete()
    for row in calendar.hours.filter(weekday__in=weekdays):
        if rules.seasons_meet(season, (row.valid_from_md, row.valid_until_md)):
            problem = _(
                "Other hours stand for some of these weekdays from %(from)s to %(until)s. Change or remove those first."
            )
            problem %= {"from": row.valid_from_md, "until": row.valid_until_md}
            raise NotPossible(problem, {"valid_from_md": problem})
    OfficeHoursRow.objects.bulk_create(
        OfficeHoursRow(
            calendar=calendar,
            valid_from_md=season[0],
            valid_until_md=season[1],
            weekday=weekday,
            opens=opens,
            closes=closes,
        )
        for weekday in sorted(weekdays)
        for opens, closes in sorted(openings)
    )
    hours = ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in sorted(openings))
    _record(
        "hours_set",
        by,
        calendar,
        {"from": season[0], "until": season[1], "weekdays": sorted(weekdays), "hours": hours},
        before=before,
    )


@transaction.atomic
def remove_hours(*, by, calendar, season, weekdays):
    before = _begin(by, calendar)
    if _hours(calendar, season, weekdays).delete()[0]:
        _record(
            "hours_removed",
            by,
            calendar,
            {"from": season[0], "until": season[1], "weekdays": sorted(weekdays)},
            before=before,
        )


@transaction.atomic
def set_days(*, by, calendar, first, last=None, working, name, source, hours=None, instead_of=None):
    """Enters the days from `first` to `last` (both included) as off or as workdays; an entry of the same date is replaced.

    `hours`: (opens, closes) of workdays with hours of their own; `instead_of`: (first, last) of entries that these replace.
    """
    before = _begin(by, calendar)
    last = last or first
    if last < first or last - first >= rules.LONGEST_ENTRY:
        problem = _("The last day lies before the first, or more than a month after it.")
        raise NotPossible(problem, {"last": problem})
    if hours and (problem := rules.problem_with_openings([hours]) if working else _("A day off has no hours.")):
        raise NotPossible(problem, {"opens": problem})
    opens, closes = hours or (None, None)
    entry = {"working": working, "name": name, "source": source, "opens": opens, "closes": closes}
    if instead_of:
        calendar.days.filter(date__range=instead_of).delete()
    for number in range((last - first).days + 1):
        CalendarDay.objects.update_or_create(calendar=calendar, date=first + timedelta(days=number), defaults=entry)
    data = {"first": first, "last": last, "working": working, "name": name, "source": source}
    _record("days_set", by, calendar, data, before=before)


@transaction.atomic
def remove_days(*, by, calendar, first, last=None):
    """Removes the entries from `first` to `last`; the ordinary week, or what holds around the area, counts again."""
    before = _begin(by, calendar)
    rows = calendar.days.filter(date__range=(first, last or first))
    name = rows.values_list("name", flat=True).first()
    if rows.delete()[0]:
        _record("days_removed", by, calendar, {"first": first, "last": last or first, "name": name}, before=before)


@transaction.atomic
def announce_year(*, by, calendar, year, source):
    """The notice for the year stands in the table: deadlines in it carry no warning any more."""
    before = _begin(by, calendar)
    if not rules.FIRST_YEAR <= year <= rules.LAST_YEAR:
        problem = _("Give a year from %(first)s to %(last)s.") % {"first": rules.FIRST_YEAR, "last": rules.LAST_YEAR}
        raise NotPossible(problem, {"year": problem})
    AnnouncedYear.objects.update_or_create(calendar=calendar, year=year, defaults={"source": source})
    _record("year_announced", by, calendar, {"year": year, "source": source}, before=before)


@transaction.atomic
def withdraw_year(*, by, calendar, year):
    before = _begin(by, calendar)
    if calendar.years.filter(year=year).delete()[0]:
        _record("year_withdrawn", by, calendar, {"year": year}, before=before)


@transaction.atomic
def read_table(*, by, calendar, rows, whole_years):
    """Enters all rows of a holiday table (methods.holidays). `whole_years`: the table is the notice of each year in it, which
    is thereby announced. Returns (added, changed)."""
    before = _begin(by, calendar)
    known = {day.date: day for day in calendar.days.all()}
    added = changed = 0
    for row in rows:
        entry = {"working": row.working, "name": row.name_zh, "source": row.source, "opens": None, "closes": None}
        before = known.get(row.date)
        if before is None:
            added += 1
        elif any(getattr(before, key) != value for key, value in entry.items()):
            changed += 1
        else:
            continue
        CalendarDay.objects.update_or_create(calendar=calendar, date=row.date, defaults=entry)
    if whole_years:
        for year, source in {row.date.year: row.source for row in rows}.items():
            AnnouncedYear.objects.update_or_create(calendar=calendar, year=year, defaults={"source": source})
    if rows:
        _record(
            "table_read", by, calendar, {"added": added, "changed": changed, "source": rows[0].source}, before=before
        )
    return added, changed


@transaction.atomic
def read_shipped_years():
    """The daily job: years that came with an update of the program and stand in the country's calendar not yet."""
    calendar = WorkCalendar.objects.filter(area=None).first() or WorkCalendar.objects.create(area=None)
    announced = set(calendar.years.values_list("year", flat=True))
    rows = [row for row in shipped_holidays() if row.date.year not in announced]
    return read_table(by=SYSTEM, calendar=calendar, rows=rows, whole_years=True)


def _hours(calendar, season, weekdays):
    return calendar.hours.filter(valid_from_md=season[0], valid_until_md=season[1], weekday__in=weekdays)


def _begin(by, calendar):
    """Asks for permission, holds the calendar against other writers and gives its values before the change."""
    demand(by, "calendars.edit", calendar)
    list(WorkCalendar.objects.select_for_update().filter(pk=calendar.pk).order_by())
    return values.of_calendar(calendar)


def _record(verb, by, calendar, data=None, *, before=None):
    """The audit row; with `before` it also keeps what differs, so that it can be taken back."""
    data = data or {}
    if before is not None:
        present = values.of_calendar(calendar)
        old, new = revisions.differences(before, dict.fromkeys(before) | present)
        data |= revisions.kept(old, new) if new else {}
    audit.record(f"calendars.{verb}", by=by, target=calendar, area=calendar.area, data=data)
    calendars.changed()
