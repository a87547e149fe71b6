"""The author of a proposal hears of its works to the last step, and of nobody else's."""

from datetime import date, timedelta

import pytest

from shiliu.govern.projects.pool import actions as pool
from shiliu.govern.projects.works import actions as works
from shiliu.govern.proposals.cloud import actions
from shiliu.govern.proposals.cloud.tests.conftest import ACCEPTED, bench, reached, yard
from shiliu.journeys import proposal_to_pool
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.notices.rendering import words

__all__ = ["bench", "reached", "yard"]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def heard():
    found = Notice.objects.filter(kind="proposals.step", person__pseudonym="gulnar").order_by("pk")
    return [f"{words(one, 'en').title} {words(one, 'en').text}" for one in found]


def chosen(town, proposal):
    sun, li = town.actor("sun"), town.actor("li")
    candidate = proposal_to_pool.take_up(by=sun, proposal=proposal, kind="works")
    check = pool.ask_check(
        by=sun, candidate=candidate, reviewer=town.people.li, organisation=town.units.city, due=town.now.date()
    )
    pool.answer_check(by=li, check=check, feasible=True, low=5000, high=8000)
    return pool.settle(by=sun, candidate=candidate, feasible=True)


def test_from_the_first_plank_to_the_finished_bench_the_author_hears(town, yard, reached):
    sun, li, gulnar = town.actor("sun"), town.actor("li"), town.actor("gulnar")
    actions.answer(by=li, proposal=reached, promised_on=date(2026, 6, 1), **ACCEPTED)
    reached.refresh_from_db()
    day = town.now.date()
    given = {"organisation": town.units.city, "kind": "works", "starts_on": day, "ends_on": day}
    project = works.begin(by=sun, candidate=chosen(town, reached), **given)
    step = works.add_milestone(by=li, project=project, names={"zh-hans": "安装", "en": "Mounted"}, due=day)
    works.delay(by=li, milestone=step, due=day + timedelta(days=3), reason="Rain.")
    works.reach(by=li, milestone=step)
    for verb in ("start", "hand_over"):
        project = works.move(by=li, project=project, verb=verb)
    look = works.call_acceptance(
        by=sun, project=project, stage="final", places=1, needed=1, closes_at=town.now + timedelta(days=1), words_from="Lottery",
        meets_at=town.now + timedelta(days=2), meets_where="Court",
    )  # fmt: skip
    works.put_in_ticket(by=gulnar, acceptance=look)
    with at_time(town.now + timedelta(days=1)):
        works.close_list(by=sun, acceptance=look)
        works.draw(by=sun, acceptance=look, words="7")
        works.say(by=gulnar, acceptance=look, accepts=True)
        works.close_acceptance(by=sun, acceptance=look)
        works.move(by=sun, project=project, verb="finish")
    told = heard()
    for sentence in ("being carried out", "Mounted", "Rain.", "they accepted it", "It is finished"):
        assert any(sentence in one for one in told), (sentence, told)
    assert "It is finished" in told[-1] and "yuan" not in told[-1]  # nothing was paid


def test_a_project_nobody_proposed_tells_nobody(town):
    day = town.now.date()
    works.begin(by=town.actor("sun"), area=town.places.court, names={"zh-hans": "长椅"}, kind="works", organisation=town.units.city,
                starts_on=day, ends_on=day)  # fmt: skip
    assert not Notice.objects.filter(kind="proposals.step").exists()
