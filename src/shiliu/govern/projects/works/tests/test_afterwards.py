"""Warranties, periods of services, and how satisfied neighbours are."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.govern.projects.works import actions, queries, rules
from shiliu.govern.projects.works.models import Project, Warranty
from shiliu.govern.projects.works.tests.conftest import TODAY, called, drawn, notes
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.ballots import keeping, secrets
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import Refused
from shiliu.platform.personal_data import erase_all
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db


def test_a_warranty_comes_back_once_a_month_before_it_ends(town, bench):
    made = actions.add_warranty(
        by=town.actor("li"),
        project=bench,
        names={"zh-hans": "长椅"},
        supplier="木工坊",
        until=town.now.date() + timedelta(days=90),
    )
    assert actions.remind() == 0
    with at_time(town.now + timedelta(days=61)):
        assert (actions.remind(), actions.remind()) == (1, 0)
        assert "works.warranty_ends" in notes(town, "li") and "works.warranty_ends" in notes(town, "sun")
        claimed = actions.close_warranty(by=town.actor("li"), warranty=made, outcome="claimed", found="A plank.")
        assert claimed.closed_at is None
        actions.close_warranty(by=town.actor("li"), warranty=made, outcome="mended", found="New plank.")
    assert Warranty.objects.get().closed_at


def test_a_service_is_judged_by_the_place_and_renewed_with_a_reason(town):
    sun, li = town.actor("sun"), town.actor("li")
    care = actions.begin(
        by=sun,
        area=town.places.court,
        names={"zh-hans": "红色物业"},
        summary={},
        kind="service",
        organisation=town.units.city,
        starts_on=TODAY,
        ends_on=TODAY,
    )
    first = actions.add_period(
        by=li, project=care, starts=TODAY, ends=TODAY + timedelta(days=90), standard="Stairs twice a week."
    )
    with pytest.raises(NotPossible):
        actions.add_period(
            by=li, project=care, starts=TODAY + timedelta(days=30), ends=TODAY + timedelta(days=60), standard="More."
        )
    with pytest.raises(Refused):
        actions.judge_period(by=li, period=first, kept=True, found="Fine.")
    with pytest.raises(NotPossible):
        actions.renew(by=sun, period=first, renewed=True, reason="Fine.")
    actions.judge_period(by=sun, period=first, kept=True, found="Stairs were clean.")
    following = actions.renew(by=sun, period=first, renewed=True, reason="Kept.")
    assert (following.starts, following.standard) == (first.ends, first.standard)


def test_how_satisfied_neighbours_are_is_shown_from_five_answers_on_and_counts_each_once(town, bench):
    gulnar = town.actor("gulnar")
    with pytest.raises(NotPossible):
        actions.rate(by=gulnar, project=bench, level=5)
    Project.objects.update(state="finished", finished_on=TODAY)
    for level in (1, 4):
        actions.rate(by=gulnar, project=bench, level=level)
    assert bench.ratings.get().level == 4 and queries.satisfaction(bench) is None
    for n in range(4):
        bench.ratings.create(token=str(n), level=5)
    assert queries.satisfaction(bench)[:2] == [(5, 4), (4, 1)]


def finished(bench, day=TODAY):
    Project.objects.filter(pk=bench.pk).update(state="finished", finished_on=day)
    return Project.objects.get(pk=bench.pk)


def test_ratings_whose_key_is_lost_take_no_more_and_count_nobody_twice(town, bench):
    bench = finished(bench)
    actions.rate(by=town.actor("gulnar"), project=bench, level=5)
    secrets.destroy("works.rating", bench.pk)
    with pytest.raises(NotPossible, match="lost with the machine"):
        actions.rate(by=town.actor("gulnar"), project=bench, level=1)
    assert bench.ratings.get().level == 5 and [one.level for one in keeping.check()] == ["warning"]


def test_after_ninety_days_only_numbers_remain_and_the_key_is_gone(
    town, bench, client, django_capture_on_commit_callbacks
):
    bench = finished(bench)
    actions.rate(by=town.actor("gulnar"), project=bench, level=4)
    for n in range(4):
        bench.ratings.create(token=str(n), level=5)
    with at_time(town.now + timedelta(days=90)):
        actions.close_ratings()
        assert bench.ratings.count() == 5
    with at_time(town.now + timedelta(days=91)), django_capture_on_commit_callbacks(execute=True):
        actions.close_ratings()
        actions.close_ratings()
        bench.refresh_from_db()
        assert queries.satisfaction(bench)[:2] == [(5, 4), (4, 1)] and not bench.ratings.exists()
        with pytest.raises(NotPossible, match="No more answers"):
            actions.rate(by=town.actor("gulnar"), project=bench, level=1)
        assert "only these numbers are kept" in client.get(reverse("works:project", args=[bench.pk])).content.decode()
    assert (
        not secrets.exists("works.rating", bench.pk)
        and AuditRow.objects.filter(verb="works.ratings_closed").count() == 1
    )


def test_of_fewer_than_five_answers_nothing_is_kept(town, bench):
    bench = finished(bench)
    actions.rate(by=town.actor("gulnar"), project=bench, level=1)
    with at_time(town.now + timedelta(days=91)):
        actions.close_ratings()
    bench.refresh_from_db()
    assert bench.satisfaction == {} and queries.satisfaction(bench) is None


@settings(max_examples=25)
@given(st.lists(st.integers(1, 5), max_size=12))
def test_what_is_kept_are_the_numbers_of_all_or_nothing(levels):
    kept = rules.counted(levels)
    assert sum(kept.values()) == (len(levels) if len(levels) >= rules.LEAST_RATINGS else 0)
    assert all(kept[str(level)] == levels.count(level) for level in range(1, 6)) if kept else len(levels) < 5


def test_whoever_leaves_takes_back_what_can_still_be_told_apart(town, bench):
    acceptance, gulnar = drawn(town, called(town, bench), "gulnar"), town.actor("gulnar")
    actions.say(by=gulnar, acceptance=acceptance, accepts=True)
    bench = finished(bench)
    actions.rate(by=gulnar, project=bench, level=4)
    erase_all(gulnar.person)
    assert not acceptance.findings.exists() and not bench.ratings.exists()
