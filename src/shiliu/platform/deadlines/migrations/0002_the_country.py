"""The country's calendar: Monday to Friday, and the days of the State Council's notices known when this was written."""

from django.db import migrations

from shiliu.methods.holidays import shipped_holidays

YEARS = (2025, 2026)


def fill(apps, schema_editor):
    names = ("WorkCalendar", "CalendarDay", "AnnouncedYear")
    calendar_model, day_model, year_model = (apps.get_model("deadlines", name) for name in names)
    country = calendar_model.objects.create(area=None)
    rows = [row for row in shipped_holidays() if row.date.year in YEARS]
    day_model.objects.bulk_create(
        day_model(calendar=country, date=row.date, working=row.working, name=row.name_zh, source=row.source) for row in rows
    )
    sources = {row.date.year: row.source for row in rows}
    year_model.objects.bulk_create(year_model(calendar=country, year=year, source=sources[year]) for year in YEARS)


def empty(apps, schema_editor):
    apps.get_model("deadlines", "WorkCalendar").objects.filter(area=None).delete()


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial")]
    operations = [migrations.RunPython(fill, empty)]
