from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from shiliu.platform.clock import now
from shiliu.platform.operations.backups import making
from shiliu.platform.operations.backups.archive import BadBackup
from shiliu.platform.operations.backups.snapshots import Failed


class Command(BaseCommand):
    help = "Write database, attachments and audit head into one file, while the site runs, and check it."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="default: backups/shiliu-DATE.tar.gz in the data folder")

    def handle(self, *, file, **options):
        file = file or Path(settings.DATA_DIR) / "backups" / f"shiliu-{now():%Y%m%d-%H%M%S}.tar.gz"
        try:
            manifest, warnings = making.make(file)
        except (making.Refused, BadBackup, Failed, OSError) as problem:
            raise CommandError(str(problem)) from None
        for warning in warnings:
            self.stderr.write(warning)
        size = file.stat().st_size / 1_000_000
        self.stdout.write(
            _("Wrote %(file)s: %(size).1f MB, %(n)s files, checked.")
            % {"file": file, "size": size, "n": len(manifest.files)}
        )
        self.stdout.write(_("The audit chain in it ends in %(head)s.") % {"head": manifest.audit})
        self.stdout.write(
            _(
                "It holds personal data and is not encrypted: keep it where only few can read it, together with erasures.jsonl."
            )
        )
