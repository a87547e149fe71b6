"""insert_many writes what bulk_create would."""

import pytest

from shiliu.foundation.models import Area
from shiliu.platform.clock import now
from shiliu.platform.notices.models import Notice
from shiliu.platform.tables.inserting import insert_many

pytestmark = pytest.mark.django_db


def notices(person):
    return [
        Notice(
            person=person, kind="cases.received", thread=f"t{n}", params={"title": "路灯", "n": n}, url="/", at=now()
        )
        for n in range(3)
    ]


def test_rows_read_back_as_bulk_create_writes_them(town):
    insert_many(Notice, notices(town.people.chen))
    fast = list(Notice.objects.filter(thread__startswith="t").order_by("thread").values())
    Notice.objects.filter(thread__startswith="t").delete()
    Notice.objects.bulk_create(notices(town.people.chen))
    slow = list(Notice.objects.filter(thread__startswith="t").order_by("thread").values())
    for row in (*fast, *slow):
        row.pop("id")
    assert fast == slow and len(fast) == 3


def test_nothing_to_insert_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_many(Area, [])
