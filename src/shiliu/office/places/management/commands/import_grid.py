"""`shiliu import grid FILE`: cells of communities with their duties by code; a dry run unless --write."""

from shiliu.office.places import actions, drafts
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.tables.command import ImportCommand


class Command(ImportCommand):
    help = "Import cells and duties from CSV or GeoJSON."
    headers = drafts.HEADERS

    def run(self, rows, source, write):
        return actions.import_cells(by=SYSTEM, rows=rows, source=source, write=write)
