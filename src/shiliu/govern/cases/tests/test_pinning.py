"""Which needs get a pin on the map of the neighbours, and where."""

import pytest

from shiliu.govern.cases import pinning
from shiliu.platform import maps

pytestmark = pytest.mark.django_db


def pin(case):
    return case.public_longitude, case.public_latitude


def test_a_need_that_names_a_building_is_pinned_coarsely_and_keeps_no_point(raise_need, town):
    case = raise_need().case
    assert pin(case) == maps.coarse_point(town.places.house) and case.longitude is None


def test_a_need_that_names_only_a_community_has_no_pin(raise_need, town):
    case = raise_need(area=town.places.west).case
    assert pin(case) == (None, None) and case.place_known


def test_a_need_of_unknown_place_is_not_pinned_to_the_middle_of_the_district(raise_need):
    assert pin(raise_need(area=None, category=None).case) == (None, None)


def test_a_point_counts_before_the_area(raise_need, town):
    case = raise_need(area=town.places.west, point=(100.002, 40.002)).case
    assert pin(case) == maps.coarse_point((100.002, 40.002))


def test_a_building_without_a_point_is_never_drawn_in_the_middle_of_its_community(town):
    house, court = town.places.house, town.places.court
    for place in (house, court):
        place.boundary = place.longitude = place.latitude = None
        place.save()
    house.refresh_from_db()
    assert pinning.public_point(house) is None
