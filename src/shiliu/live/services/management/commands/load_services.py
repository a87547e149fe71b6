"""Load the starting service catalogue into a new site."""

from django.core.management.base import BaseCommand, CommandError

from shiliu.live.services.catalogue import starter
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.platform.permissions import SYSTEM


class Command(BaseCommand):
    help = "Load categories, papers, certificates no longer issued, a first list of items and the finder into a site that has none."

    def handle(self, **options):
        if ServiceItem.objects.exists():
            raise CommandError(
                "This site has service items already. Change them in the screens or by importing a CSV file."
            )
        for name, report in starter.load(by=SYSTEM).items():
            self.stdout.write(f"{name}: {len(report.created)} new, {len(report.rejected)} rejected")
            for reject in report.rejected:
                self.stderr.write(f"  line {reject.line}: {reject.reason}")
