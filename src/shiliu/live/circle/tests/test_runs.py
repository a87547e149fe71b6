"""A measurement tells who reaches what, which gaps there are, and what opened or closed since the last one."""

from datetime import timedelta

import pytest

from shiliu.live.circle import actions, public, queries
from shiliu.live.circle.models import CoverageRun, Gap, Reach
from shiliu.live.circle.tests.conftest import EAST
from shiliu.platform import audit
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible

SHOP = {"kind": "convenience", "names": {"zh-hans": "东头便利店"}, "longitude": EAST[0], "latitude": EAST[1]}


def shops(run, town, walker):
    return queries.figures(run, town.places.west, walker)["convenience"]


def test_each_walker_has_its_own_share_of_homes(town, circle):
    run = actions.run(by=circle.sun)
    assert {who: shops(run, town, who)["covered"] for who in ("adult", "elder", "wheelchair")} == {
        "adult": 83,
        "elder": 60,
        "wheelchair": 60,
    }
    assert shops(run, town, "adult")["homes"] == 123
    assert queries.figures(run, town.places.district, "adult") == queries.figures(run, town.places.west, "adult")
    assert {area.code for area in queries.measured_areas(run)} == {"district", "street", "west"}


def test_small_buildings_are_drawn_with_their_neighbour(town, circle):
    run = actions.run(by=circle.sun)
    drawn = Reach.objects.filter(run=run, walker="adult")
    assert {(one.code, one.homes, one.buildings) for one in drawn} == {
        ("house", 60, 1),
        ("east-1", 40, 1),
        ("terrace-1", 23, 2),
    }
    assert drawn.get(code="east-1").minutes["convenience"][1] == 0
    assert Reach.objects.get(run=run, walker="wheelchair", code="terrace-1").minutes["convenience"] == [None, 0]


def test_a_gap_opens_closes_and_the_run_says_why(town, circle):
    actions.run(by=circle.sun)
    lacking = Gap.objects.filter(kind__code="convenience", walker="adult")
    gap = lacking.get()
    assert (gap.homes, gap.buildings, gap.nearest, gap.closed_in) == (40, 1, circle.shop, None)
    assert 23 < gap.minutes < 25
    with at_time(town.now + timedelta(days=1)):
        actions.enter_facility(by=circle.zhao, **SHOP)
    with at_time(town.now + timedelta(days=2)):
        run = actions.run(by=circle.sun)
    gap.refresh_from_db()
    assert gap.closed_in == run
    assert [(one["what"], one["kind"]) for one in run.changes] == [("opened", "convenience")]
    assert [told["convenience"]["covered"] for _run, told in queries.over_time(town.places.west, "adult")] == [83, 123]


def test_a_gap_stays_the_same_gap_while_it_shares_homes(town, circle):
    actions.run(by=circle.sun)
    before = set(Gap.objects.filter(closed_in=None).values_list("pk", flat=True))
    actions.set_value(by=circle.ding, name="cluster", value=900, source="A trial")
    with at_time(town.now + timedelta(days=1)):
        run = actions.run(by=circle.sun)
    after = Gap.objects.filter(closed_in=None)
    assert set(after.values_list("pk", flat=True)) <= before
    assert set(after.values_list("seen_in", flat=True)) == {run.pk}


def test_nothing_is_measured_twice_and_the_night_measures_what_changed(town, circle):
    run = actions.run(by=circle.sun)
    assert actions.run(by=circle.sun) == run
    actions.measure_if_changed()
    assert CoverageRun.objects.count() == 1
    with at_time(town.now + timedelta(days=1)):
        actions.close(by=circle.zhao, facility=circle.shop)
        actions.measure_if_changed()
    assert CoverageRun.objects.count() == 2
    assert shops(CoverageRun.objects.first(), town, "adult")["covered"] == 0


def test_without_network_or_by_a_resident_nothing_is_measured(town, circle):
    with pytest.raises(Refused):
        actions.run(by=town.actor("gulnar"))
    circle.homes.delete()
    with pytest.raises(NotPossible, match="homes"):
        actions.run(by=circle.sun)
    actions.measure_if_changed()
    assert not CoverageRun.objects.exists()


def test_a_gap_is_put_forward_once_with_a_reason_and_can_be_taken_back(town, circle):
    actions.run(by=circle.sun)
    gap = Gap.objects.filter(kind__code="convenience", walker="elder").first()
    with pytest.raises(NotPossible):
        actions.put_forward(by=circle.sun, gap=gap, reason=" ")
    with pytest.raises(Refused):
        actions.put_forward(by=circle.zhao, gap=gap, reason="No shop")
    wish = actions.put_forward(by=circle.sun, gap=gap, reason="No shop on the terrace.")
    with pytest.raises(NotPossible):
        actions.put_forward(by=circle.sun, gap=gap, reason="Again")
    told = public.wishes()
    assert [(one.id, one.wish, one.reason, one.is_open) for one in told] == [
        (gap.pk, "put_forward", "No shop on the terrace.", True)
    ]
    assert audit.rows_on(gap).first().verb == "circle.put_forward"
    actions.take_back(by=circle.sun, wish=wish)
    assert public.wishes() == []
    assert public.gap(gap.pk).wish == "withdrawn"
    assert public.gap(0) is None
