"""Lists by keyset, tried on notices: they have a moment and a number, like every long list."""

import contextlib
from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiliu.platform import paging
from shiliu.platform.notices.models import Notice

ORDER = ("-at", "-pk")


@pytest.fixture
def notices(town):
    """Eleven, of which several share a moment; the newest first."""
    rows = [
        Notice(person=town.people.gulnar, kind="k", thread="t", url="/", at=town.now - timedelta(days=number // 4))
        for number in range(11)
    ]
    Notice.objects.all().delete()
    Notice.objects.bulk_create(rows)
    return list(Notice.objects.order_by(*ORDER))


def shown(given, **how):
    return paging.page(Notice.objects.all(), given, order=how.pop("order", ORDER), size=how.pop("size", 3), **how)


def test_going_forward_shows_each_row_once_and_going_back_shows_the_same_pages(notices):
    pages, given = [], {}
    while True:
        page = shown(given)
        pages.append(page.object_list)
        if not page.later:
            break
        given = page.later
    assert [row for rows in pages for row in rows] == notices and [len(rows) for rows in pages] == [3, 3, 3, 2]
    for rows in pages[-2::-1]:
        page = shown(page.earlier)
        assert page.object_list == rows
    assert not page.earlier


def test_a_row_that_comes_or_goes_meanwhile_moves_no_other(notices, town):
    first = shown({})
    Notice.objects.create(person=town.people.gulnar, kind="k", thread="t", url="/", at=town.now)
    notices[1].delete()
    assert shown(first.later).object_list == notices[3:6]


def test_a_list_that_rises_is_paged_in_its_own_direction(notices):
    page = shown({}, order=("at", "pk"))
    assert page.object_list == notices[:-4:-1]
    assert shown(page.later, order=("at", "pk")).object_list == notices[-4:-7:-1]


def test_arms_are_merged_in_order_and_a_row_of_two_arms_stands_once(notices):
    early, late = Notice.objects.filter(pk__gte=notices[6].pk), Notice.objects.filter(pk__lte=notices[4].pk)
    arms = (early, late, Notice.objects.filter(pk__in=[notices[5].pk]))
    seen, given = [], {}
    while given is not None:
        page = shown(given, arms=arms)
        seen += page.object_list
        given = page.later or None
    assert seen == notices
    assert shown({"page": "2"}, arms=arms).object_list == notices[3:6]


@pytest.mark.parametrize(("number", "rows"), [("2", slice(3, 6)), ("4", slice(9, 11)), ("99999999999", slice(8, 11))])
def test_an_address_with_a_page_number_still_leads_there_and_beyond_the_end_to_the_end(notices, number, rows):
    assert shown({"page": number}).object_list == notices[rows]


def test_an_address_with_a_page_number_does_not_walk_over_everything(notices, monkeypatch):
    monkeypatch.setattr(paging, "MOST_SKIPPED", 4)
    assert shown({"page": "9"}).object_list == notices[4:7]


def test_a_day_shows_what_happened_until_its_end(notices, town):
    day = (town.now - timedelta(days=1)).date()
    assert shown({"day": day.isoformat()}).object_list == notices[4:7]
    assert shown({"day": "2026-02-31"}).object_list == notices[:3] == shown({"day": "9999-12-31"}).object_list


@pytest.mark.parametrize("cursor", ["x", "é", "e30", "WzFd", "WyJhIiwxXQ", "W251bGwsMV0", "a" * 400])
def test_a_cursor_nobody_gave_out_shows_the_first_page(notices, cursor):
    assert shown({"after": cursor}).object_list == notices[:3] == shown({"before": cursor}).object_list


@given(st.one_of(st.text(max_size=60), st.binary(max_size=60).map(lambda raw: urlsafe_b64encode(raw).decode())))
def test_whatever_is_sent_as_a_cursor_is_read_or_refused(text):
    order = paging.Order.of(Notice, ORDER)
    with contextlib.suppress(paging.Unreadable):
        order.read(text)


@given(st.datetimes(), st.integers(-(2**63), 2**63 - 1))
def test_a_cursor_leads_back_to_the_row_it_was_written_for(moment, number):
    from datetime import UTC

    order, row = paging.Order.of(Notice, ORDER), Notice(pk=number, at=moment.replace(tzinfo=UTC))
    assert order.read(order.cursor(row)) == [row.at, row.pk]


def test_an_order_in_two_directions_is_refused():
    with pytest.raises(ValueError, match="one direction"):
        paging.Order.of(Notice, ("-at", "pk"))


def test_counting_stops_where_it_is_told_to(notices):
    assert [(int(one), one.more) for one in (paging.count(Notice.objects.all(), most=most) for most in (5, 11, 12))] == [
        (5, True), (11, False), (11, False),
    ]  # fmt: skip
    arms = [Notice.objects.filter(pk__gte=notices[6].pk), Notice.objects.filter(pk__gte=notices[3].pk)]
    assert [str(paging.count(None, arms=arms, most=most)) for most in (5, 30)] == [
        "5+",
        str(max(arms, key=len).count()),
    ]
