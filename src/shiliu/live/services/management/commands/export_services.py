"""`shiliu export services FILE`: the whole service catalogue in the columns of its import."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand

from shiliu.live.services.catalogue import columns
from shiliu.live.services.catalogue.exporting import item_rows


class Command(BaseCommand):
    help = "Write all items of the service catalogue to a CSV file, as “shiliu import services” reads it."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        with open(file, "w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(columns.COLUMNS)
            writer.writerows(item_rows())
