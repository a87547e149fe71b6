"""`shiliu import hsds FILE`: services of another directory in HSDS 3.x; a dry run unless --write."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.live.services.hsds import actions, files
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.tables import Unreadable


class Command(BaseCommand):
    help = "Import services from HSDS 3.x: JSON (services, a page of the API, one service) or a ZIP of its CSV tables."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--write", action="store_true", help="write; without it nothing is changed")
        parser.add_argument("--category", default="", help="category of new items whose file names none of ours")
        parser.add_argument("--level", default="district", help="level of new items: district, street or community")
        parser.add_argument("--kind", default="", help="kind of new units whose file names none of ours")
        parser.add_argument(
            "--area", default="", help="code of the place of new units and windows whose file names none of ours"
        )
        parser.add_argument("--language", default=SOURCE_LANGUAGE, help="language of the texts in the file")

    def handle(self, *, file, write, category, level, kind, area, language, **options):
        try:
            given, left = files.read(file)
            report = actions.import_hsds(
                by=SYSTEM,
                **given,
                source=file.name,
                category=category,
                level=level,
                kind=kind,
                area=area,
                language=language,
                write=write,
            )
        except (Unreadable, OSError) as error:
            raise CommandError(str(error)) from None
        for reject in report.rejected:
            self.stderr.write(
                _("service %(number)d (%(id)s): %(why)s")
                % {"number": reject.line, "id": reject.values["id"], "why": reject.reason}
                if reject.line
                else _("location %(id)s: %(why)s") % {"id": reject.values["id"], "why": reject.reason}
            )
        for path, count in {**report.unknown, **left}.items():
            self.stdout.write(_("not kept: %(path)s, %(count)d times") % {"path": path, "count": count})
        told = _("Written: %(created)d new, %(changed)d changed; %(same)d the same, %(rejected)d rejected.")
        if not write:
            told = _("Would write: %(created)d new, %(changed)d changed; %(same)d the same, %(rejected)d rejected.")
        self.stdout.write(told % report.counts())
        if report.units or report.windows:
            self.stdout.write(
                _("With them: %(units)d units and %(windows)d windows.")
                % {"units": len(report.units), "windows": len(report.windows)}
            )
