"""A link leads from one thing that is there to another."""

import pytest
from django.db import transaction

from shiliu.foundation.models import Area, Layer, Organisation
from shiliu.platform import links
from shiliu.platform.links import ends, health

KIND = "place_to_unit"


@pytest.fixture(autouse=True)
def two_ends(monkeypatch):
    monkeypatch.setattr(ends, "_ends", {"t.area": Area, "t.unit": Organisation, "t.layer": Layer})


def test_a_link_is_read_from_both_ends_and_the_same_twice_is_one(town):
    for _time in range(2):
        with transaction.atomic():
            links.join(KIND, town.places.west, town.units.city)
    assert links.from_thing(town.places.west, KIND) == [town.units.city]
    assert links.to_thing(town.units.city, KIND) == [town.places.west]
    assert links.from_thing(town.places.west, "other") == []
    every = type(town.places.west).objects.all()
    assert town.places.west not in links.unlinked(every, KIND) and town.places.east in links.unlinked(every, KIND)
    assert town.places.west in links.unlinked(every, "other")
    assert links.part(KIND, town.places.west, town.units.city)
    assert not links.part(KIND, town.places.west, town.units.city)


def test_nothing_is_linked_to_what_is_not_there_or_not_registered(town):
    gone = Organisation(pk=999_999)
    with pytest.raises(links.Unknown):
        links.join(KIND, town.places.west, gone)
    with pytest.raises(links.Unknown):
        links.join(KIND, town.places.west, town.people.lin)


def test_the_doctor_finds_a_link_whose_end_has_gone(town):
    layer = Layer.objects.create(code="gone", names={"zh-hans": "没了"})
    links.join(KIND, town.places.west, layer)
    assert [found.level for found in health.check()] == ["fine"]
    layer.delete()
    found = health.check()
    assert found[0].level == "error"
    assert "place_to_unit" in found[0].text
    assert links.from_thing(town.places.west, KIND) == []
