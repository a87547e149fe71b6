"""`shiliu import services FILE`: items of the service catalogue by code; a dry run unless --write."""

from shiliu.live.services.catalogue import actions, columns
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.tables.command import ImportCommand


class Command(ImportCommand):
    help = "Import items of the service catalogue from CSV."
    headers = columns.HEADERS

    def run(self, rows, source, write):
        return actions.import_items(by=SYSTEM, rows=rows, source=source, write=write)
