"""`shiliu import finder FILE`: the questions that lead to the right counter, replaced as a whole; a dry run unless --write."""

from shiliu.live.services.catalogue import actions
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.tables.command import ImportCommand


class Command(ImportCommand):
    help = "Replace the finder of the service catalogue by the questions of a CSV file."

    def run(self, rows, source, write):
        return actions.import_finder(by=SYSTEM, rows=rows, source=source, write=write)
