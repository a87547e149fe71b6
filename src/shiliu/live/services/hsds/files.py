"""A file of another directory as what the import takes: JSON (services, a page of the API, one service) or a ZIP of CSV tables."""

import zipfile

from django.utils.translation import gettext as _

from shiliu.live.services.hsds import datapackage, reading
from shiliu.methods import strict_json
from shiliu.platform.tables import MOST_BYTES, Unreadable


def read(file):
    """({"services": […], "organizations": […]}, {table of a ZIP that nobody reads: its rows}). Raises Unreadable."""
    if file.stat().st_size > MOST_BYTES:
        raise Unreadable(
            _("The file is larger than %(most)d MB; please split it.") % {"most": MOST_BYTES // 1024 // 1024}
        )
    try:
        if zipfile.is_zipfile(file):
            document, left = datapackage.read(file)
        else:
            document, left = strict_json.read(file.read_text(encoding="utf-8-sig")), {}
        services, organizations = reading.parts_of(document)
    except reading.Unfit as problem:
        raise Unreadable(str(problem)) from None
    except (ValueError, RecursionError):
        raise Unreadable(
            _("This is neither JSON nor a ZIP of CSV tables. Ask where it comes from for a file in HSDS 3.x.")
        ) from None
    return {"services": services, "organizations": organizations}, left
