"""From a map of OpenStreetMap (.osm.pbf, written here) to figures, and what another year's map changes."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from shiliu.live.circle import actions, queries
from shiliu.live.circle.models import CoverageRun, Facility, FacilityType, WalkNetwork
from shiliu.live.circle.tests.conftest import EAST, MIDDLE, TERRACE, WEST, homes_rows
from shiliu.platform.clock import at_time

SHOP, BAKERY = {"shop": "convenience", "name": "街角便利店"}, {"shop": "bakery"}


@pytest.fixture
def draw(tmp_path, settings):
    """draw(**tags) writes the street of the town as a map, with tags on its ends, and gives the path."""
    import osmium
    from osmium.osm.mutable import Node, Way

    settings.DATA_DIR = tmp_path

    def write(name, **tags):
        path = tmp_path / f"{name}.osm.pbf"
        spots = {"west": WEST, "middle": MIDDLE, "east": EAST, "terrace": TERRACE}
        with osmium.SimpleWriter(str(path)) as writer:
            for number, (spot, place) in enumerate(spots.items(), start=1):
                writer.add_node(Node(id=number, location=place, tags=tags.get(spot, {}), version=1))
            writer.add_way(Way(id=1, nodes=[1, 2, 3], tags={"highway": "footway"}, version=1))
            writer.add_way(Way(id=2, nodes=[2, 4], tags={"highway": "steps"}, version=1))
        return path

    return write


def test_a_map_gives_paths_and_shops_and_a_later_one_sends_what_it_lacks_to_the_round(town, draw):
    ding = town.actor("ding")
    actions.load_types(by=ding)
    actions.import_homes(by=ding, rows=homes_rows(), source="homes.csv")
    first = draw("first", west=SHOP, east=BAKERY)
    call_command("import_network", first)
    call_command("import_facilities", first, write=True)
    assert WalkNetwork.objects.get().source == "© OpenStreetMap contributors, ODbL"
    shop = Facility.objects.get(kind__code="convenience")
    assert (shop.name, shop.source, shop.area.code) == ("街角便利店", "osm", "house")
    run = actions.run(by=ding)
    reached = {
        who: queries.figures(run, town.places.west, who)["convenience"]["covered"] for who in ("adult", "wheelchair")
    }
    assert reached == {"adult": 83, "wheelchair": 60}

    with at_time(town.now + timedelta(days=300)):
        actions.confirm(by=ding, facility=shop)
        actions.confirm(by=ding, facility=Facility.objects.get(kind__code="breakfast"))
        assert not queries.to_look_at(ding).exists()
        call_command(
            "import_facilities", draw("second", terrace={"shop": "supermarket"}, west=BAKERY, east=BAKERY), write=True
        )
        assert [one.kind.code for one in queries.to_look_at(ding)][:1] == ["convenience"]
        shop.refresh_from_db()
        assert shop.state == "confirmed" and shop.missing_since
        call_command("import_facilities", first, write=True)
        shop.refresh_from_db()
        assert shop.missing_since is None


def test_each_measurement_says_what_had_changed_before_it(town, circle):
    actions.run(by=circle.sun)
    with at_time(town.now + timedelta(days=1)):
        actions.set_value(by=circle.ding, name="minutes", value=10, source="A trial")
        circle.homes.filter(code="terrace-2").update(homes=4)
        run = actions.run(by=circle.sun)
    assert [one["what"] for one in run.changes] == ["homes", "numbers"]
    page = Client().get("/circle/changes/", {"area": "west", "kind": "convenience"}).content.decode()
    assert "Homes of buildings were changed." in page and "First measurement" in page
    CoverageRun.objects.update(parts={})  # one of before this was kept
    with at_time(town.now + timedelta(days=2)):
        actions.unset_value(by=circle.ding, name="minutes")
        assert actions.run(by=circle.sun).changes == []


def test_types_nobody_has_compared_with_their_source_are_told_to_be_assumed(town, circle):
    actions.run(by=circle.sun)
    look = {"area": "west", "scheme": "planning"}
    assert "Assumed, because nobody has compared it" in Client().get("/circle/", look).content.decode()
    for kind in FacilityType.objects.filter(scheme="planning"):
        actions.edit_type(by=circle.ding, kind=kind, checked=True)
    assert "Assumed" not in Client().get("/circle/", look).content.decode()
    assert {kind.checked for kind in FacilityType.objects.filter(source__contains="尚未", scheme="commerce")} == {False}
