import pytest

from shiliu.foundation.models import Area, GridCell
from shiliu.platform import maps
from shiliu.platform.maps import index
from shiliu.platform.maps.tests.conftest import at, square


def codes(areas):
    return [area.code for area in areas]


def test_a_point_gives_the_whole_chain_from_the_district_down(town):
    assert codes(maps.areas_at(*at(1.25, 1.3))) == ["d", "s", "core", "yard", "left"]


def test_a_point_in_the_hole_of_one_community_belongs_to_the_community_that_fills_it(town):
    assert maps.area_at(*at(1.05, 1.05)) == town.core
    assert maps.area_at(*at(0.5, 0.5)) == town.ring


@pytest.mark.parametrize(("x", "y"), [(3.5, 0.5), (3.5, 2.5)])
def test_both_islands_of_a_community_belong_to_it(town, x, y):
    assert maps.area_at(*at(x, y)) == town.isles


def test_a_point_between_the_islands_belongs_to_the_street_alone(town):
    assert codes(maps.areas_at(*at(3.5, 1.5))) == ["d", "s"]


def test_a_point_on_a_shared_border_belongs_to_exactly_one_neighbour_always_the_same(town):
    assert maps.area_at(*at(1, 1.5)) == town.core
    assert {maps.area_at(*at(1, 1.5)) for _ in range(5)} == {town.core}


def test_a_point_outside_everything_has_no_area_and_no_cell(town):
    assert maps.areas_at(90, 30) == []
    assert maps.area_at(90, 30) is None
    assert maps.cell_at(90, 30) is None


def test_a_retired_area_is_no_longer_found(town):
    Area.objects.filter(pk=town.left.pk).update(active=False)
    maps.changed()
    assert maps.area_at(*at(1.25, 1.3)) == town.yard


def test_a_building_lies_in_the_cell_drawn_under_it(town):
    assert [maps.cell_of(town.left), maps.cell_of(town.right)] == town.cells
    assert maps.cell_at(*at(1.7, 1.5)) == town.cells[1]
    assert maps.cell_at(*at(1.7, 1.5), community=town.ring) is None


def test_a_compound_in_two_cells_names_both_and_no_single_one(town):
    assert maps.cells_of(town.yard) == town.cells
    assert maps.cell_of(town.yard) is None
    assert maps.cells_of(town.core) == town.cells
    assert maps.cells_of(town.street) == []


def test_what_a_cell_lists_goes_before_what_is_drawn(town):
    town.cells[1].areas.add(town.left)
    assert maps.cell_of(town.left) == town.cells[1]


def test_a_building_without_a_point_takes_the_cell_its_compound_is_listed_in(town):
    Area.objects.filter(pk=town.right.pk).update(longitude=None, latitude=None)
    town.right.refresh_from_db()
    assert maps.cell_of(town.right) is None
    town.cells[0].areas.add(town.yard)
    assert maps.cell_of(town.right) == town.cells[0]


def test_a_retired_cell_serves_nobody(town):
    GridCell.objects.update(active=False)
    maps.changed()
    assert maps.cells_of(town.core) == []
    assert maps.cell_of(town.left) is None


def test_a_changed_boundary_is_seen_by_the_next_question(town):
    assert maps.area_at(*at(0.5, 0.5)) == town.ring
    Area.objects.filter(pk=town.core.pk).update(boundary=square(0, 0, 1, 1))
    maps.changed()
    assert maps.area_at(*at(0.5, 0.5)) == town.core


def test_the_index_is_kept_while_the_map_does_not_change(town, django_assert_num_queries):
    index.current()
    with django_assert_num_queries(1):
        index.current()


def test_a_stored_boundary_that_cannot_be_read_costs_only_its_own_place(town, caplog):
    Area.objects.filter(pk=town.left.pk).update(boundary={"type": "Polygon", "coordinates": "hostile"})
    maps.changed()
    assert maps.area_at(*at(1.25, 1.3)) == town.yard
    assert "left" in caplog.text
    town.left.refresh_from_db()
    assert maps.point_of(town.left) is None


def test_a_coarse_point_is_the_same_for_neighbours_and_never_the_door(town):
    one, two = maps.coarse_point((100.01, 40.01)), maps.coarse_point((100.01005, 40.01005))
    assert one == two != (100.01, 40.01)
    assert maps.coarse_point(town.right) != (town.right.longitude, town.right.latitude)


def test_an_area_without_a_point_is_published_at_the_one_above_it(town):
    attic = Area.objects.create(code="attic", level="building", parent=town.yard, names={"zh-hans": "阁楼"})
    assert maps.coarse_point(attic) == maps.coarse_point(town.yard)


def test_the_nearest_unit_of_a_kind_serves_and_farther_ones_of_that_kind_do_not(town, unit):
    unit("fire-all", "fire", town.district)
    unit("police-all", "police", town.district)
    near, twin = unit("police-core", "police", town.core), unit("police-two", "police", town.core)
    unit("police-old", "police", town.yard, active=False)
    serving = maps.units_serving(town.left)
    assert [(row.unit.code, row.area.code) for row in serving] == [
        ("police-core", "core"),
        ("police-two", "core"),
        ("fire-all", "d"),
    ]
    assert [row.unit for row in maps.units_serving(town.left, kind="police")] == [near, twin]
    assert [row.unit.code for row in maps.units_serving(town.ring, kind="police")] == ["police-all"]
