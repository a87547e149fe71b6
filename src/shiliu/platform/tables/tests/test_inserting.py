"""insert_many writes what bulk_create would."""

import pytest

from shiliu.foundation.models import Area
from shiliu.platform.clock import now
from shiliu.platform.notices.models import Notice
from shiliu.platform.search.models import Document
from shiliu.platform.tables.inserting import insert_many

pytestmark = pytest.mark.django_db


def test_rows_read_back_as_bulk_create_writes_them(town):
    common = {"person_id": town.people.chen.pk, "kind": "cases.received", "url": "/", "at": now()}
    awkward = ["路灯", "a\tb\nc\r\\N\\.", "'\";--"]
    rows = [
        {**common, "thread": f"t{n}{title}", "params": {"title": title, "n": n, "none": None}, "read_at": at}
        for n, (title, at) in enumerate(zip(awkward, (None, now(), None), strict=True))
    ]
    insert_many(Notice, rows)
    fast = list(Notice.objects.filter(thread__startswith="t").order_by("thread").values())
    Notice.objects.filter(thread__startswith="t").delete()
    Notice.objects.bulk_create(Notice(**row) for row in rows)
    slow = list(Notice.objects.filter(thread__startswith="t").order_by("thread").values())
    for row in (*fast, *slow):
        row.pop("id")
    assert fast == slow and len(fast) == 3


def test_nothing_to_insert_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_many(Area, [])


def test_a_row_that_is_there_already_is_replaced_and_keeps_its_id():
    row = {"kind": "x", "key": 1, "area_path": "/1/", "text": "路灯", "tokens": "路灯 灯"}
    insert_many(Document, [row, {**row, "key": 2}], replace_on=("kind", "key"))
    before = Document.objects.get(kind="x", key=1)
    insert_many(Document, [{**row, "text": "电梯", "tokens": "电梯 梯"}], replace_on=("kind", "key"))
    after = Document.objects.get(kind="x", key=1)
    assert (after.pk, after.text, after.public) == (before.pk, "电梯", False)
    assert Document.objects.get(kind="x", key=2).text == "路灯"
