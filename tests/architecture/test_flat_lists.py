"""A list costs the same among a thousand cases and among a million.

Each list is asked for among a thousand cases and among some thousand, and may not do much more work the second time
(database_work.py counts it); and no plan may read a whole table of cases. Dropping an index makes them
fail: the test does it at its end.
A search narrowed to few of its hits is bounded instead: it looks at searched.BATCHES of hits a page, or searched.WINDOWS of rows of
an office list, and goes on from there.
"""

from contextlib import nullcontext
from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test import Client

from shiliu.govern.cases import queries, queries_time, searching, views_board
from shiliu.govern.cases.models import Case, CaseStep
from shiliu.platform import paging, search
from shiliu.platform.permissions import places_of
from shiliu.platform.tables.inserting import insert_many
from tests.architecture.database_work import as_among_very_many, judged, watching

FEW, MANY = 1_000, 5_000  # with few, every list still fills its first page
STATES = (
    "handling",
    "confirmed",
    "confirmed",
    "closed",
    "answered",
    "triage",
    "refused",
    "dispatched",
    "closed",
    "confirmed",
)
WORDS = ("楼道灯坏了", "垃圾没有清运", "井盖松动", "路面积水", "电梯停了")
API = "/api/v1/cases"
# (who, address). `{…}` is filled in with what the town has.
LISTS = (
    ("guest", "/cases/"),
    ("guest", "/cases/?area=west"),
    ("guest", "/cases/?area=street"),
    ("guest", "/cases/?category=street_lamp"),
    ("guest", "/cases/?category=streets"),
    ("guest", "/cases/?state=open"),
    ("guest", "/cases/?state=solved"),
    ("guest", "/cases/?state=refused"),
    ("guest", "/cases/?kind=hazard"),
    ("guest", "/cases/?lead=city"),
    ("guest", "/cases/?area=west&category=street_lamp&state=open"),
    ("guest", "/cases/?text=楼道"),
    ("guest", "/cases/?text=楼道灯&area=west"),
    ("guest", "/cases/?day={middle}"),
    ("guest", "/cases/feed.atom"),
    ("guest", "/cases/feed.rss?area=west"),
    ("guest", "/cases/feed.atom?state=open"),
    ("guest", "/cases/steps.atom"),
    ("guest", "/cases/places.geojson?bbox=100.03,40.02,100.0301,40.0201"),
    ("guest", f"{API}/public?page_size=10"),
    ("guest", f"{API}/public?page_size=10&area=west"),
    ("guest", f"{API}/public?page_size=10&category=street_lamp&state=open"),
    ("guest", f"{API}/public?page_size=10&text=井盖"),
    ("guest", "/open311/v2/requests.json?page_size=20"),
    ("guest", "/open311/v2/requests.json?page_size=20&service_code=street_lamp,manhole"),
    ("guest", "/open311/v2/requests.json?page_size=20&status=open"),
    ("guest", "/open311/v2/requests.json?page_size=20&status=closed"),
    ("guest", "/open311/v2/requests.json?page_size=20&start_date={middle}T00:00:00Z"),
    ("guest", "/open311/v2/requests.json?page_size=20&updated_after={middle}T00:00:00Z"),
    ("gulnar", "/cases/mine/"),
    ("gulnar", "/cases/mine/?state=open"),
    ("gulnar", f"{API}/mine?page_size=10"),
    ("li", "/cases/office/"),
    ("li", "/cases/office/?state=handling"),
    ("lin", "/cases/office/"),
    ("lin", "/cases/office/?turn=mine"),
    ("lin", "/cases/office/?category=street_lamp"),
    ("ma", "/cases/office/"),
    ("lin", f"{API}/worklist?page_size=10"),
    ("li", f"{API}/worklist?page_size=10&state=dispatched"),
    ("lin", "/cases/office/moderation/"),
    ("lin", "/cases/office/moderation/?list=published"),
    ("lin", "/cases/office/moderation/?list=withheld"),
    ("lin", f"{API}/moderation?page_size=10"),
)
# Of tables as small as here PostgreSQL rather reads and sorts everything, and has to be told that they are large.
SEARCHED = (
    ("lin", "/cases/office/?text=楼道"),
    ("lin", "/cases/office/?text=骆驼"),
    ("lin", "/cases/office/?text=楼道&state=handling"),
    ("guest", "/cases/?text=骆驼"),
)
# Here it chooses between an index and a few rows to sort, so what is counted is its choice.
SEARCHED_ON_SQLITE = (("li", "/cases/office/?text=楼道&category=street_lamp"),)


