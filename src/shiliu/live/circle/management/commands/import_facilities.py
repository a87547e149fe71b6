"""`shiliu import facilities FILE`: CSV or GeoJSON, or a map of OpenStreetMap (.osm.pbf); a dry run unless --write."""

from pathlib import Path

from django.core.management.base import CommandError

from shiliu.live.circle import actions, drafts
from shiliu.live.circle.models import Facility, FacilityType
from shiliu.methods import reach
from shiliu.methods.inputs import BadInput
from shiliu.methods.plots import Unavailable
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.tables import Row
from shiliu.platform.tables.command import ImportCommand

MAPS = (".pbf", ".osm")


class Command(ImportCommand):
    help = "Import facilities from CSV, GeoJSON or OpenStreetMap (.osm.pbf)."
    headers = drafts.FACILITY_HEADERS
    origin = Facility.Source.OPEN_DATA

    def handle(self, *, file, write, rejects=None, **options):
        if Path(file).suffix not in MAPS:
            return super().handle(file=file, write=write, rejects=rejects, **options)
        try:
            report = actions.import_facilities(
                by=SYSTEM, rows=rows_of_map(file), source=file.name, write=write, origin=Facility.Source.OSM, whole=True
            )
        except (BadInput, Unavailable) as error:
            raise CommandError(str(error)) from None
        return self._tell(report)

    def run(self, rows, source, write):
        return actions.import_facilities(by=SYSTEM, rows=rows, source=source, write=write)


def rows_of_map(file):
    """Rows of the places of a map whose type is in use here; one without a name is called by its type."""
    names = {kind.code: kind.names for kind in FacilityType.objects.filter(active=True)}
    found = reach.read_osm_facilities(str(file))
    return [
        Row(line, {"code": place.id, "kind": place.category, "name_zh-hans": place.name or names[place.category]["zh-hans"],
                   "longitude": str(place.lon), "latitude": str(place.lat)})
        for line, place in enumerate(found, start=1)
        if place.category in names
    ]  # fmt: skip
