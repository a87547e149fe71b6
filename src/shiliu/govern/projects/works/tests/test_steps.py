"""A project from its beginning: steps, delays with reasons, who hears of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from shiliu.govern.projects.pool import actions as pool
from shiliu.govern.projects.works import actions, heard
from shiliu.govern.projects.works.models import Project
from shiliu.govern.projects.works.tests.conftest import BENCH, TODAY, notes
from shiliu.platform import revisions
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db


def test_a_chosen_candidate_becomes_one_project_with_its_price_and_its_place(town):
    sun = town.actor("sun")
    wish = pool.enter(
        by=sun,
        area=town.places.court,
        names=BENCH,
        summary=BENCH,
        kind="works",
        origin="proposal",
        point=(100.01, 40.01),
    )
    given = {"organisation": town.units.city, "kind": "works", "starts_on": TODAY, "ends_on": TODAY}
    with pytest.raises(NotPossible):
        actions.begin(by=sun, candidate=wish, **given)
    check = pool.ask_check(
        by=sun, candidate=wish, reviewer=town.people.li, organisation=town.units.city, due=town.now.date()
    )
    pool.answer_check(by=town.actor("li"), check=check, feasible=True, low=5000, high=8000)
    pool.settle(by=sun, candidate=wish, feasible=True)
    made = actions.begin(by=sun, candidate=wish, **given)
    assert (made.granted, made.names, made.longitude) == (8000, BENCH, 100.01)
    with pytest.raises(NotPossible):
        actions.begin(by=sun, candidate=wish, **given)


def test_whoever_follows_and_whoever_listens_hears_of_each_step(town, bench):
    told = []
    heard.register("test", lambda project, step, **facts: told.append(step))
    actions.follow(by=town.actor("gulnar"), project=bench)
    step = actions.add_milestone(by=town.actor("li"), project=bench, names={"zh-hans": "安装"}, due=TODAY)
    actions.reach(by=town.actor("li"), milestone=step)
    heard.register("test", lambda *given, **facts: None)
    assert "works.news" in notes(town, "gulnar") and told == ["reached"]
    actions.unfollow(by=town.actor("gulnar"), project=bench)
    actions.move(by=town.actor("li"), project=bench, verb="start")
    assert notes(town, "gulnar").count("works.news") == 1


def test_stopping_needs_a_reason_and_somebody_who_answers_for_the_place(town, bench):
    with pytest.raises(Refused):
        actions.move(by=town.actor("li"), project=bench, verb="stop", said="No.")
    with pytest.raises(NotPossible):
        actions.move(by=town.actor("sun"), project=bench, verb="stop", said=" ")
    stopped = actions.move(by=town.actor("sun"), project=bench, verb="stop", said="The ground sinks.")
    assert stopped.state == "stopped"
    assert actions.move(by=town.actor("sun"), project=stopped, verb="plan_again", said="It holds.").state == "planned"


def test_a_step_is_put_off_with_a_reason_everybody_reads_and_a_reached_one_is_not(town, bench):
    li = town.actor("li")
    step = actions.add_milestone(by=li, project=bench, names={"zh-hans": "安装"}, due=TODAY)
    with pytest.raises(NotPossible) as refused:
        actions.delay(by=li, milestone=step, due=TODAY, reason="")
    assert set(refused.value.fields) == {"due", "reason"}
    later = bench.ends_on + timedelta(days=5)
    actions.delay(by=li, milestone=step, due=later, reason="Snow.")
    assert Project.objects.get().ends_on == later and step.delays.get().reason == "Snow."
    with pytest.raises(NotPossible):
        actions.remove_milestone(by=li, milestone=step)
    actions.reach(by=li, milestone=step)
    with pytest.raises(NotPossible):
        actions.delay(by=li, milestone=step, due=later + timedelta(days=1), reason="Snow.")
    actions.unreach(by=li, milestone=step)
    assert bench.milestones.get().reached_on is None


def test_a_change_is_read_on_the_page_of_versions_and_taken_back_unless_it_was_changed_again(town, bench, client):
    sun, later = town.actor("sun"), bench.ends_on + timedelta(days=9)
    actions.edit(by=sun, project=bench, ends_on=later, summary={"zh-hans": "橡木"})
    row = revisions.history(bench).get()
    page = client.get(reverse("works:history", args=[bench.pk])).content.decode()
    assert "橡木" in page and "Take this change back" not in page
    client.force_login(sun.person)
    assert "Take this change back" in client.get(reverse("works:history", args=[bench.pk])).content.decode()
    client.post(reverse("office_works:revert", args=[bench.pk, row.pk]))
    back = Project.objects.get()
    assert (back.ends_on, back.summary) == (bench.ends_on, BENCH)
    with pytest.raises(NotPossible):
        actions.revert(by=sun, project=bench, row=row)
