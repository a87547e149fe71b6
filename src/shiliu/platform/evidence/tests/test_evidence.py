"""Evidence stands or falls with what it is about."""

from datetime import date
from importlib import import_module

import pytest
from django.db import transaction

from shiliu.platform import evidence

pytestmark = pytest.mark.django_db
NAMES = {"zh-hans": "长椅"}


@pytest.fixture(autouse=True)
def benches(monkeypatch):
    monkeypatch.setattr(import_module("shiliu.platform.evidence.kinds"), "_kinds", {})
    evidence.register_kind("test.bench", label="Benches", counts=(("cost", "Cost"),))


def test_the_same_thing_has_one_row_which_the_last_word_replaces(town):
    for cost in (5, 8):
        evidence.put_down(
            "test.bench",
            thing=town.units.city,
            area=town.places.west,
            on=date(2026, 3, 1),
            names=NAMES,
            counts={"cost": cost},
        )
    assert [row.counts for row in evidence.found(kind="test.bench", area=town.places.street)] == [{"cost": 8}]
    assert not evidence.found(area=town.places.east) and not evidence.found(since=date(2026, 3, 2))
    assert evidence.take_back("test.bench", thing=town.units.city) and not evidence.found()


@pytest.mark.parametrize("counts", [{"people": 5}, {"cost": 1.5}, {"cost": "5"}])
def test_a_count_is_a_whole_number_its_kind_knows(town, counts):
    with pytest.raises(ValueError):
        evidence.put_down(
            "test.bench", thing=town.units.city, area=town.places.west, on=date(2026, 3, 1), names=NAMES, counts=counts
        )


@pytest.mark.django_db(transaction=True)
def test_nothing_is_put_down_outside_a_transaction():
    with pytest.raises(RuntimeError):
        evidence.put_down("test.bench", thing=None, area=None, on=date(2026, 3, 1), names=NAMES)
    with transaction.atomic():
        assert not evidence.found()
