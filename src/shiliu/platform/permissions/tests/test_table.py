"""Who may, where: the right role at the wrong area, unit or object is refused like no role at all."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from shiliu.foundation.models import RoleAssignment
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import (
    ANONYMOUS,
    SYSTEM,
    Actor,
    Grant,
    Permission,
    Refused,
    Scope,
    can,
    demand,
    may_somewhere,
    places_of,
    register,
    table,
)


class Thing:
    def __init__(self, **scope):
        self._scope = Scope(**scope)

    def scope(self):
        return self._scope


@pytest.fixture(autouse=True)
def permissions_of_a_test(monkeypatch):
    monkeypatch.setattr(table, "_permissions", dict(table._permissions))
    register(
        Permission("test.area", "look", "Because.", (Grant("dispatcher", "area"),)),
        Permission("test.unit", "mend", "Because.", (Grant("handler", "organisation"),)),
        Permission("test.own", "keep", "Because.", (Grant("anyone", "own"),)),
        Permission("test.mine", "sign", "Because.", (Grant("signed_in", "own"),)),
        Permission("test.system", "tick", "Because.", (Grant("system"),)),
    )


def test_a_role_reaches_everything_inside_its_area_and_nothing_beside_it(town):
    lin = town.actor("lin")
    assert can(lin, "test.area", Thing(area_paths=(town.places.house.path,)))
    assert not can(lin, "test.area", Thing(area_paths=("/999/",)))
    assert not can(town.actor("ma"), "test.area", Thing(area_paths=(town.places.house.path,)))


def test_an_area_whose_number_begins_alike_is_another_area(town):
    actor = Actor(person=town.people.lin, holdings=town.actor("lin").holdings)
    path = town.places.district.path
    assert not can(actor, "test.area", Thing(area_paths=(path[:-1] + "7/",)))


def test_a_unit_reaches_only_its_own_things(town):
    mine = Thing(organisation_ids=frozenset({town.units.city.pk}))
    assert can(town.actor("li"), "test.unit", mine)
    assert not can(town.actor("wang"), "test.unit", mine)


def test_whoever_holds_the_code_owns_the_thing_and_nobody_else_does(town):
    thing = Thing(secret="abc", owner_id=town.people.gulnar.pk)
    assert can(ANONYMOUS.holding_secret("abc"), "test.own", thing)
    assert can(town.actor("gulnar"), "test.own", thing)
    assert not can(ANONYMOUS, "test.own", thing)
    assert not can(ANONYMOUS.holding_secret("abd"), "test.own", thing)
    assert not can(town.actor("chen"), "test.own", thing)
    assert not can(ANONYMOUS.holding_secret("abc"), "test.own", Thing())


def test_a_tracking_code_does_not_open_pages_for_signed_in_people(town):
    guest = ANONYMOUS.holding_secret("abc")
    assert may_somewhere(guest, "test.own") and not may_somewhere(guest, "test.mine")
    assert not may_somewhere(ANONYMOUS, "test.own")
    assert may_somewhere(town.actor("gulnar"), "test.mine")


def test_an_ended_or_future_role_does_not_count(town):
    RoleAssignment.objects.filter(person=town.people.lin).update(until=town.now + timedelta(days=1))
    assert may_somewhere(town.actor("lin"), "test.area")
    with at_time(town.now + timedelta(days=2)):
        assert not may_somewhere(town.actor("lin"), "test.area")
    with at_time(town.now - timedelta(days=300)):
        assert not may_somewhere(town.actor("sun"), "test.area")


def test_only_the_system_does_what_the_system_does(town):
    assert can(SYSTEM, "test.system")
    assert not any(can(town.actor(key), "test.system") for key in vars(town.people))


def test_the_refused_person_reads_what_and_why(town):
    with pytest.raises(Refused, match=r"look.*Because"):
        demand(town.actor("gulnar"), "test.area", Thing(area_paths=(town.places.house.path,)))


def test_lists_are_filtered_by_the_places_the_permission_is_held_for(town):
    assert places_of(town.actor("lin"), "test.area") == (False, frozenset({town.places.district.path}), frozenset())
    assert places_of(town.actor("li"), "test.unit") == (False, frozenset(), frozenset({town.units.city.pk}))


def test_an_unknown_name_and_a_second_meaning_of_a_name_stop_the_program(town):
    with pytest.raises(ImproperlyConfigured):
        can(SYSTEM, "test.nothing")
    with pytest.raises(ImproperlyConfigured):
        register(Permission("test.area", "look", "Other.", (Grant("dispatcher", "area"),)))
    with pytest.raises(ImproperlyConfigured):
        Grant("king")
