"""Take the cases of one import out again."""

from django.core.management.base import BaseCommand, CommandError

from shiliu.govern.cases.importing import writing
from shiliu.govern.cases.models import ImportRun
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.workflow import NotPossible


class Command(BaseCommand):
    help = "Undo an import of cases, finished or interrupted. Cases somebody has worked on since are kept."

    def add_arguments(self, parser):
        parser.add_argument("run", type=int, help="the number the import printed")

    def handle(self, *, run, **options):
        found = ImportRun.objects.filter(pk=run).first()
        if found is None:
            known = ", ".join(f"{r.pk} ({r.file_name}, {r.state})" for r in ImportRun.objects.all()[:10]) or "none"
            raise CommandError(f"There is no import {run}. The latest are: {known}.")
        try:
            taken, kept = writing.undo(by=SYSTEM, run=found)
        except NotPossible as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{taken:,} cases were taken out; {kept:,} were kept because somebody has worked on them.")
