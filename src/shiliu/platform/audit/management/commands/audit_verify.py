from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from shiliu.platform.audit.heads import Head
from shiliu.platform.audit.verifying import verify


class Command(BaseCommand):
    help = (
        "Check the audit chain: names the first broken link and the rows not yet sealed. Ends with 1 when it is broken."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--expect",
            action="append",
            default=[],
            metavar="SEQ:HASH",
            help="a head written down earlier; may be repeated",
        )
        parser.add_argument("--last", type=int, help="check only so many links at the end")

    def handle(self, *, expect, last, **options):
        try:
            verdict = verify(expect=[Head.parse(text) for text in expect], last=last)
        except ValueError as error:
            raise CommandError(str(error)) from None
        for sentence in verdict.sentences():
            self.stdout.write(sentence)
        if not verdict.ok:
            raise CommandError(_("The audit chain is broken."))
