"""`shiliu import organisations FILE`: units and the places they serve by code; a dry run unless --write."""

from shiliu.office.organisations import actions, drafts
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.tables.command import ImportCommand


class Command(ImportCommand):
    help = "Import units from CSV."
    headers = drafts.HEADERS

    def run(self, rows, source, write):
        return actions.import_units(by=SYSTEM, rows=rows, source=source, write=write)
