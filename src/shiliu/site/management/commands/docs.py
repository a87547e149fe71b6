"""Write the reference pages of the documentation from the program."""

from django.conf import settings
from django.core.management.base import BaseCommand

from shiliu.site import reference


class Command(BaseCommand):
    help = "Write docs/reference: permissions, workflows, settings and the API."

    def handle(self, **options):
        folder = settings.SOURCE_DIR / "docs" / "reference"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in reference.pages().items():
            (folder / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"docs/reference/{name}")
