"""Bring the database up to date and, on an empty one in demo mode, load the demo district once."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from shiliu.foundation.models import Area


class Command(BaseCommand):
    help = "Migrate the database and load the demo district into an empty one."

    def add_arguments(self, parser):
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *, no_demo, verbosity, **options):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if settings.MODE != "production" and not no_demo and not Area.objects.exists():
            self.stdout.write("Telling the story of the demo district (once) …")
            call_command("load_demo", verbosity=verbosity)
