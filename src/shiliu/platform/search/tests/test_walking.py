"""Searching page by page finds what searching at once finds, on whichever database the run uses."""

import pytest
from django.db import connection

from shiliu.platform import search
from shiliu.platform.search import walking
from shiliu.platform.search.models import Document

pytestmark = pytest.mark.django_db
TEXTS = ("楼道灯坏了", "电梯停了", "楼道有灯油", "lamp is broken", "lamps 楼道灯")


@pytest.fixture
def many():
    search.index_many("case", (search.Entry(n, TEXTS[n % 5], public=n % 3 > 0) for n in range(1, 61)))
    search.index("proposal", 1, "楼道灯", public=True)


def keys(query, public_only=False, **how):
    return [hit.key for hit in search.newest("case", query, public_only=public_only, **how)]


@pytest.mark.parametrize(
    "query", ["楼道", "楼道灯", "灯", "lamp", "楼道 lamp", "坏了 停了", "“楼道灯”。", "垃圾", "!", "' OR 1 --", "灯*"]
)
@pytest.mark.parametrize("windows", [walking.WINDOWS, (5, 20), ()])
def test_the_pages_together_are_everything_that_is_found_at_once(many, query, windows, monkeypatch):
    monkeypatch.setattr(walking, "WINDOWS", windows)
    for public_only in (False, True):
        found, below = [], None
        while hits := search.newest("case", query, public_only=public_only, below=below, limit=7):
            found += [hit.key for hit in hits]
            below = hits[-1].place
        assert found == list(search.keys("case", query, public_only=public_only))


def test_above_a_place_come_the_nearest_first(many):
    hits = search.newest("case", "楼道灯", public_only=False)
    assert search.newest("case", "楼道灯", public_only=False, above=hits[6].place, limit=3) == hits[5:2:-1]


def test_what_is_indexed_again_keeps_its_place(many):
    search.index("case", 5, "楼道灯修好了", public=True)
    assert keys("楼道灯")[-1] == 4 and 5 in keys("修好了")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="counts the steps of SQLite")
def test_the_newest_hits_of_a_common_word_cost_the_same_among_many(many):
    def steps():
        count = 0

        def counted():
            nonlocal count
            count += 1

        connection.connection.set_progress_handler(counted, 100)
        assert len(keys("楼道", limit=20)) == 20
        connection.connection.set_progress_handler(None, 0)
        return count

    few = steps()
    search.index_many("case", (search.Entry(n, TEXTS[n % 5], public=True) for n in range(100, 3100)))
    assert Document.objects.count() > 3000 and steps() < 3 * few + 20
