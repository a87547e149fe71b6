import threading

import pytest
from django.db import connection

from shiliu.foundation.models import Area
from shiliu.office.places import actions, values
from shiliu.platform import audit, maps, revisions
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.workflow import NotPossible
from tests.town import square

NAMES = {"zh-hans": "新楼", "en": "New House"}


def stamp(area):
    return revisions.stamp(values.of_area(area))


def test_an_administrator_enters_a_place_and_the_audit_tells_it(town, bo):
    made = actions.create_area(by=bo, code="house-2", level="building", parent=town.places.court, names=NAMES)
    assert made.path == f"{town.places.court.path}{made.pk}/"
    assert [row.verb for row in audit.rows_on(made)] == ["places.area_created"]
    assert audit.render(audit.rows_on(made)[0], "en") == "bo entered the place New House."


@pytest.mark.parametrize("who", ["lin", "sun", "zhao", "ma", "wang", "gulnar", "bai"])
def test_nobody_without_the_role_changes_a_place(town, who):
    with pytest.raises(Refused):
        actions.edit_area(by=town.actor(who), area=town.places.west, names=NAMES)


def test_an_administrator_changes_nothing_beside_or_above_the_own_area(town, bo, zi):
    for by, place in (
        (bo, town.places.street),
        (bo, town.places.east),
        (zi, town.places.house),
        (ANONYMOUS, town.places.house),
    ):
        with pytest.raises(Refused):
            actions.edit_area(by=by, area=place, names=NAMES)
    with pytest.raises(Refused):
        actions.create_area(by=bo, code="x", level="compound", parent=town.places.east, names=NAMES)


def test_an_administrator_cannot_make_a_second_district(town, ding):
    with pytest.raises(Refused):
        actions.create_area(by=ding, code="d2", level="district", parent=None, names=NAMES)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "two words"}, "code"),
        ({"code": "court"}, "code"),
        ({"names": {"en": "Only English"}}, "names"),
        ({"names": {"zh-hans": "好", "Not A Tag": "x"}}, "names"),
        ({"names": {"zh-hans": "两\n行"}}, "names"),
        ({"longitude": 100.0}, "longitude"),
        ({"longitude": 200.0, "latitude": 3.0}, "longitude"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"parent": "nowhere"}, "parent"),
        ({"parent": "house"}, "parent"),
        ({"parent": ""}, "parent"),
    ],
)
def test_what_is_wrong_is_named_by_its_field_and_nothing_is_written(town, ding, given, field):
    before = values.of_area(town.places.house)
    with pytest.raises(NotPossible) as refused:
        actions.edit_area(by=ding, area=town.places.house, **given)
    assert field in refused.value.fields
    assert values.of_area(Area.objects.get(pk=town.places.house.pk)) == before
    assert not audit.rows_on(town.places.house).exists()


def test_a_place_must_lie_in_one_of_a_higher_level(town, ding):
    with pytest.raises(NotPossible) as refused:
        actions.create_area(by=ding, code="x", level="community", parent=town.places.court, names=NAMES)
    assert "parent" in refused.value.fields
    assert (
        actions.create_area(by=ding, code="hut", level="building", parent=town.places.west, names=NAMES).level
        == "building"
    )


def test_moving_a_place_moves_everything_inside_it(town, ding):
    actions.edit_area(by=ding, area=town.places.court, parent="east")
    house = Area.objects.get(code="house")
    assert [step.code for step in house.chain()] == ["district", "street", "east", "court", "house"]
    assert house.path.startswith(town.places.east.path)


def test_a_place_moves_only_to_where_its_mover_is_administrator_too(town, bo):
    with pytest.raises(Refused):
        actions.edit_area(by=bo, area=town.places.court, parent="east")


def test_saving_what_stands_already_leaves_no_trace(town, ding):
    actions.edit_area(
        by=ding, area=town.places.house, seen=stamp(town.places.house), **{"names": town.places.house.names}
    )
    assert not audit.rows_on(town.places.house).exists()


