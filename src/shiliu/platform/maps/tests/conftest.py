"""A district of four kilometres: community "ring" lies around community "core", community "isles" is in two parts."""

from types import SimpleNamespace

import pytest

from shiliu.foundation.models import Area, GridCell, Organisation, OrganisationArea, OrganisationKind
from shiliu.platform import maps

WEST, SOUTH, STEP = 100.0, 40.0, 0.01


def ring(x1, y1, x2, y2):
    corners = [(x1, y1), (x2, y1), (x2, y2), (x1, y2), (x1, y1)]
    return [[WEST + x * STEP, SOUTH + y * STEP] for x, y in corners]


def square(*corners, hole=None):
    return {"type": "Polygon", "coordinates": [ring(*corners), *([ring(*hole)] if hole else [])]}


def at(x, y):
    return WEST + x * STEP, SOUTH + y * STEP


@pytest.fixture
def town(db):
    def area(code, level, parent=None, boundary=None, **more):
        return Area.objects.create(
            code=code, level=level, parent=parent, boundary=boundary, names={"zh-hans": code}, **more
        )

    district = area("d", "district", None, square(0, 0, 4, 4))
    street = area("s", "street", district, square(0, 0, 4, 4))
    core = area("core", "community", street, square(1, 1, 2, 2))
    ring_ = area("ring", "community", street, square(0, 0, 3, 3, hole=(1, 1, 2, 2)))
    isles = {"type": "MultiPolygon", "coordinates": [[ring(3, 0, 4, 1)], [ring(3, 2, 4, 3)]]}
    isles = area("isles", "community", street, isles)
    yard = area("yard", "compound", core, square(1.1, 1.1, 1.9, 1.9))
    left = area("left", "building", yard, square(1.2, 1.2, 1.3, 1.4))
    right = area("right", "building", yard, None, longitude=at(1.7, 1.5)[0], latitude=at(1.7, 1.5)[1])
    cells = [
        GridCell.objects.create(
            community=core, code=code, names={"zh-hans": code}, boundary=boundary, supervision_phone="0"
        )
        for code, boundary in (("01", square(1, 1, 1.5, 2)), ("02", square(1.5, 1, 2, 2)))
    ]
    maps.changed()
    return SimpleNamespace(
        district=district,
        street=street,
        core=core,
        ring=ring_,
        isles=isles,
        yard=yard,
        left=left,
        right=right,
        cells=cells,
    )


@pytest.fixture
def unit(db):
    def make(code, kind, *areas, active=True):
        sort, _ = OrganisationKind.objects.get_or_create(
            code=kind, defaults={"standing": "government", "names": {"zh-hans": kind}}
        )
        unit = Organisation.objects.create(code=code, kind=sort, names={"zh-hans": code}, active=active)
        OrganisationArea.objects.bulk_create(OrganisationArea(organisation=unit, area=area) for area in areas)
        return unit

    return make
