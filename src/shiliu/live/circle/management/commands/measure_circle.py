"""`shiliu measure circle`: measure now who reaches what on foot."""

from django.core.management.base import BaseCommand, CommandError

from shiliu.live.circle import actions
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.workflow import NotPossible


class Command(BaseCommand):
    help = "Measure who reaches what on foot within fifteen minutes."

    def handle(self, **options):
        try:
            run = actions.run(by=SYSTEM)
        except NotPossible as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{run.homes} homes, {run.facilities} facilities, measured {run.at:%Y-%m-%d %H:%M}")
