"""Loads the invented district by calling the actions every office calls: places, kinds, units, layers, cells with duties."""

import csv
from datetime import time
from pathlib import Path

from django.db import transaction

from shiliu.foundation.models import Area, Layer
from shiliu.office.calendars import actions as calendars
from shiliu.office.organisations import actions as organisations
from shiliu.office.organisations import drafts as unit_columns
from shiliu.office.places import actions as places
from shiliu.office.places import drafts as place_columns
from shiliu.platform.deadlines.models import WorkCalendar
from shiliu.platform.tables import read_rows

DATA = Path(__file__).parent / "data"
KINDS = Path(organisations.__file__).parent.parent / "data" / "kinds.csv"


@transaction.atomic
def load(actor):
    """Writes the whole district, or brings an earlier one up to date; the same twice changes nothing.

    `actor` needs to be permissions.SYSTEM. Raises ValueError when a row of our own data is rejected."""
    _all(places.import_areas, actor, DATA / "areas.geojson", place_columns.HEADERS)
    _all(organisations.import_kinds, actor, KINDS, unit_columns.HEADERS)
    _all(organisations.import_units, actor, DATA / "units.csv", unit_columns.HEADERS)
    _load_layers(actor)
    _all(places.import_cells, actor, DATA / "cells.geojson", place_columns.HEADERS)
    _open_late_offices(actor)


def _open_late_offices(actor):
    """Huayuan Town keeps the office hours of the far west: four hours from ten, four more after a long noon."""
    town = Area.objects.get(code="SL-05")
    if WorkCalendar.objects.filter(area=town).exists():
        return
    calendar = calendars.open_calendar(by=actor, area=town)
    for season, afternoon in (
        (("05-01", "09-30"), (time(16), time(20))),
        (("10-01", "04-30"), (time(15, 30), time(19, 30))),
    ):
        openings = [(time(10), time(14)), afternoon]
        calendars.set_hours(by=actor, calendar=calendar, season=season, weekdays=range(5), openings=openings)


def _all(load_rows, actor, path, headers):
    report = load_rows(by=actor, rows=read_rows(path, headers=headers), source=path.name)
    if report.rejected:
        raise ValueError(f"{path.name}, line {report.rejected[0].line}: {report.rejected[0].reason}")


def _load_layers(actor):
    there = set(Layer.objects.values_list("code", flat=True))
    with open(DATA / "layers.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["code"] not in there:
                names = {column[5:]: name for column, name in row.items() if column.startswith("name_") and name}
                places.create_layer(by=actor, code=row["code"], names=names, position=int(row["position"]))
