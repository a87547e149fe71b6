"""Load the starting catalogue into a new site."""

from django.core.management.base import BaseCommand, CommandError

from shiliu.govern.cases import starter
from shiliu.govern.cases.models import CatalogueVersion
from shiliu.platform.permissions import SYSTEM


class Command(BaseCommand):
    help = "Load groups, urgency tiers, refusal reasons and a first dispatch catalogue into a site that has none."

    def handle(self, **options):
        if CatalogueVersion.objects.exists():
            raise CommandError(
                "This site has a catalogue already. Change it in the screens or by uploading a CSV file."
            )
        version = starter.load(by=SYSTEM)
        self.stdout.write(f"Published version {version.number} with {version.entries.count()} entries.")
