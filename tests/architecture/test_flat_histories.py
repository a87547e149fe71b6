"""Lists of what has become of cases cost the same among few rows and among many, like the lists of cases (test_flat_lists.py)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from shiliu.govern.cases.models import Case, CasePromise, CaseStep, JunkBatch, JunkMark, Summons
from shiliu.platform.tables.inserting import insert_many
from shiliu.platform.webhooks.models import Hook, HookDelivery
from tests.architecture.database_work import judged, watching

FEW, MANY = 600, 3_000
# (who, address)
LISTS = (
    ("guest", "/cases/public/promises/"),
    ("guest", "/cases/public/promises/?state=kept"),
    ("guest", "/cases/public/promises/?state=late"),
    ("guest", "/cases/public/promises/?unit=city"),
    ("guest", "/cases/public/promises/?unit=city&state=kept"),
    ("guest", "/cases/public/promises/?area=west"),
    ("guest", "/cases/public/promises.ics"),
    ("guest", "/api/v1/cases/promises/public?page_size=20"),
    ("li", "/cases/office/promises/"),
    ("li", "/cases/office/promises/?state=kept"),
    ("sun", "/cases/office/promises/?state=kept"),
    ("li", "/api/v1/cases/promises/?page_size=20&state=kept"),
    ("guest", "/cases/public/postponed/"),
    ("guest", "/cases/public/postponed/?unit=city"),
    ("guest", "/cases/public/postponed/?area=west"),
    ("sun", "/cases/office/tables/"),
    ("sun", "/cases/office/tables/?state=closed"),
    ("lin", "/cases/office/suggestions/"),
    ("lin", "/cases/office/suggestions/?sure=yes"),
    ("lin", "/cases/office/junk/set-aside/"),
    ("ding", "/office/webhooks/{hook}/"),
)


def grow(town, catalogue, more):
    """`more` cases, each with what it left behind."""
    begin, units = Case.objects.count(), (town.units.city.pk, town.units.property.pk)
    courts, matter = (town.places.court, town.places.far_court), catalogue["manhole"].pk
    numbers = range(begin, begin + more)
    moments = {n: town.now - timedelta(minutes=241 * n) for n in numbers}
    insert_many(Case, [
        {"kind": "help", "title": "井盖", "text": "井盖松动", "channel": "account", "category_id": matter, "area_id": courts[n // 8 % 2].pk,
         "area_path": courts[n // 8 % 2].path, "state": ("shelved", "closed", "dispatched", "closed", "shelved", "closed", "supervision", "closed")[n % 8], "lead_id": units[n // 4 % 2], "received_at": moments[n],
         "changed_at": moments[n], "public_changed_at": moments[n], "next_due": town.now + timedelta(days=n % 40) if n % 2 == 0 else None,
         "publication": "withheld" if n % 5 == 0 else "public", "public_title": "井盖", "published_at": moments[n],
         "source": "grown", "source_id": str(n), "helper_ids": [], "answers": {}, "route": []} for n in numbers
    ])  # fmt: skip
    keys = dict(Case.objects.filter(source="grown").order_by("-pk").values_list("source_id", "pk")[:more])
    insert_many(CasePromise, [
        {"case_id": keys[str(n)], "what": "新灯", "unit_id": units[n // 4 % 2], "first_due": moments[n].date(), "made_at": moments[n],
         "due": (moments[n] + timedelta(days=n % 50)).date(), "state": ("open", "kept", "kept", "dropped")[n % 4],
         "ended_at": None if n % 4 == 0 else moments[n] + timedelta(days=9)} for n in numbers
    ])  # fmt: skip
    insert_many(Summons, [
        {"case_id": keys[str(n)], "reason": "hard", "why": "井盖", "state": "closed", "asked_by_unit_id": units[0], "asked_at": moments[n],
         "meets_at": moments[n], "meets_where": "西区"} for n in numbers
    ])  # fmt: skip
    insert_many(CaseStep, [
        {"case_id": keys[str(n)], "move": move, "to_state": "dispatched", "at": moments[n], "by_whom": "staff", "shown_at": moments[n],
         "data": {"category": "manhole", "suggested": {"matters": ["manhole"], "percent": 90, "sure": n % 3 > 0, "version": 1}}}
        for n in numbers for move in ("dispatch", "accept", "answer")
    ])  # fmt: skip
    insert_many(JunkBatch, [{"reason": "advert", "at": moments[n]} for n in numbers])
    batches = list(JunkBatch.objects.order_by("pk").values_list("pk", flat=True))[-more:]
    insert_many(JunkMark, [
        {"batch_id": batch, "case_id": keys[str(n)], "publication": "pending", "back_by": "staff", "back_at": moments[n]}
        for n, batch in zip(numbers, batches, strict=True)
    ])  # fmt: skip
    hook, _made = Hook.objects.get_or_create(name="city", defaults={"url": "https://city.example", "made_at": town.now})
    insert_many(HookDelivery, [
        {"hook_id": hook.pk, "message": uuid4(), "event": "case.published", "at": moments[n], "until": moments[n], "state": "sent",
         "ended_at": moments[n]} for n in numbers
    ])  # fmt: skip
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            # As on a disk without heads: else three thousand cases are so few that reading all of them is the better plan.
            cursor.execute("SET LOCAL random_page_cost = 1.1")


@pytest.fixture
def measure(town, monkeypatch):
    monkeypatch.setattr(
        "shiliu.platform.paging.MOST_COUNTED", 40
    )  # counting to a thousand is flat too, but drowns the rest
    # Counted only until the site has learned for the first time.
    monkeypatch.setattr("shiliu.govern.cases.suggesting.confirmed", Case.objects.none)
    monkeypatch.setattr("shiliu.govern.cases.feeds_promises.MOST_IN_CALENDAR", 40)
    browsers = {}

    def work_of(who, address):
        if who not in browsers:
            browsers[who] = Client()
            if who != "guest":
                browsers[who].force_login(getattr(town.people, who))
        address = address.format(hook=Hook.objects.get().pk)
        with watching() as work:
            response = browsers[who].get(address)
        assert response.status_code == 200, (address, response.content[:300])
        return work

    return work_of


def test_each_list_of_histories_costs_the_same_among_few_and_among_many(town, catalogue, measure):
    grow(town, catalogue, FEW)
    few = {asked: measure(*asked) for asked in LISTS}
    grow(town, catalogue, MANY - FEW)
    wrong = {asked: found for asked in LISTS if (found := judged(few[asked], measure(*asked)))}
    assert not wrong, "\n".join(f"{who} {address}: {why}" for (who, address), why in wrong.items())
