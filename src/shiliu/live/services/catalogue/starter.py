"""A starting point for a new site: categories, stages of life, papers, certificates no longer issued, items and the finder.

All of it is data to be changed in the screens; nothing here is a rule of the program, and nobody has confirmed it locally."""

from pathlib import Path

from django.db import transaction

from shiliu.live.services.catalogue import actions, columns
from shiliu.platform.tables import read_rows

DATA = Path(__file__).parent / "data"
ORDER = (
    ("categories", actions.import_categories),
    ("stages", actions.import_stages),
    ("papers", actions.import_papers),
    ("services", actions.import_items),
    ("not_issued", actions.import_not_issued),
    ("finder", actions.import_finder),
)


@transaction.atomic
def load(*, by):
    """{file: Report}; rows of the same code are brought up to date. Kinds of units that the site does not know reject their rows."""
    return {name: run(by=by, rows=rows(name), source=f"{name}.csv") for name, run in ORDER}


def rows(name):
    return read_rows(DATA / f"{name}.csv", headers=columns.HEADERS if name == "services" else None)
