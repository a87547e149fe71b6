from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from shiliu.platform.search import rebuild


class Command(BaseCommand):
    help = "Make the search index anew from the stored texts."

    def handle(self, **options):
        count = rebuild()
        self.stdout.write(
            ngettext("%(count)d text is indexed.", "%(count)d texts are indexed.", count) % {"count": count}
        )
