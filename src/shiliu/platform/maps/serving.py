"""Which units serve a place: of each kind the nearest one up the tree."""

from typing import NamedTuple

from shiliu.foundation.models import Area, Organisation, OrganisationArea


class Serving(NamedTuple):
    """`area` is the place for which the unit is named: the one asked about or the nearest above it."""

    unit: Organisation
    area: Area


def units_serving(area, kind=None):
    """Active units serving `area`, nearest place first; of each kind only those named for the nearest place.

    `kind` (a code) leaves the others out. One query."""
    rows = OrganisationArea.objects.filter(area__in=area.chain_ids, organisation__active=True)
    if kind:
        rows = rows.filter(organisation__kind__code=kind)
    rows = sorted(
        rows.select_related("organisation__kind", "area").defer("area__boundary"),
        key=lambda row: (-row.area.path.count("/"), row.organisation.code),
    )
    nearest = {}
    for row in rows:
        nearest.setdefault(row.organisation.kind_id, row.area_id)
    return [Serving(row.organisation, row.area) for row in rows if nearest[row.organisation.kind_id] == row.area_id]
