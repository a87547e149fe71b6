"""Gaps and needs become candidates once, by whoever may enter candidates there."""

import pytest
from django.urls import reverse

from shiliu.govern.projects.pool.models import Candidate
from shiliu.journeys import gap_to_candidate, wishes_to_pool
from shiliu.live.circle import actions
from shiliu.live.circle.models import Gap
from shiliu.live.circle.tests.conftest import circle
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible

__all__ = ["circle"]
WORDS = {"names": {"zh-hans": "便利店"}, "summary": {"zh-hans": "老人走得到。"}}


@pytest.fixture
def gap(circle):
    actions.run(by=circle.sun)
    found = Gap.objects.filter(kind__code="convenience", walker="elder").first()
    actions.put_forward(by=circle.sun, gap=found, reason="No shop on the terrace.")
    return found


def test_a_gap_becomes_a_candidate_at_its_point_and_waits_no_longer(town, gap):
    sun = town.actor("sun")
    assert [one.id for one in wishes_to_pool.gaps_waiting(sun)] == [gap.pk] and not wishes_to_pool.gaps_waiting(
        town.actor("gulnar")
    )
    made = wishes_to_pool.take_up_gap(by=sun, gap_id=gap.pk, **WORDS)
    assert (made.origin, made.area, made.longitude) == ("gap", gap.area, gap.longitude)
    assert [told.id for told in gap_to_candidate.gaps_of(made)] == [gap.pk] and not wishes_to_pool.gaps_waiting(sun)


def test_of_two_who_take_up_a_gap_the_second_is_told_and_leaves_no_candidate_behind(town, gap):
    wishes_to_pool.take_up_gap(by=town.actor("sun"), gap_id=gap.pk, **WORDS)
    with pytest.raises(NotPossible):
        wishes_to_pool.take_up_gap(by=town.actor("ding"), gap_id=gap.pk, **WORDS)
    with pytest.raises(Refused):
        wishes_to_pool.take_up_gap(by=town.actor("gulnar"), gap_id=gap.pk, **WORDS)
    assert Candidate.objects.count() == 1


def test_the_page_takes_a_gap_up_and_leads_to_the_candidate(town, gap, client):
    client.force_login(town.people.sun)
    assert gap.kind.name in client.get(reverse("journeys:wishes")).content.decode()
    answer = client.post(
        reverse("journeys:take_up_gap", args=[gap.pk]), {"name": "便利店", "summary": "走得到。", "kind": "works"}
    )
    assert answer.url == reverse("pool:candidate", args=[Candidate.objects.get().pk])
    assert client.get(reverse("journeys:take_up_gap", args=[gap.pk])).status_code == 404
