"""The command line of an import: says what would change, writes only when told to."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from shiliu.platform.tables.reading import Unreadable, read_rows
from shiliu.platform.tables.report import write_rejects
from shiliu.platform.workflow import NotPossible

SHOWN = 20


class ImportCommand(BaseCommand):
    """Subclasses give `headers` (other names of columns) and `run(rows, source, write) -> Report`."""

    headers = {}

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="CSV or GeoJSON, UTF-8 or GB18030")
        parser.add_argument("--write", action="store_true", help="write; without it nothing is changed")
        parser.add_argument("--rejects", type=Path, help="where bad rows go (default: FILE.rejects.csv)")

    def run(self, rows, source, write):
        raise NotImplementedError

    def handle(self, *, file, write, rejects=None, **options):
        try:
            report = self.run(read_rows(file, headers=self.headers), file.name, write)
        except (Unreadable, NotPossible) as error:
            raise CommandError(str(error)) from None
        self._tell(report)
        if report.rejected:
            rejects = rejects or file.with_name(f"{file.name}.rejects.csv")
            write_rejects(rejects, report.rejected)
            self.stderr.write(
                _("%(count)d rows were rejected; see %(file)s") % {"count": len(report.rejected), "file": rejects}
            )
        if not write:
            self.stdout.write(_("Nothing was written. Add --write to do it."))

    def _tell(self, report):
        counts = report.counts()
        for code in report.created[:SHOWN]:
            self.stdout.write("  " + _("new: %(code)s") % {"code": code})
        for change in report.changed[:SHOWN]:
            fields = ", ".join(
                f"{name}: {_short(change.before.get(name))} → {_short(new)}" for name, new in change.after.items()
            )
            self.stdout.write("  " + _("changed: %(code)s") % {"code": change.code} + f" ({fields})")
        shown = min(SHOWN, counts["created"]) + min(SHOWN, counts["changed"])
        if left := counts["created"] + counts["changed"] - shown:
            self.stdout.write("  " + _("… and %(count)d more") % {"count": left})
        if report.written:
            summary = _("Written: %(created)d new, %(changed)d changed; %(same)d the same, %(rejected)d rejected.")
        else:
            summary = _("Would write: %(created)d new, %(changed)d changed; %(same)d the same, %(rejected)d rejected.")
        self.stdout.write(summary % counts)


def _short(value):
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
