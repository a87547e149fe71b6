"""`shiliu import homes FILE`: how many homes each building has; a dry run unless --write."""

from shiliu.live.circle import actions, drafts
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.tables.command import ImportCommand


class Command(ImportCommand):
    help = "Import the number of homes of buildings from CSV. Nothing about persons is read."
    headers = drafts.HOMES_HEADERS

    def run(self, rows, source, write):
        return actions.import_homes(by=SYSTEM, rows=rows, source=source, write=write)
