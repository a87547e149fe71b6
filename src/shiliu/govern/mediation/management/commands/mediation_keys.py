import os
from getpass import getpass
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from shiliu.govern.mediation.sealed import carrying

VARIABLE = "SHILIU_MEDIATION_PASSPHRASE"


class Command(BaseCommand):
    help = f"Write the keys of mediation files to one encrypted file, or bring them back. The passphrase is asked for, or read from {VARIABLE}."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["export", "import"])
        parser.add_argument("file", type=Path)

    def handle(self, *, what, file, **options):
        passphrase = os.environ.get(VARIABLE) or getpass(_("Passphrase: "))
        if len(passphrase) < carrying.LEAST:
            raise CommandError(_("A passphrase has %(number)s characters at least.") % {"number": carrying.LEAST})
        (self._export if what == "export" else self._import)(file, passphrase)

    def _export(self, file, passphrase):
        content, number = carrying.packed(passphrase)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise CommandError(_("%(path)s exists already and is not overwritten.") % {"path": file}) from None
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
        self.stdout.write(_("%(number)s keys are in %(path)s. Keep it apart from the backups, and destroy older ones.") % {"number": number, "path": file})  # fmt: skip

    def _import(self, file, passphrase):
        try:
            put, there, unneeded = carrying.brought_back(file.read_bytes(), passphrase)
        except OSError as error:
            raise CommandError(str(error)) from None
        except carrying.WrongPassphrase:
            raise CommandError(_("This file does not open with this passphrase, or was changed.")) from None
        self.stdout.write(_("%(put)s keys brought back; %(there)s were there; %(unneeded)s belong to files that are no longer kept.") % {"put": put, "there": there, "unneeded": unneeded})  # fmt: skip
