"""An accepted proposal goes into the pool, and its author hears of everything that becomes of it there."""

from datetime import date
from uuid import uuid4

import pytest

from shiliu.govern.projects.pool import actions as pool
from shiliu.govern.projects.pool.models import Candidate
from shiliu.govern.proposals.cloud import actions
from shiliu.govern.proposals.cloud.tests.conftest import ACCEPTED, bench, reached, yard
from shiliu.journeys import proposal_to_pool
from shiliu.platform.notices.models import Notice
from shiliu.platform.notices.rendering import words
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible

__all__ = ["bench", "reached", "yard"]


@pytest.fixture
def accepted(yard, reached):
    actions.answer(by=yard.town.actor("li"), proposal=reached, promised_on=date(2026, 6, 1), **ACCEPTED)
    reached.refresh_from_db()
    return reached


def heard():
    """What the author was told about later steps, in order."""
    return [
        words(one, "en").text
        for one in Notice.objects.filter(kind="proposals.step", person__pseudonym="gulnar").order_by("pk")
    ]


def test_only_what_is_accepted_goes_into_the_pool_once_by_whoever_may_enter_there(town, yard, reached):
    sun = town.actor("sun")
    with pytest.raises(NotPossible, match="accepted"):
        proposal_to_pool.take_up(by=sun, proposal=reached, kind="works")
    actions.answer(by=town.actor("li"), proposal=reached, promised_on=date(2026, 6, 1), **ACCEPTED)
    reached.refresh_from_db()
    assert proposal_to_pool.waiting(sun) == [reached] and not proposal_to_pool.waiting(town.actor("gulnar"))
    with pytest.raises(Refused):
        proposal_to_pool.take_up(by=town.actor("gulnar"), proposal=reached, kind="works")
    candidate = proposal_to_pool.take_up(by=sun, proposal=reached, kind="works")
    assert (candidate.name, candidate.origin, candidate.organisation.code) == (reached.title, "proposal", "city")
    assert not proposal_to_pool.waiting(sun)
    with pytest.raises(NotPossible, match="already"):
        proposal_to_pool.take_up(by=sun, proposal=reached, kind="works")


def test_the_author_hears_of_every_step_of_the_candidate_also_after_it_was_merged(town, accepted):
    sun, li = town.actor("sun"), town.actor("li")
    candidate = proposal_to_pool.take_up(by=sun, proposal=accepted, kind="works")
    other = pool.enter(
        by=sun,
        area=accepted.area,
        names={"zh-hans": "座位", "en": "Seats"},
        summary={"zh-hans": "座位很少。"},
        kind="works",
        origin="unit",
    )
    pool.merge(by=sun, candidate=candidate, into=other, reason="一样")
    check = pool.ask_check(
        by=sun, candidate=other, reviewer=li.person, organisation=town.units.city, due=date(2026, 4, 1)
    )
    pool.answer_check(by=li, check=check, feasible=True, explanation="行", low=4000, high=6000)
    other.refresh_from_db()
    pool.settle(by=sun, candidate=other, feasible=True, reason="都说行")
    pool.enter_vote(by=sun, candidate=other, url="/votes/1/")
    pool.choose(by=sun, candidate=other, url="/votes/1/")
    pool.give_up(by=sun, candidate=other, reason="水管")
    steps = list(accepted.steps.values_list("step", flat=True))
    assert steps == ["pooled", "pool_merged", "feasible", "in_vote", "chosen", "given_up"]
    assert len(heard()) == 6 and "for 4,000 to 6,000 yuan" in heard()[2]
    assert accepted.steps.get(step="chosen").url == "/votes/1/"
    proposal_to_pool.tell_of(other, "project", {"name": other.names, "unit": town.units.city.names}, "/projects/1/")
    assert accepted.steps.last().url == "/projects/1/"


def test_the_page_of_the_office_takes_an_accepted_proposal_up_in_the_words_of_the_pool(town, accepted, client):
    client.force_login(town.people.sun)
    assert accepted.title in client.get("/office/pool/from-proposals/").content.decode()
    here = f"/office/pool/from-proposals/{accepted.pk}/"
    assert accepted.text in client.get(here).content.decode()
    assert client.post(here, {"name": "长椅"}).status_code == 422
    went = client.post(here, {"name": "两张长椅", "summary": "树下装两张。", "kind": "works"})
    made = Candidate.objects.get()
    assert went["Location"] == f"/pool/{made.pk}/" and made.name == "两张长椅"
    assert client.post(here, {"name": "两张长椅", "summary": "树下装两张。", "kind": "works"}).status_code == 422
    client.force_login(town.people.gulnar)
    assert client.get(here).status_code == 403


def test_what_waits_takes_as_many_queries_however_much_waits(town, accepted, django_assert_num_queries):
    sun = town.actor("sun")
    proposal_to_pool.waiting(sun)
    with django_assert_num_queries(2):
        assert proposal_to_pool.waiting(sun) == [accepted]
    for _n in range(3):
        accepted.pk, accepted.key = None, uuid4()
        accepted.save(force_insert=True)
    with django_assert_num_queries(2):
        assert len(proposal_to_pool.waiting(sun)) == 4
