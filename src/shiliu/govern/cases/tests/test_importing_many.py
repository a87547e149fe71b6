"""What an import works out once for very many rows is what it would find for each of them."""

import pytest

from shiliu.foundation.models import Area, CellDuty, Layer, OrganisationArea
from shiliu.govern.cases import routing
from shiliu.govern.cases.importing import mapping, staging, writing
from shiliu.govern.cases.models import CaseClock, CatalogueEntry
from shiliu.platform import deadlines, maps
from shiliu.platform.deadlines import calendars
from shiliu.platform.deadlines.models import WorkCalendar

pytestmark = pytest.mark.django_db

US = "SRNumber,CreatedDate,UpdatedDate,ActionTaken,RequestType,Status,ClosedDate,Latitude,Longitude\n"
HOUSE, FAR_COURT, STREET = (40.0015, 100.0015), (40.001, 100.051), (40.079, 100.001)
FEW = 65


def rows(count, *points):
    return US + "".join(
        f"1-{n},03/01/2026 09:00:00 AM,,SR Created,Single Streetlight Issue,Open,,{points[n % len(points)][0]},{points[n % len(points)][1]}\n"
        for n in range(count)
    )


def write(text, folder, town):
    file = folder / "export.csv"
    file.write_text(text)
    found, digest = mapping.load("src/shiliu/govern/cases/data/mappings/city-311.yaml")
    staged = staging.stage(file, found, digest, rejects=folder / "bad.csv", spool=folder / "good.jsonl")
    return writing.write(by=town.system, staged=staged)


def test_routes_from_kept_rows_are_those_that_asking_each_time_finds(town, catalogue):
    # Two units of one kind in one area, and one with a duty in the cell, so that ties and cells come in.
    OrganisationArea.objects.create(organisation=town.units.property, area=town.places.far_court)
    duty = {"layer": Layer.objects.get(), "cell": town.cell}
    CellDuty.objects.update_or_create(**duty, defaults={"organisation": town.units.property, "duty_name": "Keeper"})
    kept, seen = routing.AllServing(), set()
    for area in Area.objects.all():
        for entry in [None, *CatalogueEntry.objects.select_related("lead_kind", "category")]:
            for known in (True, False):
                asked = {"area": area, "cell": maps.cell_of(area), "place_known": known, "entry": entry}
                route = routing.find_route(**asked)
                assert routing.find_route(**asked, serving=kept) == route
                seen |= {reason.code for reason in route.reasons}
    assert {"tie", "unit_serves_cell", "unit_serves_area", "no_unit", "no_place", "no_entry"} <= seen


def test_each_row_has_the_deadline_of_the_place_where_it_lies(town, catalogue, tmp_path):
    Area.objects.filter(pk=town.places.far_court.pk).update(time_zone="Asia/Urumqi")
    WorkCalendar.objects.create(area=town.places.west)
    calendars.changed()
    write(rows(6, HOUSE, FAR_COURT, STREET), tmp_path, town)
    clocks = list(CaseClock.objects.select_related("case__area"))
    for clock in clocks:
        allowance = deadlines.Allowance(clock.amount, clock.unit, working=clock.working)
        assert clock.due == deadlines.due(clock.case.area, clock.started_at, allowance).at
    assert len({clock.due for clock in clocks}) > len({clock.kind for clock in clocks})


def test_more_rows_do_not_ask_the_database_more(town, catalogue, tmp_path, django_assert_max_num_queries):
    with django_assert_max_num_queries(FEW):
        write(rows(100, HOUSE, FAR_COURT, STREET), tmp_path, town)
