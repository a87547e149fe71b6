"""Objections are counted by matter and reason, so that the catalogue is mended; persons and units do not appear."""

from datetime import timedelta

import pytest

from shiliu.govern.cases import actions, objections
from shiliu.platform.clock import at_time

pytestmark = pytest.mark.django_db


@pytest.fixture
def object_to(raise_need, town):
    """object_to("street_lamp", reason, granted=True|False|None, after=hours) -> a case the unit objected to."""

    def make(category="street_lamp", reason="not_our_duty", granted=None, after=5, **changes):
        case = raise_need(category=category, **changes).case
        actions.move(by=town.actor("li"), case=case, verb="object", objection=reason, said="It belongs elsewhere.")
        if granted is not None:
            verb = "grant_objection" if granted else "deny_objection"
            more = {"unit": town.units.street_office} if granted else {}
            with at_time(town.now + timedelta(hours=after)):
                actions.move(by=town.actor("sun"), case=case, verb=verb, said="Decided.", **more)
        return case

    return make


def test_objections_are_counted_by_matter_and_reason_with_the_share_upheld_and_the_median_time(object_to, town):
    object_to(granted=True, after=2)
    object_to(granted=False, after=10)
    object_to(granted=True, after=4)
    object_to()
    object_to(reason="not_our_place", granted=False, after=1)
    object_to(category="manhole", granted=True, after=1)
    rows, whole = objections.report(objections.readable(town.actor("sun")))
    found = {(row.category.code, row.reason.code): row for row in rows}
    lamp = found["street_lamp", "not_our_duty"]
    assert (lamp.objections, lamp.upheld.successes, lamp.upheld.n, lamp.upheld.non_response) == (4, 2, 3, 1)
    assert lamp.median == timedelta(hours=4)
    assert found["street_lamp", "not_our_place"].upheld.value == 0
    assert (whole.objections, whole.upheld.successes, whole.upheld.n) == (6, 3, 5)
    assert [row.matter for row in rows] == sorted(row.matter for row in rows)


def test_an_undecided_objection_has_neither_share_nor_time(object_to, town):
    object_to()
    rows, _whole = objections.report(objections.readable(town.actor("sun")))
    assert rows[0].upheld.value is None and rows[0].median is None


def test_the_report_counts_the_readers_own_areas_only(object_to, town):
    object_to()
    assert objections.readable(town.actor("ding")).count() == 1
    assert not objections.readable(town.actor("li")).exists()


def test_the_page_can_be_narrowed_and_says_when_nothing_matches(object_to, visitor, town):
    object_to(granted=True)
    sun = visitor(town.people.sun)
    page = sun.get("/cases/office/objections/").content.decode()
    assert "Street lamp" in page and "1 of 1" in page and "City" not in page.split("<main")[1]
    assert "Street lamp" in sun.get("/cases/office/objections/?text=lamp&area=west&days=30").content.decode()
    for narrowed in ("text=manhole", "area=east", "reason=not_our_place", "area=nowhere"):
        assert "Nothing matches" in sun.get(f"/cases/office/objections/?{narrowed}").content.decode(), narrowed


def test_whoever_may_mend_the_catalogue_is_led_to_the_entry(object_to, visitor, town, catalogue):
    from shiliu.govern.cases import catalogue as writing

    object_to()
    ding = visitor(town.people.ding)
    assert "Begin a draft" in ding.get("/cases/office/objections/").content.decode()
    writing.begin_draft(by=town.actor("ding"))
    entry = f"/cases/office/catalogue/draft/entry/{catalogue['street_lamp'].pk}/"
    assert entry in ding.get("/cases/office/objections/").content.decode()
    assert entry not in visitor(town.people.sun).get("/cases/office/objections/").content.decode()


def test_the_table_to_take_away_holds_the_same_rows(object_to, visitor, town):
    object_to(granted=True, after=3)
    file = visitor(town.people.sun).get("/cases/office/objections.csv")
    header, line = file.getvalue().decode("utf-8-sig").splitlines()
    assert header.startswith("Code,Matter") and line == "street_lamp,Street lamp,Not our duty,1,1,1,3.0"


def test_the_report_costs_the_same_for_one_matter_and_for_many(object_to, visitor, town, django_assert_max_num_queries):
    object_to()
    sun = visitor(town.people.sun)
    sun.get("/cases/office/objections/")
    with django_assert_max_num_queries(25) as few:
        sun.get("/cases/office/objections/")
    for reason in ("not_our_place", "ownership_unclear"):
        object_to(category="manhole", reason=reason)
    with django_assert_max_num_queries(len(few)):
        sun.get("/cases/office/objections/")
