from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from shiliu.platform.operations.backups import archive, restoring
from shiliu.platform.operations.backups.snapshots import Failed


class Command(BaseCommand):
    help = "The second half of `shiliu restore`, which runs it on the unpacked data; harmless to run again."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--erasures", action="append", default=[], type=Path, metavar="FILE")

    def handle(self, *, erasures, **options):
        try:
            manifest = archive.Manifest.parse((Path(settings.DATA_DIR) / restoring.MANIFEST).read_bytes())
            for line in restoring.finish(manifest, erasures):
                self.stdout.write(line)
        except (archive.BadBackup, Failed, OSError, ValueError) as problem:
            raise CommandError(str(problem)) from None
