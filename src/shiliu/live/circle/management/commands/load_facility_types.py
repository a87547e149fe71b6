"""`shiliu load facility types`: the ready list of types of facilities."""

from django.core.management.base import BaseCommand

from shiliu.live.circle import actions
from shiliu.platform.permissions import SYSTEM


class Command(BaseCommand):
    help = "Take the ready list of types of facilities; those that are there stay as they are."

    def handle(self, **options):
        self.stdout.write(f"{actions.load_types(by=SYSTEM)} new types")
