"""A walking network over the west of the town: a street of 1.7 km, and a terrace above it that stairs alone lead to."""

from types import SimpleNamespace

import pytest

from shiliu.live.circle import actions
from shiliu.live.circle.models import BuildingHomes, Facility
from shiliu.methods import reach
from shiliu.platform.tables import Row
from tests.standing import standing

WEST, MIDDLE, EAST, TERRACE, END = (
    (100.002, 40.002),
    (100.007, 40.002),
    (100.022, 40.002),
    (100.007, 40.0038),
    (100.014, 40.0038),
)


def paths():
    places = {"west": WEST, "middle": MIDDLE, "east": EAST, "terrace": TERRACE, "end": END}
    return reach.build(
        ids=list(places),
        lon=[place[0] for place in places.values()],
        lat=[place[1] for place in places.values()],
        start=["west", "middle", "middle", "terrace"],
        end=["middle", "east", "terrace", "end"],
        stairs=[False, False, True, False],
    )


def homes_rows():
    found = (
        ("house", *WEST, 60),
        ("east-1", *EAST, 40),
        ("terrace-1", *TERRACE, 20),
        ("terrace-2", 100.0072, 40.0038, 3),
    )
    return [
        Row(line, {"code": code, "longitude": str(lon), "latitude": str(lat), "homes": str(homes)})
        for line, (code, lon, lat, homes) in enumerate(found, start=2)
    ]


@pytest.fixture
def circle(town):
    """Types, network and homes are there, one shop at the west end, and nothing is measured yet."""
    standing("circle", lambda: build(town))
    return SimpleNamespace(ding=town.actor("ding"), sun=town.actor("sun"), zhao=town.actor("zhao"), lin=town.actor("lin"),
                           shop=Facility.objects.get(names__en="Corner shop"), homes=BuildingHomes.objects.all())  # fmt: skip


def build(town):
    ding = town.actor("ding")
    actions.load_types(by=ding)
    actions.import_network(by=ding, network=paths(), source="Drawn for tests")
    actions.import_homes(by=ding, rows=homes_rows(), source="homes.csv")
    names = {"zh-hans": "街角便利店", "en": "Corner shop"}
    actions.enter_facility(
        by=ding, kind="convenience", names=names, longitude=WEST[0], latitude=WEST[1], access={"step_free": "yes"}
    )
    return True
