"""A small town for tests: two communities, their units, and the same cast everywhere.

Gulnar raises needs; Chen is a neighbour elsewhere; Lin dispatches, Sun supervises; Zhao works at the window, Ma walks the grid;
Wang repairs for the property company, Li for the city; Hu is the property company of the other community: the outsider.
"""

from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from shiliu.foundation.models import (
    Area,
    CellDuty,
    GridCell,
    Layer,
    Organisation,
    OrganisationArea,
    OrganisationKind,
    Person,
    RoleAssignment,
)
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import SYSTEM, Actor
from tests.standing import standing

# A Tuesday morning in Shanghai: a working day of an announced year.
NOON = datetime(2026, 3, 10, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def square(west, south, size):
    corners = [(west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south)]
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}


def area(code, level, parent=None, boundary=None, **names):
    return Area.objects.create(
        code=code, level=level, parent=parent, boundary=boundary, names={"zh-hans": code, "en": code.title(), **names}
    )


def unit(code, kind, *areas, standing="government"):
    row, _made = OrganisationKind.objects.get_or_create(
        code=kind, defaults={"names": {"zh-hans": kind, "en": kind.replace("_", " ").title()}, "standing": standing}
    )
    made = Organisation.objects.create(
        code=code, kind=row, names={"zh-hans": code, "en": code.title()}, public_phone="0000-5550100"
    )
    for place in areas:
        OrganisationArea.objects.create(organisation=made, area=place)
    return made


def person(key, *roles):
    """`roles` are (role, area or organisation)."""
    made = Person.objects.create_user(pseudonym=key, email=f"{key}@example.org", password="long enough 7")
    for role, place in roles:
        where = {"area": place} if isinstance(place, Area) else {"organisation": place}
        RoleAssignment.objects.create(person=made, role=role, since=NOON - timedelta(days=30), **where)
    return made


@pytest.fixture
def at_noon():
    """Everything happens on one known working day; returns that moment."""
    with at_time(NOON) as moment:
        yield moment


@pytest.fixture
def town(db, at_noon):
    """SimpleNamespace of areas, units and people; `town.actor("li")` is an Actor, `town.now` the moment."""
    made = standing("town", build_town)

    def actor(key):
        return Actor.of(getattr(made.people, key))

    return SimpleNamespace(**vars(made), actor=actor, now=NOON, system=SYSTEM)


def build_town():
    places = SimpleNamespace()
    places.district = area("district", "district", boundary=square(100.0, 40.0, 0.08))
    places.street = area("street", "street", places.district, square(100.0, 40.0, 0.08))
    places.east = area("east", "community", places.street, square(100.04, 40.0, 0.04))
    places.west = area("west", "community", places.street, square(100.0, 40.0, 0.04))
    places.court = area("court", "compound", places.west, square(100.0, 40.0, 0.02))
    places.house = area("house", "building", places.court, square(100.001, 40.001, 0.002))
    places.far_court = area("far-court", "compound", places.east, square(100.05, 40.0, 0.02))
    units = SimpleNamespace(
        city=unit("city", "urban_management", places.district),
        property=unit("keepers", "property_company", places.court, standing="company"),
        other_property=unit("others", "property_company", places.far_court, standing="company"),
        committee=unit("committee", "residents_committee", places.west, standing="committee"),
        street_office=unit("street-office", "street_office", places.street),
        fire=unit("fire", "fire", places.district),
    )
    layer = Layer.objects.create(code="safety", names={"zh-hans": "平安建设", "en": "Safety"})
    cell = GridCell.objects.create(
        code="07", community=places.west, names={"zh-hans": "第07网格", "en": "Cell 07"}, boundary=square(100.0, 40.0, 0.02),
        supervision_phone="0000-5550199",
    )  # fmt: skip
    cell.areas.set([places.house])
    CellDuty.objects.create(cell=cell, layer=layer, duty_name="Safety warden", duty_phone="0000-5550107")
    people = SimpleNamespace(
        gulnar=person("gulnar", ("resident", places.house)),
        chen=person("chen", ("resident", places.far_court)),
        lin=person("lin", ("dispatcher", places.district)),
        sun=person("sun", ("supervisor", places.district)),
        zhao=person("zhao", ("window_worker", places.west)),
        ma=person("ma", ("grid_worker", places.west)),
        wang=person("wang", ("handler", units.property)),
        li=person("li", ("handler", units.city)),
        hu=person("hu", ("handler", units.other_property)),
        fang=person("fang", ("handler", units.fire)),
        ding=person("ding", ("administrator", places.district)),
        bai=person("bai", ("auditor", places.district)),
    )
    return SimpleNamespace(places=places, units=units, people=people, cell=cell)


@pytest.fixture
def catalogue(town):
    """The starting catalogue, reduced to the kinds of unit the town has; returns {category code: Category}."""
    return standing("catalogue", lambda: build_catalogue(town.actor("ding")))


def build_catalogue(by):
    from shiliu.govern.cases import catalogue as writing
    from shiliu.govern.cases import matters, starter
    from shiliu.govern.cases.models import Category, UrgencyTier

    starter.load_rows(by=by)
    version = writing.begin_draft(by=by)
    tiers = {tier.code: tier for tier in UrgencyTier.objects.all()}
    kinds = {kind.code: kind for kind in OrganisationKind.objects.all()}
    entries = (
        ("property_service", "homes", "property_company", "property", "general"),
        ("street_lamp", "streets", "urban_management", "government", "general"),
        ("manhole", "streets", "urban_management", "government", "urgent"),
        ("stairwell_clutter", "safety", "fire", "government", "general"),
        ("neighbour_matter", "neighbours", "residents_committee", "self_government", "general"),
    )
    for code, group, kind, duty, tier in entries:
        names = {"zh-hans": code, "en": code.replace("_", " ").capitalize()}
        made = matters.set_category(by=by, code=code, names=names, group=Category.objects.get(code=group))
        writing.set_entry(by=by, version=version, category=made, lead_kind=kinds[kind], duty=duty, tier=tiers[tier])
    writing.publish(by=by, version=version)
    return {category.code: category for category in Category.objects.all()}


@pytest.fixture
def raise_need(town, catalogue):
    """raise_need(by="gulnar", category="street_lamp", **changes) -> actions.Submitted"""
    from shiliu.govern.cases import actions
    from shiliu.platform.permissions import ANONYMOUS

    def submit(by="gulnar", category="street_lamp", **changes):
        said = {
            "kind": "help", "title": "The lamp at the gate is dark", "text": "It has been dark for three nights at the east gate.",
            "category": catalogue[category] if category else None, "area": town.places.house, **changes,
        }  # fmt: skip
        return actions.submit(by=town.actor(by) if by else ANONYMOUS, **said)

    return submit


@pytest.fixture
def png():
    """png(colour="green") -> an uploaded picture, fresh each time."""
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    def make(colour="green", size=(40, 30), name="place.png"):
        file = BytesIO()
        Image.new("RGB", size, colour).save(file, "PNG")
        return SimpleUploadedFile(name, file.getvalue(), content_type="image/png")

    return make
