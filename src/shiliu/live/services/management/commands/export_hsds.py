"""`shiliu export hsds FILE`: the public service catalogue in HSDS 3.1, as .json or as .zip of tables."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.live.services.hsds import datapackage
from shiliu.live.services.hsds.publishing import Publisher


class Command(BaseCommand):
    help = "Write the service items on offer in HSDS 3.1: to FILE.json, or to FILE.zip as a package of CSV tables."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        with translation.override(SOURCE_LANGUAGE):
            everything = Publisher(lambda path: settings.SITE_URL + path).everything()
        if file.suffix == ".zip":
            datapackage.write(everything, file)
        else:
            file.write_text(json.dumps(everything, ensure_ascii=False, indent=1), encoding="utf-8")
        self.stdout.write(f"{len(everything['services'])} services")
