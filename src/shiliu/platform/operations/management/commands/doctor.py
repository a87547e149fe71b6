from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shiliu.platform.operations.checks import database
from shiliu.platform.operations.findings import ERROR, FINE, WARNING, Check, checks

MARKS = {ERROR: "✗", WARNING: "!", FINE: "✓"}


class Command(BaseCommand):
    help = "Say in words what is wrong with this installation. Ends with 1 when something is."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--quiet", action="store_true", help="leave out what is in order")

    def handle(self, *, quiet, **options):
        counts = {ERROR: 0, WARNING: 0, FINE: 0}
        answers = self.tell(Check(_("Database"), database.reachable), counts, quiet)
        for check in checks():
            if answers or not check.needs_database:
                self.tell(check, counts, quiet)
        if not answers:
            self.stdout.write(_("The database does not answer, so nothing in it was looked at. Check DATABASE_URL."))
        errors = ngettext("%(n)s error", "%(n)s errors", counts[ERROR]) % {"n": counts[ERROR]}
        warnings = ngettext("%(n)s warning", "%(n)s warnings", counts[WARNING]) % {"n": counts[WARNING]}
        self.stdout.write(f"\n{errors}, {warnings}.")
        if counts[ERROR]:
            raise SystemExit(1)

    def tell(self, check, counts, quiet):
        """Writes what a check found; true unless it found an error."""
        findings = check.findings()
        shown = [found for found in findings if not (quiet and found.level == FINE)]
        if shown:
            self.stdout.write(str(check.name))
        for found in shown:
            self.stdout.write(f"  {MARKS[found.level]} {found.text}", self.colour(found.level))
        for found in findings:
            counts[found.level] += 1
        return all(found.level != ERROR for found in findings)

    def colour(self, level):
        return {ERROR: self.style.ERROR, WARNING: self.style.WARNING, FINE: self.style.SUCCESS}[level]