def test_a_lost_update_is_refused_and_both_texts_are_there(town, ding, bo):
    seen = stamp(town.places.house)
    actions.edit_area(by=bo, area=town.places.house, seen=seen, names={"zh-hans": "甲", "en": "First"})
    with pytest.raises(revisions.Stale) as stale:
        actions.edit_area(by=ding, area=town.places.house, seen=seen, names={"zh-hans": "乙", "en": "Second"})
    assert stale.value.present["names"]["en"] == "First"
    again = revisions.stamp(stale.value.present)
    actions.edit_area(by=ding, area=town.places.house, seen=again, names={"zh-hans": "乙", "en": "Second"})
    assert Area.objects.get(code="house").names["en"] == "Second"


def test_a_change_is_taken_back_with_its_boundary_and_point(town, ding):
    house = town.places.house
    before = values.of_area(house)
    actions.edit_area(by=ding, area=house, boundary=None, longitude=100.00123456, latitude=40.5, names=NAMES, code="h")
    row = audit.rows_on(house)[0]
    actions.revert_area(by=ding, area=house, row=row)
    assert values.of_area(Area.objects.get(pk=house.pk)) == before
    assert [row.verb for row in audit.rows_on(house)] == ["places.area_reverted", "places.area_edited"]


def test_taking_back_can_itself_be_taken_back(town, ding):
    house = town.places.house
    actions.edit_area(by=ding, area=house, names=NAMES)
    actions.revert_area(by=ding, area=house, row=audit.rows_on(house)[0])
    actions.revert_area(by=ding, area=house, row=audit.rows_on(house)[0])
    assert Area.objects.get(pk=house.pk).names == NAMES


def test_a_change_under_a_later_one_is_not_taken_back(town, ding):
    house = town.places.house
    actions.edit_area(by=ding, area=house, names=NAMES)
    first = audit.rows_on(house)[0]
    actions.edit_area(by=ding, area=house, names={"zh-hans": "又改"})
    with pytest.raises(NotPossible, match="later"):
        actions.revert_area(by=ding, area=house, row=first)


def test_the_history_of_another_place_takes_nothing_back(town, ding):
    actions.edit_area(by=ding, area=town.places.house, names=NAMES)
    with pytest.raises(NotPossible, match="something else"):
        actions.revert_area(by=ding, area=town.places.court, row=audit.rows_on(town.places.house)[0])


def test_a_place_is_retired_from_the_bottom_up_and_comes_back_from_the_top_down(town, ding):
    with pytest.raises(NotPossible, match="1 places inside"):
        actions.retire_area(by=ding, area=town.places.court)
    actions.retire_area(by=ding, area=town.places.house)
    actions.retire_area(by=ding, area=town.places.court)
    assert maps.area_at(100.002, 40.002) == town.places.west
    with pytest.raises(NotPossible, match="above it is retired"):
        actions.restore_area(by=ding, area=town.places.house)
    actions.restore_area(by=ding, area=town.places.court)
    actions.restore_area(by=ding, area=town.places.house)
    assert maps.area_at(100.002, 40.002) == town.places.house


def test_a_new_boundary_is_found_at_once(town, ding):
    assert maps.area_at(100.03, 40.03) == town.places.west
    actions.edit_area(by=ding, area=town.places.court, boundary=square(100.0, 40.0, 0.035))
    assert maps.area_at(100.03, 40.03) == town.places.court


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told(town, ding):
    """Both saw the same text; whoever comes second must compare."""
    seen, outcomes, start = stamp(town.places.house), [], threading.Barrier(2)

    def save(name):
        start.wait()
        try:
            actions.edit_area(by=ding, area=town.places.house, seen=seen, names={"zh-hans": name})
            outcomes.append("saved")
        except revisions.Stale:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(name,)) for name in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "told"]
    assert audit.rows_on(town.places.house).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_cannot_make_a_circle_or_a_wrong_path(town, ding, enter):
    block = enter("block", "compound", town.places.west)
    start = threading.Barrier(2)

    def move(area, parent):
        start.wait()
        try:
            actions.edit_area(by=ding, area=area, parent=parent)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=move, args=(town.places.house, "block")),
        threading.Thread(target=move, args=(block, "east")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    house = Area.objects.get(code="house")
    assert [step.code for step in house.chain()] == ["district", "street", "east", "block", "house"]
