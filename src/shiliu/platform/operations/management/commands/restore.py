from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from shiliu.platform.operations.backups import archive, restoring
from shiliu.platform.operations.backups.snapshots import Failed


class Command(BaseCommand):
    help = "Check a backup and restore it into a new folder (and an empty PostgreSQL database). Overwrites nothing."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--into", type=Path, metavar="DIR", help="the new data folder")
        parser.add_argument(
            "--erasures", action="append", default=[], type=Path, metavar="FILE", help="further ledgers of erasures"
        )
        parser.add_argument("--check", action="store_true", help="only check the backup")

    def handle(self, *, file, into, erasures, check, **options):
        if not check and into is None:
            raise CommandError(_("Name the new data folder with --into DIR, or check the backup only with --check."))
        if lost := [path for path in erasures if not path.is_file()]:
            raise CommandError(_("There is no file %(path)s.") % {"path": lost[0]})
        try:
            if check:
                manifest = archive.read(file)
                self.stdout.write(
                    _("The backup of %(when)s is whole: %(n)s files.")
                    % {"when": manifest.made_at, "n": len(manifest.files)}
                )
                return
            manifest, told = restoring.restore(file, into, ledgers=erasures)
        except (restoring.Refused, archive.BadBackup, Failed, OSError) as problem:
            raise CommandError(str(problem)) from None
        for line in told:
            self.stdout.write(line)
        self.stdout.write(_("Restored the backup of %(when)s into %(dir)s.") % {"when": manifest.made_at, "dir": into})
        self.stdout.write(_("To use it, set SHILIU_DATA_DIR=%(dir)s and start the site.") % {"dir": into.absolute()})