def grow(town, catalogue, more):
    """`more` cases all over the district, of every state and publication, with their steps and search texts; bulk, but valid."""
    places, units, begin = town.places, town.units, Case.objects.count()
    areas = (places.court, places.far_court, places.house, places.west, places.east)
    matters = [catalogue[code] for code in ("street_lamp", "manhole", "property_service", "stairwell_clutter")]
    rows, dice = [], Random(begin)
    for n in range(begin, begin + more):
        area, state, moment = dice.choice(areas), dice.choice(STATES), town.now - timedelta(minutes=13 * n)
        published, word = dice.choice(("public", "public", "public", "pending", "withheld")), dice.choice(WORDS)
        rows.append({
            "kind": "hazard" if dice.random() < 0.3 and state != "answered" else "help", "title": word, "text": f"{word}，第{n}件。",
            "language": "zh-hans", "channel": dice.choice(("account", "account", "phone")), "category_id": dice.choice(matters).pk, "area_id": area.pk,
            "area_path": area.path, "state": state, "round": 1, "lead_id": dice.choice((units.city, units.property, units.fire)).pk,
            "author_id": dice.choice((town.people.gulnar, town.people.chen)).pk, "received_at": moment, "changed_at": moment,
            "public_changed_at": moment, "next_due": moment + timedelta(days=5) if state in ("handling", "dispatched") else None,
            "publication": published, "public_title": word, "public_text": f"第{n}件。", "may_publish": True,
            "published_at": moment if published == "public" else None, "public_longitude": 100 + n % 61 / 800,
            "public_latitude": 40 + n % 53 / 700, "source": "bulk", "source_id": str(n), "helper_ids": [], "answers": {}, "route": [],
        })  # fmt: skip
    insert_many(Case, rows)
    made = list(Case.objects.filter(source="bulk", pk__gt=0).order_by("-pk")[:more])[::-1]
    insert_many(CaseStep, [
        {"case_id": case.pk, "move": "submit", "from_state": "", "to_state": "received", "at": case.received_at, "by_whom": "asker",
         "shown_at": case.received_at, "data": {}} for case in made
    ])  # fmt: skip
    public = [case for case in made if case.publication == "public"]
    search.index_many(searching.STAFF, (search.Entry(c.pk, c.text, public=False, area_path=c.area_path) for c in made))
    search.index_many(
        searching.PUBLIC,
        (search.Entry(c.pk, f"{c.title} {c.public_text}", public=True, area_path=c.area_path) for c in public),
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # all tables: of one it knows nothing about the planner expects hundreds of rows


@pytest.fixture
def readers(town):
    browsers = {}
    for who in ("guest", "gulnar", "li", "lin", "ma"):
        browsers[who] = Client()
        if who != "guest":
            browsers[who].force_login(getattr(town.people, who))
    return browsers


@pytest.fixture
def measure(readers, town, monkeypatch):
    monkeypatch.setattr(
        "shiliu.platform.paging.MOST_COUNTED", 40
    )  # counting to a thousand is flat too, but drowns the rest
    monkeypatch.setattr("shiliu.platform.search.walking.WINDOWS", (600, 2_000))
    monkeypatch.setattr("shiliu.govern.cases.searched.WINDOWS", (10, 10, 12))
    monkeypatch.setattr("shiliu.platform.search.sifting.MOST_GATHERED", 100)
    monkeypatch.setattr("shiliu.platform.search.sifting.SAMPLE", 100)
    # Looking at a thousand hits is the bound of a search that is narrowed; here it is reached among few already.
    monkeypatch.setattr("shiliu.govern.cases.searched.BATCHES", (1, 2, 3))

    def work_of(who, asked):
        address = asked.format(middle=(town.now - timedelta(days=2)).date())
        with as_among_very_many() if (who, asked) in SEARCHED else nullcontext(), watching() as work:
            response = readers[who].get(address)
            content = b"".join(response) if response.streaming else response.content
        assert response.status_code == 200, (address, content[:300])
        return work

    return work_of


INDEXES = (("case_public_newest", ("guest", "/cases/")), ("case_queue_whole", ("lin", "/cases/office/")))


def test_each_list_of_cases_costs_the_same_among_few_and_among_many(town, catalogue, measure):
    """One test for all that is to be seen among so many, because writing them is most of its work: each list, the count on the
    board, and that the judge notices a missing index."""
    lists = LISTS + SEARCHED + (SEARCHED_ON_SQLITE if connection.vendor == "sqlite" else ())
    grow(town, catalogue, FEW)
    few, board = {asked: measure(*asked) for asked in lists}, work_of_the_board(town)
    grow(town, catalogue, MANY - FEW)
    wrong = {asked: found for asked in lists if (found := judged(few[asked], measure(*asked)))}
    assert not wrong, "\n".join(f"{who} {address}: {why}" for (who, address), why in wrong.items())
    assert judged(board, work_of_the_board(town)) == ""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for index, asked in INDEXES:
            cursor.execute(f"DROP INDEX {index}")
            assert judged(few[asked], measure(*asked)), f"nothing is noticed without {index}"


def test_what_a_dispatcher_counts_is_judged_within_the_index(town, raise_need, monkeypatch):
    """Whatever the planner guesses: among a million cases it guessed a tenth, and read 20,000 pages to count to a thousand.
    SQLite calls no index with a generated column covering, but walks along it and sorts nothing."""
    raise_need()
    monkeypatch.setattr("shiliu.platform.paging.MOST_COUNTED", 0)
    actor = town.actor("lin")
    _everywhere, areas, units = places_of(actor, "cases.worklist")
    assert areas and not units
    with as_among_very_many() as plans:
        assert queries_time.tallies(actor)["total"].more
        assert not queries.to_call_back(actor)[1][0].values("pk")[:1]
    counted = [plan for plan in plans if "case_queue" in plan or "case_in_state" in plan]
    assert len(counted) >= 5, plans
    if connection.vendor == "postgresql":
        assert all("Index Only Scan" in plan for plan in counted), counted
    assert not any("TEMP B-TREE" in plan or "Sort" in plan for plan in counted), counted


def work_of_the_board(town):
    with watching() as work:
        assert paging.count(views_board.open_of(town.actor("lin"))).more
    return work
