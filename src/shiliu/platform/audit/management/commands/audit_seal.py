from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from shiliu.platform.audit.sealing import seal


class Command(BaseCommand):
    help = "Link every waiting audit row to the chain now, as the background worker does every few seconds."

    def handle(self, **options):
        count = seal()
        self.stdout.write(ngettext("Sealed %(n)s row.", "Sealed %(n)s rows.", count) % {"n": count})
