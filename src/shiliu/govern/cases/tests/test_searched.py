"""Words looked for in a list of the office find what a plain filter finds, in the order of the list, however its pages are made."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shiliu.govern.cases import listing, queries, searched, searching
from shiliu.govern.cases.models import Case, CaseTask
from shiliu.platform import paging, search
from shiliu.platform.search import sifting
from shiliu.platform.tables.inserting import insert_many

pytestmark = pytest.mark.django_db
STATES, WORDS = ("handling", "triage", "closed", "handling", "dispatched"), ("楼道灯坏了", "电梯停了", "楼道有灯油")
SEARCHES = ("楼道", "楼道灯", "电梯", "石榴", "3", "骆驼", "坏了 楼道", "！")
INSIDE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def many(town):
    places, units = town.places, (town.units.city, town.units.property, None)
    rows = []
    for n in range(48):
        area, moment = (places.court, places.far_court, places.house)[n % 3], town.now - timedelta(hours=n)
        text = f"{WORDS[n % 3]}，第{n}件。" + ("石榴树倒了。" if n in (7, 30) else "")
        rows.append({
            "kind": "help", "title": text, "text": text, "channel": "web", "area_id": area.pk, "area_path": area.path,
            "state": STATES[n % 5], "lead_id": getattr(units[n // 3 % 3], "pk", None), "received_at": moment, "changed_at": moment,
            "next_due": moment + timedelta(hours=n * 7 % 50) if n % 4 else None, "source": "bulk", "source_id": str(n),
            "helper_ids": [], "answers": {}, "route": [], "published_at": moment, "publication": "public",
        })  # fmt: skip
    insert_many(Case, rows)
    cases = list(Case.objects.filter(source="bulk").order_by("pk"))
    search.index_many(searching.STAFF, (search.Entry(case.pk, case.text, public=False) for case in cases))
    asked = CaseTask.objects.create(case=cases[3], unit=town.units.city, what="Look.", asked_at=town.now, due=town.now)
    return [case for case in cases if case != asked.case]


def pages(found, text, order, size, arms, way):
    """The ids of all pages, one after the other: from the first on by `after`, or from the last back by `before`."""
    given, seen = {}, []
    for _time in range(400):
        page, counted = listing.page(found, given, order=order, size=size, text=text, arms=arms)
        assert len(page) <= size
        assert counted is None or counted.more or int(counted) == len(expected(found, text))
        seen = seen + [case.pk for case in page] if way == "after" else [case.pk for case in page] + seen
        given = getattr(page, {"after": "later", "before": "earlier"}[way])
        if not given.get(way):
            return seen
    raise AssertionError("the pages have no end")


def expected(found, text):
    held = set(search.keys(searching.STAFF, text, public_only=False))
    return [case.pk for case in found if case.pk in held]


@INSIDE
@given(
    who=st.sampled_from(("lin", "li")), text=st.sampled_from(SEARCHES), state=st.sampled_from(("", "handling", "triage")),
    windows=st.sampled_from(((2, 3, 4), (1, 1), (7,), searched.WINDOWS)), most=st.sampled_from((0, 9, 6000)), size=st.integers(1, 9),
)  # fmt: skip
def test_a_worklist_with_words_is_the_worklist_filtered_by_the_words(
    many, town, monkeypatch, who, text, state, windows, most, size
):
    with monkeypatch.context() as patched:
        patched.setattr(searched, "WINDOWS", windows)
        patched.setattr(sifting, "MOST_GATHERED", most)
        found, arms = queries.queue(town.actor(who), text=text, state=state)
        assert pages(found, text, listing.QUEUE, size, arms, "after") == expected(found, text)


@INSIDE
@given(
    text=st.sampled_from(SEARCHES), windows=st.sampled_from(((2, 3, 4), (7,), searched.WINDOWS)), most=st.sampled_from((0, 6000)),
    size=st.integers(1, 9), start=st.integers(0, 47),
)  # fmt: skip
def test_back_from_any_case_come_all_that_stand_before_it(many, monkeypatch, text, windows, most, size, start):
    with monkeypatch.context() as patched:
        patched.setattr(searched, "WINDOWS", windows)
        patched.setattr(sifting, "MOST_GATHERED", most)
        found = list(Case.objects.order_by(*listing.NEWEST))
        looked = searched.InOrder(Case.objects.order_by(*listing.NEWEST), text, listing.NEWEST, size)
        given, seen = {"before": paging.Order.of(Case, listing.NEWEST).cursor(found[start])}, []
        while given.get("before"):
            page, _counted = looked.page(given)
            # The first page is shown full, and may reach again what was seen.
            seen = [case.pk for case in page if case.pk not in seen] + seen
            given = page.earlier
        assert seen == expected(found, text)[: len(seen)]
        assert set(seen) >= set(expected(found[:start], text))


@given(keys=st.sets(st.integers(0, 60)), text=st.sampled_from(SEARCHES))
@INSIDE
def test_what_of_some_cases_holds_the_words_is_what_is_found_among_them(many, keys, text):
    wanted = {case.pk for case in many if case.pk % 61 in keys}
    everything = set(search.keys(searching.STAFF, text, public_only=False))
    assert search.holding(searching.STAFF, text, wanted, public_only=False) == everything & wanted
    assert set(search.gathered(searching.STAFF, text, public_only=False)) == everything


def test_a_number_is_found_with_the_words_and_a_broken_cursor_shows_the_first_page(many, town, visitor):
    lin, case = visitor(town.people.lin), Case.objects.filter(state="handling").first()
    assert case.number.encode() in lin.get("/cases/office/", {"text": case.number}).content
    assert lin.get("/cases/office/", {"text": "楼道", "after": "12"}).status_code == 200
    refused = lin.get("/api/v1/cases/worklist", {"text": "楼道", "after": "12"})
    assert refused.status_code == 422
    answer = lin.get("/api/v1/cases/worklist", {"text": "楼道", "page_size": 3}).json()
    assert len(answer["items"]) == 3
    assert lin.get("/api/v1/cases/worklist", {"text": "楼道", "after": answer["next"]}).status_code == 200
