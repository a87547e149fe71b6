"""`shiliu import not_issued FILE`: certificates a committee must not issue, by code; a dry run unless --write."""

from shiliu.live.services.catalogue import actions
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.tables.command import ImportCommand


class Command(ImportCommand):
    help = "Import the certificates that a residents' committee must not issue, and what to do instead, from CSV."

    def run(self, rows, source, write):
        return actions.import_not_issued(by=SYSTEM, rows=rows, source=source, write=write)
