"""Warranties, periods of services, and how satisfied neighbours are."""

from datetime import timedelta

import pytest

from shiliu.govern.projects.works import actions, queries
from shiliu.govern.projects.works.models import Project, Warranty
from shiliu.govern.projects.works.tests.conftest import TODAY, notes
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import Refused
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
