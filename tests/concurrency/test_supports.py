"""Many press on one proposal at once: each person counts once, none is lost, and enough support ends collecting once."""

import pytest

from shiliu.govern.proposals.cloud import actions
from shiliu.govern.proposals.cloud.models import Proposal, ProposalSupport
from shiliu.govern.proposals.cloud.tests.conftest import bench, yard
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.ballots import secrets
from tests.concurrency.test_same_button import at_once

__all__ = ["bench", "yard"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_each_person_counts_once_however_often_they_press_at_once(yard, bench):
    three = yard.neighbours[:3]
    pressed = at_once(yard.town.now, *[lambda by=by: actions.support(by=by, proposal=bench) for by in three * 3])
    assert sorted(pressed, key=str) == [False] * 6 + [True] * 3
    assert Proposal.objects.get(pk=bench.pk).support_count == ProposalSupport.objects.count() == 3


def test_enough_support_from_several_at_once_ends_collecting_once_and_destroys_the_key(yard, bench):
    pressed = at_once(yard.town.now, *[lambda by=by: actions.support(by=by, proposal=bench) for by in yard.neighbours])
    row = Proposal.objects.get(pk=bench.pk)
    assert [type(one).__name__ for one in pressed].count("bool") == row.support_count == row.threshold
    assert row.state == "answering" and AuditRow.objects.filter(verb="proposals.collected").count() == 1
    assert not ProposalSupport.objects.exists() and not secrets.exists(actions.supports.KIND, bench.pk)
